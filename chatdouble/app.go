package chatdouble

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// App is one app of a server, as a test handles it. What it is asked and cannot do ends the test by
// Fatalf, which only the goroutine of the test may call; else it is safe for concurrent use.
type App struct{ scope }

// User is a person to add.
type User struct {
	ID     string // required; CometChat's uid, in lower case, or ZIM's UserId, as the vendor allows it
	Name   string // CometChat: the ID when empty
	Avatar string // URL of a picture

	CreatedAt time.Time // now on the app's clock when zero
}

// Name is how the admin API calls the app: "cometchat:{appId}" or "zim:{appId}".
func (a *App) Name() string { return a.app }

func (a *App) isZIM() bool { return strings.HasPrefix(a.app, zim+":") }

// AddUsers adds people. A person who is there already gets the name and the avatar given here, empty
// ones too, and the time of creation unless it is zero; blocks and all else stay. When something is
// wrong with one of them, none is added. One call with many people costs less than many calls.
func (a *App) AddUsers(users ...User) {
	a.t.Helper()
	if len(users) == 0 {
		return
	}
	var body struct {
		Users []any `json:"users"`
	}
	for _, u := range users {
		body.Users = append(body.Users, a.person(u))
	}
	a.ask(question{method: http.MethodPatch, path: a.path("/state"), body: body}, nil, "adding %s", people(users))
}

// person is a user in the words of the vendor's fixtures.
func (a *App) person(u User) any {
	if a.isZIM() {
		return struct {
			UserID     string    `json:"userId"`
			UserName   string    `json:"userName"`
			UserAvatar string    `json:"userAvatar"`
			CreatedAt  time.Time `json:"createdAt,omitzero"`
		}{u.ID, u.Name, u.Avatar, u.CreatedAt}
	}
	return struct {
		UID       string    `json:"uid"`
		Name      string    `json:"name"`
		Avatar    string    `json:"avatar"`
		CreatedAt time.Time `json:"createdAt,omitzero"`
	}{u.ID, cmp.Or(u.Name, u.ID), u.Avatar, u.CreatedAt}
}

// people names users for an error message.
type people []User

func (p people) String() string {
	const shown = 5
	var ids []string
	for _, u := range p[:min(len(p), shown)] {
		ids = append(ids, u.ID)
	}
	text := "users " + strings.Join(ids, ", ")
	if len(p) > shown {
		text += ", ..."
	}
	return text
}

// Block lets the user from block the user to, from now on the app's clock. Both must be there. A block
// that is there already keeps its time.
func (a *App) Block(from, to string) {
	a.t.Helper()
	a.ask(question{method: http.MethodPut, path: a.block(from, to)}, nil, "%s blocks %s", from, to)
}

// Unblock ends a block. Both users must be there; it is no error when there was no block.
func (a *App) Unblock(from, to string) {
	a.t.Helper()
	a.ask(question{method: http.MethodDelete, path: a.block(from, to)}, nil, "%s unblocks %s", from, to)
}

func (a *App) block(from, to string) string {
	return a.path("/users/" + segment(from) + "/blocks/" + segment(to))
}

// segment makes any text one segment of a path. Dots alone would be a step up or none.
func segment(text string) string {
	if strings.Trim(text, ".") == "" {
		return strings.ReplaceAll(text, ".", "%2E")
	}
	return url.PathEscape(text)
}

// SetOnlineState marks a ZIM user as a client's login, lost connection or logout would: state is
// "loggedIn", "online", "offline" or "loggedOut". Somebody who logs in and is not there is added, as a
// user whom no server has registered. The app's callback is told.
func (a *App) SetOnlineState(userID, state string) {
	a.t.Helper()
	body := map[string]string{"state": state}
	a.ask(question{method: http.MethodPut, path: a.path("/users/" + segment(userID) + "/state"), body: body}, nil,
		"marking user %q as %q", userID, state)
}

// Reset brings the app back to its beginning: state, faults, limits, clock and journal. The beginning
// is the fixture, or the empty app that [Control.CometChat] or [Control.ZIM] made. Snapshots stay.
func (a *App) Reset() {
	a.t.Helper()
	a.forgetting()
	a.ask(question{method: http.MethodPost, path: a.path("/reset")}, nil, "starting over")
}
