package store

import (
	"cmp"
	"time"
)

// Deadline is a moment at which something happens by itself, such as the end of a call that nobody answers.
type Deadline struct {
	Kind string // what happens, in the vendor's words
	ID   string // to whom or what
	At   time.Time

	came uint64 // grows with every deadline that is set
}

func (d *Deadline) key() string { return deadlineKey(d.Kind, d.ID) }

func deadlineKey(kind, id string) string { return kind + "\x00" + id }

var deadlines = keep(func(Order) *collection[string, Deadline] {
	return keyed((*Deadline).key, func(a, b *Deadline) bool {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.came, b.came)) < 0
	})
})

// SetDeadline lets something happen at a moment, and at no other that was set for it before. Those of the same moment
// happen in the order in which they were set.
func (tx *Tx) SetDeadline(kind, id string, at time.Time) {
	c := deadlines.in(tx)
	c.put(&Deadline{Kind: kind, ID: id, At: at, came: c.next()})
}

// Deadline is the moment of a deadline; false when there is no such deadline.
func (tx *Tx) Deadline(kind, id string) (at time.Time, ok bool) {
	d, ok := deadlines.of(tx.state).get(deadlineKey(kind, id))
	if !ok {
		return time.Time{}, false
	}
	return d.At, true
}

// EndDeadline lets it not happen, and reports false when there is no such deadline.
func (tx *Tx) EndDeadline(kind, id string) bool {
	if _, ok := deadlines.of(tx.state).get(deadlineKey(kind, id)); !ok {
		return false
	}
	return deadlines.in(tx).drop(deadlineKey(kind, id))
}

// NextDeadline is the moment of the earliest deadline; false when there is none. It costs next to nothing.
func (s *Store) NextDeadline() (at time.Time, ok bool) {
	first := s.state.Load().firstDeadline()
	if first == nil {
		return time.Time{}, false
	}
	return first.At, true
}

func (s *state) firstDeadline() *Deadline {
	c := deadlines.of(s)
	if c.len() == 0 {
		return nil
	}
	return c.by(0).at(0)
}

// Pass takes the earliest deadline that is not after a moment, and lets fn do what happens then: an update whose moment
// is the deadline's. It returns false when there is none. When fn returns an error, the deadline is still there.
func (s *Store) Pass(until time.Time, fn func(*Tx, Deadline) error) (passed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := s.state.Load().firstDeadline()
	if first == nil || first.At.After(until) {
		return false, nil
	}
	return true, s.update(first.At, func(tx *Tx) error {
		tx.EndDeadline(first.Kind, first.ID)
		return fn(tx, *first)
	})
}

// Watch has changed called whenever the earliest deadline may be another one, from now on and once at first. It must
// not call the store, but for NextDeadline.
func (s *Store) Watch(changed func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watched = changed
	changed()
}
