package cometchatapi

import (
	"strconv"

	"github.com/chatmock/mockserver/internal/jsontext"
	"github.com/chatmock/mockserver/internal/store"
)

// appendPerson appends one person of a list as "me" sees it. The members' order is that of the
// recordings; what belongs to the person alone comes from the encoded piece.
func appendPerson(dst []byte, me string, row store.Row) []byte {
	piece := row.User.Piece(writePiece)
	dst = append(dst, piece.Head...)
	blockedAt := row.HasBlockedMeAt
	if !row.HasBlockedMeAt.IsZero() {
		dst = append(dst, `,"hasBlockedMe":true,"hasBlockedMeAt":`...)
		dst = strconv.AppendInt(dst, row.HasBlockedMeAt.Unix(), 10)
	}
	if !row.BlockedByMeAt.IsZero() {
		blockedAt = row.BlockedByMeAt
		dst = append(dst, `,"blockedByMe":true,"blockedByMeAt":`...)
		dst = strconv.AppendInt(dst, blockedAt.Unix(), 10)
	}
	dst = append(dst, `,"blockedAt":`...)
	dst = strconv.AppendInt(dst, blockedAt.Unix(), 10)
	dst = append(dst, piece.Tail...)
	dst = append(dst, `,"conversationId":"`...)
	dst = appendConversationID(dst, me, row.User.ID)
	return append(dst, `"}`...)
}

// appendConversationID appends the id of the conversation of two people. A uid needs no escape.
func appendConversationID(dst []byte, a, b string) []byte {
	dst = append(dst, min(a, b)...)
	dst = append(dst, "_user_"...)
	return append(dst, max(a, b)...)
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
