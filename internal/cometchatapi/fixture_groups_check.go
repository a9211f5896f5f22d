package cometchatapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// kindOfGroups is what messages to groups name.
func (a *FixtureApp) kindOfGroups() fixture.Kind {
	return fixture.Kind{
		Name: "group", Listed: func() (guids []string) {
			for i := range a.Groups {
				guids = append(guids, a.Groups[i].GUID)
			}
			return guids
		},
		Has: func(tx *store.Tx, guid string) bool { _, ok := tx.Group(guid); return ok },
		All: func(tx *store.Tx) (guids []string) {
			for g := range tx.Groups(0) {
				guids = append(guids, g.ID)
			}
			return guids
		},
	}
}

// namedInGroups are the people whom groups name.
func (a *FixtureApp) namedInGroups(yield func(fixture.Name) bool) {
	for i := range a.Groups {
		g := &a.Groups[i]
		name := func(uid string, at shape.Place, inner string) bool {
			return yield(fixture.Name{ID: uid, At: at, In: fixture.Path{User: -1, Member: "groups", Item: i, Inner: inner}})
		}
		if g.Owner != "" && g.Owner != systemUser && !name(g.Owner, g.At("owner"), "owner") {
			return
		}
		for j := range g.Members {
			if m := &g.Members[j]; !name(m.UID, m.Place(), fmt.Sprintf("members/%d", j)) {
				return
			}
		}
		for j := range g.Banned {
			if b := &g.Banned[j]; !name(b.UID, b.Place(), fmt.Sprintf("banned/%d", j)) {
				return
			}
		}
	}
}

// memberships are the ties that groups bring: each is one itself, and has its members and its bans.
func (a *FixtureApp) memberships() fixture.Further {
	f := fixture.Further{Listed: int64(len(a.Groups)), There: func(tx *store.Tx) (n int64) {
		for i := range a.Groups {
			n += a.Groups[i].thereIn(tx)
		}
		return n
	}}
	for i := range a.Groups {
		f.Listed += int64(len(a.Groups[i].Members) + len(a.Groups[i].Banned))
	}
	return f
}

// thereIn is how many of the group's ties are in a state already.
func (g *FixtureGroup) thereIn(tx *store.Tx) (n int64) {
	if _, there := tx.Group(g.GUID); !there {
		return 0
	}
	n = 1
	for i := range g.Members {
		if _, is := tx.Member(g.GUID, g.Members[i].UID); is {
			n++
		}
	}
	for i := range g.Banned {
		if _, is := tx.Banned(g.GUID, g.Banned[i].UID); is {
			n++
		}
	}
	return n
}

// checkGroups tells what is wrong with the groups, beside people who are not there.
func (a *FixtureApp) checkGroups(c *fixture.Checker) {
	seen := fixture.Firsts{}
	for i := range a.Groups {
		g := &a.Groups[i]
		if first, ok := seen.Seen(g.GUID, g.At("guid")); ok && g.GUID != "" {
			c.Wrong(g.At("guid"), "guid", "%s is listed twice in app %q, first at %s", shape.Quote(g.GUID), a.AppID, c.Where(first))
		}
		g.check(c)
	}
}

func (g *FixtureGroup) check(c *fixture.Checker) {
	if g.Type == passwordGroup && g.Password == "" {
		c.Wrong(g.At("type"), "type", "password needs a password beside it")
	}
	if g.Type != passwordGroup && g.Type != "" && g.Password != "" {
		c.Wrong(g.At("password"), "password", "cannot stand beside the type %s: only a group of the type password has one", g.Type)
	}
	seen := fixture.Firsts{}
	for i := range g.Members {
		m := &g.Members[i]
		g.once(c, seen, m.UID, &m.Placed)
		if m.UID == g.Owner && m.UID != "" {
			g.checkOwner(c, m)
		}
	}
	for i := range g.Banned {
		b := &g.Banned[i]
		g.once(c, seen, b.UID, &b.Placed)
		if b.UID == g.Owner && b.UID != "" {
			c.Add(b.Place(), "%s is the owner of %s and cannot be banned", shape.Quote(b.UID), shape.Quote(g.GUID))
		}
		if b.Scope == "" && !b.JoinedAt.IsZero() {
			c.Wrong(b.Placed.At("joinedAt"), "joinedAt", "needs a scope beside it, with which the user is listed")
		}
	}
}

// checkOwner refuses an owner who is listed as a member and is none, or as no admin.
func (g *FixtureGroup) checkOwner(c *fixture.Checker, m *FixtureMember) {
	if g.OwnerOutside {
		c.Add(m.Place(), "%s is the owner of %s and cannot be a member beside ownerOutside", shape.Quote(m.UID), shape.Quote(g.GUID))
	}
	if m.Scope != "" && m.Scope != scopes[admin] {
		c.Wrong(m.At("scope"), "scope", "%s cannot be that of the owner, who is an admin", m.Scope)
	}
}

// once refuses somebody who is named before, as a member or as banned.
func (g *FixtureGroup) once(c *fixture.Checker, seen fixture.Firsts, uid string, at *fixture.Placed) {
	if first, ok := seen.Seen(uid, at.Place()); ok && uid != "" {
		c.Add(at.Place(), "%s stands in %s twice, first at %s", shape.Quote(uid), shape.Quote(g.GUID), c.Where(first))
	}
}
