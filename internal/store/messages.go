package store

import (
	"iter"
	"math"
	"slices"
	"time"
)

// Message is one message between two people, in the vendor's words.
type Message struct {
	ID           uint64 // 1, 2, 3 and so on in the app
	Conversation string // in which it is; see Dialog
	Seq          int64  // 1, 2, 3 and so on in the conversation
	Sender       string
	Receiver     string
	Category     string
	Type         string
	Muid         string
	MsgID        string // decimal; the number by which the vendor names it, where that is not ID
	Text         string
	Extended     string // what the sender sends along with the text
	Data         []byte // a compact JSON object, where the vendor's messages are one; nil when they are not
	Tags         []string
	SentAt       time.Time
	UpdatedAt    time.Time
	Withheld     bool // the receiver never sees it
}

// messages are by number, and by conversation and number. The last number may be that of a message that is gone.
type messageList struct{ collection[uint64, Message] }

var messages = keep(func(Order) *messageList {
	return &messageList{*keyed(
		func(m *Message) uint64 { return m.ID },
		func(a, b *Message) bool {
			if a.Conversation != b.Conversation {
				return a.Conversation < b.Conversation
			}
			return a.ID < b.ID
		})}
})

func (l *messageList) fork() part { return &messageList{l.copied()} }

func (l *messageList) count(s *Size) { s.Messages += int64(l.len()) }

func (l *messageList) forget(tx *Tx, e *end) {
	if users.of(tx.state).at(e) != nil {
		tx.forgetMessages(e.id)
	}
}

// conversation is one as one of its people has it.
type conversation struct{ user, with, key string }

var conversations = keep(func(Order) *collection[string, conversation] {
	return keyed(func(c *conversation) string { return c.user + "\x00" + c.with })
})

// Dialog is the conversation of two people, whoever is named first. No id has a zero byte.
func Dialog(a, b string) string { return min(a, b) + "\x00" + max(a, b) }

// AddMessage stores a message under the next number and returns it, in the dialog of its two people. It gets
// the next Seq there, unless it has one. Its bytes must not be changed afterwards.
func (tx *Tx) AddMessage(m Message) *Message {
	c := messages.in(tx)
	m.ID = c.next()
	m.SentAt, m.UpdatedAt = cut(m.SentAt), cut(m.UpdatedAt)
	m.Conversation = tx.dialog(m.Sender, m.Receiver)
	if m.Seq == 0 {
		m.Seq = 1
		for last := range tx.Messages(m.Conversation, 0) {
			m.Seq = last.Seq + 1
			break
		}
	}
	c.put(&m)
	return &m
}

// dialog is the conversation of two people, which begins now if there is none.
func (tx *Tx) dialog(a, b string) string {
	if known, ok := conversations.of(tx.state).get(a + "\x00" + b); ok {
		return known.key
	}
	key := Dialog(a, b)
	conversations.in(tx).put(&conversation{a, b, key})
	conversations.in(tx).put(&conversation{b, a, key})
	return key
}

// Message returns the message with that number.
func (tx *Tx) Message(id uint64) (*Message, bool) { return messages.of(tx.state).get(id) }

// Messages lists the messages of a conversation, the newest first, from those below a number on;
// 0 means from the last.
func (tx *Tx) Messages(conversation string, below uint64) iter.Seq[*Message] {
	if below == 0 {
		below = math.MaxUint64
	}
	list := messages.of(tx.state).by(0)
	return of(conversation, list.downFrom(&Message{Conversation: conversation, ID: below - 1}))
}

// MessagesAfter lists the messages of a conversation with numbers above one, the oldest first.
func (tx *Tx) MessagesAfter(conversation string, above uint64) iter.Seq[*Message] {
	list := messages.of(tx.state).by(0)
	return of(conversation, list.from(&Message{Conversation: conversation, ID: above + 1}))
}

// of is the beginning of a list that is in a conversation.
func of(conversation string, list iter.Seq[*Message]) iter.Seq[*Message] {
	return func(yield func(*Message) bool) {
		for m := range list {
			if m.Conversation != conversation || !yield(m) {
				return
			}
		}
	}
}

// AllMessages lists the messages of everybody by their numbers.
func (tx *Tx) AllMessages() iter.Seq[*Message] { return messages.of(tx.state).all() }

// Correspondents lists with whom a person has messages.
func (tx *Tx) Correspondents(id string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for c := range conversations.of(tx.state).from(id + "\x00") {
			if c.user != id || !yield(c.with) {
				return
			}
		}
	}
}

// forgetMessages removes all messages of a person.
func (tx *Tx) forgetMessages(id string) {
	for _, other := range slices.Collect(tx.Correspondents(id)) {
		for _, m := range slices.Collect(tx.Messages(Dialog(id, other), 0)) {
			messages.in(tx).drop(m.ID)
		}
		conversations.in(tx).drop(id + "\x00" + other)
		conversations.in(tx).drop(other + "\x00" + id)
	}
}

// LastMessage is the number of the last message that was ever added, 0 when there was none.
func (tx *Tx) LastMessage() uint64 { return messages.of(tx.state).came }

// SkipMessages lets the next message have a number above last.
func (tx *Tx) SkipMessages(last uint64) {
	if c := messages.in(tx); last > c.came {
		c.came = last
	}
}
