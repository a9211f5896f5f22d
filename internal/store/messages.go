package store

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"
)

// Message is one message in a conversation, in the vendor's words. A stored Message never changes: an update stores
// another one.
type Message struct {
	ID           uint64 // 1, 2, 3 and so on in the app
	Conversation string // in which it is; see [Dialog], [GroupTalk] and [RoomTalk]
	Seq          int64  // 1, 2, 3 and so on in the conversation
	Sender       string
	Receiver     string // of a message to one user
	Category     string
	Type         string
	Muid         string
	MsgID        string // decimal; the number by which the vendor names it, where that is not ID
	Text         string
	Extended     string // what the sender sends along with the text
	Data         Data   // compact, where the vendor's messages are a JSON object
	Tags         []string
	SentAt       time.Time
	UpdatedAt    time.Time
	SubType      int32
	Uncounted    bool // it does not count as unread
	Aside        bool // it is in the history alone: it is no conversation's last message, and does not count
	WantsReceipt bool

	More *MessageMore // what few messages have; nil for others. It never changes either
}

// MessageMore is what few messages have.
type MessageMore struct {
	OnlyFor  string         // the one participant who sees it; empty: all
	Targets  *Targets       // those of a group who see it; nil: all
	Searched string         // what a search looks at
	EditedAt time.Time      // zero: never
	Recalled *Recall        // nil: not
	Receipts []MessageState // what came of it with those who have got it, in the order of their first

	EditedBy  string
	DeletedAt time.Time // zero: not; it is still there, without what it said
	DeletedBy string
	Parent    uint64 // the message that it answers in a thread; 0: none
	Quoted    uint64 // the message that it quotes; 0: none
}

// Targets are some members of a group, or all but some.
type Targets struct {
	Users  []string
	Except bool
}

// Has reports whether a user is among those who see a message. Nil is all users.
func (t *Targets) Has(user string) bool {
	return t == nil || slices.Contains(t.Users, user) != t.Except
}

// Recall says who took a message back.
type Recall struct {
	By      string
	At      time.Time
	Payload string
}

// MessageState says since when somebody has a message and has read it; zero: not.
type MessageState struct {
	User                string
	DeliveredAt, ReadAt time.Time
}

// Extra is what few messages have, empty when this one has nothing of it. To change it, change the copy.
func (m *Message) Extra() MessageMore {
	if m.More == nil {
		return MessageMore{}
	}
	return *m.More
}

// Empty reports whether a message has nothing of it.
func (e *MessageMore) Empty() bool {
	return e.OnlyFor == "" && e.Targets == nil && e.Searched == "" && e.EditedAt.IsZero() && e.Recalled == nil && e.Receipts == nil &&
		e.EditedBy == "" && e.DeletedAt.IsZero() && e.DeletedBy == "" && e.Parent == 0 && e.Quoted == 0
}

// Counts reports whether it is unread for those who have not sent it.
func (m *Message) Counts() bool {
	return !m.Uncounted && !m.Aside && (m.More == nil || m.More.OnlyFor == "")
}

// With is the message with what few messages have.
func (m Message) With(more MessageMore) Message {
	m.More = &more
	return m
}

// AddMessage stores a message under the next number and returns it, in the dialog of its two people when it names no
// conversation. It gets the next Seq there, unless it has one. Its bytes must not be changed afterwards.
func (tx *Tx) AddMessage(m Message) *Message {
	c := messages.in(tx)
	m.ID = c.next()
	m.SentAt, m.UpdatedAt = cut(m.SentAt), cut(m.UpdatedAt)
	only := m.Extra().OnlyFor
	if m.Conversation == "" {
		m.Conversation = tx.dialog(m.Sender, m.Receiver)
	} else if a, b := UsersOfTalk(m.Conversation); a != "" {
		tx.dialog(a, b) // it may be the first there, and from neither of the two
	}
	talk, begun := tx.Talk(m.Conversation)
	if begun {
		m.Conversation = talk.Key // one text for all messages
	}
	if m.Seq == 0 {
		m.Seq = talk.Last + 1
	}
	c.put(&m)
	talk.Key = m.Conversation
	talk.hear(&m, only != "")
	talks.in(tx).put(&talk)
	tx.participate(&m, only)
	return &m
}

// dialog is the conversation of two people, which begins now if there is none. Both have a row of it, also when one sees
// nothing of it yet: it goes with either of them.
func (tx *Tx) dialog(a, b string) string {
	rows := participants.of(tx.state)
	known, begun := rows.get(participantKey(a, b, false))
	key := ""
	if begun {
		key = known.Talk
	} else {
		key = Dialog(a, b)
	}
	for _, p := range [2]Participant{{User: a, With: b, Talk: key}, {User: b, With: a, Talk: key}} {
		if _, ok := rows.get(p.key()); !ok {
			tx.PutParticipant(p)
		}
	}
	return key
}

