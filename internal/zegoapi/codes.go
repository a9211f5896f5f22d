package zegoapi

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// messages are the return codes of the page "Return codes" that this server can answer with. The
// texts are this server's own, in the style of the few that the vendor shows: short, lower case,
// no full stop.
var messages = map[int]string{
	1: "request failed",
	2: "input parameter error",
	3: "authentication failed",
	7: "requests per second exceed the system setting",

	50014:  "user name too long",
	51102:  "user does not exist",
	105001: "database request failed",

	100000000: "host error",
	100000001: "appid format error",
	100000002: "timestamp is empty",
	100000003: "timestamp format error",
	100000004: "signature expired",
	100000005: "signature error",
	100000006: "action is empty",
	100000007: "unsupported action",
	100000008: "signature nonce is empty",
	100000009: "signature is empty",
	100000010: "get server secret failed",
	100000011: "get app config failed",
	100000012: "read body failed",
	100000013: "signature version is empty",
	100000014: "unsupported signature version",
	100000015: "internal error",
	100000016: "app is not configured with a online environment", // the one text of an error that was seen in the field
	100000017: "service not enabled",

	660000001: "business error",
	660000002: "input params error",
	660000003: "logic processing error",
	660000011: "user count exceeds limit",
	660000012: "user length limit",
	660000025: "message is not base64",
	660200001: "user unknown or logged out",
	660300005: "appid request frequency limit",
	660400001: "message too large",
	660500002: "operator user not registered",
	660500004: "text audit error",
	660500005: "text rejected by audit",
	660500006: "image audit error",
	660500007: "image rejected by audit",
	660500009: "callback verdict: send silently",
	660500010: "callback verdict: do not send",
	660600021: "message parameter error",
	660600022: "get redirect address failed",
	660600023: "message too long",
	660700001: "request frequency limit",
	660700002: "user already exists",
	660700006: "user name length limit",
	660700007: "user avatar length limit",
	660700008: "get user info error",
	660700012: "user not exist",
	660700013: "query user info error",
	660700015: "user not registered",
	660700016: "sync user info error",
	660700017: "update user info error",
	660800001: "user not registered",
	660800019: "batch operation count exceeds limit",
	660800020: "cannot add yourself as friend",
	660800021: "friend alias or wording length limit",
	660800022: "duplicate user id",
	660800023: "friend attribute key error",
	660800024: "friend attributes length limit",
	660800025: "all users not registered",
	660800026: "friend attribute params error",
	660800027: "user is already a friend",
	660800028: "friend count limit",
	660800032: "duplicate friend attribute key",
	660800033: "cannot delete yourself from friends",
	660800034: "user is not a friend",
	660800037: "user already blocked",
	660800038: "cannot block or unblock yourself",
	660800039: "user list exceeds limit",
	660800040: "blacklist is full",
	660800041: "block all users failed",
	660800042: "unblock all users failed",
	660800043: "user already unblocked",
	660800044: "user not in blacklist",
	660800045: "sender is in the blacklist of the receiver",
	660800046: "timestamp is in the future",
}

// KnownCode reports whether ZIM has the return code and this server can answer with it.
func KnownCode(code string) bool {
	n, err := strconv.Atoi(code)
	_, ok := messages[n]
	return err == nil && ok && strconv.Itoa(n) == code
}

// Codes lists all codes that this server can answer with, in the order of their numbers. The caller must
// not change it.
var Codes = sync.OnceValue(func() (codes []gateway.Code) {
	for _, n := range slices.Sorted(maps.Keys(messages)) {
		codes = append(codes, gateway.Code{Code: strconv.Itoa(n), Status: http.StatusOK, Message: messages[n]})
	}
	gateway.FillOperations(codes, operations, sharedCodes)
	return codes
})

// sharedCodes are those that an action answers with as others do.
func sharedCodes(op *gateway.Op) (codes []string) {
	for _, check := range signing {
		codes = append(codes, strconv.Itoa(check.code))
	}
	rate := errAppRate.Code
	if own, ok := rateCodes[op.Name]; ok {
		rate = own
	}
	return append(codes, strconv.Itoa(rate), strconv.Itoa(errInput.Code), strconv.Itoa(errInternal.Code))
}
