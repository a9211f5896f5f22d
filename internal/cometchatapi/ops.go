package cometchatapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Counters of calls, each for 60 seconds from its first call. All standard operations share one;
// the whole app has another (recca0120/comet-chat, all fixtures).
var (
	standard = gateway.Limit{Quota: "standard", Counter: "standard", Window: time.Minute}
	wholeApp = gateway.Limit{Quota: "app", Counter: "app", Window: time.Minute}
)

// core is the limit of a core operation: each has a counter of its own.
func core(operation string) []gateway.Limit {
	return []gateway.Limit{{Quota: "core", Counter: operation, Window: time.Minute}, wholeApp}
}

// standardLimits are the limits of every other operation.
var standardLimits = []gateway.Limit{standard, wholeApp}

// operations is the whole API for API keys, one row each, by resource. Paths follow the version.
var operations = slices.Concat(
	blockedOperations,
	blockingOperations,
	userOperations,
	friendOperations,
	tokenOperations,
	roleOperations,
	apiKeyOperations,
	importOperations,
	messageOperations,
)

// clientOperations is the API for the tokens of end users, as the vendor's SDKs call it.
var clientOperations = slices.Concat(
	clientSessionOperations,
	clientUserOperations,
	clientBlockedOperations,
	clientMessageOperations,
)

// authKeyOperations are those that a key of the scope authOnly may call (page "Authentication"; the
// vendor's pages differ, this is what its SDK does).
var authKeyOperations = map[string]bool{"CreateUser": true, "UpdateUser": true, "CreateAuthToken": true}

// Operations is the table of all operations. The caller must not change it.
func Operations() []gateway.Op { return slices.Concat(operations, clientOperations) }
