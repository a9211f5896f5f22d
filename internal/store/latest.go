package store

import (
	"iter"
	"sync"
	"sync/atomic"
)

// latest is the newest of a set's times of change (Unix milliseconds), kept while its members come
// and go.
type latest struct {
	newest  int64
	holders int // how many have the newest
	// stale says that the last holder has left, so that newest is too late and must be found anew,
	// which is left to the next one who asks.
	stale atomic.Bool
}

// forkInto copies it to another one. making must be held: readers of another state that has the
// same one may be finding the newest anew.
func (l *latest) forkInto(to *latest) {
	to.newest, to.holders = l.newest, l.holders
	to.stale.Store(l.stale.Load())
}

// joined counts a member in. size is the number of members with it.
func (l *latest) joined(stamp int64, size int) {
	switch {
	case size == 1 || stamp > l.newest:
		l.newest, l.holders = stamp, 1
		l.stale.Store(false)
	case stamp == l.newest:
		l.holders++
		l.stale.Store(false)
	}
}

// left counts a member out.
func (l *latest) left(stamp int64) {
	if stamp != l.newest {
		return
	}
	if l.holders--; l.holders == 0 {
		l.stale.Store(true)
	}
}

// get returns the newest of the stamps of all members, of which there is one at least. It runs
// under the read lock too: making lets one at a time look through all.
func (l *latest) get(making *sync.Mutex, all iter.Seq[int64]) int64 {
	if !l.stale.Load() {
		return l.newest
	}
	making.Lock()
	defer making.Unlock()
	if !l.stale.Load() {
		return l.newest
	}
	first := true
	for stamp := range all {
		switch {
		case first || stamp > l.newest:
			l.newest, l.holders, first = stamp, 1, false
		case stamp == l.newest:
			l.holders++
		}
	}
	l.stale.Store(false)
	return l.newest
}
