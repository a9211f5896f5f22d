package journal

import (
	"context"
	"sync"
	"sync/atomic"
)

// Bell rings when a journal changes. All journals of a server share one, so that somebody can wait
// for a request without knowing in which it will stand. The zero value is ready. It is safe for
// concurrent use.
type Bell struct {
	waiting atomic.Int32 // so that a change costs one load while nobody waits
	mu      sync.Mutex
	waiters map[*waiter]struct{}
}

// waiter is one who waits. Only entries that it asks for wake it: many tests may wait at the same
// time, each for requests of its own app, and to look anew costs a walk through a journal.
type waiter struct {
	filter *Filter
	rung   chan struct{} // has room for one, because several changes are looked at together
}

// Wait returns nil as soon as done reports true: it is asked at once and again after each change to an
// entry that the filter means, and whenever a journal was cleared. No filter means every entry. It
// returns the context's error when that ends first. done may read journals and must not change them.
func (b *Bell) Wait(ctx context.Context, f *Filter, done func() bool) error {
	w := &waiter{f, make(chan struct{}, 1)}
	b.add(w)
	defer b.remove(w)
	for {
		// No change is lost: one that done does not see comes after it, and whoever makes that finds
		// the waiter.
		if done() {
			return nil
		}
		select {
		case <-w.rung:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (b *Bell) add(w *waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiters == nil {
		b.waiters = make(map[*waiter]struct{})
	}
	b.waiters[w] = struct{}{}
	b.waiting.Add(1)
}

func (b *Bell) remove(w *waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.waiters, w)
	b.waiting.Add(-1)
}

// ring says that an entry has come or changed, nil that many are gone. It is called after the change;
// the entry's journal may be locked.
func (b *Bell) ring(e *Entry) {
	if b == nil || b.waiting.Load() == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for w := range b.waiters {
		if e != nil && !w.filter.Match(e) {
			continue
		}
		select {
		case w.rung <- struct{}{}:
		default: // it has not looked yet since the last one
		}
	}
}
