package cometchatapi_test

import (
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Recorded: all pages have the same cursor. Assumed: it is the newest updatedAt (or createdAt) of the
// whole filtered list; without rows there is none.
func TestCursorFollowsTheList(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	second := func(n int64) time.Time { return time.Unix(1_700_000_000+n, 0) }
	for i, uid := range []string{"me", "a", "b", "c"} {
		app.AddUsers(chatdouble.User{ID: uid, CreatedAt: second(int64(i))})
	}
	cursor := func(query string) int64 {
		t.Helper()
		r := send(srv, request{target: "/v3/users/me/blockedusers" + query, key: app.APIKey, header: map[string]string{"appId": app.AppID}})
		p := readPage(t, r.Body)
		if p.Meta.Cursor == nil {
			return 0
		}
		return p.Meta.Cursor.UpdatedAt - 1_700_000_000
	}
	expect := func(when, query string, want int64) {
		t.Helper()
		if got := cursor(query); got != want {
			t.Errorf("%s: cursor of %q is %d, want %d", when, query, got, want)
		}
	}

	expect("nobody blocked", "", 0)
	app.Block("me", "a")
	app.Block("me", "c")
	app.Block("me", "b")
	app.Block("b", "me")
	expect("three blocked", "", 3)
	expect("three blocked", "?perPage=1&page=1", 3)
	expect("page after the end", "?perPage=1&page=4", 0)
	expect("filtered", "?searchKey=b", 2)
	expect("filtered by direction", "?direction=hasBlockedMe", 2)

	app.Unblock("me", "c")
	expect("the newest unblocked", "", 2)
	app.AddUsers(chatdouble.User{ID: "a", CreatedAt: second(9)})
	expect("somebody made anew", "", 9)
	expect("somebody made anew", "?direction=hasBlockedMe", 2)
	app.AddUsers(chatdouble.User{ID: "a", CreatedAt: second(1)})
	expect("and older again", "?direction=both", 2)
	app.Unblock("me", "a")
	app.Unblock("me", "b")
	expect("all unblocked", "", 0)
	expect("all unblocked", "?direction=both", 2)
}
