package cometchatapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// named are the users whom a message names, beside its sender and its receiver.
func (m *FixtureMessage) named(number int, yield func(fixture.Name) bool) bool {
	name := func(uid string, at shape.Place, inner string) bool {
		return yield(fixture.Name{ID: uid, At: at, In: fixture.Path{User: -1, Member: "messages", Item: number, Inner: inner}})
	}
	if m.With != "" && !name(m.With, m.At("with"), "with") {
		return false
	}
	if m.PinnedBy != "" && m.PinnedBy != systemUser && !name(m.PinnedBy, m.At("pinnedBy"), "pinnedBy") {
		return false
	}
	for i := range m.Reactions {
		if r := &m.Reactions[i]; !name(r.UID, r.Placed.At("uid"), fmt.Sprintf("reactions/%d/uid", i)) {
			return false
		}
	}
	for i := range m.Interactions {
		if x := &m.Interactions[i]; !name(x.UID, x.Placed.At("uid"), fmt.Sprintf("interactions/%d/uid", i)) {
			return false
		}
	}
	return m.namedMarks("savedBy", m.SavedBy, name) && m.namedMarks("subscribers", m.Subscribers, name)
}

func (m *FixtureMessage) namedMarks(member string, marks []FixtureMark, name func(string, shape.Place, string) bool) bool {
	for i := range marks {
		if !name(marks[i].UID, marks[i].Place(), fmt.Sprintf("%s/%d", member, i)) {
			return false
		}
	}
	return true
}

// marks is how much users have put on the messages.
func (a *FixtureApp) marks() fixture.Further {
	f := fixture.Further{There: func(tx *store.Tx) (n int64) {
		for i := range a.Messages {
			if _, there := tx.Message(uint64(a.Messages[i].ID)); there {
				n += a.Messages[i].marks() // they do not come in
			}
		}
		return n
	}}
	for i := range a.Messages {
		f.Listed += a.Messages[i].marks()
	}
	return f
}

func (m *FixtureMessage) marks() (n int64) {
	if m.PinnedBy != "" {
		n++
	}
	return n + int64(len(m.Reactions)+len(m.SavedBy)+len(m.Subscribers)+len(m.Interactions))
}

// checkMessages refuses what two reactions cannot have in common, and what stands there without what it belongs to.
func (a *FixtureApp) checkMessages(c *fixture.Checker) {
	ids := fixture.Firsts{}
	for i := range a.Messages {
		m := &a.Messages[i]
		if m.PinnedBy == "" && !m.PinnedAt.IsZero() {
			c.Wrong(m.At("pinnedAt"), "pinnedAt", "needs pinnedBy beside it")
		}
		given := fixture.Firsts{}
		for j := range m.Reactions {
			r := &m.Reactions[j]
			if first, ok := ids.Seen(fmt.Sprint(r.ID), r.Placed.At("id")); ok && r.ID != 0 {
				c.Wrong(r.Placed.At("id"), "id", "%d is listed twice in app %q, first at %s", r.ID, a.AppID, c.Where(first))
			}
			if first, ok := given.Seen(r.UID+" "+r.Reaction, r.Place()); ok {
				c.Add(r.Place(), "%s has reacted with %s twice, first at %s", shape.Quote(r.UID), shape.Quote(r.Reaction), c.Where(first))
			}
		}
	}
}
