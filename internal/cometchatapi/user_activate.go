package cometchatapi

import (
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// uidLists is what became of people who were named, one list for each outcome, without those that are empty.
type uidLists struct {
	Deactivated        []string `json:"deactivatedUids,omitempty"`
	AlreadyDeactivated []string `json:"alreadyDeactivatedUids,omitempty"`
	Reactivated        []string `json:"reactivatedUids,omitempty"`
	NotDeactivated     []string `json:"nonDeactivatedUids,omitempty"`
	NotFound           []string `json:"notFound,omitempty"`
}

type usersToDeactivate struct {
	UIDs []string `json:"uidsToDeactivate" rule:"required,maxitems=25"`
}

var deactivateUsers = op[usersToDeactivate, uidLists]{
	Name: "DeactivateUsers", Route: "DELETE /users", Page: "Deactivate users", Seen: usersSeen,
	Run: func(tx *store.Tx, _ caller, q usersToDeactivate) (uidLists, error) {
		return deactivate(tx, q.UIDs), nil
	},
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("200 with deactivatedUids, alreadyDeactivatedUids (asserted by a live test suite), notFound; empty lists are left out"),
		assumed("the order of the three lists"),
		recorded("an unknown uid is told in the case in which it was sent"),
		assumed("uids are compared in lower case; one that is named twice counts once"),
		documented("a deactivated user is hidden from lists and refused"),
		assumed("updatedAt does not change; that it is a standard operation"),
	},
}

func deactivate(tx *store.Tx, uids []string) (lists uidLists) {
	lists.Deactivated, lists.AlreadyDeactivated, lists.NotFound = switchUsers(tx, uids, thisSecond(tx))
	return lists
}

type usersToActivate struct {
	UIDs []string `json:"uidsToActivate" rule:"required,maxitems=25"`
}

var reactivateUsers = op[usersToActivate, uidLists]{
	Name: "ReactivateUsers", Route: "PUT /users", Page: "Reactivate users", Seen: usersSeen,
	Run: func(tx *store.Tx, _ caller, q usersToActivate) (lists uidLists, _ error) {
		lists.Reactivated, lists.NotDeactivated, lists.NotFound = switchUsers(tx, q.UIDs, time.Time{})
		return lists, nil
	},
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("200 with reactivatedUids, notFound; one unknown uid: exactly {\"data\":{\"notFound\":[\"InvalidUID\"]}}"),
		documented("nonDeactivatedUids are those who were active"),
		assumed("the order of the three lists"),
		documented("auth tokens made before the deactivation work again"),
		assumed("blocks and friendships made before it are there again, with their times"),
		assumed("updatedAt does not change; that it is a standard operation"),
	},
}

// switchUsers makes people deactivated since a time, or active when it is zero. Who is named twice
// counts once. An unknown uid is told in the case in which it was sent.
func switchUsers(tx *store.Tx, uids []string, at time.Time) (switched, before, unknown []string) {
	named := make(map[string]bool, len(uids))
	for _, sent := range uids {
		uid := strings.ToLower(sent)
		if named[uid] {
			continue
		}
		named[uid] = true
		u, ok := tx.User(uid)
		switch {
		case !ok:
			unknown = append(unknown, sent)
		case u.DeactivatedAt.IsZero() == at.IsZero():
			before = append(before, uid)
		default:
			changed := *u
			changed.DeactivatedAt = at
			tx.PutUser(changed)
			switched = append(switched, uid)
		}
	}
	return switched, before, unknown
}
