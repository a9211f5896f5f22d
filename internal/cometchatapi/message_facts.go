package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/store"
)

// What lists ask of a message that does not stand in the message itself. Who builds what such a fact follows from
// fills in its function here, and the lists follow.

// hasReactions reports whether somebody has reacted to a message, or, of one of a fixture, whether its data says so.
func hasReactions(tx *store.Tx, m *store.Message) bool {
	for range tx.Reactions(m.ID) {
		return true
	}
	return holdsSome(topLevel(m.Data.Own(), reactionsMember))
}

// isPinned reports whether a message is pinned in its conversation.
func isPinned(tx *store.Tx, m *store.Message) bool {
	_, is := tx.Pin(m.ID)
	return is
}

// isSaved reports whether a user has saved a message.
func isSaved(tx *store.Tx, me string, m *store.Message) bool {
	_, is := tx.Saved(me, m.ID)
	return is
}

// readUpTo is the id up to which a user has read a conversation: what others have sent since is unread.
func readUpTo(tx *store.Tx, me, with string, group bool) int64 {
	return tx.Participant(me, with, group).ReadTo
}

// deliveredUpTo is the id up to which a user has got the messages of a conversation. What is read was delivered.
func deliveredUpTo(tx *store.Tx, me, with string, group bool) int64 {
	p := tx.Participant(me, with, group)
	return max(p.ReadTo, tx.ReceivedTo(p.Talk, me, false))
}

// countsFor reports whether a message counts as unread for a user who has not read it.
func countsFor(me string, m *store.Message) bool {
	return m.Sender != me && m.Counts()
}
