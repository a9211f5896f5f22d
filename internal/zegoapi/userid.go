package zegoapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/shape"
)

// Bounds of a user id in bytes: those of the page of each action, and those of both queries for users, which allow
// twice as much.
const (
	maxUserID    = 32
	maxQueriedID = 64
)

// idSigns are the characters that an id may have beside letters and digits (page "UserRegister").
const idSigns = "!#$%&()+-:;<=.>?@[]^_{}|~ "

// The form userid is checked by the reader, which has reasons of its own.
var _ = shape.Register("userid", shape.Form{Pattern: `^[0-9A-Za-z !#$%&()+\-:;<=.>?@\[\]^_{}|~]{1,32}$`})

// ValidUserID reports whether an id has 1 to 32 bytes, each a digit, an English letter, a space or
// one of !#$%&()+-:;<=.>?@[]^_{}|~ (pages "UserRegister" and "QueryUserInfos"; some pages leave
// the space out).
func ValidUserID(id string) bool {
	if id == "" || len(id) > maxUserID {
		return false
	}
	for i := range len(id) {
		if !validInID[id[i]] {
			return false
		}
	}
	return true
}

// validQueriedID reports whether a query may ask for an id.
func validQueriedID(id string) bool {
	if len(id) <= maxUserID {
		return ValidUserID(id)
	}
	return len(id) <= maxQueriedID && ValidUserID(id[:maxUserID]) && ValidUserID(id[maxUserID:])
}

// whyNotID says what is wrong with the id in a parameter.
func whyNotID(name, id string) string { return whyNotIDOf(name, id, maxUserID) }

// whyNotIDOf is whyNotID for an id that may have so many bytes.
func whyNotIDOf(name, id string, most int) string {
	switch {
	case id == "":
		return name + " is missing or empty"
	case len(id) > most:
		return fmt.Sprintf("%s has %d bytes; at most %d bytes are allowed", name, len(id), most)
	}
	for i, r := range id {
		if r > 0xff || !validInID[id[i]] {
			return fmt.Sprintf("%s has the character %q at byte %d, which user ids may not have", name, r, i+1)
		}
	}
	return name + " is a good id"
}

var validInID = func() (valid [256]bool) {
	for _, b := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + idSigns) {
		valid[b] = true
	}
	return valid
}()
