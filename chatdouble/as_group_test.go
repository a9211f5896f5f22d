package chatdouble_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// An end user joins a group and leaves it; one who is not in it is told so with the vendor's code.
func TestActorInGroups(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t)
	app := server.App(t, "zim:1234567890")
	app.As("dave").JoinGroup("hikers")
	if state := app.State(); !strings.Contains(state, "userId: dave, joinedAt:") {
		t.Errorf("dave is not in a group:\n%.3000s", state)
	}
	for _, user := range []string{"alice", "bob", "dave"} {
		app.As(user).LeaveGroup("hikers")
	}
	if state := app.State(); !strings.Contains(state, "usedGroupIds: [hikers]") {
		t.Errorf("the group is there when all have left it:\n%.3000s", state)
	}
	told := fatal(t, "leaves a group that is gone", func(s *spy) { chatdouble.Start(s).App(s, "zim:1234567890").As("dave").LeaveGroup("hikers") })
	if !strings.Contains(told, `leaveGroup as "dave"`) || !strings.Contains(told, "not a member") {
		t.Errorf("the test was told %q", told)
	}
}
