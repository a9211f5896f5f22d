package chatdouble_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// An end user writes to another one, to a group and to a room; one who may not is told so with the vendor's code.
func TestActorSends(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t)
	app := server.App(t, "zim:1234567890")
	bob := app.As("bob")
	bob.EnterRoom("hall")
	sent := []chatdouble.SentMessage{bob.Send("carol", "hello carol"), bob.SendGroup("hikers", "hello hikers"), bob.SendRoom("hall", "hello hall")}
	state := app.State()
	for i, want := range []string{"to: carol, text: hello carol", "toGroup: hikers, text: hello hikers", "toRoom: hall, text: hello hall"} {
		if !strings.Contains(state, want) || !strings.Contains(state, sent[i].MsgID) || sent[i].MsgSeq == 0 {
			t.Errorf("%q of %+v is not in\n%s", want, sent[i], state)
		}
	}
	told := fatal(t, "writes to a room outside", func(s *spy) { chatdouble.Start(s).App(s, "zim:1234567890").As("bob").SendRoom("lobby", "x") })
	if !strings.Contains(told, `sendMessage as "bob"`) || !strings.Contains(told, "is not in room") {
		t.Errorf("the test was told %q", told)
	}
}
