package store

import "sync/atomic"

// Counts are how much several stores hold together. It is safe for concurrent use.
type Counts struct{ Users, Ties, Messages atomic.Int64 }

// add counts the way from one size to another.
func (c *Counts) add(before, after Size) {
	if before == after {
		return
	}
	c.Users.Add(after.Users - before.Users)
	c.Ties.Add(after.Ties - before.Ties)
	c.Messages.Add(after.Messages - before.Messages)
}

// CountIn counts what the store holds in c from now on, and no longer where it was counted before. nil ends
// it. Safe for concurrent use.
func (s *Store) CountIn(c *Counts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counted != nil {
		s.counted.add(s.state.Load().size(), Size{})
	}
	if s.counted = c; c != nil {
		c.add(Size{}, s.state.Load().size())
	}
}

// put replaces the state. s.mu must be held.
func (s *Store) put(to *state) {
	before := s.state.Load()
	if s.counted != nil {
		s.counted.add(before.size(), to.size())
	}
	s.state.Store(to)
	if s.watched != nil && deadlines.of(before) != deadlines.of(to) {
		s.watched()
	}
}

// Size is how much a store holds. A tie is an entry of somebody's list: a friendship of both sides is two.
type Size struct{ Users, Ties, Messages int64 }

// Size is how much the store holds.
func (s *Store) Size() Size { return s.state.Load().size() }

// counting is a part that says how much it holds: it adds that to a size.
type counting interface{ count(*Size) }

func (s *state) size() (size Size) {
	for _, p := range s.parts {
		if c, ok := p.(counting); ok {
			c.count(&size)
		}
	}
	return size
}
