package store

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/tidwall/btree"
)

// end is one end of ties: a person, from when it comes until it is deleted, whatever changes of it meanwhile.
// Ends are compared by their addresses.
type end struct {
	id string
	n  uint32
}

// tie goes from one to another, since a moment.
type tie struct {
	from, to *end
	at       int64  // Unix milliseconds
	seq      uint32 // grows with every tie made in the relation
}

// other is the end that a tie has beside the given one.
func (t *tie) other(self *end) *end {
	if t.from == self {
		return t.to
	}
	return t.from
}

// relation is the ties of one kind, at most one from an end to another. Two ties between the same ends are twins.
// A list in which twins are one row, at the place of the owner's own tie, is the rows of two trees that have no
// row in common: of mutual and back, or of out and back.
type relation struct {
	order Order
	pairs *btree.Map[uint64, *tie] // by endsKey of to and from: all ties

	out    tree[tie] // by from, then the place in the list: ties to people who are not hidden
	hidden tree[tie] // likewise: ties to hidden people
	mutual tree[tie] // likewise: those of out that have a twin
	back   tree[tie] // by to, then the place: ties from people who are not hidden, without a twin

	oneWay bool   // nobody asks who has a tie to somebody, or for twins: mutual and back stay empty
	seq    uint32 // of the tie that was made last
}

func newRelation(order Order) *relation {
	forth, back := placed(order, (*tie).forth), placed(order, (*tie).back)
	return &relation{
		order: order, pairs: &btree.Map[uint64, *tie]{},
		out: newTree(forth), hidden: newTree(forth), mutual: newTree(forth), back: newTree(back),
	}
}

func newOneWay(order Order) *relation {
	r := newRelation(order)
	r.oneWay = true
	return r
}

func (r *relation) fork() part {
	f, head := *r, *r.pairs // as in tree.fork
	f.pairs = head.Copy()
	f.out, f.hidden, f.mutual, f.back = r.out.fork(), r.hidden.fork(), r.mutual.fork(), r.back.fork()
	return &f
}

// endsKey is one key for two ends.
func endsKey(a, b *end) uint64 { return uint64(a.n)<<32 | uint64(b.n) }

func (t *tie) forth() (self, other *end) { return t.from, t.to }
func (t *tie) back() (self, other *end)  { return t.to, t.from }

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

// find returns the tie from one to another, nil when there is none.
func (r *relation) find(from, to *end) *tie {
	t, _ := r.pairs.Get(endsKey(to, from))
	return t
}

// add makes a tie that is not there.
func (r *relation) add(p *people, from, to *end, at time.Time) {
	r.seq++
	t := &tie{from, to, at.UnixMilli(), r.seq}
	r.retwin(p, t, func() {
		r.pairs.Set(endsKey(to, from), t)
		r.list(p, t)
	})
}

// delete removes a tie that is there.
func (r *relation) delete(p *people, t *tie) {
	r.retwin(p, t, func() {
		r.unlist(p, t)
		r.pairs.Delete(endsKey(t.to, t.from))
	})
}

// retwin makes a change that makes a tie or ends it. Its twin, if there is one, is listed as one that has a twin
// itself, or has none, before and after the change.
func (r *relation) retwin(p *people, t *tie, change func()) {
	twin := r.twin(t)
	if twin == nil {
		change()
		return
	}
	r.unlist(p, twin)
	change()
	r.list(p, twin)
}

// twin is the tie the other way round, nil when there is none.
func (r *relation) twin(t *tie) *tie {
	if r.oneWay {
		return nil
	}
	return r.find(t.to, t.from)
}

// list puts a tie of pairs into the lists in which it belongs, as its ends and its twin are now.
func (r *relation) list(p *people, t *tie) {
	for _, list := range r.lists(p, t) {
		if list.sorted != nil {
			list.set(t)
		}
	}
}

// unlist takes a tie out of these lists.
func (r *relation) unlist(p *people, t *tie) {
	for _, list := range r.lists(p, t) {
		if list.sorted != nil {
			list.delete(t)
		}
	}
}

// lists are the trees in which a tie of pairs belongs: one for whoever has made it, and at most one for when both
// sides count.
func (r *relation) lists(p *people, t *tie) (in [2]tree[tie]) {
	seen := !p.at(t.to).hidden()
	if in[0] = r.hidden; seen {
		in[0] = r.out
	}
	switch twin := r.twin(t) != nil; {
	case r.oneWay:
	case twin && seen:
		in[1] = r.mutual
	case !twin && !p.at(t.from).hidden():
		in[1] = r.back
	}
	return in
}

// around returns all ties of an end, either way.
func (r *relation) around(e *end) []*tie {
	ties := slices.AppendSeq(slices.Collect(outOf(r.out, e)), outOf(r.hidden, e))
	r.pairs.Ascend(endsKey(e, &end{}), func(_ uint64, t *tie) bool {
		if t.to == e {
			ties = append(ties, t)
		}
		return t.to == e
	})
	return ties
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
