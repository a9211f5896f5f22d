package cometchatapi

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
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
		dst = jsontext.AppendPHP(append(dst, `,"authToken":`...), v.token)
	}
	return append(dst, '}')
}

// conversationID is the id of the conversation of two people.
func conversationID(a, b string) string { return min(a, b) + "_user_" + max(a, b) }

// appendConversationID appends the id of the conversation of two people. A uid needs no escape.
func appendConversationID(dst []byte, a, b string) []byte {
	if a > b {
		a, b = b, a
	}
	dst = append(dst, a...)
	dst = append(dst, "_user_"...)
	return append(dst, b...)
}

// personHead are the members of a person before what belongs to a pair, personTail those behind it. What has no value
// is left out.
type (
	personHead struct {
		UID           string          `json:"uid"`
		Name          string          `json:"name"`
		Link          string          `json:"link,omitempty"`
		Avatar        string          `json:"avatar,omitempty"`
		Metadata      json.RawMessage `json:"metadata,omitempty"`
		Status        string          `json:"status"`
		StatusMessage string          `json:"statusMessage,omitempty"`
		Role          string          `json:"role"`
		LastActiveAt  time.Time       `json:"lastActiveAt,omitzero" wire:"seconds"`
	}
	personTail struct {
		CreatedAt     time.Time `json:"createdAt" wire:"seconds"`
		UpdatedAt     time.Time `json:"updatedAt,omitzero" wire:"seconds"`
		DeactivatedAt time.Time `json:"deactivatedAt,omitzero" wire:"seconds"`
	}
)

// personView is all that [appendUser] may write of a person.
type personView struct {
	personHead
	HasBlockedMe   bool      `json:"hasBlockedMe,omitempty"`
	HasBlockedMeAt time.Time `json:"hasBlockedMeAt,omitzero" wire:"seconds"`
	BlockedByMe    bool      `json:"blockedByMe,omitempty"`
	BlockedByMeAt  time.Time `json:"blockedByMeAt,omitzero" wire:"seconds"`
	BlockedAt      time.Time `json:"blockedAt,omitzero" wire:"seconds"`
	personTail
	ConversationID string   `json:"conversationId,omitempty"`
	Tags           []string `json:"tags,omitempty"`
	AuthToken      string   `json:"authToken,omitempty"`
}

// peopleView is a page of people.
type peopleView struct {
	Data []personView `json:"data"`
	Meta peopleMeta   `json:"meta"`
}

type peopleMeta struct {
	Pagination pagination   `json:"pagination"`
	Cursor     peopleCursor `json:"cursor,omitzero"`
}

type peopleCursor struct {
	UpdatedAt time.Time `json:"updatedAt" wire:"seconds"`
	Affix     string    `json:"affix"`
}

// What operations on people answer.
var (
	onePerson = shape.For[data[personView]]()
	people    = shape.For[peopleView]()
)

var (
	headPlan = wire.For[personHead](wire.PHP)
	tailPlan = wire.For[personTail](wire.PHP)
)

// writePiece writes a person's own members, without the closing brace.
func writePiece(u *store.User) *store.Piece {
	head := headPlan.Append(nil, &personHead{
		u.ID, u.Name, u.Link, u.Avatar, u.Metadata, statusOf(u), u.StatusMessage, cmp.Or(u.Role, defaultRole), u.LastActiveAt,
	})
	return &store.Piece{Head: head[:len(head)-1], Tail: tailPlan.AppendMembers(nil, &personTail{u.CreatedAt, u.UpdatedAt, u.DeactivatedAt})}
}
