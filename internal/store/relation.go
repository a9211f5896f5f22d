package store

import (
	"slices"
	"sync"
	"sync/atomic"
)

// relation is a set of directed edges among the people, at most one from a person to another.
//
// Forward lists (whom a person has tied) always exist. The two lists that need the other
// direction are made when they are first read and kept up to date from then on, because most
// people are never asked for them.
type relation struct {
	order  Order
	people *people
	edges  edges
	nodes  pages[node] // by the person's number; shorter than people while the last ones have no edge

	remembers bool                      // whether it keeps pairs that were tied once
	ended     dict[[2]uint32, struct{}] // those pairs

	// making is held while a list is made or counted anew under the read lock, and while something
	// is copied that a reader of another state may be making. All forks have the same one.
	making *sync.Mutex
}

// node is what the relation knows of one person.
type node struct {
	out *outgoing // nil when there are none
	in  uint32    // the first edge that leads here

	// Others may have what out and rows point to: not to be written.
	outShared, rowsShared bool

	// rows is nil until asked for, and then put even into a page that other states have. So it must
	// be true of all of them: whoever changes what rows would hold (an edge of the person's, or the
	// other end of one being hidden, shown or changed) owns the page first, although rows is nil.
	rows atomic.Pointer[reverse]
}

// copyNodes copies a page of nodes, into which readers of other states may be putting rows.
func copyNodes(to, from []node) {
	for i := range from {
		rows := from[i].rows.Load()
		to[i].out, to[i].in = from[i].out, from[i].in
		to[i].outShared, to[i].rowsShared = from[i].out != nil, rows != nil
		to[i].rows.Store(rows)
	}
}

// outgoing holds the edges that start at one person.
type outgoing struct {
	ordered
	byOther *dict[uint32, uint32] // edge number by the other's number; nil while the list is short
	hidden  []uint32              // edges to people who stand in nobody's list
}

// reverse holds a person's rows that begin with the other direction.
type reverse struct {
	hasMe ordered // everybody who has an edge to the person
	both  ordered // everybody who has an edge to the person or gets one from it
}

// shortList is the length up to which an edge is found by looking through the list.
const shortList = 16

func (r *relation) init(order Order, p *people) {
	r.order, r.people, r.making = order, p, new(sync.Mutex)
	r.nodes.copyPage = copyNodes
}

// fork returns a relation with the same edges, among people who are a fork too. From then on only
// the fork may be written to.
func (r *relation) fork(p *people) relation {
	return relation{
		order: r.order, people: p, edges: r.edges.fork(), nodes: r.nodes.fork(),
		remembers: r.remembers, ended: r.ended.fork(), making: r.making,
	}
}

// ownOut returns the edges that start at a node, which is owned itself, to be written to.
func (r *relation) ownOut(n *node) *outgoing {
	if n.outShared {
		r.making.Lock()
		n.out, n.outShared = n.out.fork(), false
		r.making.Unlock()
	}
	return n.out
}

func (o *outgoing) fork() *outgoing {
	f := &outgoing{hidden: slices.Clone(o.hidden)}
	o.ordered.forkInto(&f.ordered)
	if o.byOther != nil {
		byOther := o.byOther.fork()
		f.byOther = &byOther
	}
	return f
}

// ownRows returns the rows of a node, which is owned itself, to be written to; nil when there are none.
func (r *relation) ownRows(n *node) *reverse {
	rows := n.rows.Load()
	if rows == nil || !n.rowsShared {
		return rows
	}
	r.making.Lock()
	defer r.making.Unlock()
	own := &reverse{}
	rows.hasMe.forkInto(&own.hasMe)
	rows.both.forkInto(&own.both)
	n.rows.Store(own)
	n.rowsShared = false
	return own
}

// find returns the edge from one person to another, 0 when there is none.
func (r *relation) find(from, to uint32) uint32 {
	if int(from) >= r.nodes.length {
		return 0
	}
	out := r.nodes.get(from).out
	if out == nil {
		return 0
	}
	if out.byOther != nil {
		id, _ := out.byOther.get(to)
		return id
	}
	for id := range out.all() {
		if r.edges.get(id).to == to {
			return id
		}
	}
	return 0
}

