package cometchatapi

import (
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// wholeApp counts all calls of an app (recca0120/comet-chat, all fixtures). Counters are for 60 seconds from their
// first call.
var wholeApp = gateway.Limit{Quota: "app", Counter: "app", Window: time.Minute}

// standardCalls share one counter.
func standardCalls(string) []gateway.Limit {
	return []gateway.Limit{{Quota: "standard", Counter: "standard", Window: time.Minute}, wholeApp}
}

// coreCalls have a counter for each operation.
func coreCalls(operation string) []gateway.Limit {
	return []gateway.Limit{{Quota: "core", Counter: operation, Window: time.Minute}, wholeApp}
}

// sendingCalls are counted for each sender beside (page "Rate Limits"). The system is none.
func sendingCalls(operation string) []gateway.Limit {
	return append(standardCalls(operation), gateway.Limit{
		Quota: "sends", Counter: "sends", Window: time.Minute,
		On: func(c *gateway.Call) (counter string, cost int) {
			if sender := senderOf(c); sender != "" {
				return "sends " + sender, 1
			}
			return "", 0
		},
	})
}

// senderOf is who sends: the end user, the bot of the path, or who is named in the header.
func senderOf(c *gateway.Call) string {
	if c.Op.Credential == authToken {
		return c.User
	}
	if bot := c.PathParam("uid"); bot != "" {
		return bot
	}
	return strings.ToLower(header(c, http.CanonicalHeaderKey("onBehalfOf")))
}

// importQuota is the limit of the data import API, which has a text of its own (page "Data Import").
const importQuota = "import"

func importCalls(string) []gateway.Limit {
	return []gateway.Limit{{Quota: importQuota, Counter: "import", Window: time.Minute}, wholeApp}
}
