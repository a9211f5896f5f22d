package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of groups: what is there, members of a good request, and how codes are caused.
const groupWorld = ``

var (
	groupExamples map[string][]any
	groupCases    []vendortest.Case
)
