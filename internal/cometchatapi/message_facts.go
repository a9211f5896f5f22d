package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/store"
)

// What lists ask of a message that does not stand in the message itself. Who builds what such a fact follows from
// fills in its function here, and the lists follow.

// hasReactions reports whether somebody has reacted to a message. The operations on reactions must say it here, where
// they do not keep data.reactions.
func hasReactions(_ *store.Tx, m *store.Message) bool {
	return holdsSome(topLevel(m.Data, "reactions"))
}

// isPinned reports whether a message is pinned in its conversation. The operations that pin must say it: until then
// none is.
func isPinned(*store.Tx, *store.Message) bool { return false }

// isSaved reports whether a user has saved a message. The operations that save must say it: until then none is.
func isSaved(_ *store.Tx, _ string, _ *store.Message) bool { return false }

// goalReached reports whether a user has done with an interactive message what its goal asks for. MarkInteracted must
// say it: until then nobody has.
func goalReached(_ *store.Tx, _ string, _ *store.Message) bool { return false }

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
	return m.Sender != me && !m.Uncounted && !m.Aside
}
