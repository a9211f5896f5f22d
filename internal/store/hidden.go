package store

import (
	"iter"
	"slices"
)

// hide takes a person out of everybody's lists. The ties stay.
func (r *relation) hide(person uint32) {
	r.eachHolder(person, func(holder, id uint32) {
		out := r.ownOut(r.nodes.own(holder))
		r.take(&out.ordered, holder, id)
		out.hidden = append(out.hidden, id)
	})
}

// show puts a person back into everybody's lists.
func (r *relation) show(person uint32) {
	r.eachHolder(person, func(holder, id uint32) {
		out := r.ownOut(r.nodes.own(holder))
		out.unhide(id)
		r.insert(&out.ordered, holder, id)
	})
}

// eachHolder calls do for everybody who has an edge to the person, and drops every list made of
// the other direction in which the person may stand.
func (r *relation) eachHolder(person uint32, do func(holder, id uint32)) {
	if int(person) >= r.nodes.length {
		return
	}
	for id := r.nodes.get(person).in; id != 0; id = r.edges.get(id).nextIn {
		holder := r.edges.get(id).from
		do(holder, id)
		r.dropRows(holder, person)
	}
	if out := r.nodes.get(person).out; out != nil {
		for id := range out.all() {
			r.dropRows(r.edges.get(id).to, person)
		}
	}
}

// dropRows lets the lists of two people that need the other direction be made anew when they are
// next asked for.
func (r *relation) dropRows(a, b uint32) {
	for _, person := range [2]uint32{a, b} {
		n := r.nodes.own(person)
		n.rows.Store(nil)
		n.rowsShared = false
	}
}

// all lists the edges, those to hidden people last.
func (o *outgoing) all() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for id := range o.from(0) {
			if !yield(id) {
				return
			}
		}
		for _, id := range o.hidden {
			if !yield(id) {
				return
			}
		}
	}
}

func (o *outgoing) unhide(id uint32) {
	i := slices.Index(o.hidden, id)
	o.hidden = slices.Delete(o.hidden, i, i+1)
}

// forget removes every edge of a person, and that there ever was one.
func (r *relation) forget(person uint32) {
	if int(person) >= r.nodes.length {
		return
	}
	n := r.nodes.own(person)
	for n.in != 0 {
		r.delete(r.edges.get(n.in).from, person)
	}
	for n.out != nil {
		id := uint32(0)
		if n.out.length > 0 {
			id = n.out.at(n.out.length - 1)
		} else {
			id = n.out.hidden[0]
		}
		r.delete(person, r.edges.get(id).to)
	}
	n.rows.Store(nil)
	n.rowsShared = false
	deleteOf(&r.ended, person)
}

// deleteOf deletes what is kept by pairs of people for every pair of a person.
func deleteOf[V any](d *dict[[2]uint32, V], person uint32) {
	var pairs [][2]uint32
	for pair := range d.all() {
		if pair[0] == person || pair[1] == person {
			pairs = append(pairs, pair)
		}
	}
	for _, pair := range pairs {
		d.delete(pair)
	}
}
