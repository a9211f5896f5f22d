package zegoapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/store"
)

// How a user's Status is kept. It is empty for one who has logged out, and for one who was
// registered by server and has never logged in.
const (
	statusOnline  = "Online"
	statusOffline = "Offline"
)

// What SetOnlineState brings a user into.
const (
	stateLoggedIn  = "loggedIn"
	stateOnline    = "online"
	stateOffline   = "offline"
	stateLoggedOut = "loggedOut"
)

// SetOnlineState marks a user, as the client SDK's calls do: "loggedIn" or "online" makes it
// Online and adds it when it never registered, "offline" makes it Offline (the heartbeat timed
// out), "loggedOut" makes it neither. The login's time is tx.Now(), kept in LastActiveAt. Errors,
// with nothing changed: another state; an id that no user may have; a user who is not there and
// does not log in. Page "Query users online status".
func SetOnlineState(tx *store.Tx, userID, state string) error {
	var status string
	switch state {
	case stateLoggedIn, stateOnline:
		status = statusOnline
	case stateOffline:
		status = statusOffline
	case stateLoggedOut:
	default:
		return fmt.Errorf("marking user %q: unknown state %q; use loggedIn, online, offline or loggedOut", userID, state)
	}
	before, ok := tx.User(userID)
	switch {
	case ok:
	case !ValidUserID(userID):
		return fmt.Errorf("marking user %q as %s: %s", userID, state, whyNotID("the id", userID))
	case status != statusOnline:
		return fmt.Errorf("marking user %q as %s: no such user; one who has not registered must log in first", userID, state)
	default:
		before = &store.User{ID: userID, CreatedAt: tx.Now()}
	}
	u := *before
	u.Status = status
	if status == statusOnline {
		u.LastActiveAt = tx.Now()
	}
	tx.PutUser(u)
	return nil
}
