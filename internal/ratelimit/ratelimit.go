// Package ratelimit counts calls in windows that begin with their first call.
package ratelimit

import (
	"sync"
	"time"
)

// Limiter holds the counters of one application. It is safe for concurrent use.
type Limiter struct {
	mu      sync.Mutex
	windows map[string]*window
	sweepAt int // so many windows are too many, when most of them may have ended
}

type window struct {
	start time.Time
	ends  time.Time
	first uint64 // the call that began it
	used  int
}

// State is what a counter says after a call has been counted.
type State struct {
	Limit     int       // calls in a window
	Remaining int       // calls left in the window, after this one
	OpensAt   time.Time // when the next window begins
	Exceeded  bool      // this call was above the limit
}

// Take counts one call at now on the named counter, which allows limit calls in each window of the
// given length; cost is how many calls this one is worth, which is counted whole or not at all. A window begins with the first call after the one before has ended; a call above
// the limit does not lengthen it. A clock that was set back begins a new window. number grows from
// call to call as they come: one that came before the window's first call and is counted behind it,
// because it was delayed, has an earlier now, and belongs to the window all the same.
func (l *Limiter) Take(counter string, limit int, length time.Duration, now time.Time, number uint64, cost int) State {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.windows[counter]
	switch {
	case w == nil:
		l.makeRoom(now)
		w = &window{start: now, ends: now.Add(length), first: number}
		l.windows[counter] = w
	case now.Before(w.start) && number > w.first, now.Sub(w.start) >= length:
		*w = window{start: now, ends: now.Add(length), first: number}
	}
	s := State{Limit: limit, OpensAt: w.start.Add(length)}
	if w.used+cost <= limit {
		w.used += cost
		s.Remaining = limit - w.used
	} else {
		s.Exceeded = true
	}
	return s
}

// fewWindows are not worth sweeping.
const fewWindows = 1000

// makeRoom forgets the windows that have ended when there are many: counters of groups come and go.
func (l *Limiter) makeRoom(now time.Time) {
	if l.windows == nil {
		l.windows = make(map[string]*window)
	}
	if len(l.windows) < max(l.sweepAt, fewWindows) {
		return
	}
	for name, w := range l.windows {
		if !now.Before(w.ends) {
			delete(l.windows, name)
		}
	}
	l.sweepAt = 2 * len(l.windows)
}

// Look says what the counter would say of a call at now that is above the limit, without counting
// one: when the window opens that is running, or that would begin now.
func (l *Limiter) Look(counter string, limit int, length time.Duration, now time.Time) State {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := State{Limit: limit, Exceeded: true, OpensAt: now.Add(length)}
	if w := l.windows[counter]; w != nil && !now.Before(w.start) && now.Sub(w.start) < length {
		s.OpensAt = w.start.Add(length)
	}
	return s
}

// Reset forgets all calls.
func (l *Limiter) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.windows)
}
