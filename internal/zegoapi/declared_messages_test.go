package zegoapi_test

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// What the walk needs of messages: what is there, members of a good request, and how codes are caused.
const messageWorld = `    messages:
      - {from: alice, to: bob, type: 200, text: first, sentAt: 2021-03-08T07:02:00Z}
      - {from: bob, to: alice, text: of another, hasReceipt: true, sentAt: 2021-03-08T07:02:10Z}
      - {from: alice, to: bob, type: 200, text: recalled, sentAt: 2021-03-08T07:02:10Z, recalled: {at: 2021-03-08T07:02:11Z}}
      - {from: alice, to: bob, type: 200, text: old, sentAt: 2021-03-01T07:02:10Z}
      - {from: alice, toGroup: hikers, type: 200, text: first, sentAt: 2021-03-08T07:02:00Z}
      - {from: bob, toGroup: hikers, text: of another, hasReceipt: true, sentAt: 2021-03-08T07:02:10Z}
      - {from: alice, toGroup: hikers, type: 200, text: recalled, sentAt: 2021-03-08T07:02:10Z, recalled: {at: 2021-03-08T07:02:11Z}}
      - {from: alice, toGroup: hikers, type: 200, text: old, sentAt: 2021-03-01T07:02:10Z}
      - {from: alice, toRoom: lobby, text: first, sentAt: 2021-03-08T07:02:00Z}
      - {from: bob, toRoom: lobby, text: of another, hasReceipt: true, sentAt: 2021-03-08T07:02:10Z}
      - {from: alice, toRoom: lobby, text: recalled, sentAt: 2021-03-08T07:02:10Z, recalled: {at: 2021-03-08T07:02:11Z}}
`

var (
	messageExamples = map[string][]any{
		"UserId":          {"@RBT#newcomer"},
		"ImportedUserId":  {"alice"},
		"SenderId":        {"alice"},
		"ConvId":          {"bob", "hikers", "bob"},
		"MsgType":         {200},
		"SendMessageTime": {0},
	}
	messageCases = []vendortest.Case{
		{Code: "660000022", In: vendortest.Args{"MsgSeq": 99, "ConvMsgSeq": 99}},
		{Code: "660000023", In: vendortest.Args{"MsgSeq": 3, "ConvMsgSeq": 3}},
		{Code: "660000024", In: vendortest.Args{"MsgSeq": 4}},
		{Code: "660000026", In: vendortest.Args{"MsgSeq": 2}},
		{Code: "660300002", In: vendortest.Args{"FromUserId": "dave"}},
		{Code: "660300013", In: vendortest.Args{"HasReceipt": 1}},
		{Code: "660600001", In: vendortest.Args{"ConvId": "nowhere", "ConvType": 2}},
		{Code: "660700002", In: vendortest.Args{"UserId": "@RBT#helper"}},
		{Code: "660700015", In: vendortest.Args{"ConvId": "ghost"}},
		{Code: "661000001", In: vendortest.Args{"ConvMsgSeq": 4}},
		{Code: "661000005", In: vendortest.Args{"SenderId": "bob"}},
	}
)

// neededBeside are values of others with which a member may be missing, or as long as it can be.
var neededBeside = map[string]vendortest.Args{
	"MessageBody": {"EditType": 8}, "Message": {"EditType": 8}, "AtListInfo": {"EditType": 1}, "IsAtAll": {"EditType": 1},
	"FromUserId": {"ImportedUserId": longestID}, "ImportedUserId": {"FromUserId": longestID},
}

var longestID = strings.Repeat("x", 32)
