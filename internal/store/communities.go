package store

import "iter"

// Community is a community of an app.
type Community struct {
	ID, Name string

	came uint64
}

var communities = keep(func(Order) *things[Community] {
	return newThings(func(c *Community) string { return c.ID }, func(a, b *Community) bool { return a.came < b.came })
})

// Community returns the community with that id.
func (tx *Tx) Community(id string) (*Community, bool) { return communities.of(tx.state).get(id) }

// PutCommunity stores a community, in the place of the one with the same id if there is one.
func (tx *Tx) PutCommunity(c Community) {
	l := communities.in(tx)
	c.came = l.place(c.ID, func(before *Community) uint64 { return before.came })
	l.put(&c)
}

// CommunityCount is the number of communities.
func (tx *Tx) CommunityCount() int { return communities.of(tx.state).len() }

// Communities lists them in the order in which they came, from a position on, 0 being the first.
func (tx *Tx) Communities(pos int) iter.Seq[*Community] {
	return communities.of(tx.state).by(0).fromPos(pos)
}
