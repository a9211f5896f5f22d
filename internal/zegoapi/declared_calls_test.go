package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// What the walk needs of calls: what is there, members of a good request, and how codes are caused. alice is called, has
// been called by bob, and has let a call ring.
const callWorld = `
    communities: [{communityId: readers, communityName: Readers}, writers]
    calls:
      - {callId: "1", caller: bob, callees: [alice, carol], createdAt: 2021-03-08T07:02:23Z, timeout: 600}
      - {callId: "2", caller: bob, callees: [{userId: alice, state: accepted}], createdAt: 2021-03-08T07:02:22Z}
      - {callId: "3", caller: bob, callees: [{userId: alice, state: timeout}], createdAt: 2021-03-08T07:00:22Z}
`

var (
	callExamples = map[string][]any{"CallId": {"1"}}
	callCases    = []vendortest.Case{
		{Code: "660900003", In: vendortest.Args{"UserIds": "ghost"}},
		{Code: "660900004", In: vendortest.Args{"CallId": "4"}},
		{Code: "660900005", In: vendortest.Args{"CallId": "2"}},
		{Code: "660900006", In: vendortest.Args{"CallId": "3"}},
		{Code: "660400001", In: vendortest.Args{"MessageType": 1, "Message": strings.Repeat("x", 5121)}},
		{Code: "910004", Before: func(_ testing.TB, w vendortest.World) { w.App.MergeState("serverSecret: another") }},
		{Code: "660900008", In: vendortest.Args{"CallId": "1", "FromUserId": "dave"}},
	}
)

// callsAlone are the actions on calls of [wholeAlone].
var callsAlone = []string{"CallInvite"}
