package store

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidwall/btree"
)

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
type relation struct {
	order  Order
	pairs  *btree.Map[uint64, *tie] // by endsKey of to and from: all ties
	oneWay bool                     // nobody asks who has a tie to somebody, or for twins
	seq    uint32                   // of the tie that was made last

	listed  atomic.Pointer[listed] // the ties as they stand in lists; nil until somebody asks, see inOrder
	sorting sync.Mutex             // held by whoever makes listed
}

func newRelation(order Order) *relation {
	return &relation{order: order, pairs: &btree.Map[uint64, *tie]{}}
}

func newOneWay(order Order) *relation {
	r := newRelation(order)
	r.oneWay = true
	return r
}

func (r *relation) fork() part {
	head := *r.pairs // as in tree.fork
	f := &relation{order: r.order, pairs: head.Copy(), oneWay: r.oneWay, seq: r.seq}
	if l := r.listed.Load(); l != nil {
		f.listed.Store(l.fork())
	}
	return f
}

func (t *tie) forth() (self, other *end) { return t.from, t.to }
func (t *tie) back() (self, other *end)  { return t.to, t.from }

// find returns the tie from one to another, nil when there is none.
func (r *relation) find(from, to *end) *tie {
	t, _ := r.pairs.Get(endsKey(to, from))
	return t
}

// add makes a tie that is not there.
func (r *relation) add(known *allEnds, from, to *end, at time.Time) {
	r.seq++
	t := &tie{from, to, at.UnixMilli(), r.seq}
	r.retwin(known, t, func(l *listed) {
		r.pairs.Set(endsKey(to, from), t)
		r.list(l, known, t)
	})
}

// delete removes a tie that is there.
func (r *relation) delete(known *allEnds, t *tie) {
	r.retwin(known, t, func(l *listed) {
		r.unlist(l, known, t)
		r.pairs.Delete(endsKey(t.to, t.from))
	})
}

// retwin makes a change that makes a tie or ends it. Its twin, if there is one, is listed as one that has a twin
// itself, or has none, before and after the change. change gets the lists, nil when nobody has asked for any.
func (r *relation) retwin(known *allEnds, t *tie, change func(*listed)) {
	l := r.listed.Load()
	if l == nil {
		change(nil)
		return
	}
	twin := r.twin(t)
	if twin == nil {
		change(l)
		return
	}
	r.unlist(l, known, twin)
	change(l)
	r.list(l, known, twin)
}

// twin is the tie the other way round, nil when there is none.
func (r *relation) twin(t *tie) *tie {
	if r.oneWay {
		return nil
	}
	return r.find(t.to, t.from)
}

// around returns all ties of an end, either way.
func (r *relation) around(l *listed, e *end) []*tie {
	ties := slices.AppendSeq(slices.Collect(outOf(l.out, e)), outOf(l.hidden, e))
	r.pairs.Ascend(endsKey(e, &end{}), func(_ uint64, t *tie) bool {
		if t.to == e {
			ties = append(ties, t)
		}
		return t.to == e
	})
	return ties
}

func (r *relation) forget(tx *Tx, e *end) {
	known := ends.of(tx.state)
	for _, t := range r.around(r.inOrder(known), e) {
		r.delete(known, t)
	}
}

// relist brings the ties of an end, which is hidden before or after, into the lists where they belong after.
func (r *relation) relist(e *end, before, after *allEnds) {
	l := r.listed.Load()
	if l == nil {
		return
	}
	ties := r.around(l, e)
	for _, t := range ties {
		r.unlist(l, before, t)
	}
	for _, t := range ties {
		r.list(l, after, t)
	}
}

func (r *relation) count(s *Size) { s.Ties += int64(r.pairs.Len()) }
