// Package store keeps the state of one chat application: its people, who blocks whom since when,
// who is whose friend, its roles and its keys.
//
// It knows no vendor, no HTTP and no JSON. All work happens in a [Tx], alone and at one moment.
//
// A state is made of collections, which are sorted trees that are copied where they are written to. So a state
// that somebody reads, or that a [Snapshot] keeps, never changes: an update works on a copy.
package store

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Order says how a person's blocks and friends are listed.
type Order int

const (
	// ByTime lists blocks in ascending order of their time, equal times in ascending order of the
	// other person's id.
	ByTime Order = iota
	// ByInsertion lists blocks in the order in which they were made, whatever their times.
	ByInsertion
)

// Store is the state of one application. It is safe for concurrent use: any number of views run side by side
// and beside an update, which they never wait for. Updates run one after the other.
type Store struct {
	order Order
	state atomic.Pointer[state]

	mu      sync.Mutex                // held by whoever puts another state in the place of this one
	counted *Counts                   // where what this store holds is counted; nil: nowhere
	told    func(secret, open string) // see Tell
	watched func()                    // see Watch; nil: by nobody
}

// state is everything that a reset replaces. Once a store has it, it never changes.
type state struct {
	order Order
	parts []part // by the numbers of their kept
	lists *lists // nil while an update works on it
}

// New returns an empty store whose block lists come in the given order.
func New(order Order) *Store {
	s := &Store{order: order}
	s.state.Store(emptyState(order))
	return s
}

func emptyState(order Order) *state {
	return &state{order: order, parts: emptyParts[order](), lists: &lists{}}
}

// emptyParts are those of all states without anything, by their orders: what an update writes to it forks, so that one
// set of them serves every store.
var emptyParts = [...]func() []part{ByTime: emptyOf(ByTime), ByInsertion: emptyOf(ByInsertion)}

func emptyOf(order Order) func() []part {
	return sync.OnceValue(func() (parts []part) {
		for _, empty := range declared {
			parts = append(parts, empty(order))
		}
		return parts
	})
}

// View runs fn over the state as it is when View is called. fn must not change anything and must not keep the
// Tx. The error is fn's.
func (s *Store) View(now time.Time, fn func(*Tx) error) error {
	return fn(&Tx{state: s.state.Load(), now: now})
}

// Begin begins a view without a function; [Tx.End] must follow. The caller brings the Tx, so that
// nothing is allocated.
func (s *Store) Begin(tx *Tx, now time.Time) { *tx = Tx{state: s.state.Load(), now: now} }

// End ends what [Store.Begin] has begun, and lets go of the state.
func (tx *Tx) End() { *tx = Tx{} }

// Update runs fn over a copy of the state, which takes the state's place when fn returns nil. When it returns an
// error, or panics, the state is what it was. Others see all of what fn has done, or nothing. fn must not keep
// the Tx and must not call the store. The error is fn's.
func (s *Store) Update(now time.Time, fn func(*Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.update(now, fn)
}

// update is Update for one who holds s.mu.
func (s *Store) update(now time.Time, fn func(*Tx) error) error {
	before := s.state.Load()
	tx := &Tx{
		state: &state{order: s.order, parts: slices.Clone(before.parts)},
		now:   cut(now), owned: make([]bool, len(before.parts)), told: s.told,
	}
	if err := fn(tx); err != nil {
		return err
	}
	tx.lists = &lists{}
	s.put(tx.state)
	return nil
}

// Tell has told know of all that lets somebody in: of each key and token that is there, and from now on of
// each one that comes in, before anybody else can see it. open is the id with which many tokens begin, of
// their user: that much of one is no secret. told must not call the store.
func (s *Store) Tell(told func(secret, open string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = told
	s.tell(s.state.Load())
}

// tell tells of all that a state has.
func (s *Store) tell(of *state) {
	if s.told == nil {
		return
	}
	for key := range keys.of(of).all() {
		s.told(key.Value, "")
	}
	for token := range tokens.of(of).all() {
		s.told(token.Value, token.UserID)
	}
}

// Holds reports whether a value is a key or a token.
func (s *Store) Holds(value string) bool { return s.state.Load().holds(value) }

func (s *state) holds(value string) bool {
	_, isKey := keys.of(s).get(value)
	_, isToken := tokens.of(s).get(value)
	return isKey || isToken
}

// Take replaces the whole state by that of from, in one step, and leaves from empty.
// A view that has begun still sees the old state to its end.
func (s *Store) Take(from *Store) {
	from.mu.Lock()
	taken := from.state.Load()
	from.put(emptyState(from.order))
	from.mu.Unlock()

	s.mu.Lock()
	s.tell(taken)
	s.put(taken)
	s.mu.Unlock()
}

// Snapshot is the state of a store at one moment. It never changes.
type Snapshot struct{ state *state }

// Snapshot keeps the state as it is. Nothing is copied, and nothing is copied by Restore. Safe for concurrent use.
func (s *Store) Snapshot() *Snapshot { return &Snapshot{s.state.Load()} }

// Restore replaces the whole state by that of a snapshot, which may have been taken of another
// store of the same order and may be restored any number of times. A view that has begun still
// sees the old state to its end. It must not be called inside an update of the same store. Safe for
// concurrent use.
func (s *Store) Restore(snap *Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(snap.state)
}

// Holds reports whether a value is a key or a token. Safe for concurrent use.
func (s *Snapshot) Holds(value string) bool { return s.state.holds(value) }

// Tx is one piece of work on the state at one moment. It is valid only inside the function that
// got it and is not safe for concurrent use.
type Tx struct {
	*state
	now   time.Time
	owned []bool                    // which parts are the update's own; nil for a view
	told  func(secret, open string) // of a key or a token that comes in; nil for a view
}

// Now is the moment of the work: the time of every change made in it. An update has it to the millisecond, as all times
// of a state are.
func (tx *Tx) Now() time.Time { return tx.now }

// tell tells of a key or a token that comes in.
func (tx *Tx) tell(secret, open string) {
	if tx.told != nil {
		tx.told(secret, open)
	}
}
