package store

import (
	"cmp"
	"iter"
	"strings"
)

// messageList is the messages by number, and in each conversation by number. In most conversations that is the order of
// their times too: those in which an older message has come behind a newer one, as imports bring them, are held by time
// besides.
type messageList struct {
	numbered slots[Message]
	length   int
	came     uint64        // the last number, which may be that of a message that is gone
	ofTalk   tree[Message] // by conversation and number
	byTime   tree[Message] // by conversation, time and number
	byMuid   tree[Message] // those that have one, and then by sender and number
	replies  tree[Message] // those that answer one, by that one's number and their own
}

var messages = keep(func(Order) *messageList {
	return &messageList{
		ofTalk: newTree(func(a, b *Message) bool {
			if a.Conversation != b.Conversation {
				return a.Conversation < b.Conversation
			}
			return a.ID < b.ID
		}),
		byTime: newTree(func(a, b *Message) bool {
			if a.Conversation != b.Conversation {
				return a.Conversation < b.Conversation
			}
			return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID)) < 0
		}),
		byMuid: newTree(func(a, b *Message) bool {
			return cmp.Or(strings.Compare(a.Muid, b.Muid), strings.Compare(a.Sender, b.Sender), cmp.Compare(a.ID, b.ID)) < 0
		}),
		replies: newTree(func(a, b *Message) bool {
			return cmp.Or(cmp.Compare(a.More.Parent, b.More.Parent), cmp.Compare(a.ID, b.ID)) < 0
		}),
	}
})

func (l *messageList) fork() part {
	return &messageList{l.numbered.fork(), l.length, l.came, l.ofTalk.fork(), l.byTime.fork(), l.byMuid.fork(), l.replies.fork()}
}

func (l *messageList) count(s *Size) { s.Messages += int64(l.length) }

func (l *messageList) forget(tx *Tx, e *end) {
	if users.of(tx.state).at(e) != nil {
		tx.forgetMessages(e.id)
	}
}

func (l *messageList) get(id uint64) (*Message, bool) {
	m := l.numbered.get(id)
	return m, m != nil
}

// all lists the messages by their numbers, from those from one on, downFrom those from one down.
func (l *messageList) all() iter.Seq[*Message]               { return l.numbered.all() }
func (l *messageList) from(id uint64) iter.Seq[*Message]     { return l.numbered.from(id) }
func (l *messageList) downFrom(id uint64) iter.Seq[*Message] { return l.numbered.downFrom(id) }

// next is a number above all others.
func (l *messageList) next() uint64 {
	l.came++
	return l.came
}

// put stores a message, in the place of the one with the same number if there is one, or as the last of its conversation.
func (l *messageList) put(m *Message) {
	before, replaced := l.get(m.ID)
	mixed := l.mixed(m)
	if !mixed && l.mixes(before, m) {
		for other := range of(m.Conversation, l.ofTalk.from(&Message{Conversation: m.Conversation})) {
			l.byTime.set(other)
		}
		mixed = true
	}
	if !replaced {
		l.length++
	}
	l.numbered.set(m.ID, m)
	l.ofTalk.set(m)
	if replaced && before.Muid != "" {
		l.byMuid.delete(before)
	}
	if m.Muid != "" {
		l.byMuid.set(m)
	}
	if replaced && before.isReply() {
		l.replies.delete(before)
	}
	if m.isReply() {
		l.replies.set(m)
	}
	if !mixed {
		return
	}
	if replaced {
		l.byTime.delete(before)
	}
	l.byTime.set(m)
}

// drop removes a message and reports false when there is none.
func (l *messageList) drop(id uint64) bool {
	m, ok := l.get(id)
	if !ok {
		return false
	}
	l.length--
	l.numbered.set(id, nil)
	l.ofTalk.delete(m)
	if m.Muid != "" {
		l.byMuid.delete(m)
	}
	if m.isReply() {
		l.replies.delete(m)
	}
	if l.byTime.len() > 0 {
		l.byTime.delete(m)
	}
	return true
}

// mixed reports whether the conversation of a message is held by time.
func (l *messageList) mixed(m *Message) bool {
	if l.byTime.len() == 0 {
		return false
	}
	for _, near := range [2]iter.Seq[*Message]{l.byTime.downFrom(m), l.byTime.from(m)} {
		for range of(m.Conversation, near) {
			return true
		}
	}
	return false
}

// mixes reports whether a conversation will no longer be in the order of its times when a message has come, in the place
// of another one if that is not nil.
func (l *messageList) mixes(before, m *Message) bool {
	if before != nil {
		return !before.SentAt.Equal(m.SentAt)
	}
	for last := range of(m.Conversation, l.ofTalk.downFrom(m)) {
		return m.SentAt.Before(last.SentAt)
	}
	return false
}
