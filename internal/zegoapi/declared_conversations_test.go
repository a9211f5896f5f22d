package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of conversations and receipts: what is there, members of a good request, and how codes are caused.
const conversationWorld = ``

var (
	conversationExamples map[string][]any
	conversationCases    []vendortest.Case
)
