package gateway

import "sync"

// turns lets calls tell their events in the order in which they changed the state, although each makes them when
// the state is free again. The zero value is ready.
type turns struct {
	mu   sync.Mutex
	last *turn
}

// turn is one call's place in that order. Whoever has one ends it, whatever becomes of the call.
type turn struct {
	before <-chan struct{} // closed when the one before has ended; nil for the first
	ended  chan struct{}
}

// take returns the turn behind all that were taken. It is called inside the update.
func (t *turns) take() *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine := &turn{ended: make(chan struct{})}
	if t.last != nil {
		mine.before = t.last.ended
	}
	t.last = mine
	return mine
}

// wait returns when all those before have ended.
func (t *turn) wait() {
	if t.before != nil {
		<-t.before
	}
}

func (t *turn) end() { close(t.ended) }
