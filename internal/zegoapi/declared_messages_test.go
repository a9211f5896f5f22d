package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of messages: what is there, members of a good request, and how codes are caused.
const messageWorld = `    messages:
      - {from: alice, to: bob, text: first, sentAt: 2021-03-08T07:02:00Z}
      - {from: bob, to: alice, text: second, sentAt: 2021-03-08T07:02:10Z}
`

var (
	messageExamples = map[string][]any{
		"UserId": {"@RBT#newcomer"},
		"MsgSeq": {1},
	}
	messageCases = []vendortest.Case{
		{Code: "660700002", In: vendortest.Args{"UserId": "@RBT#helper"}},
	}
)
