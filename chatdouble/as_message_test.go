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

// So does a CometChat user, with any kind of message; what the API would refuse is refused.
func TestActorSendsAtCometChat(t *testing.T) {
	t.Parallel()
	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	app.AddGroups(chatdouble.Group{ID: "team", Owner: "alice"})
	alice := app.As("alice")
	sent := []chatdouble.SentMessage{
		alice.Send("bob", "hello"), alice.SendGroup("team", "all"),
		alice.SendData("bob", chatdouble.MessageData{Type: "image", Data: map[string]any{"url": "https://x/1.png"}, Tags: []string{"seen"}}),
		alice.SendGroupData("team", chatdouble.MessageData{Category: "custom", Type: "poem", Data: map[string]any{"customData": map[string]any{"a": 1}}}),
	}
	state := app.State()
	for i, want := range []string{"hello", "receiverType: group", "tags: [seen]", "category: custom, type: poem"} {
		if !strings.Contains(state, want) || !strings.Contains(state, "id: "+sent[i].MsgID) {
			t.Errorf("%q of %+v is not in\n%s", want, sent[i], state)
		}
	}
	for want, do := range map[string]func(*chatdouble.Actor){
		"data.text is missing or blank": func(a *chatdouble.Actor) { a.Send("bob", " ") },
		"The data field is required":    func(a *chatdouble.Actor) { a.SendData("bob", chatdouble.MessageData{}) },
		"no user has the uid":           func(a *chatdouble.Actor) { a.Send("nobody", "x") },
		"a message has one of to and":   func(a *chatdouble.Actor) { a.Send("", "x") },
		"data.customData must be an obje": func(a *chatdouble.Actor) {
			a.SendData("bob", chatdouble.MessageData{Category: "custom", Data: map[string]any{"customData": "x"}})
		},
	} {
		told := fatal(t, want, func(s *spy) {
			own := chatdouble.Start(s).CometChat(s)
			own.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
			do(own.As("alice"))
		})
		if !strings.Contains(told, `sendMessage as "alice"`) || !strings.Contains(told, want) {
			t.Errorf("the test was told %q, want %s", told, want)
		}
	}
}
