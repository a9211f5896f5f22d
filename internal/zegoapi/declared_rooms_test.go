package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of rooms: what is there, members of a good request, and how codes are caused.
const roomWorld = ``

var (
	roomExamples map[string][]any
	roomCases    []vendortest.Case
)
