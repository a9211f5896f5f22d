package chatdouble_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

const changedFixture = `
cometchat:
  - appId: app
    users: [{uid: alice}, {uid: bob}]
    messages: [{sender: bob, receiver: alice, data: {text: one}}, {sender: bob, receiver: alice, data: {text: two}}]
`

// An end user edits and deletes what it has sent, and reacts; who may not is told so with the vendor's code.
func TestActorChangesMessages(t *testing.T) {
	t.Parallel()
	app := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", changedFixture)).App(t, "cometchat:app")
	bob, alice := app.As("bob"), app.As("alice")
	bob.Edit("1", "one and a half")
	bob.Delete("2")
	alice.React("1", "👍")
	alice.React("1", ":wave")
	alice.Unreact("1", ":wave")
	state := app.State()
	for _, want := range []string{`"one and a half"`, "editedBy: bob", "deletedBy: bob", `{id: 1, reaction: "👍", uid: alice, at:`, "lastReactionId: 2"} {
		if !strings.Contains(state, want) {
			t.Errorf("%s is not in\n%s", want, state)
		}
	}
	for what, change := range map[string]func(*chatdouble.Actor){
		"editMessage": func(a *chatdouble.Actor) { a.Edit("1", "x") }, "deleteMessage": func(a *chatdouble.Actor) { a.Delete("1") },
		"addReaction": func(a *chatdouble.Actor) { a.React("9", "x") }, "removeReaction": func(a *chatdouble.Actor) { a.Unreact("9", "x") },
	} {
		told := fatal(t, what, func(s *spy) {
			change(chatdouble.Start(s, chatdouble.WithFixtureYAML("f.yaml", changedFixture)).App(s, "cometchat:app").As("alice"))
		})
		if !strings.Contains(told, what+` as "alice"`) || !strings.Contains(told, "message ") {
			t.Errorf("%s: the test was told %q", what, told)
		}
	}
}
