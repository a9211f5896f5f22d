package zegoapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// What the walk needs of conversations and receipts: what is there, members of a good request, and how codes are
// caused. bob has sent alice a message that wants a receipt; carol is muted; erin is not.
const conversationWorld = `    conversations: [{user: alice, with: carol, muted: true}]
`

var (
	conversationExamples = map[string][]any{
		"ConvIds": {"dave"}, "ConvMsgSeq": {1, 1, 2}, "ConvType": {0}, "PinnedType": {1}, "Enable": {1, true}, "SetMarkGroup": {vendortest.Args{"hikers": vendortest.Args{"MarkContent": 2}}},
		"SetMarkC2c": {vendortest.Args{"bob": vendortest.Args{"MarkContent": 2}}},
	}
	conversationCases = []vendortest.Case{
		{Code: "660400103", In: vendortest.Args{"ConvMsgSeq": 999}},
		{Code: "660400104", In: vendortest.Args{"ConvMsgSeq": 999}},
		{Code: "660800001", In: vendortest.Args{"ConvId": "ghost"}},
		{Code: "660800002", In: vendortest.Args{"ConvId": "dave"}},
		{Code: "660800051", In: vendortest.Args{"ConvIds": "carol", "Enable": true}},
		{Code: "660800052", In: vendortest.Args{"Enable": false}},
		{Code: "660800054", In: vendortest.Args{"UserId": "ghost"}},
		{Code: "660800048", Before: manyConversations("pinned: true")},
		{Code: "660800030", Before: manyConversations("muted: true")},
		{Code: "660700015", In: vendortest.Args{"ConvIds": "ghost", "ConvType": 0}},
		{Code: "660600024", In: vendortest.Args{"ConvType": 2, "ConvIds": "strangers"}, Before: strangers},
	}
)

// manyConversations gives alice 500 conversations that are so.
func manyConversations(so string) func(testing.TB, vendortest.World) {
	return func(_ testing.TB, w vendortest.World) {
		var users, rows []string
		for i := range 500 {
			users = append(users, fmt.Sprintf("{userId: q%d}", i))
			rows = append(rows, fmt.Sprintf("{user: alice, with: q%d, %s}", i, so))
		}
		w.App.MergeState(fmt.Sprintf("users: [%s]\nconversations: [%s]", strings.Join(users, ","), strings.Join(rows, ",")))
	}
}

// conversationsAlone are the actions on conversations of [wholeAlone]: what may fail are objects in its items.
var conversationsAlone = []string{"SetConvMark"}

// strangers makes a group without alice.
func strangers(_ testing.TB, w vendortest.World) {
	w.App.MergeState("groups: [{groupId: strangers, owner: bob}]")
}
