package store

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Participant is how a user stands to a conversation, as far as that does not follow from the [Talk]. Both people of
// a dialog have one from its first message on, a member of a group when there is something to say.
type Participant struct {
	User string
	With string // the other one of a dialog, or the group
	Talk string // its key

	Last      int64     // the number of the last message that is for this user alone
	UpdatedAt time.Time // when that was sent
	Read      int64     // how many of the talk's counted messages the user has read or sent
	ReadTo    int64     // the number of the message up to which the user has read, where the vendor knows it
	Cleared   int64     // messages up to this number are deleted for the user
	Deleted   int64     // the talk's last number when the user deleted the conversation
	Left      *LeftTalk // nil while the user is in the group
	Labels    *Labels   // nil: none

	Marks                []int64 // ascending
	Group, Pinned, Muted bool
}

// Labels are what few users give a conversation. They never change.
type Labels struct {
	Tags     []string
	PinnedAt time.Time // since when it is pinned, where the vendor knows it; zero: not
}

// LeftTalk is a group's conversation as it was when a user left the group.
type LeftTalk struct {
	Counted, Shared int64
	UpdatedAt       time.Time
}

func (p *Participant) key() string { return participantKey(p.User, p.With, p.Group) }

func participantKey(user, with string, group bool) string {
	if group {
		return user + "\x00\x00" + with
	}
	return user + "\x00" + with
}

type participantList struct {
	collection[string, Participant]
}

var participants = keep(func(Order) *participantList {
	return &participantList{*keyed((*Participant).key, func(a, b *Participant) bool {
		return cmp.Or(cmp.Compare(a.Talk, b.Talk), cmp.Compare(a.User, b.User)) < 0
	})}
})

func (l *participantList) fork() part { return &participantList{l.copied()} }

// ofTalk lists those of a conversation.
func (l *participantList) ofTalk(key string) iter.Seq[*Participant] {
	return while(l.by(0).from(&Participant{Talk: key}), func(p *Participant) bool { return p.Talk == key })
}

// ofUser lists those of a user.
func (l *participantList) ofUser(id string) iter.Seq[*Participant] {
	return while(l.from(id+"\x00"), func(p *Participant) bool { return p.User == id })
}

// Participants lists how users stand to conversations, user by user.
func (tx *Tx) Participants() iter.Seq[*Participant] { return participants.of(tx.state).all() }

// ParticipantsOf lists how a user stands to conversations, as far as there is something to say.
func (tx *Tx) ParticipantsOf(user string) iter.Seq[*Participant] {
	return participants.of(tx.state).ofUser(user)
}

// PutParticipant stores how a user stands to a conversation. The caller must not change Marks afterwards.
func (tx *Tx) PutParticipant(p Participant) {
	p.UpdatedAt = cut(p.UpdatedAt)
	participants.in(tx).put(&p)
}

// Participant returns how a user stands to a conversation; one that nothing is known of is new.
func (tx *Tx) Participant(user, with string, group bool) Participant {
	if p, ok := participants.of(tx.state).get(participantKey(user, with, group)); ok {
		return *p
	}
	p := Participant{User: user, With: with, Group: group, Talk: GroupTalk(with)}
	if !group {
		p.Talk = Dialog(user, with)
		return p
	}
	if m, ok := members.of(tx.state).find(tx.endOfGroup(with), tx.endOf(user)); ok {
		if p.Read, p.Deleted = int64(m.what.counted), int64(m.what.after); p.Read > 0 {
			p.ReadTo = p.Deleted
		}
	}
	return p
}

// ReadTalk lets a user have read all of a conversation.
func (tx *Tx) ReadTalk(user, with string, group bool) {
	p := tx.Participant(user, with, group)
	talk := tx.talkOf(&p)
	p.Read = talk.Counted
	tx.PutParticipant(p)
}

// ReadTalkTo lets a user have read a conversation up to a message, if not further. The numbers of its messages are their
// IDs.
func (tx *Tx) ReadTalkTo(user, with string, group bool, number int64) {
	p := tx.Participant(user, with, group)
	p.Read, p.ReadTo = max(p.Read, tx.readTo(&p, number)), max(p.ReadTo, number)
	tx.PutParticipant(p)
}

// UnreadTalk lets a user have read a conversation up to a message and no further.
func (tx *Tx) UnreadTalk(user, with string, group bool, number int64) {
	p := tx.Participant(user, with, group)
	p.Read, p.ReadTo = tx.readTo(&p, number), number
	tx.PutParticipant(p)
	tx.cutReadings(p.Talk, user, number)
}

// readTo is how many of a conversation's counted messages are read when a user has read up to a message: those that
// are gone are.
func (tx *Tx) readTo(p *Participant, number int64) int64 {
	read := tx.talkOf(p).Counted
	for m := range tx.MessagesAfter(p.Talk, uint64(number)) {
		if m.Counts() && m.Sender != p.User {
			read--
		}
	}
	return read
}

// ClearTalk deletes all messages of a conversation that are there now, for one user.
func (tx *Tx) ClearTalk(user, with string, group bool) {
	p := tx.Participant(user, with, group)
	talk := tx.talkOf(&p)
	p.Read, p.ReadTo, p.Cleared = talk.Counted, talk.Last, talk.Last
	tx.PutParticipant(p)
}

// DeleteTalk takes a conversation out of a user's list until its next message, with all that the user has set for
// it. The messages stay.
func (tx *Tx) DeleteTalk(user, with string, group bool) {
	p := tx.Participant(user, with, group)
	talk := tx.talkOf(&p)
	tx.PutParticipant(Participant{
		User: user, With: with, Group: group, Talk: p.Talk,
		Read: talk.Counted, ReadTo: talk.Last, Cleared: p.Cleared, Deleted: talk.Last, Left: p.Left,
	})
}

