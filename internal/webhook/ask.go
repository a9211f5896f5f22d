package webhook

import (
	"context"
	"errors"
)

// answerSize is how many bytes of an answer are looked at that somebody waits for.
const answerSize = 64 << 10

var errNoAnswer = errors.New("given up: the server stops")

// Ask delivers an event at once, beside those that wait, and returns what came of its last try: it is tried so often,
// without a pause, until it is taken. ctx ends it, as do the outbox and the sender.
func (s *Sender) Ask(ctx context.Context, o *Outbox, d Delivery, tries int) Try {
	d.Waits, d.After, d.answer = nil, nil, answerSize
	e := &event{Delivery: d, number: 1, header: d.header(), planned: -1}
	if err := Refuses(s.hosts, d.URL); err != nil {
		return o.say(e, Try{State: Failed, Err: err, Final: true})
	}
	if !o.hold(s, e) {
		return o.say(e, Try{State: GivenUp, Err: errStopped, Final: true})
	}
	defer o.working.Done()
	s.makeRoom(o)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(o.ctx, cancel)()
	for {
		t := s.askOnce(ctx, o, e)
		if o.answered(e, &t, e.number >= tries) {
			return t
		}
	}
}

// hold takes an event in that nobody need call for; false when the outbox has ended or the sender is closed. Whoever
// holds it tells o.working when it is over.
func (o *Outbox) hold(s *Sender, e *event) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended || !s.take(o, e.size()) {
		return false
	}
	o.open(s)
	o.working.Add(1)
	e.held = o.events.PushBack(e)
	e.tell(Try{State: Waiting})
	return true
}

// say tells of a try that no outbox holds.
func (o *Outbox) say(e *event, t Try) Try {
	o.mu.Lock()
	defer o.mu.Unlock()
	e.tell(t)
	return t
}

// askOnce makes a try.
func (s *Sender) askOnce(ctx context.Context, o *Outbox, e *event) Try {
	stopped := Try{State: GivenUp, Err: errNoAnswer}
	select {
	case s.slots <- struct{}{}:
	case <-ctx.Done():
		return stopped
	}
	defer func() { <-s.slots }()
	if !o.tries(e) {
		return stopped
	}
	t := s.call(ctx, &e.Delivery, e.header)
	if t.State == Failed && ctx.Err() != nil {
		return stopped
	}
	return t
}

// tries tells that a try is on its way, and reports false when the outbox has ended.
func (o *Outbox) tries(e *event) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.ended {
		e.tell(Try{State: Trying})
	}
	return !o.ended
}

// answered tells what came of a try, and reports whether there is no other.
func (o *Outbox) answered(e *event, t *Try, last bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended { // and has told so
		*t = Try{State: GivenUp, Err: errNoAnswer, Final: true}
		return true
	}
	t.Final = last || t.State != Failed
	e.tell(*t)
	if t.Final {
		o.forget(e)
		return true
	}
	e.number++
	e.tell(Try{State: Waiting})
	return false
}
