// Package clock tells the time, and lets a test hold it, set it and move it on.
//
// It is the only package that reads the wall clock.
package clock

import (
	"sync"
	"sync/atomic"
	"time"
)

// Clock is one timeline: the wall clock's, or that of another Clock, moved by an offset or held
// still. It is safe for concurrent use; reading takes no lock.
type Clock struct {
	parent  *Clock // nil: the wall clock
	mu      sync.Mutex
	setting atomic.Pointer[setting]
}

type setting struct {
	offset time.Duration // added to the parent's time while running
	frozen bool
	at     time.Time // the time while frozen
}

// System returns a clock that shows the wall clock's time until it is told otherwise.
func System() *Clock { return follow(nil) }

// Follow returns a clock that shows this one's time until it is told otherwise. Moving it does not
// move this one.
func (c *Clock) Follow() *Clock { return follow(c) }

func follow(parent *Clock) *Clock {
	c := &Clock{parent: parent}
	c.setting.Store(&setting{})
	return c
}

// Now is the present on this timeline, in UTC.
func (c *Clock) Now() time.Time {
	s := c.setting.Load()
	if s.frozen {
		return s.at
	}
	return c.base().Add(s.offset)
}

func (c *Clock) base() time.Time {
	if c.parent != nil {
		return c.parent.Now()
	}
	return time.Now().UTC().Round(0) // without the monotonic reading, which ignores set times
}

// Freeze holds the clock still at t.
func (c *Clock) Freeze(t time.Time) {
	c.change(func(s *setting) { s.frozen, s.at = true, t.UTC() })
}

// Set moves the clock to t. A running clock runs on from there, a frozen one stays frozen.
func (c *Clock) Set(t time.Time) {
	c.change(func(s *setting) { s.at, s.offset = t.UTC(), t.Sub(c.base()) })
}

// Advance moves the clock by d, back when d is negative.
func (c *Clock) Advance(d time.Duration) {
	c.change(func(s *setting) { s.at, s.offset = s.at.Add(d), s.offset+d })
}

// Run lets a frozen clock go on from where it stands. A running clock is left alone.
func (c *Clock) Run() {
	c.change(func(s *setting) {
		if s.frozen {
			s.frozen, s.offset = false, s.at.Sub(c.base())
		}
	})
}

// Reset lets the clock show its parent's time again.
func (c *Clock) Reset() {
	c.change(func(s *setting) { *s = setting{} })
}

func (c *Clock) change(apply func(*setting)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := *c.setting.Load()
	apply(&s)
	c.setting.Store(&s)
}
