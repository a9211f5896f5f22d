package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// userEvent is the body of user_action.
type userEvent struct {
	callback
	UserID       string    `json:"user_id"`
	UserName     string    `json:"user_name"`
	OS           string    `json:"os"`
	Action       int       `json:"action"`
	SessionID    uint64    `json:"session_id" wire:"digits"`
	LoginTime    time.Time `json:"login_time" wire:"seconds"`
	Relogin      string    `json:"relogin"`
	LogoutTime   time.Time `json:"logout_time,omitzero" wire:"seconds"`
	LogoutReason string    `json:"logout_reason,omitempty"`
	OfflineTime  time.Time `json:"offline_time,omitzero" wire:"seconds"`
}

var userEvents = wire.For[userEvent](wire.Plain)

// userActed is the callback user_action that tells of what SetOnlineState has done to a user (page "Login and logout
// callback"). before is the user as it was, nil when it was not there; after is the user as it is. now is the moment
// of the change on the app's clock.
func userActed(app *gateway.App, now time.Time, before, after *store.User) happening {
	const login, logout, offline = 0, 1, 2
	e := userEvent{
		UserID: after.ID, UserName: after.Name,
		OS:        "PC", // no client tells its system here; the sample has PC
		SessionID: sessionID(app, after), LoginTime: after.LastActiveAt, Relogin: "1",
	}
	if before == nil || before.LastActiveAt.IsZero() {
		e.Relogin = "0"
	}
	switch after.Status {
	case statusOnline:
		e.Action = login
	case statusOffline:
		e.Action, e.OfflineTime = offline, now
	default:
		e.Action, e.LogoutTime, e.LogoutReason = logout, now, "logout"
	}
	return of(userAction, userEvents, e)
}

// sessionID is a number of 18 digits, as the sample's, that a login and what ends it share.
func sessionID(app *gateway.App, u *store.User) uint64 {
	id := gateway.Mix(uint64(app.Seed) ^ uint64(u.LastActiveAt.UnixMilli()))
	for i := range len(u.ID) {
		id = gateway.Mix(id ^ uint64(u.ID[i]))
	}
	const smallest = 100_000_000_000_000_000
	return smallest + id%(9*smallest)
}
