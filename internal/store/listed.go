package store

import (
	"iter"
	"math"
)

// listed is the ties of a relation in the order of lists. A list in which twins are one row, at the place of the
// owner's own tie, is the rows of two trees that have no row in common: of mutual and back, or of out and back.
type listed struct {
	out    tree[tie] // by from, then the place in the list: ties to ends that are not hidden
	hidden tree[tie] // likewise: ties to hidden ends
	mutual tree[tie] // likewise: those of out that have a twin
	back   tree[tie] // by to, then the place: ties from ends that are not hidden, without a twin
}

func (l *listed) fork() *listed {
	return &listed{l.out.fork(), l.hidden.fork(), l.mutual.fork(), l.back.fork()}
}

// inOrder is the ties in the order of lists. They are put into it when somebody first asks: a program that starts
// need not wait for it. From then on every change goes into the lists too.
func (r *relation) inOrder(known *allEnds) *listed {
	if l := r.listed.Load(); l != nil {
		return l
	}
	r.sorting.Lock() // several views may ask
	defer r.sorting.Unlock()
	if r.listed.Load() == nil {
		r.listed.Store(r.sorted(known))
	}
	return r.listed.Load()
}

func (r *relation) sorted(known *allEnds) *listed {
	forth, back := placed(r.order, (*tie).forth), placed(r.order, (*tie).back)
	l := &listed{newTree(forth), newTree(forth), newTree(forth), newTree(back)}
	ties := r.pairs.Values()
	// Every other one comes first: a full node of a tree is split into two halves, and the rest fill these.
	for first := range 2 {
		for n := first; n < len(ties); n += 2 {
			r.list(l, known, ties[n])
		}
	}
	return l
}

// list puts a tie of pairs into the lists in which it belongs, as its ends and its twin are now.
func (r *relation) list(l *listed, known *allEnds, t *tie) {
	for _, list := range r.trees(l, known, t) {
		if list.sorted != nil {
			list.set(t)
		}
	}
}

// unlist takes a tie out of these lists.
func (r *relation) unlist(l *listed, known *allEnds, t *tie) {
	for _, list := range r.trees(l, known, t) {
		if list.sorted != nil {
			list.delete(t)
		}
	}
}

// trees are those in which a tie of pairs belongs: one for whoever has made it, and at most one for when both
// sides count. None when there are no lists.
func (r *relation) trees(l *listed, known *allEnds, t *tie) (in [2]tree[tie]) {
	if l == nil {
		return in
	}
	seen := !known.hides(t.to)
	if in[0] = l.hidden; seen {
		in[0] = l.out
	}
	switch twin := r.twin(t) != nil; {
	case r.oneWay:
	case twin && seen:
		in[1] = l.mutual
	case !twin && !known.hides(t.from):
		in[1] = l.back
	}
	return in
}

// placed is the order of the lists of everybody, one after the other, seen from one end of the ties.
func placed(order Order, ends func(*tie) (self, other *end)) func(a, b *tie) bool {
	return func(a, b *tie) bool {
		selfA, otherA := ends(a)
		selfB, otherB := ends(b)
		if selfA != selfB {
			return selfA.n < selfB.n
		}
		return before(order, a, b, otherA, otherB)
	}
}

// before is the order of two ties in one list.
func before(order Order, a, b *tie, otherA, otherB *end) bool {
	switch {
	case order == ByInsertion:
		return a.seq < b.seq
	case a.at != b.at:
		return a.at < b.at
	}
	return otherA.id < otherB.id
}

// outOf lists the ties that start at an end, out of a tree that is sorted so.
func outOf(list tree[tie], e *end) iter.Seq[*tie] {
	return func(yield func(*tie) bool) {
		for t := range list.from(&tie{from: e, to: &end{}, at: math.MinInt64}) {
			if t.from != e || !yield(t) {
				return
			}
		}
	}
}
