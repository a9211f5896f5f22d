package cometchatapi

import (
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
)

var userOperations = []declaration{createUser, listUsers, reactivateUsers, deactivateUsers, getUser, updateUser, deleteUser}

// systemUser sends the messages that no user sends. Nobody can have its uid.
const systemUser = "app_system"

// longestUID is how many characters a uid may have (page "Properties and Constraints").
const longestUID = 100

// plainUID reports whether a uid has a-z, 0-9, - and _ alone (the same page). The server lower-cases a
// uid before it looks at it.
func plainUID(uid string) bool {
	return strings.IndexFunc(uid, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r)
	}) < 0
}

// errUIDAlreadyExists is recorded (recca0120/comet-chat, fixture user/create_user_fail).
var errUIDAlreadyExists = newCode(
	http.StatusBadRequest, "ERR_UID_ALREADY_EXISTS", "a uid that exists, whatever its case",
	"The uid {1} already exists. Please use another uid or try after permanently deleting the user.",
).toDevelopers("The uid {1} already exists. Please use another uid or try recreating after permanently deleting the user.")

// uidTaken refuses a uid that somebody has, also when that one is deactivated.
func uidTaken(tx *store.Tx, uid string) *codeError {
	if uid == systemUser {
		return errUIDAlreadyExists.of(uid).because("the uid %s belongs to the system", uid)
	}
	u, ok := tx.User(uid)
	switch {
	case !ok:
		return nil
	case !u.DeactivatedAt.IsZero():
		return errUIDAlreadyExists.of(uid).because("the user %s exists and is deactivated; delete it with permanent true to free the uid", uid)
	}
	return errUIDAlreadyExists.of(uid).because("the user %s is there since %s, named %.100q", uid, moment(u.CreatedAt), u.Name)
}

// shownUser is one person in an answer.
type shownUser struct {
	Row  store.Row
	View view
}

func showUser(dst []byte, s shownUser) []byte {
	return append(appendUser(append(dst, `{"data":`...), s.Row, s.View), '}')
}
