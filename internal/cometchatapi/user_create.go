package cometchatapi

import (
	"cmp"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// newUser is a user to be made.
type newUser struct {
	uid    string
	token  string // an auth token to be made with it; empty: none
	change userChange
}

func decodeNewUser(c *gateway.Call) (newUser, error) {
	f := readForm(c)
	n := newUser{uid: readUID(f)}
	n.change = readUserMembers(f, bounds{required: true, most: longestName})
	if f.flag("withAuthToken") {
		n.token = newToken(c, n.uid)
	}
	n.change.wrong = f.wrong
	return n, nil
}

func createUser(tx *store.Tx, n newUser) (shownUser, error) {
	if err := n.change.check(tx); err != nil {
		return shownUser{}, err
	}
	if taken := uidTaken(tx, n.uid); taken != nil {
		return shownUser{}, taken
	}
	u := tx.PutUser(n.user(thisSecond(tx)))
	if n.token != "" {
		tx.PutToken(store.Token{Value: n.token, UserID: u.ID, CreatedAt: u.CreatedAt})
	}
	return shownUser{store.Row{User: u}, view{tags: true, token: n.token}}, nil
}

// user is what is stored: the change on top of what every fresh user has.
func (n newUser) user(created time.Time) store.User {
	u := n.change.apply(store.User{ID: n.uid, Status: "offline", CreatedAt: created})
	u.Role = cmp.Or(u.Role, defaultRole)
	return u
}