// EndTalk takes a conversation away from all who are in it, with its messages. It begins anew with the next one.
func (tx *Tx) EndTalk(key string) {
	group, inGroup := GroupOfTalk(key)
	if !inGroup {
		tx.forgetTalk(key)
		return
	}
	for _, m := range slices.Collect(tx.Messages(key, 0)) {
		tx.DeleteMessage(m.ID)
	}
	receipts.in(tx).dropTalk(key)
	users := make(map[string]bool) // who has left as well
	for p := range participants.of(tx.state).ofTalk(key) {
		users[p.User] = true
	}
	for m := range tx.Members(group).From(0) {
		users[m.User.ID] = true
	}
	for user := range users {
		tx.ClearTalk(user, group, true)
		tx.DeleteTalk(user, group, true)
	}
	tx.ChangeTalk(key, func(t *Talk) { t.CreatedAt = time.Time{} })
}

// talkOf is a conversation as far as it is for a participant: one who has left a group has it as it was then.
func (tx *Tx) talkOf(p *Participant) Talk {
	talk, _ := tx.Talk(p.Talk)
	if p.Left != nil {
		talk.Counted = p.Left.Counted
	}
	return talk
}

// leaveTalk keeps the conversation of a group as it is, for a user who leaves the group.
func (tx *Tx) leaveTalk(user, group string) {
	p := tx.Participant(user, group, true)
	c, ok := tx.conversation(&p)
	if !ok { // nothing is kept of what has not begun, or was deleted
		participants.in(tx).drop(p.key())
		receipts.in(tx).dropOf(p.Talk, user)
		return
	}
	talk, _ := tx.Talk(p.Talk)
	p.Left = &LeftTalk{talk.Counted, talk.Shared, c.UpdatedAt}
	tx.PutParticipant(p)
}

// rejoin lets the conversation that a user kept go on.
func (tx *Tx) rejoin(user, group string) {
	p, ok := participants.of(tx.state).get(participantKey(user, group, true))
	if !ok || p.Left == nil {
		return
	}
	back := *p
	talk, _ := tx.Talk(p.Talk)
	back.Read += talk.Counted - p.Left.Counted // what came meanwhile was not for the user
	if p.Left.Shared <= p.Deleted {
		back.Deleted = talk.Shared
	}
	back.Left = nil
	tx.PutParticipant(back)
}

// Conversation is one as one of its participants has it.
type Conversation struct {
	User          string
	With          string // the other one, or the group
	Group         bool
	Talk          string // its key
	CreatedAt     time.Time
	UpdatedAt     time.Time
	Last          int64 // the number of its last message, which may be gone
	Unread        int64
	ReadTo        int64
	Pinned, Muted bool
	Left          bool // the user is not in the group any more
	Marks         []int64
	Labels        *Labels
}

// Conversation returns one of a user's conversations, false when the user has not got it.
func (tx *Tx) Conversation(user, with string, group bool) (Conversation, bool) {
	p := tx.Participant(user, with, group)
	return tx.conversation(&p)
}

func (tx *Tx) conversation(p *Participant) (c Conversation, ok bool) {
	talk, _ := tx.Talk(p.Talk)
	c = Conversation{
		User: p.User, With: p.With, Group: p.Group, Talk: p.Talk, CreatedAt: talk.CreatedAt, UpdatedAt: talk.UpdatedAt,
		Unread: talk.Counted - p.Read, ReadTo: p.ReadTo,
		Pinned: p.Pinned, Muted: p.Muted, Left: p.Left != nil, Marks: p.Marks, Labels: p.Labels,
	}
	shared := talk.Shared
	switch {
	case p.Left != nil:
		shared, c.UpdatedAt, c.Unread = p.Left.Shared, p.Left.UpdatedAt, p.Left.Counted-p.Read
	case p.Group && !tx.isMember(p.With, p.User):
		return c, false
	case p.UpdatedAt.After(c.UpdatedAt):
		c.UpdatedAt = p.UpdatedAt
	}
	c.Last = max(shared, p.Last)
	return c, c.Last > p.Deleted
}

// Conversations lists those of a user in ascending order of their times, equal ones by whom they are with.
func (tx *Tx) Conversations(user string) []Conversation {
	const usual = 32
	list := make([]Conversation, 0, usual)
	listed := map[string]bool{} // groups
	for p := range participants.of(tx.state).ofUser(user) {
		if p.Group {
			listed[p.With] = true
		}
		if c, ok := tx.conversation(p); ok {
			list = append(list, c)
		}
	}
	for m := range tx.GroupsOf(user).From(0) {
		if !listed[m.Group.ID] {
			if c, ok := tx.Conversation(user, m.Group.ID, true); ok {
				list = append(list, c)
			}
		}
	}
	slices.SortFunc(list, func(a, b Conversation) int {
		return cmp.Or(a.UpdatedAt.Compare(b.UpdatedAt), cmp.Compare(a.With, b.With), cmp.Compare(rankOf(a.Group), rankOf(b.Group)))
	})
	return list
}

// AllConversations lists those of everybody, user by user, each as [Tx.Conversations] does.
func (tx *Tx) AllConversations() iter.Seq[Conversation] {
	return func(yield func(Conversation) bool) {
		for u := range users.of(tx.state).all() {
			for _, c := range tx.Conversations(u.ID) {
				if !yield(c) {
					return
				}
			}
		}
	}
}

func (tx *Tx) isMember(group, user string) bool {
	_, ok := members.of(tx.state).find(tx.endOfGroup(group), tx.endOf(user))
	return ok
}