// participate lets those whose row a message changes know of it: who has sent one that counts, and who sees it alone.
func (tx *Tx) participate(m *Message, only string) {
	user := cmp.Or(only, m.Sender)
	if m.Aside || only == "" && m.Uncounted {
		return
	}
	group, inGroup := GroupOfTalk(m.Conversation)
	if _, inRoom := RoomOfTalk(m.Conversation); inRoom || inGroup && !tx.isMember(group, user) {
		return
	}
	with := group
	if !inGroup {
		if with = m.Receiver; with == user {
			with = m.Sender
		}
	}
	p := tx.Participant(user, with, inGroup)
	if only == "" {
		p.Read++
	} else {
		p.Last = m.Seq
		if p.UpdatedAt.Before(m.SentAt) {
			p.UpdatedAt = m.SentAt
		}
	}
	tx.PutParticipant(p)
}

// PutMessage stores a message in the place of the one with the same ID, which must be there, in the same
// conversation.
func (tx *Tx) PutMessage(m Message) *Message {
	messages.in(tx).put(&m)
	return &m
}

// DeleteMessage removes a message with all that users have put on it, and reports false when there is none. Its numbers are not given again.
func (tx *Tx) DeleteMessage(id uint64) bool { return tx.dropMessage(id) }

// Message returns the message with that number.
func (tx *Tx) Message(id uint64) (*Message, bool) { return messages.of(tx.state).get(id) }

// MessageAt returns the message with that Seq in a conversation.
func (tx *Tx) MessageAt(conversation string, seq int64) (*Message, bool) {
	list := messages.of(tx.state).ofTalk
	pos := list.search(func(m *Message) bool {
		return m.Conversation > conversation || m.Conversation == conversation && m.Seq >= seq
	})
	if pos == list.len() {
		return nil, false
	}
	m := list.at(pos)
	return m, m.Conversation == conversation && m.Seq == seq
}

// MessageByMuid returns the last message that somebody has sent with a muid.
func (tx *Tx) MessageByMuid(sender, muid string) (*Message, bool) {
	for m := range messages.of(tx.state).byMuid.downFrom(&Message{Sender: sender, Muid: muid, ID: math.MaxUint64}) {
		return m, m.Sender == sender && m.Muid == muid
	}
	return nil, false
}

// AnyWithMuid returns a message that has a muid, whoever has sent it. None has an empty one.
func (tx *Tx) AnyWithMuid(muid string) (*Message, bool) {
	for m := range messages.of(tx.state).byMuid.from(&Message{Muid: muid}) {
		return m, m.Muid == muid
	}
	return nil, false
}

// Messages lists the messages of a conversation, the newest first, from those below a number on;
// 0 means from the last.
func (tx *Tx) Messages(conversation string, below uint64) iter.Seq[*Message] {
	if below == 0 {
		below = math.MaxUint64
	}
	list := messages.of(tx.state).ofTalk
	return of(conversation, list.downFrom(&Message{Conversation: conversation, ID: below - 1}))
}

// MessagesAfter lists the messages of a conversation with numbers above one, the oldest first.
func (tx *Tx) MessagesAfter(conversation string, above uint64) iter.Seq[*Message] {
	list := messages.of(tx.state).ofTalk
	return of(conversation, list.from(&Message{Conversation: conversation, ID: above + 1}))
}

// MessagesByTime lists the messages of a conversation by when they were sent, the newest first and those of one
// moment by their numbers. It begins behind a message of it; nil means with the newest.
func (tx *Tx) MessagesByTime(conversation string, behind *Message) iter.Seq[*Message] {
	probe := &Message{Conversation: conversation, SentAt: time.Unix(1<<40, 0), ID: math.MaxUint64}
	if behind != nil {
		probe.SentAt, probe.ID = behind.SentAt, behind.ID-1
	}
	l := messages.of(tx.state)
	if !l.mixed(probe) {
		return of(conversation, l.ofTalk.downFrom(probe))
	}
	return of(conversation, l.byTime.downFrom(probe))
}

// of is the beginning of a list that is in a conversation.
func of(conversation string, list iter.Seq[*Message]) iter.Seq[*Message] {
	return while(list, func(m *Message) bool { return m.Conversation == conversation })
}

// AllMessages lists the messages of everybody by their numbers.
func (tx *Tx) AllMessages() iter.Seq[*Message] { return messages.of(tx.state).all() }

// MessageCount is the number of messages.
func (tx *Tx) MessageCount() int { return messages.of(tx.state).length }

// AllMessagesAfter lists the messages of everybody with numbers above one, the oldest first.
func (tx *Tx) AllMessagesAfter(above uint64) iter.Seq[*Message] {
	return messages.of(tx.state).from(above + 1)
}

// AllMessagesBelow lists the messages of everybody, the newest first, from those below a number on; 0 means from the last.
func (tx *Tx) AllMessagesBelow(below uint64) iter.Seq[*Message] {
	return messages.of(tx.state).downFrom(below - 1)
}

// Correspondents lists with whom a person has messages.
func (tx *Tx) Correspondents(id string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for p := range participants.of(tx.state).ofUser(id) {
			if !p.Group && !yield(p.With) {
				return
			}
		}
	}
}

// forgetMessages removes the dialogs of a person, and how the person stood to groups.
func (tx *Tx) forgetMessages(id string) {
	for _, p := range slices.Collect(participants.of(tx.state).ofUser(id)) {
		if p.Group {
			participants.in(tx).drop(p.key())
			receipts.in(tx).dropOf(p.Talk, id)
		} else {
			tx.forgetTalk(p.Talk)
		}
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
