package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of calls: what is there, members of a good request, and how codes are caused.
const callWorld = ``

var (
	callExamples map[string][]any
	callCases    []vendortest.Case
)
