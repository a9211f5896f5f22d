package store

import (
	"iter"
	"time"
)

// Group is a group of people, in the vendor's words. A stored Group never changes: an update stores another one.
type Group struct {
	ID         string
	Name       string
	Notice     string
	Avatar     string
	Owner      string // of a group without a type a member
	Attributes []Attribute
	CreatedAt  time.Time
	Changes    int64 // how often its profile was changed

	// What vendors have beside whose groups are found by name.
	Type, Password string
	Metadata       []byte // a compact JSON object; nil: none
	Tags           []string
	UpdatedAt      time.Time
	UpdatedBy      string

	// How it takes members, in the vendor's numbers; MemberLimit 0: as many as the app allows.
	JoinMode, InviteMode, BeInvitedMode int64
	MemberLimit                         int64

	Mute GroupMute

	end *end
}

// GroupMute is who may not speak in a group: all, or those of some roles.
type GroupMute struct {
	All   bool
	Roles []int64
	Until Until
}

// Further orders of groups: those that were muted as a whole, and those of vendors whose groups have types by who owns
// them, which need not be a member there.
const (
	byGroupMute = iota + 1
	byOwner
)

// groups are in the order in which they came.
var groups = keep(func(Order) *things[Group] {
	asTheyCame := func(a, b *Group) bool { return a.end.n < b.end.n }
	l := newThings(func(g *Group) string { return g.ID }, asTheyCame, asTheyCame, func(a, b *Group) bool {
		if a.Owner != b.Owner {
			return a.Owner < b.Owner
		}
		return asTheyCame(a, b)
	})
	l.orders[byGroupMute].only = func(g *Group) bool { return g.Mute.Until != Never }
	l.orders[byOwner].only = func(g *Group) bool { return g.Type != "" }
	return l
})

// usedGroups are the ids of groups that there were.
var usedGroups = keep(func(Order) *collection[string, string] {
	return keyed(func(id *string) string { return *id })
})

// Group returns the group with that id.
func (tx *Tx) Group(id string) (*Group, bool) { return groups.of(tx.state).get(id) }

// PutGroup stores a group, in the place of the one with the same id if there is one, and returns what is stored. Its
// members stay. Times are cut to the millisecond. The caller must not change its lists afterwards.
func (tx *Tx) PutGroup(g Group) *Group {
	g.CreatedAt, g.UpdatedAt = cut(g.CreatedAt), cut(g.UpdatedAt)
	if before, ok := tx.Group(g.ID); ok {
		g.end = before.end
	} else {
		g.end = ends.in(tx).addThing(g.ID)
		usedGroups.in(tx).drop(g.ID) // a fixture may bring one back
	}
	groups.in(tx).put(&g)
	return &g
}

// DeleteGroup removes a group with its members and its messages, and remembers that its id was used. It reports
// false when there is no such group.
func (tx *Tx) DeleteGroup(id string) bool {
	g, ok := tx.Group(id)
	if !ok {
		return false
	}
	tx.forget(g.end)
	tx.forgetTalk(GroupTalk(id))
	groups.in(tx).drop(id)
	tx.UseGroupID(id)
	return true
}

// UseGroupID remembers that there was a group with that id.
func (tx *Tx) UseGroupID(id string) { usedGroups.in(tx).put(&id) }

// WasGroup reports whether there was a group with that id that is gone.
func (tx *Tx) WasGroup(id string) bool {
	_, was := usedGroups.of(tx.state).get(id)
	return was
}

// UsedGroupIDs lists the ids of groups that are gone.
func (tx *Tx) UsedGroupIDs() iter.Seq[string] { return values(usedGroups.of(tx.state).all()) }

// GroupCount is the number of groups.
func (tx *Tx) GroupCount() int { return groups.of(tx.state).len() }

// Groups lists the groups in the order in which they came, from a position on, 0 being the first. Reaching the
// position costs the same wherever it is.
func (tx *Tx) Groups(pos int) iter.Seq[*Group] { return groups.of(tx.state).by(0).fromPos(pos) }

// GroupsOwnedBy lists the groups that somebody owns, of a vendor whose groups have types, in the order in which they came.
func (tx *Tx) GroupsOwnedBy(user string) iter.Seq[*Group] {
	list := groups.of(tx.state).by(byOwner).from(&Group{Owner: user, end: &end{}})
	return while(list, func(g *Group) bool { return g.Owner == user })
}

// groupAt is the group whose end has that number.
func (tx *Tx) groupAt(n uint32) *Group {
	g, _ := tx.Group(ends.of(tx.state).ofThing(n).id)
	return g
}
