package zegoapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// inGroups are the people whom groups name.
func (a *FixtureApp) inGroups(yield func(fixture.Name) bool) {
	for i := range a.Groups {
		g := &a.Groups[i]
		in := func(inner string) fixture.Path {
			return fixture.Path{User: -1, Member: "groups", Item: i, Inner: inner}
		}
		if !yield(fixture.Name{ID: g.Owner, At: g.At("owner"), In: in("owner")}) {
			return
		}
		for j := range g.Members {
			m := &g.Members[j]
			if !yield(fixture.Name{ID: m.UserID, At: m.Place(), In: in(fmt.Sprintf("members/%d", j))}) {
				return
			}
		}
	}
}

// memberships are the ties that groups bring: each is one itself, and has its members.
func (a *FixtureApp) memberships() fixture.Further {
	f := fixture.Further{Listed: int64(len(a.Groups)), There: func(tx *store.Tx) (n int64) {
		for i := range a.Groups {
			g := &a.Groups[i]
			if _, there := tx.Group(g.GroupID); !there {
				continue
			}
			n++
			for j := range g.Members {
				if _, is := tx.Member(g.GroupID, g.Members[j].UserID); is {
					n++
				}
			}
		}
		return n
	}}
	for i := range a.Groups {
		f.Listed += int64(len(a.Groups[i].Members))
	}
	return f
}

// checkGroups tells what is wrong with the groups, beside people who are not there.
func (a *FixtureApp) checkGroups(c *fixture.Checker) {
	seen := fixture.Firsts{}
	for i := range a.Groups {
		g := &a.Groups[i]
		if first, ok := seen.Seen(g.GroupID, g.At("groupId")); ok && g.GroupID != "" {
			c.Wrong(g.At("groupId"), "groupId", "%s is listed twice, first at %s", shape.Quote(g.GroupID), c.Where(first))
		}
		g.check(c)
	}
	for _, id := range a.UsedGroupIDs {
		if first, ok := seen[id]; ok {
			c.Wrong(a.At("usedGroupIds"), "usedGroupIds", "%s is a group that is there, listed at %s", shape.Quote(id), c.Where(first))
		}
	}
}

func (g *FixtureGroup) check(c *fixture.Checker) {
	seen := fixture.Firsts{}
	for i := range g.Members {
		m := &g.Members[i]
		owner := m.UserID == g.Owner
		switch first, ok := seen.Seen(m.UserID, m.Place()); {
		case m.UserID == "":
		case ok:
			c.Add(m.Place(), "%s is a member of %s twice, first at %s", shape.Quote(m.UserID), shape.Quote(g.GroupID), c.Where(first))
		case m.Role != 0 && owner != (m.Role == roleOwner):
			c.Wrong(m.At("role"), "role", "%d cannot be that of %s: 1 is the owner's role, and the owner of %s is %s", m.Role, shape.Quote(m.UserID), shape.Quote(g.GroupID), shape.Quote(g.Owner))
		}
	}
	for i := range g.Members {
		if m := &g.Members[i]; m.Muted && !m.MutedUntil.IsZero() {
			c.Wrong(m.At("mutedUntil"), "mutedUntil", "cannot stand beside muted, which has no end")
		}
	}
	keys := map[string]bool{}
	for i := range g.Attributes {
		a := &g.Attributes[i]
		if keys[a.Key] && a.Key != "" {
			c.Add(a.At("key"), "attribute %s is given twice", shape.Quote(a.Key))
		}
		keys[a.Key] = true
	}
	if m := &g.Mute; m.All && len(m.Roles) > 0 {
		c.Wrong(m.At("roles"), "roles", "cannot stand beside all: everybody is muted")
	}
}
