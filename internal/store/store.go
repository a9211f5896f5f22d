// Package store keeps the state of one chat application: its people, who blocks whom since when,
// who is whose friend, its roles and its keys.
//
// It knows no vendor, no HTTP and no JSON. All work happens in a [Tx], alone and at one moment.
package store

import (
	"sync"
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

// Store is the state of one application. It is safe for concurrent use: any number of views run
// side by side, an update runs alone.
type Store struct {
	order Order

	mu      sync.RWMutex
	state   *state
	counted *Counts                   // where what this store holds is counted; nil: nowhere
	told    func(secret, open string) // see Tell
}

// state is everything that a reset replaces.
type state struct {
	people   people
	blocks   relation
	friends  relation
	ties     friendInfos
	roles    table[Role]
	keys     table[Key]
	tokens   tokens
	messages messages
}

// New returns an empty store whose block lists come in the given order.
func New(order Order) *Store {
	return &Store{order: order, state: newState(order)}
}

func newState(order Order) *state {
	s := &state{}
	s.people.roster = &rosterSlot{}
	s.blocks.init(order, &s.people)
	s.blocks.remembers = order == ByInsertion
	s.friends.init(order, &s.people)
	return s
}

// View runs fn over the state as it is. fn must not change anything and must not keep the Tx.
// The error is fn's.
func (s *Store) View(now time.Time, fn func(*Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return fn(&Tx{state: s.state, now: now})
}

// Begin begins a view without a function; [Tx.End] must follow. The caller brings the Tx, so that
// nothing is allocated.
func (s *Store) Begin(tx *Tx, now time.Time) {
	s.mu.RLock()
	*tx = Tx{state: s.state, now: now, store: s}
}

// End ends what [Store.Begin] has begun.
func (tx *Tx) End() {
	s := tx.store
	*tx = Tx{}
	s.mu.RUnlock()
}

// Update runs fn alone. Nothing is rolled back when fn fails: check first, change last.
// fn must not keep the Tx. The error is fn's.
func (s *Store) Update(now time.Time, fn func(*Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx := &Tx{state: s.state, now: now, told: s.told}
	if s.counted == nil {
		return fn(tx)
	}
	before := s.state.size()
	defer func() { s.counted.add(before, s.state.size()) }()
	return fn(tx)
}

// Tell has told know of all that lets somebody in: of each key and token that is there, and from now on of
// each one that comes in, before anybody else can see it. open is the id with which many tokens begin, of
// their user: that much of one is no secret. told must not call the store.
func (s *Store) Tell(told func(secret, open string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = told
	s.tell(s.state)
}

// tell tells of all that a state has.
func (s *Store) tell(of *state) {
	if s.told == nil {
		return
	}
	for key := range of.keys.all() {
		s.told(key.Value, "")
	}
	for value, token := range of.tokens.values.all() {
		s.told(value, token.UserID)
	}
}

// Holds reports whether a value is a key or a token.
func (s *Store) Holds(value string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.holds(value)
}

func (s *state) holds(value string) bool {
	_, isKey := s.keys.values[value]
	_, isToken := s.tokens.values.get(value)
	return isKey || isToken
}

// Take replaces the whole state by that of from, in one step, and leaves from empty.
// A view that has begun still sees the old state to its end.
func (s *Store) Take(from *Store) {
	from.mu.Lock()
	taken := from.state
	from.put(newState(from.order))
	from.mu.Unlock()

	s.mu.Lock()
	s.tell(taken)
	s.put(taken)
	s.mu.Unlock()
}

// Tx is one piece of work on the state at one moment. It is valid only inside the function that
// got it and is not safe for concurrent use.
type Tx struct {
	*state
	now   time.Time
	store *Store                    // nil unless Begin has begun it
	told  func(secret, open string) // of a key or a token that comes in; nil for a view
}

// Now is the moment of the work: the time of every change made in it.
func (tx *Tx) Now() time.Time { return tx.now }

// tell tells of a key or a token that comes in.
func (tx *Tx) tell(secret, open string) {
	if tx.told != nil {
		tx.told(secret, open)
	}
}
