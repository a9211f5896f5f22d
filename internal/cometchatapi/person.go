package cometchatapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// view says how a person is shown.
type view struct {
	me    string // whose eyes it is seen with; empty: nobody's
	tags  bool
	token string // an auth token made just now
}

// appendPerson appends one person of a list as "me" sees it, with its tags left out.
func appendPerson(dst []byte, me string, row store.Row) []byte {
	return appendUser(dst, row, view{me: me})
}

// appendUser appends a person. The members' order is that of the recordings; what belongs to the
// person alone comes from the encoded piece.
func appendUser(dst []byte, row store.Row, v view) []byte {
	u := row.User
	piece := u.Piece(writePiece)
	dst = append(dst, piece.Head...)
	theirs, mine := row.HasBlockedMeAt(), row.BlockedByMeAt()
	if !theirs.IsZero() {
		dst = append(dst, `,"hasBlockedMe":true,"hasBlockedMeAt":`...)
		dst = jsontext.AppendSeconds(dst, theirs.Unix())
	}
	if !mine.IsZero() {
		dst = append(dst, `,"blockedByMe":true,"blockedByMeAt":`...)
		digits := len(dst)
		dst = jsontext.AppendSeconds(dst, mine.Unix())
		end := len(dst)
		dst = append(dst, `,"blockedAt":`...)
		dst = append(dst, dst[digits:end]...)
	} else if !theirs.IsZero() {
		dst = append(dst, `,"blockedAt":`...)
		dst = jsontext.AppendSeconds(dst, theirs.Unix())
	}
	dst = append(dst, piece.Tail...)
	if v.me != "" {
		dst = append(dst, `,"conversationId":"`...)
		dst = appendConversationID(dst, v.me, u.ID)
		dst = append(dst, '"')
	}
	if v.tags && len(u.Tags) > 0 {
		dst = append(dst, `,"tags":[`...)
		for i, tag := range u.Tags {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = jsontext.AppendPHP(dst, tag)
		}
		dst = append(dst, ']')
	}
	if v.token != "" {
		dst = appendMember(dst, "authToken", v.token)
	}
	return append(dst, '}')
}

// conversationID is the id of the conversation of two people.
func conversationID(a, b string) string { return string(appendConversationID(nil, a, b)) }

// appendConversationID appends the id of the conversation of two people. A uid needs no escape.
func appendConversationID(dst []byte, a, b string) []byte {
	if a > b {
		a, b = b, a
	}
	dst = append(dst, a...)
	dst = append(dst, "_user_"...)
	return append(dst, b...)
}

// writePiece writes a person's own members: those before and those behind what belongs to a pair.
// What has no value is left out.
func writePiece(u *store.User) *store.Piece {
	status, role := u.Status, u.Role
	if status == "" {
		status = "offline"
	}
	if role == "" {
		role = "default"
	}
	head := append([]byte(nil), `{"uid":`...)
	head = jsontext.AppendPHP(head, u.ID)
	head = appendMember(head, "name", u.Name)
	head = appendOptional(head, "link", u.Link)
	head = appendOptional(head, "avatar", u.Avatar)
	if len(u.Metadata) > 0 {
		head = append(head, `,"metadata":`...)
		head = jsontext.AppendPHPValue(head, u.Metadata)
	}
	head = appendMember(head, "status", status)
	head = appendOptional(head, "statusMessage", u.StatusMessage)
	head = appendMember(head, "role", role)
	if !u.LastActiveAt.IsZero() {
		head = append(head, `,"lastActiveAt":`...)
		head = strconv.AppendInt(head, u.LastActiveAt.Unix(), 10)
	}
	tail := append([]byte(nil), `,"createdAt":`...)
	tail = strconv.AppendInt(tail, u.CreatedAt.Unix(), 10)
	if !u.UpdatedAt.IsZero() {
		tail = append(tail, `,"updatedAt":`...)
		tail = strconv.AppendInt(tail, u.UpdatedAt.Unix(), 10)
	}
	if !u.DeactivatedAt.IsZero() {
		tail = append(tail, `,"deactivatedAt":`...)
		tail = strconv.AppendInt(tail, u.DeactivatedAt.Unix(), 10)
	}
	return &store.Piece{Head: head, Tail: tail}
}

func appendMember(dst []byte, name, value string) []byte {
	dst = append(dst, `,"`...)
	dst = append(dst, name...)
	dst = append(dst, `":`...)
	return jsontext.AppendPHP(dst, value)
}

func appendOptional(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return appendMember(dst, name, value)
}
