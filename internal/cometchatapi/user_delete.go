package cometchatapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// userDeletion takes a person away, for good or not.
type userDeletion struct {
	uid       string
	permanent bool
	err       error // reported only when the person exists
}

func decodeUserDeletion(c *gateway.Call) (userDeletion, error) {
	f := readForm(c)
	q := userDeletion{uid: c.User, permanent: f.flag("permanent")}
	q.err = f.err()
	return q, nil
}

// userDeleted is the answer: a sentence, or lists as those of DeactivateUsers.
type userDeleted struct {
	message string
	lists   uidLists
}

func deleteUser(tx *store.Tx, q userDeletion) (userDeleted, error) {
	if _, ok := tx.User(q.uid); !ok { // one who is deactivated can still be deleted
		return userDeleted{}, missingUser(tx, q.uid, q.uid)
	}
	if q.err != nil {
		return userDeleted{}, q.err
	}
	if !q.permanent {
		return userDeleted{lists: deactivate(tx, []string{q.uid})}, nil
	}
	tx.DeleteUser(q.uid)
	return userDeleted{message: fmt.Sprintf("User with UID %s has been deleted successfully.", q.uid)}, nil
}

func encodeUserDeleted(dst []byte, c *gateway.Call, d userDeleted) []byte {
	if d.message == "" {
		return encodeUIDLists(dst, c, d.lists)
	}
	return encodeSuccess(dst, c, d.message)
}
