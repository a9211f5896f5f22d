package cometchatapi

import (
	"net/http"
	"time"

	"github.com/chatmock/mockserver/internal/gateway"
)

// Counters of calls, each for 60 seconds from its first call. All standard operations share one;
// the whole app has another (recca0120/comet-chat, all fixtures).
var (
	standard = gateway.Limit{Quota: "standard", Counter: "standard", Window: time.Minute}
	wholeApp = gateway.Limit{Quota: "app", Counter: "app", Window: time.Minute}
)

// operations is the whole API, one row each. Paths follow the version.
var operations = []gateway.Op{
	{
		Name:   "ListBlockedUsers",
		Method: http.MethodGet,
		Path:   "/users/{uid}/blockedusers",
		Limits: []gateway.Limit{standard, wholeApp},
		Do:     gateway.Read(decodeBlockedQuery, blockedUsers, encodeBlockedPage),
		Facts:  listBlockedFacts,
	},
}

// Operations is the table of all operations. The caller must not change it.
func Operations() []gateway.Op { return operations }
