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

// The form roomid is that of ids in calls on rooms; how long one may be, its member says.
var _ = shape.Register("roomid", shape.Form{Pattern: `^[0-9A-Za-z !#$%&()+,\-:;<=.>?@\[\]^_{}|~]*$`})

// ValidUserID reports whether an id has 1 to 32 bytes, each a digit, an English letter, a space or
// one of !#$%&()+-:;<=.>?@[]^_{}|~ (pages "UserRegister" and "QueryUserInfos"; some pages leave
// the space out).
func ValidUserID(id string) bool {
	return id != "" && len(id) <= maxUserID && inID.all(id)
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
	return inID.why(name, id)
}

// idBytes are the bytes that ids of a kind may have.
type idBytes struct {
	of    string // the kind
	valid [256]bool
}

var (
	inID     = idBytesOf("user ids", idSigns)
	inRoomID = idBytesOf("ids in calls on rooms", idSigns+",") // pages of rooms list the comma for RoomId and FromUserId
)

func idBytesOf(of, signs string) *idBytes {
	in := &idBytes{of: of}
	for _, b := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + signs) {
		in.valid[b] = true
	}
	return in
}

// all reports whether a text has no other bytes.
func (in *idBytes) all(text string) bool {
	for i := range len(text) {
		if !in.valid[text[i]] {
			return false
		}
	}
	return true
}

// why says which character of an id is wrong.
func (in *idBytes) why(name, id string) string {
	for i, r := range id {
		if r > 0xff || !in.valid[id[i]] {
			return fmt.Sprintf("%s has the character %+q at byte %d, which %s may not have", name, r, i+1, in.of)
		}
	}
	return name + " is a good id"
}
