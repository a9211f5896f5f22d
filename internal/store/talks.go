package store

import (
	"iter"
	"slices"
	"strings"
	"time"
)

// Talk is what all participants of a conversation have in common. What a participant sees follows from it, so that
// a message to a large group writes one row.
type Talk struct {
	Key       string
	Last      int64     // the number of its last message, 0 before the first
	Shared    int64     // of the last message that is not for one participant alone
	CreatedAt time.Time // when the first message was sent
	UpdatedAt time.Time
	Counted   int64 // how many messages count as unread for those who have not sent them
	Edits     int64 // how often one was edited
	Changes   int64 // how often one was edited or recalled
}

var talks = keep(func(Order) *collection[string, Talk] { return keyed(func(t *Talk) string { return t.Key }) })

// The keys of conversations. No id has a zero byte.
const (
	groupKey = "\x00group\x00"
	roomKey  = "\x00room\x00"
)

// Dialog is the key of the conversation of two people, whoever is named first.
func Dialog(a, b string) string { return min(a, b) + "\x00" + max(a, b) }

// GroupTalk is the key of a group's conversation.
func GroupTalk(id string) string { return groupKey + id }

// RoomTalk is the key of a room's conversation.
func RoomTalk(id string) string { return roomKey + id }

// GroupOfTalk is the group whose conversation has that key; false when it is none.
func GroupOfTalk(key string) (id string, ok bool) { return strings.CutPrefix(key, groupKey) }

// RoomOfTalk is the room whose conversation has that key; false when it is none.
func RoomOfTalk(key string) (id string, ok bool) { return strings.CutPrefix(key, roomKey) }

// UsersOfTalk are the two people of a dialog.
func UsersOfTalk(key string) (a, b string) {
	a, b, _ = strings.Cut(key, "\x00")
	return a, b
}

// Talk returns a conversation, false when it has had no message.
func (tx *Tx) Talk(key string) (Talk, bool) { return valueOf(talks.of(tx.state).get(key)) }

// Talks lists the conversations by their keys.
func (tx *Tx) Talks() iter.Seq[*Talk] { return talks.of(tx.state).all() }

// ChangeTalk changes what participants have in common, and makes the conversation when there is none.
func (tx *Tx) ChangeTalk(key string, change func(*Talk)) {
	t, _ := tx.Talk(key)
	t.Key = key
	change(&t)
	t.CreatedAt, t.UpdatedAt = cut(t.CreatedAt), cut(t.UpdatedAt)
	talks.in(tx).put(&t)
}

// hear takes a message in. alone says that one participant alone sees it.
func (t *Talk) hear(m *Message, alone bool) {
	t.Last = max(t.Last, m.Seq)
	if m.Aside {
		return
	}
	if t.CreatedAt.IsZero() {
		t.CreatedAt = m.SentAt
	}
	if alone {
		return
	}
	t.Shared = m.Seq
	if t.UpdatedAt.Before(m.SentAt) {
		t.UpdatedAt = m.SentAt
	}
	if !m.Uncounted {
		t.Counted++
	}
}

// forgetTalk removes a conversation with its messages, and what participants have of it.
func (tx *Tx) forgetTalk(key string) {
	for _, m := range slices.Collect(tx.Messages(key, 0)) {
		tx.dropMessage(m.ID)
	}
	for _, p := range slices.Collect(participants.of(tx.state).ofTalk(key)) {
		participants.in(tx).drop(p.key())
	}
	receipts.in(tx).dropTalk(key)
	talks.in(tx).drop(key)
}
