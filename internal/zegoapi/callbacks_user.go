package zegoapi

import (
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// UserActionEvent is the callback user_action that tells one address of what SetOnlineState has
// done to a user (page "Login and logout callback"). before is the user as it was, nil when it was
// not there; after is the user as it is. number is any number that no other event of the app has:
// the nonce is made of it. now is the moment of the change on the app's clock.
func UserActionEvent(app *gateway.App, to gateway.Callback, number uint64, now time.Time, before, after *store.User) gateway.Event {
	const login, logout, offline = 0, 1, 2
	action := logout
	switch after.Status {
	case statusOnline:
		action = login
	case statusOffline:
		action = offline
	}
	body := appendCallback(nil, app, to, userAction, number, now)
	body = append(body, `,"user_id":`...)
	body = jsontext.AppendString(body, after.ID)
	body = append(body, `,"user_name":`...)
	body = jsontext.AppendString(body, after.Name)
	body = append(body, `,"os":"PC","action":`...) // no client tells its system here; the sample has PC
	body = strconv.AppendInt(body, int64(action), 10)
	body = append(body, `,"session_id":"`...)
	body = strconv.AppendUint(body, sessionID(app, after), 10)
	body = append(body, `","login_time":`...)
	body = appendSeconds(body, after.LastActiveAt)
	relogin := byte('1')
	if before == nil || before.LastActiveAt.IsZero() {
		relogin = '0'
	}
	body = append(append(append(body, `,"relogin":"`...), relogin), '"')
	switch action {
	case logout:
		body = append(body, `,"logout_time":`...)
		body = appendSeconds(body, now)
		body = append(body, `,"logout_reason":"logout"`...)
	case offline:
		body = append(body, `,"offline_time":`...)
		body = appendSeconds(body, now)
	}
	return gateway.Event{Name: userAction, To: to, Body: append(body, '}'), Waits: callbackWaits}
}

// appendSeconds appends a Unix time; 0 for a time that never was.
func appendSeconds(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(dst, '0')
	}
	return strconv.AppendInt(dst, t.Unix(), 10)
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
