package zegoapi

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureConversation is how a user stands to a conversation, where that does not follow from its messages.
type FixtureConversation struct {
	fixture.Placed `schema:"ZIMConversation" is:"a conversation" doc:"What does not follow from the messages of a user's conversation."`

	User      string      `json:"user" rule:"required" doc:"Whose it is: the id of a listed or generated user."`
	With      string      `json:"with,omitzero" doc:"The other user of a one-to-one conversation."`
	Group     string      `json:"group,omitzero" doc:"The group, in the place of with."`
	Unread    *int        `json:"unread,omitzero" rule:"min=0,max=9007199254740991" doc:"How many messages the user has not read. All that others have sent since the user is there, when left out."`
	Pinned    bool        `json:"pinned,omitzero" doc:"Whether it is pinned to the top."`
	Muted     bool        `json:"muted,omitzero" doc:"Whether its notifications are muted."`
	Marks     []string    `json:"marks,omitzero" rule:"digits,minlen=1,maxlen=2" doc:"Its marks, numbers."`
	ClearedTo int         `json:"clearedTo,omitzero" rule:"min=0,max=9007199254740991" doc:"Messages up to this msgSeq are deleted for the user."`
	DeletedTo int         `json:"deletedTo,omitzero" rule:"min=0,max=9007199254740991" doc:"The last msgSeq when the user deleted the conversation."`
	Left      FixtureLeft `json:"left,omitzero" doc:"What the conversation of the group was when the user left the group."`
}

// FixtureLeft is a group's conversation as it was when a user left the group.
type FixtureLeft struct {
	fixture.Placed `schema:"ZIMLeft" is:"a conversation that was left" doc:"A group's conversation as it was."`

	At      time.Time `json:"at,omitzero" doc:"The time of its last message then."`
	MsgSeq  int       `json:"msgSeq,omitzero" rule:"min=0,max=9007199254740991" doc:"The number of its last message then."`
	Counted int       `json:"counted,omitzero" rule:"min=0,max=9007199254740991" doc:"How many of its messages counted as unread for somebody then."`
}

// FixtureTalk is what the participants of a conversation have in common, where that does not follow from its messages.
type FixtureTalk struct {
	fixture.Placed `schema:"ZIMTalk" is:"a conversation" doc:"What all participants of a conversation have in common, where it does not follow from its messages."`

	Between   []string  `json:"between,omitzero" rule:"maxitems=2" doc:"The two users of a one-to-one conversation."`
	Group     string    `json:"group,omitzero" doc:"The group, in the place of between."`
	Room      string    `json:"room,omitzero" doc:"The room, in the place of between."`
	UpdatedAt time.Time `json:"updatedAt,omitzero" doc:"The time of its last message, edit or recall."`
	LastSeq   int       `json:"lastMsgSeq,omitzero" rule:"min=0,max=9007199254740991" doc:"The number of its last message, if that message is gone."`
	Edits     int       `json:"edits,omitzero" rule:"min=0,max=9007199254740991" doc:"How often a message of it was edited."`
	Changes   int       `json:"changes,omitzero" rule:"min=0,max=9007199254740991" doc:"How often a message of it was edited or recalled."`
}

func (t *FixtureTalk) key() string {
	switch {
	case t.Group != "":
		return store.GroupTalk(t.Group)
	case t.Room != "":
		return store.RoomTalk(t.Room)
	case len(t.Between) == 2:
		return store.Dialog(t.Between[0], t.Between[1])
	}
	return ""
}

// conversationsIn puts in what does not follow from messages and members.
func (a *FixtureApp) conversationsIn(tx *store.Tx, _ *fixture.Plan) error {
	for i := range a.Talks {
		if err := a.Talks[i].into(tx); err != nil {
			return err
		}
	}
	for i := range a.Conversations {
		a.Conversations[i].into(tx)
	}
	return nil
}

// conversationsOut looks once at all messages, to leave out what follows from them.
func (a *FixtureApp) conversationsOut(tx *store.Tx) {
	all := followsFrom(tx)
	for t := range tx.Talks() {
		if out, ok := talkOut(t, all.of(t.Key)); ok {
			a.Talks = append(a.Talks, out)
		}
	}
	for p := range tx.Participants() {
		if out, ok := conversationOut(tx, p, all.of(p.Talk)); ok {
			a.Conversations = append(a.Conversations, out)
		}
	}
}

func (t *FixtureTalk) into(tx *store.Tx) error {
	key := t.key()
	if key == "" {
		return fmt.Errorf("conversation between %q: name two users, a group or a room", t.Between)
	}
	tx.ChangeTalk(key, func(talk *store.Talk) {
		talk.Last = max(talk.Last, int64(t.LastSeq))
		talk.Edits, talk.Changes = max(talk.Edits, int64(t.Edits)), max(talk.Changes, int64(t.Changes))
		if !t.UpdatedAt.IsZero() {
			talk.UpdatedAt = t.UpdatedAt
		}
	})
	return nil
}

