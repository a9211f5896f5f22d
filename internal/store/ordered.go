package store

import (
	"slices"
	"strings"
)

// ordered is a list of edges in the relation's order, which also knows the newest change among
// the people in it.
type ordered struct {
	list
	latest
}

// forkInto makes another list with the same edges. From then on only that one may be written to.
// making must be held.
func (o *ordered) forkInto(to *ordered) {
	to.list = o.list.fork()
	o.latest.forkInto(&to.latest)
}

// other is the person that an edge shows in a list of self.
func (r *relation) other(self, id uint32) uint32 {
	e := r.edges.get(id)
	if e.from == self {
		return e.to
	}
	return e.from
}

// compare is the order of two edges in a list of self.
func (r *relation) compare(self, a, b uint32) int {
	ea, eb := r.edges.get(a), r.edges.get(b)
	if r.order == ByTime {
		switch {
		case ea.at < eb.at:
			return -1
		case ea.at > eb.at:
			return 1
		}
		return strings.Compare(r.people.user(r.other(self, a)).ID, r.people.user(r.other(self, b)).ID)
	}
	switch {
	case ea.seq < eb.seq:
		return -1
	case ea.seq > eb.seq:
		return 1
	}
	return 0
}

func (r *relation) position(o *ordered, self, id uint32) int {
	return o.search(func(entry uint32) bool { return r.compare(self, entry, id) >= 0 })
}

// insert adds an edge at its place.
func (r *relation) insert(o *ordered, self, id uint32) {
	pos := o.length
	if pos > 0 && r.compare(self, o.at(pos-1), id) > 0 { // nearly always it goes to the end
		pos = r.position(o, self, id)
	}
	o.list.insert(pos, id)
	o.joined(r.stampOf(self, id), o.length)
}

// take removes an edge that is in the list.
func (r *relation) take(o *ordered, self, id uint32) {
	o.remove(r.position(o, self, id))
	o.left(r.stampOf(self, id))
}

// fill makes the list from edges in any order.
func (r *relation) fill(o *ordered, self uint32, ids []uint32) {
	slices.SortFunc(ids, func(a, b uint32) int { return r.compare(self, a, b) })
	for _, id := range ids {
		o.push(id)
		o.joined(r.stampOf(self, id), o.length)
	}
}

func (r *relation) stampOf(self, id uint32) int64 {
	return r.people.stampOf(r.other(self, id))
}

// newestIn returns the latest change among the people of a list of self that is not empty.
// It runs under the read lock too.
func (r *relation) newestIn(o *ordered, self uint32) int64 {
	return o.get(r.making, func(yield func(int64) bool) {
		for id := range o.from(0) {
			if !yield(r.stampOf(self, id)) {
				return
			}
		}
	})
}

// personChanged brings the newest change of every list up to date in which the person stands. It
// owns the node of everybody who has such a list, made yet or not: see node.rows.
func (r *relation) personChanged(person uint32, before, after int64) {
	if before == after || int(person) >= r.nodes.length {
		return
	}
	for id := r.nodes.get(person).in; id != 0; id = r.edges.get(id).nextIn {
		holder := r.nodes.own(r.edges.get(id).from)
		r.ownOut(holder).changed(before, after)
		if rows := r.ownRows(holder); rows != nil {
			rows.both.changed(before, after)
			if r.edges.get(id).twin != 0 {
				rows.hasMe.changed(before, after)
			}
		}
	}
	out := r.nodes.get(person).out
	if out == nil {
		return
	}
	for id := range out.all() {
		e := r.edges.get(id)
		rows := r.ownRows(r.nodes.own(e.to))
		if rows == nil || e.twin != 0 { // with a twin it was brought up to date above
			continue
		}
		rows.hasMe.changed(before, after)
		rows.both.changed(before, after)
	}
}

func (o *ordered) changed(before, after int64) {
	o.left(before)
	o.joined(after, o.length)
}
