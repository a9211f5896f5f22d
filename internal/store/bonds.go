package store

import (
	"cmp"
	"iter"
	"sort"
	"time"
)

// bond ties one end to another since a moment, with what is known of that: a membership, somebody in a room, a ban.
type bond[D any] struct {
	from, to *end
	at       int64  // Unix milliseconds
	seq      uint32 // grows with every bond of its kind
	what     D
}

// bonds are those of one kind, at most one from an end to another. They are listed from both ends by their times, and
// those of one moment as they were made.
type bonds[D any] struct{ collection[uint64, bond[D]] }

// The orders of bonds. Further ones stand behind them.
const (
	byFrom = iota
	byTo
)

func newBonds[D any](Order) *bonds[D] {
	return &bonds[D]{*keyed(
		func(b *bond[D]) uint64 { return endsKey(b.from, b.to) },
		func(a, b *bond[D]) bool { return cmp.Or(cmp.Compare(a.from.n, b.from.n), a.compare(b)) < 0 },
		func(a, b *bond[D]) bool { return cmp.Or(cmp.Compare(a.to.n, b.to.n), a.compare(b)) < 0 },
	)}
}

// since is the time of the bond.
func (b *bond[D]) since() time.Time { return time.UnixMilli(b.at).UTC() }

func (b *bond[D]) compare(other *bond[D]) int {
	return cmp.Or(cmp.Compare(b.at, other.at), cmp.Compare(b.seq, other.seq))
}

func (b *bonds[D]) fork() part { return &bonds[D]{b.copied()} }

func (b *bonds[D]) count(s *Size) { s.Ties += int64(b.len()) }

// forget removes the bonds of an end.
func (b *bonds[D]) forget(_ *Tx, e *end) {
	for _, gone := range append(b.listOf(byFrom, e).all(), b.listOf(byTo, e).all()...) {
		b.drop(endsKey(gone.from, gone.to))
	}
}

// bind makes a bond, and reports false when there is one, or when an end is not there.
func bind[D any](tx *Tx, kind kept[*bonds[D]], from, to *end, at time.Time, what D) bool {
	if _, ok := kind.of(tx.state).find(from, to); ok || from == nil || to == nil {
		return false
	}
	b := kind.in(tx)
	b.put(&bond[D]{from, to, at.UnixMilli(), uint32(b.next()), what})
	return true
}

// unbind ends a bond, and reports false when there is none.
func unbind[D any](tx *Tx, kind kept[*bonds[D]], from, to *end) bool {
	if _, ok := kind.of(tx.state).find(from, to); !ok {
		return false
	}
	return kind.in(tx).drop(endsKey(from, to))
}

// set replaces what is known of a bond that is there.
func (b *bonds[D]) set(of *bond[D], what D) {
	changed := *of
	changed.what = what
	b.put(&changed)
}

func (b *bonds[D]) find(from, to *end) (*bond[D], bool) {
	if from == nil || to == nil {
		return nil, false
	}
	return b.get(endsKey(from, to))
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
	self := func(of *bond[D]) uint32 { return of.from.n }
	if order == byTo {
		self = func(of *bond[D]) uint32 { return of.to.n }
	}
	sorted := b.by(order)
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
