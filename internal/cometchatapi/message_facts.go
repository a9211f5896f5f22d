package cometchatapi

import (
	"math"

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

// readUpTo is the id up to which a user has read a conversation: what others have sent since is unread. The operations
// that mark a conversation as read or unread must say it by the place that they leave; until then it follows from how
// many are unread: these are the newest.
func readUpTo(tx *store.Tx, me, with string, group bool) int64 {
	c, _ := tx.Conversation(me, with, group)
	if c.Unread <= 0 {
		return math.MaxInt64
	}
	for m := range tx.Messages(tx.Participant(me, with, group).Talk, 0) {
		if !isFor(me, m) || !countsFor(me, m) {
			continue
		}
		if c.Unread--; c.Unread == 0 {
			return m.Seq - 1
		}
	}
	return 0
}

// deliveredUpTo is the id up to which a user has got the messages of a conversation. The receipts must say it; until
// then somebody has got what he has read.
func deliveredUpTo(tx *store.Tx, me, with string, group bool) int64 {
	return readUpTo(tx, me, with, group)
}

// countsFor reports whether a message counts as unread for a user who has not read it.
func countsFor(me string, m *store.Message) bool {
	return m.Sender != me && !m.Uncounted && !m.Aside
}
