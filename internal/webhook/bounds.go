package webhook

// What a server holds of events that are not delivered yet, unless told otherwise: 5,000 small ones take some
// 10 MB, the largest and a thousand calls under way 100 MB, which a container of 512 MB has left. A thousand of
// one app are more than a test looks at, and no app takes more than a fifth.
const (
	DefaultEventsOfApp = 1_000
	DefaultEvents      = 5_000
	DefaultBytesOfApp  = 16 << 20
	DefaultBytes       = 64 << 20
)

// Bounds are how much may wait to be delivered: of one app and of all together. Above them the oldest event
// of the app that waits goes, or of the app that holds most when the bound is that of all. A member that is
// not positive is its default. A single event may be larger than the bounds on bytes.
type Bounds struct {
	EventsOfApp, Events int
	BytesOfApp, Bytes   int // of bodies, and 1 KB for each event
}

func (b Bounds) orDefaults() Bounds {
	for _, m := range []struct {
		set   *int
		usual int
	}{
		{&b.EventsOfApp, DefaultEventsOfApp}, {&b.Events, DefaultEvents}, {&b.BytesOfApp, DefaultBytesOfApp}, {&b.Bytes, DefaultBytes},
	} {
		if *m.set <= 0 {
			*m.set = m.usual
		}
	}
	return b
}

// load is what is held.
type load struct{ events, bytes int }

func (l load) plus(events, bytes int) load { return load{l.events + events, l.bytes + bytes} }

// eventSize is about what an event takes beside its body.
const eventSize = 1 << 10

// Waiting is how many events are not delivered yet and may still be, those included that are on their way.
func (s *Sender) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.events
}

// take counts an event that an outbox wants to hold, and reports false when the sender is closed.
func (s *Sender) take(o *Outbox, bytes int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.all, s.loads[o] = s.all.plus(1, bytes), s.loads[o].plus(1, bytes)
	return true
}

// drop counts events that an outbox holds no more.
func (s *Sender) drop(o *Outbox, events, bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = s.all.plus(-events, -bytes)
	if left := s.loads[o].plus(-events, -bytes); left.events > 0 {
		s.loads[o] = left
	} else {
		delete(s.loads, o)
	}
}

// makeRoom lets the oldest events go until the bounds are kept. newest is the outbox that was added to.
func (s *Sender) makeRoom(newest *Outbox) {
	for {
		from, why := s.tooMuch(newest)
		if from == nil || !from.dropOldest(why) {
			return // what is on its way cannot be dropped, and is bounded
		}
	}
}

// tooMuch says whose oldest event must go, and why; nil when the bounds are kept.
func (s *Sender) tooMuch(newest *Outbox) (from *Outbox, why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from = newest
	switch own := s.loads[newest]; {
	case own.events > s.bounds.EventsOfApp, own.bytes > s.bounds.BytesOfApp && own.events > 1:
		return from, errFullApp
	case s.all.events <= s.bounds.Events && s.all.bytes <= s.bounds.Bytes || s.all.events == 1:
		return nil, nil
	}
	few := s.all.events <= s.bounds.Events // but large
	for o, l := range s.loads {
		most := s.loads[from]
		more := l.events - most.events
		if few {
			more = l.bytes - most.bytes
		}
		if more > 0 || more == 0 && o.app < from.app {
			from = o
		}
	}
	return from, errFull
}
