package cometchatapi

import (
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

// importQuota is the limit of the data import API, which has a text of its own (page "Data Import").
const importQuota = "import"

func importCalls(string) []gateway.Limit {
	return []gateway.Limit{{Quota: importQuota, Counter: "import", Window: time.Minute}, wholeApp}
}
