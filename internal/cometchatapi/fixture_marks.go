package cometchatapi

import (
	"iter"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// marksInto puts what users have done with a message on the one that was stored last.
func (m *FixtureMessage) marksInto(tx *store.Tx) {
	stored, _ := tx.Message(tx.LastMessage())
	by := func(uid string, at time.Time) store.Mark {
		return store.Mark{Message: stored.ID, User: uid, At: fixture.Either(at, stored.SentAt)}
	}
	for _, r := range m.Reactions {
		tx.AddReaction(store.Reaction{Mark: by(r.UID, r.At), ID: uint64(r.ID), Word: r.Reaction})
	}
	if m.PinnedBy != "" {
		tx.PutPin(store.Pin{Mark: by(m.PinnedBy, m.PinnedAt), Talk: stored.Conversation})
	}
	for _, s := range m.SavedBy {
		tx.Save(by(s.UID, s.At))
	}
	for _, s := range m.Subscribers {
		tx.Subscribe(by(s.UID, s.At))
	}
	for _, i := range m.Interactions {
		tx.Interact(by(i.UID, i.At), i.Element)
	}
}

// messagesOut are the messages with what users have done with them.
func messagesOut(tx *store.Tx) iter.Seq[FixtureMessage] {
	return fixture.Each((*store.Tx).AllMessages, func(m *store.Message) FixtureMessage {
		out := fixtureMessage(m)
		out.takeMarks(tx, m)
		return out
	})(tx)
}

func (m *FixtureMessage) takeMarks(tx *store.Tx, stored *store.Message) {
	since := func(at time.Time) time.Time {
		if at.Equal(stored.SentAt) {
			return time.Time{}
		}
		return at
	}
	for r := range tx.Reactions(stored.ID) {
		m.Reactions = append(m.Reactions, FixtureReaction{ID: int(r.ID), Reaction: r.Word, UID: r.User, At: since(r.At)})
	}
	if p, is := tx.Pin(stored.ID); is {
		m.PinnedBy, m.PinnedAt = p.User, since(p.At)
	}
	for s := range tx.Savers(stored.ID) {
		m.SavedBy = append(m.SavedBy, FixtureMark{UID: s.User, At: since(s.At)})
	}
	for s := range tx.Subscribers(stored.ID) {
		m.Subscribers = append(m.Subscribers, FixtureMark{UID: s.User, At: since(s.At)})
	}
	for i := range tx.Interactions(stored.ID) {
		for _, e := range i.With {
			m.Interactions = append(m.Interactions, FixtureInteraction{UID: i.User, Element: e.Element, At: since(e.At)})
		}
	}
}

func (a *FixtureApp) lastReactionIn(tx *store.Tx, _ *fixture.Plan) error {
	tx.SkipReactions(uint64(a.LastReactionID))
	return nil
}

// lastReactionOut says which number came last, where that reaction is gone.
func (a *FixtureApp) lastReactionOut(tx *store.Tx) {
	last := int(tx.LastReaction())
	for i := range a.Messages {
		for _, r := range a.Messages[i].Reactions {
			if r.ID == last {
				return
			}
		}
	}
	a.LastReactionID = last
}
