package store

import (
	"cmp"
	"iter"
	"sort"
	"time"
)

// bond ties one end to another since a moment, with what is known of that: a membership, somebody in a room, a ban. It
// has the numbers of its ends: where there are many bonds, their size is what a state costs.
type bond[D any] struct {
	at       int64 // Unix milliseconds
	from, to uint32
	seq      uint32 // grows with every bond of its kind
	what     D
}

// bonds are those of one kind, at most one from an end to another. They are listed from both ends by their times, and
// those of one moment as they were made.
type bonds[D any] struct {
	orders [3]tree[bond[D]] // all bonds, in each of the orders
	came   uint32           // the seq of the last one
}

// The orders of bonds.
const (
	byFrom = iota
	byTo
	byEnds
)

func newBonds[D any](Order) *bonds[D] {
	return &bonds[D]{orders: [...]tree[bond[D]]{
		byFrom: newTree(func(a, b *bond[D]) bool { return cmp.Or(cmp.Compare(a.from, b.from), a.compare(b)) < 0 }),
		byTo:   newTree(func(a, b *bond[D]) bool { return cmp.Or(cmp.Compare(a.to, b.to), a.compare(b)) < 0 }),
		byEnds: newTree(func(a, b *bond[D]) bool { return a.from < b.from || a.from == b.from && a.to < b.to }),
	}}
}

// since is the time of the bond.
func (b *bond[D]) since() time.Time { return time.UnixMilli(b.at).UTC() }

func (b *bond[D]) compare(other *bond[D]) int {
	return cmp.Or(cmp.Compare(b.at, other.at), cmp.Compare(b.seq, other.seq))
}

func (b *bonds[D]) fork() part {
	f := *b
	for i := range f.orders {
		f.orders[i] = f.orders[i].fork()
	}
	return &f
}

func (b *bonds[D]) len() int { return b.orders[byEnds].len() }

func (b *bonds[D]) count(s *Size) { s.Ties += int64(b.len()) }

// forget removes the bonds of an end.
func (b *bonds[D]) forget(_ *Tx, e *end) {
	for _, gone := range append(b.listOf(byFrom, e).all(), b.listOf(byTo, e).all()...) {
		b.drop(gone)
	}
}

// bind makes a bond, and reports false when there is one, or when an end is not there.
func bind[D any](tx *Tx, kind kept[*bonds[D]], from, to *end, at time.Time, what D) bool {
	if _, ok := kind.of(tx.state).find(from, to); ok || from == nil || to == nil {
		return false
	}
	b := kind.in(tx)
	b.came++
	b.put(&bond[D]{at.UnixMilli(), from.n, to.n, b.came, what})
	return true
}

// unbind ends a bond, and reports false when there is none.
func unbind[D any](tx *Tx, kind kept[*bonds[D]], from, to *end) bool {
	gone, ok := kind.of(tx.state).find(from, to)
	if ok {
		kind.in(tx).drop(gone)
	}
	return ok
}

// set replaces what is known of a bond that is there.
func (b *bonds[D]) set(of *bond[D], what D) {
	changed := *of
	changed.what = what
	b.put(&changed)
}

// put stores a bond, in the place of the one of the same ends, which has its time and seq, if there is one.
func (b *bonds[D]) put(of *bond[D]) {
	for _, order := range b.orders {
		order.set(of)
	}
}

func (b *bonds[D]) drop(of *bond[D]) {
	for _, order := range b.orders {
		order.delete(of)
	}
}

func (b *bonds[D]) find(from, to *end) (*bond[D], bool) {
	if from == nil || to == nil {
		return nil, false
	}
	return b.orders[byEnds].get(&bond[D]{from: from.n, to: to.n})
}

// bondList is the bonds of one end, in their order.
type bondList[D any] struct {
	tree  tree[bond[D]]
	first int
	len   int
}

// listOf is the bonds of an end in one of the two orders.
func (b *bonds[D]) listOf(order int, e *end) bondList[D] {
	if e == nil {
		return bondList[D]{}
	}
	self := func(of *bond[D]) uint32 { return of.from }
	if order == byTo {
		self = func(of *bond[D]) uint32 { return of.to }
	}
	sorted := b.orders[order]
	first := sorted.search(func(of *bond[D]) bool { return self(of) >= e.n })
	length := sort.Search(sorted.len()-first, func(i int) bool { return self(sorted.at(first+i)) > e.n })
	return bondList[D]{sorted, first, length}
}

// from lists the bonds from a position on, 0 being the first. Reaching the position costs the same wherever it is.
func (l bondList[D]) from(pos int) iter.Seq[*bond[D]] {
	return func(yield func(*bond[D]) bool) {
		if pos < 0 || pos >= l.len {
			return
		}
		left := l.len - pos
		for of := range l.tree.from(l.tree.at(l.first + pos)) {
			if left == 0 || !yield(of) {
				return
			}
			left--
		}
	}
}

// search is the first position whose bond satisfies ok, or the length. ok is false for a beginning of the list and
// true for the rest.
func (l bondList[D]) search(ok func(*bond[D]) bool) int {
	return sort.Search(l.len, func(i int) bool { return ok(l.tree.at(l.first + i)) })
}

// back lists the bonds from a position on, 0 being the last.
func (l bondList[D]) back(pos int) iter.Seq[*bond[D]] {
	return func(yield func(*bond[D]) bool) {
		if pos < 0 || pos >= l.len {
			return
		}
		left := l.len - pos
		for of := range l.tree.downFrom(l.tree.at(l.first + left - 1)) {
			if left == 0 || !yield(of) {
				return
			}
			left--
		}
	}
}

func (l bondList[D]) all() (list []*bond[D]) {
	for of := range l.from(0) {
		list = append(list, of)
	}
	return list
}
