package store

import (
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
	nodes  []node // by the person's number; shorter than people while the last ones have no edge

	remembers bool                   // whether it keeps pairs that were tied once
	ended     map[[2]uint32]struct{} // those pairs

	making sync.Mutex // held while a list is made or counted anew under the read lock
}

// node is what the relation knows of one person.
type node struct {
	out  *outgoing               // nil when there are none
	in   uint32                  // the first edge that leads here
	rows atomic.Pointer[reverse] // nil until asked for
}

// outgoing holds the edges that start at one person.
type outgoing struct {
	ordered
	byOther map[uint32]uint32 // edge number by the other's number; nil while the list is short
	hidden  []uint32          // edges to people who stand in nobody's list
}

// reverse holds a person's rows that begin with the other direction.
type reverse struct {
	hasMe ordered // everybody who has an edge to the person
	both  ordered // everybody who has an edge to the person or gets one from it
}

// shortList is the length up to which an edge is found by looking through the list.
const shortList = 16

func (r *relation) init(order Order, p *people) {
	r.order, r.people = order, p
}

// node returns the person's node. The slice grows with the people, ahead of need, so that a node
// is moved a constant number of times.
func (r *relation) node(person uint32) *node {
	people := len(r.people.users)
	switch {
	case int(person) < len(r.nodes):
	case int(person) < cap(r.nodes):
		r.nodes = r.nodes[:min(people, cap(r.nodes))]
	default:
		nodes := make([]node, people, max(people, 2*cap(r.nodes)))
		for i := range r.nodes {
			nodes[i].out, nodes[i].in = r.nodes[i].out, r.nodes[i].in
			nodes[i].rows.Store(r.nodes[i].rows.Load())
		}
		r.nodes = nodes
	}
	return &r.nodes[person]
}

// find returns the edge from one person to another, 0 when there is none.
func (r *relation) find(from, to uint32) uint32 {
	if int(from) >= len(r.nodes) || r.nodes[from].out == nil {
		return 0
	}
	out := r.nodes[from].out
	if out.byOther != nil {
		return out.byOther[to]
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
	e := r.edges.get(id)
	r.node(max(from, to))
	source, target := r.node(from), r.node(to)

	if source.out == nil {
		source.out = &outgoing{}
	}
	unseen := r.people.hidden(from) || r.people.hidden(to)
	if r.people.hidden(to) {
		source.out.hidden = append(source.out.hidden, id)
	} else {
		r.insert(&source.out.ordered, from, id)
	}
	source.out.index(r, id, to)

	if target.in != 0 {
		r.edges.get(target.in).prevIn = id
	}
	e.nextIn, target.in = target.in, id

	// A person's row shows that person's own edge when there is one, else the other's.
	if e.twin = r.find(to, from); e.twin != 0 {
		r.edges.get(e.twin).twin = id
	}
	if unseen {
		r.dropRows(from, to)
		return true
	}
	if rows := source.rows.Load(); rows != nil {
		if e.twin != 0 {
			r.take(&rows.hasMe, from, e.twin)
			r.take(&rows.both, from, e.twin)
			r.insert(&rows.hasMe, from, id)
		}
		r.insert(&rows.both, from, id)
	}
	if rows := target.rows.Load(); rows != nil {
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
	e := r.edges.get(id)
	source, target := r.node(from), r.node(to)

	if r.people.hidden(from) || r.people.hidden(to) {
		r.dropRows(from, to)
	}
	if rows := source.rows.Load(); rows != nil {
		r.take(&rows.both, from, id)
		if e.twin != 0 {
			r.take(&rows.hasMe, from, id)
			r.insert(&rows.hasMe, from, e.twin)
			r.insert(&rows.both, from, e.twin)
		}
	}
	if rows := target.rows.Load(); rows != nil {
		if e.twin != 0 {
			r.take(&rows.hasMe, to, e.twin)
		} else {
			r.take(&rows.hasMe, to, id)
			r.take(&rows.both, to, id)
		}
	}
	if e.twin != 0 {
		r.edges.get(e.twin).twin = 0
	}

	if r.people.hidden(to) {
		source.out.unhide(id)
	} else {
		r.take(&source.out.ordered, from, id)
	}
	delete(source.out.byOther, to)
	if source.out.length == 0 && len(source.out.hidden) == 0 {
		source.out = nil
	}
	r.unchain(target, e)
	r.edges.release(id)
	if r.remembers {
		if r.ended == nil {
			r.ended = make(map[[2]uint32]struct{})
		}
		r.ended[[2]uint32{from, to}] = struct{}{}
	}
	return true
}

func (r *relation) unchain(target *node, e *edge) {
	if e.prevIn != 0 {
		r.edges.get(e.prevIn).nextIn = e.nextIn
	} else {
		target.in = e.nextIn
	}
	if e.nextIn != 0 {
		r.edges.get(e.nextIn).prevIn = e.prevIn
	}
}

// index notes the new edge by the other's number, for all edges at once when the list becomes long.
func (o *outgoing) index(r *relation, id, to uint32) {
	switch {
	case o.byOther != nil:
		o.byOther[to] = id
	case o.length+len(o.hidden) > shortList:
		o.byOther = make(map[uint32]uint32, 2*shortList)
		for id := range o.all() {
			o.byOther[r.edges.get(id).to] = id
		}
	}
}

// reversed returns the lists that need the other direction, made now if nobody asked before.
// It runs under the read lock too.
func (r *relation) reversed(person uint32) *reverse {
	n := &r.nodes[person]
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
