package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of messages: what is there, members of a good request, and how codes are caused.
const messageWorld = ``

var (
	messageExamples map[string][]any
	messageCases    []vendortest.Case
)
