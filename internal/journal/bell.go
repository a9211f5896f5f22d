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
	rung    chan struct{} // closed at the next change; guarded by mu, nil until somebody waits
}

// Wait returns nil as soon as done reports true: it is asked at once and again after each change of
// a journal, several at a time taken together. It returns the context's error when that ends first.
// done may read journals and must not change them.
func (b *Bell) Wait(ctx context.Context, done func() bool) error {
	b.waiting.Add(1)
	defer b.waiting.Add(-1)
	for {
		// In this order no change is lost: one that done does not see comes after it, and whoever
		// makes that finds somebody waiting, and this channel or a later one.
		rung := b.next()
		if done() {
			return nil
		}
		select {
		case <-rung:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// next is closed at the next change.
func (b *Bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}

// ring says that a journal has changed. It is called after the change, with no lock held.
func (b *Bell) ring() {
	if b == nil || b.waiting.Load() == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}
