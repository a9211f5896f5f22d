package store

import (
	"iter"
	"math"
)

func (m *Message) isReply() bool { return m.More != nil && m.More.Parent != 0 }

// replyTo is a reply to look for.
func replyTo(parent, id uint64) *Message {
	return &Message{ID: id, More: &MessageMore{Parent: parent}}
}

// Replies lists the replies to a message, the newest first, from those below a number on; 0 means from the last.
func (tx *Tx) Replies(parent, below uint64) iter.Seq[*Message] {
	if below == 0 {
		below = math.MaxUint64
	}
	return to(parent, messages.of(tx.state).replies.downFrom(replyTo(parent, below-1)))
}

// RepliesAfter lists the replies to a message with numbers above one, the oldest first.
func (tx *Tx) RepliesAfter(parent, above uint64) iter.Seq[*Message] {
	return to(parent, messages.of(tx.state).replies.from(replyTo(parent, above+1)))
}

// to is the beginning of a list that answers a message.
func to(parent uint64, list iter.Seq[*Message]) iter.Seq[*Message] {
	return while(list, func(m *Message) bool { return m.More.Parent == parent })
}

// ReplyCount is how many replies there are to a message.
func (tx *Tx) ReplyCount(parent uint64) int {
	l := messages.of(tx.state).replies
	if l.len() == 0 {
		return 0
	}
	first := l.search(func(m *Message) bool { return m.More.Parent >= parent })
	return l.search(func(m *Message) bool { return m.More.Parent > parent }) - first
}

// Parents lists the numbers of the messages that have replies, also of those that are gone.
func (tx *Tx) Parents() iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		l := messages.of(tx.state).replies
		for next := uint64(0); ; {
			found := false
			for m := range l.from(replyTo(next, 0)) {
				found, next = true, m.More.Parent
				break
			}
			if !found || !yield(next) {
				return
			}
			next++
		}
	}
}
