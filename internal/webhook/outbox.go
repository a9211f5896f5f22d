package webhook

import (
	"container/list"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// Outbox delivers the events of one app in one of its states. Events to one address go out one at a time, in
// the order in which they were sent; addresses do not wait for each other. An event that waits for its next
// try holds up nobody: it goes to the end of its line when its time has come. It is safe for concurrent use.
type Outbox struct {
	app   string
	clock *clock.Clock

	working sync.WaitGroup // all goroutines; none is added after the end

	mu     sync.Mutex
	ended  bool
	sender *Sender // nil until the first event
	ctx    context.Context
	cancel context.CancelFunc
	seq    uint64                // of the newest event
	events list.List             // of *event: all that may still be delivered, the oldest first
	lines  map[string]*list.List // by address: the events whose turn comes, while somebody works on them
	later  schedule
}

// NewOutbox returns an outbox without events. app is whose it is, as the server's own API calls it; pauses
// between tries are on the clock.
func NewOutbox(app string, c *clock.Clock) *Outbox { return &Outbox{app: app, clock: c} }

// event is a delivery in an outbox. It waits in its line, or in the schedule, or it is on its way and in
// neither.
type event struct {
	Delivery
	header  http.Header
	number  int           // of the try that is next, or under way
	seq     uint64        // the smaller, the older
	held    *list.Element // among all events
	queued  *list.Element // in its line
	due     time.Time
	planned int // the place in the schedule, -1 when it is not there
}

func (e *event) size() int { return len(e.Body) + eventSize }

// tell tells of the try that is next, or under way. The outbox is locked.
func (e *event) tell(t Try) {
	t.Number, t.Header = e.number, e.header
	e.Changed(t)
}

// add takes an event in that the sender has counted. The outbox is locked and has not ended.
func (o *Outbox) add(s *Sender, e *event) {
	o.open(s)
	o.seq++
	e.seq, e.held = o.seq, o.events.PushBack(e)
	e.tell(Try{State: Waiting})
	o.queue(e)
}

// open makes the outbox ready for its first event. It is locked and has not ended.
func (o *Outbox) open(s *Sender) {
	if o.sender == nil {
		o.sender, o.lines = s, make(map[string]*list.List)
		o.ctx, o.cancel = context.WithCancel(context.Background())
	}
}

// queue puts an event at the end of its line. The outbox is locked and has not ended.
func (o *Outbox) queue(e *event) {
	line := o.lines[e.URL]
	if line == nil {
		line = list.New()
		o.lines[e.URL] = line
		o.working.Go(func() { o.work(e.URL, line) })
	}
	e.queued = line.PushBack(e)
}

// work calls one address until nothing is left in its line.
func (o *Outbox) work(url string, line *list.List) {
	for {
		after, ok := o.first(url, line)
		if !ok || !o.wait(after) {
			return
		}
		// An event stays in its line until it has a slot, so that it can be dropped.
		select {
		case o.sender.slots <- struct{}{}:
		case <-o.ctx.Done():
			return
		}
		if e := o.begin(line); e != nil {
			o.finish(e, o.sender.call(o.ctx, &e.Delivery, e.header))
		}
		<-o.sender.slots
	}
}

// first is what the first event of a line is held back by; false ends the line.
func (o *Outbox) first(url string, line *list.List) (after <-chan struct{}, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := line.Front()
	if first == nil || o.ended {
		delete(o.lines, url)
		return nil, false
	}
	return first.Value.(*event).After, true
}

// wait waits for what an event is held back by, and reports false when the outbox ends before.
func (o *Outbox) wait(after <-chan struct{}) bool {
	if after == nil {
		return true
	}
	select {
	case <-after:
		return true
	case <-o.ctx.Done():
		return false
	}
}

// begin takes the first event out of a line for a try; nil when it is held back, because the one before
// was dropped meanwhile, and when there is none.
func (o *Outbox) begin(line *list.List) *event {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := line.Front()
	if first == nil || o.ended {
		return nil
	}
	e := first.Value.(*event)
	if e.After != nil {
		select {
		case <-e.After:
		default:
			return nil
		}
	}
	line.Remove(first)
	e.queued = nil
	e.tell(Try{State: Trying})
	return e
}

// finish tells what came of a try, and plans the next one if there is one.
func (o *Outbox) finish(e *event, t Try) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return // told as given up: nobody knows what came of it
	}
	again := t.State == Failed && e.number <= len(e.Waits)
	if again {
		e.due = o.clock.Now().Add(e.Waits[e.number-1]) // before anybody who is told of the try can move the clock
	}
	t.Final = !again
	e.tell(t)
	if !again {
		o.forget(e)
		return
	}
	e.number++
	e.tell(Try{State: Waiting, Due: e.due})
	o.plan(e)
}

// forget lets an event go that is over. The outbox is locked.
func (o *Outbox) forget(e *event) {
	o.events.Remove(e.held)
	o.sender.drop(o, 1, e.size())
}

// Why an event is dropped.
var (
	errFullApp = errors.New("dropped: more than 1,000 events of this app, or 16 MB of them, wait to be delivered, and the oldest goes first")
	errFull    = errors.New("dropped: more events of all apps wait to be delivered than --max-events allows, or 64 MB of them, and this app has most")
)

// dropOldest drops the oldest event that is not on its way, and reports false when there is none.
func (o *Outbox) dropOldest(why error) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for held := o.events.Front(); held != nil; held = held.Next() {
		e := held.Value.(*event)
		switch {
		case e.queued != nil:
			o.lines[e.URL].Remove(e.queued)
		case e.planned >= 0:
			o.unplan(e)
		default:
			continue // no more than there are lines
		}
		e.tell(Try{State: Dropped, Err: why, Final: true})
		o.forget(e)
		return true
	}
	return false
}

// End gives up all events, tells of each that it is given up and why, and returns when no try is on its way
// any more. Later events are forgotten without a word. It may be called more than once.
func (o *Outbox) End(why string) {
	o.giveUp(errors.New("given up: " + why))
	o.working.Wait()
}

// giveUp is End without the wait. It returns how many events there were.
func (o *Outbox) giveUp(why error) (events int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return 0
	}
	o.ended = true
	if o.sender == nil {
		return 0
	}
	bytes := 0
	for held := o.events.Front(); held != nil; held = held.Next() {
		e := held.Value.(*event)
		e.tell(Try{State: GivenUp, Err: why, Final: true})
		events, bytes = events+1, bytes+e.size()
	}
	o.sender.drop(o, events, bytes)
	o.events.Init()
	o.later.events = nil
	o.cancel()
	return events
}
