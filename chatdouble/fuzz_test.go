package chatdouble_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// An app that a fuzz test has made can be used where the fuzzing is: a client is set up once, and
// asked with each input. A test cannot tell what the server does with it by anything else.
func FuzzAppOfAFuzzTest(f *testing.F) {
	app := chatdouble.Start(f).CometChat(f)
	app.AddUsers(chatdouble.User{ID: "alice"})
	app.Snapshot("alone")
	f.Add("bob")
	f.Fuzz(func(t *testing.T, _ string) {
		app.Restore("alone")
		app.ClearRequests() // else the journal is full after a while, and a count ends the test
		app.AddUsers(chatdouble.User{ID: "bob"})
		app.Block("alice", "bob")
		if got, err := (chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}).uids("alice"); err != nil || got != "bob" {
			t.Errorf("alice blocks %q, %v", got, err)
		}
		if app.Count() == 0 || app.Clock().Now().IsZero() {
			t.Error("the app has no requests, or no time")
		}
	})
}
