package chatdouble_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// An end user comes online and goes, as SetOnlineState would have it; what cannot be done ends the test.
func TestActorComesAndGoes(t *testing.T) {
	t.Parallel()
	app := chatdouble.Start(t).ZIM(t)
	bob := app.As("bob")
	for _, step := range []struct {
		do   func()
		want string
	}{{bob.GoOnline, "status: Online,"}, {bob.GoOffline, "status: Offline,"}, {bob.GoOnline, "status: Online,"}, {bob.LogOut, "userId: bob"}} {
		step.do()
		if state := app.State(); !strings.Contains(state, step.want) || step.want == "userId: bob" && strings.Contains(state, "status") {
			t.Errorf("the state has not %q:\n%s", step.want, state)
		}
	}
	told := fatal(t, "nobody goes offline", func(s *spy) { chatdouble.Start(s).ZIM(s).As("nobody").GoOffline() })
	if !strings.Contains(told, `goOffline as "nobody" in zim:`) || !strings.Contains(told, `has no user "nobody"`) {
		t.Errorf("the test was told %q", told)
	}
}
