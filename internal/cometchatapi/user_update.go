package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// userUpdate is a change of the person with that uid. A uid in the body is not looked at.
type userUpdate struct {
	uid    string
	change userChange
}

func decodeUserUpdate(c *gateway.Call) (userUpdate, error) {
	return userUpdate{c.User, readUserChange(readForm(c))}, nil
}

func updateUser(tx *store.Tx, q userUpdate) (shownUser, error) {
	u, ok := activeUser(tx, q.uid)
	if !ok {
		return shownUser{}, missingUser(tx, q.uid, q.uid)
	}
	if err := q.change.check(tx); err != nil {
		return shownUser{}, err
	}
	changed := q.change.apply(*u)
	changed.UpdatedAt = thisSecond(tx)
	return shownUser{store.Row{User: tx.PutUser(changed)}, view{tags: true}}, nil
}
