package chatdouble_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Groups are added to an app of either vendor, whose users join and leave them; what cannot be done ends the test.
func TestGroups(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	for vendor, app := range map[string]*chatdouble.App{"cometchat": srv.CometChat(t).App, "zim": srv.ZIM(t).App} {
		app.AddUsers(chatdouble.User{ID: "ann"}, chatdouble.User{ID: "ben"}, chatdouble.User{ID: "cleo"})
		app.AddGroups()
		app.AddGroups(chatdouble.Group{ID: "walkers", Name: "Walkers", Owner: "ann", Members: []string{"ben"}})
		app.As("cleo").JoinGroup("walkers")
		app.As("ben").LeaveGroup("walkers")
		state := app.State()
		of := state[strings.Index(state, "walkers"):]
		if of = of[strings.Index(of, "members"):]; !strings.Contains(of, "cleo") || strings.Contains(of[:strings.Index(of, "cleo")], "ben") {
			t.Errorf("%s: ann and cleo are not the members:\n%s", vendor, of)
		}
	}
	chat := srv.CometChat(t)
	chat.AddUsers(chatdouble.User{ID: "ann"}, chatdouble.User{ID: "ben"}, chatdouble.User{ID: "cleo"})
	chat.AddGroups(chatdouble.Group{ID: "club", Owner: "ann", Type: "password", Password: "word"}, chatdouble.Group{ID: "board", Type: "private"})
	chat.As("ben").JoinGroupWith("club", "word")
	for what, do := range map[string]func(*chatdouble.App){
		"the group board is private":             func(a *chatdouble.App) { a.As("ben").JoinGroup("board") },
		"has another password":                   func(a *chatdouble.App) { a.As("cleo").JoinGroupWith("club", "other") },
		"ann is the owner of the group club":     func(a *chatdouble.App) { a.As("ann").LeaveGroup("club") },
		"cleo is not a member of the group club": func(a *chatdouble.App) { a.As("cleo").LeaveGroup("club") },
		`no group has the guid "ghost"`:          func(a *chatdouble.App) { a.As("cleo").LeaveGroup("ghost") },
		`the nearest known id is "ann"`:          func(a *chatdouble.App) { a.AddGroups(chatdouble.Group{ID: "g", Owner: "anne"}) },
	} {
		told := fatal(t, what, func(s *spy) { do(srv.App(s, chat.Name())) })
		if !strings.Contains(told, what) {
			t.Errorf("the test was told %q, want %s", told, what)
		}
	}
}
