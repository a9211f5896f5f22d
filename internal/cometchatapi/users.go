package cometchatapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

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

// userCodes are the codes of this resource, for fault rules.
var userCodes = map[string]*codeError{
	"ERR_UID_ALREADY_EXISTS":         errUIDAlreadyExists("unknown"),
	"ERR_IMPORT_INVALID_USER_FORMAT": errImportUserFormat(),
}

// errUIDAlreadyExists is recorded (recca0120/comet-chat, fixture user/create_user_fail).
func errUIDAlreadyExists(uid string) *codeError {
	return &codeError{
		Status: http.StatusBadRequest, Code: "ERR_UID_ALREADY_EXISTS",
		Message:    fmt.Sprintf("The uid %s already exists. Please use another uid or try after permanently deleting the user.", uid),
		DevMessage: fmt.Sprintf("The uid %s already exists. Please use another uid or try recreating after permanently deleting the user.", uid),
	}
}

// uidTaken refuses a uid that somebody has, also when that one is deactivated.
func uidTaken(tx *store.Tx, uid string) *codeError {
	if uid == systemUser {
		return errUIDAlreadyExists(uid).because("the uid %s belongs to the system", uid)
	}
	u, ok := tx.User(uid)
	switch {
	case !ok:
		return nil
	case !u.DeactivatedAt.IsZero():
		return errUIDAlreadyExists(uid).because("the user %s exists and is deactivated; delete it with permanent true to free the uid", uid)
	}
	return errUIDAlreadyExists(uid).because("the user %s is there since %s, named %.100q", uid, moment(u.CreatedAt), u.Name)
}

// shownUser is one person in an answer.
type shownUser struct {
	Row  store.Row
	View view
}

func encodeUser(dst []byte, _ *gateway.Call, s shownUser) []byte {
	dst = append(dst, `{"data":`...)
	dst = appendUser(dst, s.Row, s.View)
	return append(dst, '}')
}