// heard is what follows of a conversation from its messages.
type heard struct {
	last int64
	at   time.Time
	own  map[string]int64 // how many messages that count each user has sent
}

// heardIn is what follows from all messages, by conversation.
type heardIn map[string]*heard

// of is what follows in one conversation; nothing of one without messages.
func (all heardIn) of(key string) *heard {
	if h := all[key]; h != nil {
		return h
	}
	return &heard{}
}

func followsFrom(tx *store.Tx) heardIn {
	all := make(heardIn)
	for m := range tx.AllMessages() {
		h := all[m.Conversation]
		if h == nil {
			h = &heard{own: make(map[string]int64)}
			all[m.Conversation] = h
		}
		h.last = max(h.last, m.Seq)
		if m.Extra().OnlyFor != "" {
			continue
		}
		if h.at.Before(m.SentAt) {
			h.at = m.SentAt
		}
		if !m.Uncounted {
			h.own[m.Sender]++
		}
	}
	return all
}

// talkOut is a row of the fixture, false when all of it follows from messages.
func talkOut(t *store.Talk, h *heard) (out FixtureTalk, ok bool) {
	out = FixtureTalk{Edits: int(t.Edits), Changes: int(t.Changes)}
	if t.Last != h.last {
		out.LastSeq = int(t.Last)
	}
	if !t.UpdatedAt.Equal(h.at) {
		out.UpdatedAt = t.UpdatedAt
	}
	if out.Edits == 0 && out.Changes == 0 && out.LastSeq == 0 && out.UpdatedAt.IsZero() {
		return out, false
	}
	out.name(t.Key)
	return out, true
}

// name says which conversation it is.
func (t *FixtureTalk) name(key string) {
	var ok bool
	if t.Group, ok = store.GroupOfTalk(key); ok {
		return
	}
	t.Group = ""
	if t.Room, ok = store.RoomOfTalk(key); ok {
		return
	}
	t.Room = ""
	a, b := store.UsersOfTalk(key)
	t.Between = []string{a, b}
}

func (c *FixtureConversation) into(tx *store.Tx) {
	with, group := c.With, c.Group != ""
	if group {
		with = c.Group
	}
	p := tx.Participant(c.User, with, group)
	talk, _ := tx.Talk(p.Talk)
	p.Pinned, p.Muted, p.Marks = c.Pinned, c.Muted, numbers64(c.Marks)
	p.Cleared = int64(c.ClearedTo)
	if c.DeletedTo != 0 {
		p.Deleted = int64(c.DeletedTo)
	}
	counted := talk.Counted
	if !c.Left.At.IsZero() {
		p.Left = &store.LeftTalk{Counted: int64(c.Left.Counted), Shared: int64(c.Left.MsgSeq), UpdatedAt: c.Left.At}
		counted = p.Left.Counted
	}
	if c.Unread != nil {
		p.Read = counted - int64(*c.Unread)
	}
	tx.PutParticipant(p)
}

func numbers64(list []string) (out []int64) {
	for _, text := range list {
		n, _ := strconv.ParseInt(text, 10, 64) // the fixture has been checked for it
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// conversationOut is a row of the fixture, false when all of it follows from messages and members.
func conversationOut(tx *store.Tx, p *store.Participant, h *heard) (out FixtureConversation, ok bool) {
	talk, _ := tx.Talk(p.Talk)
	counted, read, deleted := talk.Counted, int64(0), int64(0)
	member, isMember := tx.Member(p.With, p.User)
	if isMember = isMember && p.Group; isMember {
		read, deleted = member.Counted, member.After
	}
	if isMember || !p.Group {
		read += h.own[p.User]
	}
	out = FixtureConversation{User: p.User, With: p.With, Pinned: p.Pinned, Muted: p.Muted, ClearedTo: int(p.Cleared)}
	if p.Group {
		out.With, out.Group = "", p.With
	}
	for _, m := range p.Marks {
		out.Marks = append(out.Marks, strconv.FormatInt(m, 10))
	}
	if p.Deleted != deleted {
		out.DeletedTo = int(p.Deleted)
	}
	if p.Left != nil {
		counted = p.Left.Counted
		out.Left = FixtureLeft{At: p.Left.UpdatedAt, MsgSeq: int(p.Left.Shared), Counted: int(p.Left.Counted)}
	}
	if p.Read != read || p.Left != nil {
		unread := int(counted - p.Read)
		out.Unread = &unread
	}
	return out, out.Unread != nil || out.Pinned || out.Muted || out.Marks != nil || out.ClearedTo != 0 || out.DeletedTo != 0
}
