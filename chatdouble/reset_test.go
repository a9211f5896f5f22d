package chatdouble_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

const tight = small + `    limits: {standard: 3}
zim:
  - appId: 77
    serverSecret: fedcba9876543210
    users: [{userId: alice, blacklist: [bob]}, {userId: bob}]
`

// spoil changes all that a reset brings back.
func spoil(t *testing.T, srv *chatdouble.Server, app *chatdouble.App) {
	t.Helper()
	app.AddUsers(chatdouble.User{ID: "carol"})
	app.Unblock("alice", "bob")
	app.Block("bob", "alice")
	for range 4 {
		fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key)
	}
	app.Fail(chatdouble.Fault{Status: http.StatusBadGateway})
	app.Clock().Set(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC))
	fetch(srv, "/nothing")
}

func TestResetBringsEverythingBack(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	for name, reset := range map[string]func(*testing.T, *chatdouble.Server, *chatdouble.App){
		"of the app": func(_ *testing.T, _ *chatdouble.Server, app *chatdouble.App) { app.Reset() },
		"of the app by its name": func(t *testing.T, srv *chatdouble.Server, _ *chatdouble.App) {
			if err := srv.Reset("cometchat:small"); err != nil {
				t.Error(err)
			}
		},
		"of everything": func(t *testing.T, srv *chatdouble.Server, _ *chatdouble.App) {
			if err := srv.Reset(""); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := newServer(t, chatdouble.WithFixtureYAML("a", tight), chatdouble.WithFrozenTime(at))
			app := srv.App(t, "cometchat:small")
			before := fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key)
			spoil(t, srv, app)
			other := srv.App(t, "zim:77")
			other.AddUsers(chatdouble.User{ID: "carol"})
			other.Clock().Advance(time.Hour)

			reset(t, srv, app)
			if n := len(app.Requests()); n != 0 {
				t.Errorf("%d requests are left in the app's journal", n)
			}
			if now := app.Clock().Now(); !now.Equal(at) {
				t.Errorf("the clock shows %v, want %v", now, at)
			}
			after := fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key)
			if after.Code != http.StatusOK || after.Body.String() != before.Body.String() {
				t.Errorf("reply after the reset = %d %s\nwant %s", after.Code, after.Body, before.Body)
			}
			if got := after.Header().Get("X-RateLimit-Remaining"); got != "2" {
				t.Errorf("%s calls remain after the first, want 2", got)
			}
			if w := fetch(srv, "/v3/users/carol/blockedusers", "apiKey", key); w.Code != http.StatusNotFound {
				t.Errorf("a user who was added later gets %d, want 404", w.Code)
			}
			if w := fetch(srv, "/v3/users/bob/blockedusers", "apiKey", key); strings.Contains(w.Body.String(), "alice") {
				t.Errorf("a block that was made later is left: %s", w.Body)
			}

			unmatched, otherNow := 1, at.Add(time.Hour)
			if name == "of everything" {
				unmatched, otherNow = 0, at
			}
			got := srv.Count(chatdouble.UnmatchedOnly())
			if got != unmatched {
				t.Errorf("%d unmatched requests are left, want %d", got, unmatched)
			}
			if now := other.Clock().Now(); !now.Equal(otherNow) {
				t.Errorf("the other app's clock shows %v, want %v", now, otherNow)
			}
		})
	}
}

func TestResetOfAnUnknownApp(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight))
	fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key)
	for _, name := range []string{"cometchat:nobody", "small", "zim:small", "zim:077", " "} {
		if err := srv.Reset(name); err == nil || !strings.Contains(err.Error(), `"`+name+`"`) {
			t.Errorf("Reset(%q) = %v, want an error with the name", name, err)
		}
	}
	if n := len(srv.Requests()); n != 1 {
		t.Errorf("%d requests after resets of unknown apps, want 1", n)
	}
}

// "Now" is the moment of the start: a clock that is held still there comes back to it.
func TestResetOfAClockFrozenAtTheStart(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight), chatdouble.WithFrozenTime(time.Time{}))
	app := srv.App(t, "cometchat:small")
	start := srv.Now()
	app.Clock().Advance(time.Hour)
	if err := srv.Reset(""); err != nil {
		t.Fatal(err)
	}
	if now := srv.Now(); !now.Equal(start) {
		t.Errorf("after the reset the clock stands at %v, it began at %v", now, start)
	}
	if now := app.Clock().Now(); !now.Equal(srv.Now()) {
		t.Errorf("the app's clock shows %v, the server's %v", now, srv.Now())
	}
}
