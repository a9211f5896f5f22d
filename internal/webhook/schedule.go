package webhook

import (
	"container/heap"
	"context"
	"time"
)

// schedule is the events of an outbox that wait for their next try. One goroutine waits for all of them: a
// clock that is moved past many of them would wake as many at once, and in no order.
type schedule struct {
	events byTime
	look   context.CancelFunc // lets the goroutine look anew; nil while there is none
}

// plan lets an event go back into its line at its time. The outbox is locked and has not ended.
func (o *Outbox) plan(e *event) {
	heap.Push(&o.later.events, e)
	switch {
	case o.later.look == nil:
		o.later.look = func() {}
		o.working.Go(o.watch)
	case e.planned == 0:
		o.later.look()
	}
}

// unplan takes an event out of the schedule. The outbox is locked.
func (o *Outbox) unplan(e *event) {
	heap.Remove(&o.later.events, e.planned)
	o.later.look()
}

// watch lets the events of the schedule go when their time has come, until none is left.
func (o *Outbox) watch() {
	for {
		ctx, next, ok := o.release()
		if !ok {
			return
		}
		_ = o.clock.Wait(ctx, next) // whatever ends it is a reason to look
	}
}

// release lets the events go whose time has come. next is when that of another one comes, to be waited for
// until ctx is over; false when there is no other.
func (o *Outbox) release() (ctx context.Context, next time.Time, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.later.look()
	now := o.clock.Now()
	for len(o.later.events) > 0 && !o.later.events[0].due.After(now) {
		o.queue(heap.Pop(&o.later.events).(*event))
	}
	if len(o.later.events) == 0 { // also when the outbox has ended
		o.later.look = nil
		return nil, time.Time{}, false
	}
	ctx, o.later.look = context.WithCancel(o.ctx)
	return ctx, o.later.events[0].due, true
}

// byTime is a heap of events by the time of their next try, those of the same time by age.
type byTime []*event

func (b byTime) Len() int { return len(b) }

func (b byTime) Less(i, j int) bool {
	if b[i].due.Equal(b[j].due) {
		return b[i].seq < b[j].seq
	}
	return b[i].due.Before(b[j].due)
}

func (b byTime) Swap(i, j int) {
	b[i], b[j] = b[j], b[i]
	b[i].planned, b[j].planned = i, j
}

func (b *byTime) Push(x any) {
	e := x.(*event)
	e.planned = len(*b)
	*b = append(*b, e)
}

func (b *byTime) Pop() any {
	last := len(*b) - 1
	e := (*b)[last]
	(*b)[last], e.planned = nil, -1
	*b = (*b)[:last]
	return e
}
