package chatmock

import (
	"cmp"
	"time"

	"github.com/chatmock/mockserver/internal/clock"
	"github.com/chatmock/mockserver/internal/cometchatapi"
	"github.com/chatmock/mockserver/internal/faults"
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/store"
	"github.com/chatmock/mockserver/internal/zegoapi"
)

// App is one app of a server, as a test handles it. What it is asked and cannot do ends the test.
// It is safe for concurrent use as far as the test's own Fatalf is.
type App struct {
	server *Server
	app    *gateway.App
	t      TB
}

// User is a person to add. Fields that a vendor does not know are left alone.
type User struct {
	ID     string // required; CometChat's uid (lower case), ZIM's UserId
	Name   string // CometChat: the ID when empty
	Avatar string // URL of a picture

	CreatedAt time.Time // now on the app's clock when zero
}

// App returns an app that the fixtures made, by its name: "cometchat:{appId}" or "zim:{appId}".
func (s *Server) App(t TB, name string) *App {
	t.Helper()
	for _, app := range s.apps() {
		if app.Name() == name {
			return &App{s, app, t}
		}
	}
	t.Fatalf("chatmock: the server has no app %q; apps are named cometchat:{appId} or zim:{appId}", name)
	return nil
}

// AddUsers adds people, or replaces those who have the same id.
func (a *App) AddUsers(users ...User) {
	a.t.Helper()
	for _, u := range users {
		if reason := a.badID(u.ID); reason != "" {
			a.t.Fatalf("chatmock: adding user %q to %s: %s", u.ID, a.app.Name(), reason)
		}
	}
	now := a.app.Clock.Now()
	_ = a.app.Store.Update(now, func(tx *store.Tx) error {
		for _, u := range users {
			if u.CreatedAt.IsZero() {
				u.CreatedAt = now
			}
			stored := store.User{ID: u.ID, Name: u.Name, Avatar: u.Avatar, CreatedAt: u.CreatedAt}
			if a.app.Vendor == cometchatapi.Vendor {
				stored.Name = cmp.Or(u.Name, u.ID)
				stored.Status, stored.Role = "offline", "default"
			}
			tx.PutUser(stored)
		}
		return nil
	})
}

func (a *App) badID(id string) string {
	if a.app.Vendor == zegoapi.Vendor && !zegoapi.ValidUserID(id) {
		return "a ZIM user id has 1 to 32 ASCII letters, digits, spaces or !#$%&()+-:;<=.>?@[]^_{}|~"
	}
	if a.app.Vendor == cometchatapi.Vendor && !cometchatapi.ValidUID(id) {
		return "a CometChat uid has 1 to 100 of a-z, 0-9, - and _"
	}
	return ""
}

// Block lets from block to since now on the app's clock. A block that is there already stays as
// it is.
func (a *App) Block(from, to string) {
	a.t.Helper()
	now := a.app.Clock.Now()
	if a.app.Vendor == cometchatapi.Vendor {
		now = now.Truncate(time.Second) // its times are whole seconds
	}
	err := a.app.Store.Update(now, func(tx *store.Tx) error {
		_, err := tx.Block(from, to, now)
		return err
	})
	if err != nil {
		a.t.Fatalf("chatmock: %s blocks %s in %s: %v", from, to, a.app.Name(), err)
	}
}

// Unblock ends a block. It is no error when there was none.
func (a *App) Unblock(from, to string) {
	_ = a.app.Store.Update(a.app.Clock.Now(), func(tx *store.Tx) error {
		tx.Unblock(from, to)
		return nil
	})
}

// Fault makes calls of one app go wrong.
type Fault struct {
	Operation string // name of the operation; empty means every one
	User      string // the user that the call acts for or on; empty means every one

	Code   string // an error code of the vendor, answered in its shape with its usual status
	Status int    // or, without a code: this HTTP status ...
	Body   string // ... and this body

	After bool // let the call change the state first and lose its answer
	Times int  // how many calls go wrong; 0 means all until Reset
}

// Fail makes calls go wrong, those of an older fault first.
func (a *App) Fail(f Fault) {
	a.t.Helper()
	known := cometchatapi.KnownCode
	if a.app.Vendor == zegoapi.Vendor {
		known = zegoapi.KnownCode
	}
	switch {
	case f.Code == "" && (f.Status < 200 || f.Status > 599):
		a.t.Fatalf("chatmock: a fault needs a Code, or a Status from 200 to 599; this one has neither")
	case f.Code != "" && f.Status != 0:
		a.t.Fatalf("chatmock: a fault has a Code or a Status, not both")
	case f.Code != "" && !known(f.Code):
		a.t.Fatalf("chatmock: %s has no error code %q, or this server cannot answer with it", a.app.Vendor, f.Code)
	case f.Times < 0:
		a.t.Fatalf("chatmock: a fault's Times is %d; it must be 0 or more", f.Times)
	case f.Operation != "" && !a.server.hasOperation(a.app.Vendor, f.Operation):
		a.t.Fatalf("chatmock: %s has no operation %q here; docs/operations.md lists them", a.app.Vendor, f.Operation)
	}
	a.app.Faults.Add(faults.Rule{
		Operation: f.Operation, User: f.User, Code: f.Code, Status: f.Status, Body: []byte(f.Body),
		After: f.After, Times: f.Times,
	})
}

func (s *Server) hasOperation(vendor, name string) bool {
	ops := cometchatapi.Operations()
	if vendor == zegoapi.Vendor {
		ops = zegoapi.Operations()
	}
	for i := range ops {
		if ops[i].Name == name {
			return true
		}
	}
	return false
}

// Requests returns what the app got, and each try to deliver an event of the app to a webhook, the
// oldest first.
func (a *App) Requests(filters ...Filter) []Request {
	return a.server.show(a.app.Journal.Entries(), filters)
}

// Reset brings the app back to its beginning: state, faults, limits, clock and journal.
func (a *App) Reset() {
	a.t.Helper()
	if err := a.server.Reset(a.app.Name()); err != nil {
		a.t.Fatalf("chatmock: %v", err)
	}
}

// Clock is the app's clock. Times of blocks, windows of limits and the age of signatures follow it.
func (a *App) Clock() *Clock { return &Clock{a.app.Clock} }

// Clock is an app's time. It is safe for concurrent use.
type Clock struct{ c *clock.Clock }

// Now is the present on this clock, in UTC.
func (c *Clock) Now() time.Time { return c.c.Now() }

// Freeze holds the clock still at t.
func (c *Clock) Freeze(t time.Time) { c.c.Freeze(t) }

// Set moves the clock to t. A running clock runs on from there.
func (c *Clock) Set(t time.Time) { c.c.Set(t) }

// Advance moves the clock on by d, back when d is negative.
func (c *Clock) Advance(d time.Duration) { c.c.Advance(d) }

// Run lets a frozen clock go on from where it stands.
func (c *Clock) Run() { c.c.Run() }
