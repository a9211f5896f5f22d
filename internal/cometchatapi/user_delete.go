package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type userDeletion struct {
	Permanent bool `json:"permanent"`
}

// userDeleted is the answer: a sentence, or lists as those of DeactivateUsers.
type userDeleted struct {
	Success bool   `json:"success,omitempty"`
	Message string `json:"message,omitempty"`
	uidLists
}

var deleteUser = op[userDeletion, userDeleted]{
	Name: "DeleteUser", Route: "DELETE /users/{uid}", Page: "Users", Seen: usersSeen,
	Limit: coreCalls,
	First: func(tx *store.Tx, who caller) error {
		if _, ok := tx.User(who.UID); !ok { // one who is deactivated can still be deleted
			return missingUser(tx, who.UID, who.UID)
		}
		return nil
	},
	Run: func(tx *store.Tx, who caller, q userDeletion) (userDeleted, error) {
		if !q.Permanent {
			return userDeleted{uidLists: deactivate(tx, []string{who.UID})}, nil
		}
		orphan(tx, who.UID)
		tx.DeleteUser(who.UID)
		return userDeleted{Success: true, Message: "User with UID " + who.UID + " has been deleted successfully."}, nil
	},
	Codes: codes{gateway.Recorded: {errUIDNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("permanent true: \"User with UID {uid} has been deleted successfully.\""),
		recorded("permanent false, absent or no body: the user is deactivated, data.deactivatedUids"),
		recorded("a deactivated user can be deleted permanently"),
		assumed("deactivating a deactivated user this way: data.alreadyDeactivatedUids"),
		assumed("a permanent deletion frees the uid and takes blocks, friendships, tokens, memberships, bans and messages to and from users away"),
		assumed("a group whose owner is deleted belongs to app_system; what happened in it stays in its history"),
		recorded("a core operation: 10,000 a minute, counted for itself"),
		assumed("permanent may be true, false, 1, 0, also as a text"),
		recorded("DELETE /users/blockedusers means the user blockedusers: 404"),
	},
}
