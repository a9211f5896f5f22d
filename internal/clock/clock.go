// Package clock tells the time, and lets a test hold it, set it and move it on.
//
// It is the only package that reads the wall clock.
package clock

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Clock is one timeline: the wall clock's, or that of another Clock, moved by an offset or held
// still. It shows the years of [MinYear] to [MaxYear] alone, and stands still at their ends. It is safe for
// concurrent use; reading takes no lock.
type Clock struct {
	parent  *Clock // nil: the wall clock
	mu      sync.Mutex
	setting atomic.Pointer[setting]
	changed chan struct{} // closed at the next change; guarded by mu, nil until somebody waits
}

// setting says that this clock showed at when its parent showed since. The zero setting shows
// the parent's time. Two times instead of an offset, because an offset ends at 292 years.
type setting struct {
	at, since time.Time
	frozen    bool
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
	return c.setting.Load().show(c.base())
}

func (s *setting) show(base time.Time) time.Time {
	switch {
	case s.frozen:
		return s.at
	case s.since.IsZero():
		return base
	}
	since := base.Unix() - s.since.Unix() // a time.Duration ends at 292 years
	return Within(time.Unix(s.at.Unix()+since, int64(s.at.Nanosecond()+base.Nanosecond()-s.since.Nanosecond())).UTC())
}

func (c *Clock) base() time.Time {
	if c.parent != nil {
		return c.parent.Now()
	}
	return time.Now().UTC().Round(0) // without the monotonic reading, which ignores set times
}

// Freeze holds the clock still at t.
func (c *Clock) Freeze(t time.Time) {
	c.change(func(s *setting, _ time.Time) { *s = setting{at: Within(t.UTC()), frozen: true} })
}

// Set moves the clock to t. A running clock runs on from there, a frozen one stays frozen.
func (c *Clock) Set(t time.Time) {
	c.change(func(s *setting, base time.Time) { s.at, s.since = Within(t.UTC()), base })
}

// Advance moves the clock by d, back when d is negative.
func (c *Clock) Advance(d time.Duration) {
	c.change(func(s *setting, base time.Time) { s.at, s.since = Within(s.show(base).Add(d)), base })
}

// Run lets a frozen clock go on from where it stands. A running clock is left alone.
func (c *Clock) Run() {
	c.change(func(s *setting, base time.Time) { *s = setting{at: s.show(base), since: base} })
}

// Reset lets the clock show its parent's time again.
func (c *Clock) Reset() {
	c.change(func(s *setting, _ time.Time) { *s = setting{} })
}

func (c *Clock) change(apply func(s *setting, base time.Time)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := *c.setting.Load()
	apply(&s, c.base())
	c.setting.Store(&s)
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// Wait returns nil once this clock shows t or later, however it gets there: by running, or by being
// set or advanced. It returns the context's error when that ends first.
func (c *Clock) Wait(ctx context.Context, t time.Time) error {
	for {
		own, parents := c.changes(), (<-chan struct{})(nil)
		if c.parent != nil {
			parents = c.parent.changes()
		}
		left := t.Sub(c.Now())
		if left <= 0 {
			return nil
		}
		// A frozen clock never gets there by itself; looking again each time costs nothing to speak of.
		timer := time.NewTimer(left)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-own:
		case <-parents:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// changes is closed at the next change of this clock's setting.
func (c *Clock) changes() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return c.changed
}
