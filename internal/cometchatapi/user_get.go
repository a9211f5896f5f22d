package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// userQuery asks for one person.
type userQuery struct {
	UID string
	Me  string // who looks; empty: nobody
}

func decodeUserQuery(c *gateway.Call) (userQuery, error) {
	return userQuery{UID: c.User, Me: onBehalfOf(c)}, nil
}

// decodeMyUserQuery reads the call of an end user.
func decodeMyUserQuery(c *gateway.Call) (userQuery, error) {
	return userQuery{UID: c.PathParam("uid"), Me: c.User}, nil
}

func getUser(tx *store.Tx, q userQuery) (shownUser, error) {
	if q.Me != "" {
		if err := userExists(tx, q.Me); err != nil {
			return shownUser{}, err
		}
	}
	u, ok := activeUser(tx, q.UID)
	switch {
	case !ok:
		return shownUser{}, missingUser(tx, q.UID, q.UID)
	case q.Me == "" || q.Me == q.UID: // nobody has a conversation with himself
		return shownUser{store.Row{User: u}, view{tags: true}}, nil
	}
	return shownUser{tx.Between(q.Me, q.UID), view{me: q.Me, tags: true}}, nil
}