// add makes the edge and reports false when it was there already.
func (r *relation) add(from, to uint32, at int64) bool {
	if r.find(from, to) != 0 {
		return false
	}
	id := r.edges.make(from, to, at)
	e := r.edges.own(id)
	for r.nodes.length <= int(max(from, to)) {
		r.nodes.push(node{})
	}
	source, target := r.nodes.own(from), r.nodes.own(to)

	if source.out == nil {
		source.out = &outgoing{}
	}
	out := r.ownOut(source)
	unseen := r.people.hidden(from) || r.people.hidden(to)
	if r.people.hidden(to) {
		out.hidden = append(out.hidden, id)
	} else {
		r.insert(&out.ordered, from, id)
	}
	out.index(r, id, to)

	if target.in != 0 {
		r.edges.own(target.in).prevIn = id
	}
	e.nextIn, target.in = target.in, id

	// A person's row shows that person's own edge when there is one, else the other's.
	if e.twin = r.find(to, from); e.twin != 0 {
		r.edges.own(e.twin).twin = id
	}
	if unseen {
		r.dropRows(from, to)
		return true
	}
	if rows := r.ownRows(source); rows != nil {
		if e.twin != 0 {
			r.take(&rows.hasMe, from, e.twin)
			r.take(&rows.both, from, e.twin)
			r.insert(&rows.hasMe, from, id)
		}
		r.insert(&rows.both, from, id)
	}
	if rows := r.ownRows(target); rows != nil {
		if e.twin != 0 {
			r.insert(&rows.hasMe, to, e.twin)
		} else {
			r.insert(&rows.hasMe, to, id)
			r.insert(&rows.both, to, id)
		}
	}
	return true
}

// delete removes the edge and reports false when there was none.
func (r *relation) delete(from, to uint32) bool {
	id := r.find(from, to)
	if id == 0 {
		return false
	}
	e := r.edges.own(id)
	source, target := r.nodes.own(from), r.nodes.own(to)

	if r.people.hidden(from) || r.people.hidden(to) {
		r.dropRows(from, to)
	}
	if rows := r.ownRows(source); rows != nil {
		r.take(&rows.both, from, id)
		if e.twin != 0 {
			r.take(&rows.hasMe, from, id)
			r.insert(&rows.hasMe, from, e.twin)
			r.insert(&rows.both, from, e.twin)
		}
	}
	if rows := r.ownRows(target); rows != nil {
		if e.twin != 0 {
			r.take(&rows.hasMe, to, e.twin)
		} else {
			r.take(&rows.hasMe, to, id)
			r.take(&rows.both, to, id)
		}
	}
	if e.twin != 0 {
		r.edges.own(e.twin).twin = 0
	}

	out := r.ownOut(source)
	if r.people.hidden(to) {
		out.unhide(id)
	} else {
		r.take(&out.ordered, from, id)
	}
	if out.byOther != nil {
		out.byOther.delete(to)
	}
	if out.length == 0 && len(out.hidden) == 0 {
		source.out = nil
	}
	r.unchain(target, e)
	r.edges.release(id)
	if r.remembers {
		r.ended.put([2]uint32{from, to}, struct{}{})
	}
	return true
}

func (r *relation) unchain(target *node, e *edge) {
	if e.prevIn != 0 {
		r.edges.own(e.prevIn).nextIn = e.nextIn
	} else {
		target.in = e.nextIn
	}
	if e.nextIn != 0 {
		r.edges.own(e.nextIn).prevIn = e.prevIn
	}
}

// index notes the new edge by the other's number, for all edges at once when the list becomes long.
func (o *outgoing) index(r *relation, id, to uint32) {
	switch {
	case o.byOther != nil:
		o.byOther.put(to, id)
	case o.length+len(o.hidden) > shortList:
		o.byOther = &dict[uint32, uint32]{}
		for id := range o.all() {
			o.byOther.put(r.edges.get(id).to, id)
		}
	}
}

// reversed returns the lists that need the other direction, made now if nobody asked before.
// It runs under the read lock too.
func (r *relation) reversed(person uint32) *reverse {
	n := r.nodes.get(person)
	if rows := n.rows.Load(); rows != nil {
		return rows
	}
	r.making.Lock()
	defer r.making.Unlock()
	if rows := n.rows.Load(); rows != nil {
		return rows
	}
	rows := &reverse{}
	var hasMe, both []uint32
	for id := n.in; id != 0; id = r.edges.get(id).nextIn {
		if r.people.hidden(r.edges.get(id).from) {
			continue
		}
		if twin := r.edges.get(id).twin; twin != 0 {
			hasMe = append(hasMe, twin)
			continue // the row is among the outgoing ones
		}
		hasMe = append(hasMe, id)
		both = append(both, id)
	}
	if n.out != nil {
		for id := range n.out.from(0) {
			both = append(both, id)
		}
	}
	r.fill(&rows.hasMe, person, hasMe)
	r.fill(&rows.both, person, both)
	n.rows.Store(rows)
	return rows
}
