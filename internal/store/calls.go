package store

import (
	"iter"
	"time"
)

// Call is an invitation of several users to a call. A stored Call never changes: an update stores another one.
type Call struct {
	ID        string
	Caller    string
	Callees   []Callee
	CreatedAt time.Time
	Timeout   time.Duration
	Data      string
	EndedAt   time.Time // zero while somebody has not answered

	came uint64
}

// Callee is who was invited, and what came of it, in the vendor's words.
type Callee struct {
	User, State string
	At          time.Time // of the last change of State
}

// calls are in the order in which they came: all, and beside them those that have not ended.
var calls = keep(func(Order) *things[Call] {
	came := func(a, b *Call) bool { return a.came < b.came }
	l := newThings(func(c *Call) string { return c.ID }, came, came)
	l.orders[1].only = func(c *Call) bool { return c.EndedAt.IsZero() }
	return l
})

// Call returns the call with that id.
func (tx *Tx) Call(id string) (*Call, bool) { return calls.of(tx.state).get(id) }

// PutCall stores a call, in the place of the one with the same id if there is one. Times of its own are cut to the
// millisecond. The caller must not change its callees afterwards.
func (tx *Tx) PutCall(c Call) *Call {
	l := calls.in(tx)
	c.came = l.place(c.ID, func(before *Call) uint64 { return before.came })
	c.CreatedAt, c.EndedAt = cut(c.CreatedAt), cut(c.EndedAt)
	l.put(&c)
	return &c
}

// DeleteCall removes a call and reports false when there is none.
func (tx *Tx) DeleteCall(id string) bool { return calls.in(tx).drop(id) }

// Calls lists the calls in the order in which they came.
func (tx *Tx) Calls() iter.Seq[*Call] { return calls.of(tx.state).by(0).all() }

// OpenCalls lists those that have not ended, in the order in which they came.
func (tx *Tx) OpenCalls() iter.Seq[*Call] { return calls.of(tx.state).by(1).all() }
