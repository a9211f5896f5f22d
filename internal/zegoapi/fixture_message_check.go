package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// What a message may go to beside a user.
const (
	kindGroup = "group"
	kindRoom  = "room"
)

// messageKinds are what messages are told by the name of, beside people.
func messageKinds(a *FixtureApp) []fixture.Kind {
	return []fixture.Kind{
		{
			Name: kindGroup, Listed: func() []string { return idsOf(a.Groups, func(g *FixtureGroup) string { return g.GroupID }) },
			Has: func(tx *store.Tx, id string) bool { _, ok := tx.Group(id); return ok },
			All: func(tx *store.Tx) (ids []string) {
				for g := range tx.Groups(0) {
					ids = append(ids, g.ID)
				}
				return ids
			},
		},
		{
			Name: kindRoom, Listed: func() []string { return idsOf(a.Rooms, func(r *FixtureRoom) string { return r.RoomID }) },
			Has: func(tx *store.Tx, id string) bool { _, ok := tx.Room(id); return ok },
			All: func(tx *store.Tx) (ids []string) {
				for r := range tx.Rooms() {
					ids = append(ids, r.ID)
				}
				return ids
			},
		},
	}
}

func (a *FixtureApp) messages(yield func(int, fixture.Message) bool) {
	for i := range a.Messages {
		m := &a.Messages[i]
		out := fixture.Message{Placed: &m.Placed, ID: m.ID, From: m.From, To: m.To, FromName: "from", ToName: "to"}
		switch {
		case m.ToGroup != "":
			out.Kind, out.To, out.ToName = kindGroup, m.ToGroup, "toGroup"
		case m.ToRoom != "":
			out.Kind, out.To, out.ToName = kindRoom, m.ToRoom, "toRoom"
		}
		if !yield(i, out) {
			return
		}
	}
}

// checkMessages tells what no member of a message says alone.
func (a *FixtureApp) checkMessages(c *fixture.Checker) {
	last := map[string]int{} // MsgSeq by conversation
	for i := range a.Messages {
		m := &a.Messages[i]
		receivers := 0
		for _, to := range []string{m.To, m.ToGroup, m.ToRoom} {
			if to != "" {
				receivers++
			}
		}
		switch {
		case receivers != 1:
			c.Add(m.Place(), "a message has one of to, toGroup and toRoom, this has %d of them", receivers)
			continue
		case m.OnlyFor != "" && (m.To == "" || m.OnlyFor != m.From && m.OnlyFor != m.To):
			c.Wrong(m.At("onlyFor"), "onlyFor", "must be from or to of a message to a user, found %s", shape.Quote(m.OnlyFor))
		case m.ToGroup == "" && (m.OnlyTo != nil || m.NotTo != nil), m.OnlyTo != nil && m.NotTo != nil:
			c.Add(m.Place(), "a message to a group may have onlyTo or notTo, another has neither")
		}
		next := last[m.talk()] + 1
		if m.MsgSeq > 0 && m.MsgSeq < next {
			c.Wrong(m.At("msgSeq"), "msgSeq", "%d is too small: they ascend in each conversation, and the one before is %d", m.MsgSeq, next-1)
		}
		last[m.talk()] = max(next, m.MsgSeq)
	}
}

// checkMessagesInto refuses a MsgSeq that the conversation has given already.
func (a *FixtureApp) checkMessagesInto(tx *store.Tx, f *fixture.Findings) {
	for i := range a.Messages {
		m := &a.Messages[i]
		if _, known := tx.Message(uint64(m.ID)); known || m.MsgSeq == 0 {
			continue
		}
		if talk, _ := tx.Talk(m.talk()); int64(m.MsgSeq) <= talk.Last {
			f.Add(0, fixture.Path{User: -1, Member: "messages", Item: i, Inner: "msgSeq"}, "msgSeq %d is too small: the conversation has given out numbers to %d", m.MsgSeq, talk.Last)
		}
	}
}
