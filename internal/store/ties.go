package store

import (
	"slices"
	"sync"
	"sync/atomic"
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

// endsKey is one key for two ends.
func endsKey(a, b *end) uint64 { return uint64(a.n)<<32 | uint64(b.n) }

func (t *tie) forth() (self, other *end) { return t.from, t.to }
func (t *tie) back() (self, other *end)  { return t.to, t.from }

// find returns the tie from one to another, nil when there is none.
func (r *relation) find(from, to *end) *tie {
	t, _ := r.pairs.Get(endsKey(to, from))
	return t
}

// add makes a tie that is not there.
func (r *relation) add(p *people, from, to *end, at time.Time) {
	r.seq++
	t := &tie{from, to, at.UnixMilli(), r.seq}
	r.retwin(p, t, func(l *listed) {
		r.pairs.Set(endsKey(to, from), t)
		r.list(l, p, t)
	})
}

// delete removes a tie that is there.
func (r *relation) delete(p *people, t *tie) {
	r.retwin(p, t, func(l *listed) {
		r.unlist(l, p, t)
		r.pairs.Delete(endsKey(t.to, t.from))
	})
}

// retwin makes a change that makes a tie or ends it. Its twin, if there is one, is listed as one that has a twin
// itself, or has none, before and after the change. change gets the lists, nil when nobody has asked for any.
func (r *relation) retwin(p *people, t *tie, change func(*listed)) {
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
	r.unlist(l, p, twin)
	change(l)
	r.list(l, p, twin)
}

// twin is the tie the other way round, nil when there is none.
func (r *relation) twin(t *tie) *tie {
	if r.oneWay {
		return nil
	}
	return r.find(t.to, t.from)
}

// around returns all ties of an end, either way.
func (r *relation) around(p *people, e *end) []*tie {
	l := r.inOrder(p)
	ties := slices.AppendSeq(slices.Collect(outOf(l.out, e)), outOf(l.hidden, e))
	r.pairs.Ascend(endsKey(e, &end{}), func(_ uint64, t *tie) bool {
		if t.to == e {
			ties = append(ties, t)
		}
		return t.to == e
	})
	return ties
}
