package gateway

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatdouble/mockserver/internal/webhook"
)

// Sent is an event that a receiver was told of, with what came of it.
type Sent struct {
	ID    string // that of its first try
	Event Event
	Tries []Attempt // the oldest first
}

// Attempt is one try to deliver an event.
type Attempt struct {
	Number  int       // from 1
	Time    time.Time // on the app's clock: when it was made, or when it was known that there will be one
	State   string    // in the words of the package webhook
	Status  int       // of the answer; 0 when there was none
	Reason  string    // why the event is not delivered, or not yet
	Request string    // the id under which the journal has it
}

// What is kept of an app's events, and of those of all apps: as many as may wait to be delivered.
const (
	sentOfApp      = 1_000
	sentBytesOfApp = 4 << 20
	sentBytes      = 64 << 20
	sentSize       = 1 << 10 // about what one takes beside its body
)

// sent is what an app has told. When there is too much, the oldest goes. The zero value is ready.
type sent struct {
	mu    sync.Mutex
	all   []*Sent // the oldest first
	bytes int64
	total *atomic.Int64 // of all apps
}

func (s *Sent) size() int64 { return int64(len(s.Event.Body)) + sentSize }

// add keeps an event and drops what is too much then, but not that event itself.
func (s *sent) add(id string, e Event, total *atomic.Int64) *Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &Sent{ID: id, Event: e}
	s.total = total
	s.all = append(s.all, added)
	s.count(added.size())
	for len(s.all) > 1 && (len(s.all) > sentOfApp || s.bytes > sentBytesOfApp || total.Load() > sentBytes) {
		s.count(-s.all[0].size())
		s.all = slices.Delete(s.all, 0, 1)
	}
	return added
}

func (s *sent) count(bytes int64) {
	s.bytes += bytes
	s.total.Add(bytes)
}

// try puts down where the newest try stands.
func (s *sent) try(of *Sent, t Attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(of.Tries) - 1; last >= 0 && of.Tries[last].Number == t.Number {
		if t.State != string(webhook.Trying) {
			t.Time = of.Tries[last].Time
		}
		of.Tries[last] = t
		return
	}
	of.Tries = append(of.Tries, t)
}

// forget drops all.
func (s *sent) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.total != nil {
		s.count(-s.bytes)
	}
	s.all = nil
}

// Sent lists the newest events that were sent to the app's receivers, the oldest first.
func (a *App) Sent() []Sent {
	a.sent.mu.Lock()
	defer a.sent.mu.Unlock()
	all := make([]Sent, len(a.sent.all))
	for i, s := range a.sent.all {
		all[i] = s.copied()
	}
	return all
}

func (s *Sent) copied() Sent {
	out := *s
	out.Tries = slices.Clone(s.Tries)
	return out
}

func (s *sent) find(id string) (Event, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.all, func(one *Sent) bool { return one.ID == id })
	if i < 0 {
		return Event{}, false
	}
	return s.all[i].Event, true
}

// NoEventError says that an app has no such event.
type NoEventError struct{ App, ID string }

func (e *NoEventError) Error() string {
	return fmt.Sprintf("app %s has sent no event %q: it never was, newer ones have taken its place, or the app began anew", e.App, e.ID)
}

// SignAnew is the body of an event as the vendor would sign it if it were new. number is one that no other event has.
type SignAnew func(app *App, e *Event, number uint64) []byte

// Redeliver sends an event once more, as a new one, to where the callback of its id is now. sign may be nil.
func (g *Core) Redeliver(app *App, id string, sign SignAnew) (Sent, error) {
	outbox := app.Outbox()
	e, ok := app.sent.find(id)
	if !ok {
		return Sent{}, &NoEventError{app.Name(), id}
	}
	now := app.Callbacks()
	if i := slices.IndexFunc(now, func(c Callback) bool { return c.ID == e.To.ID }); i >= 0 {
		e.To = now[i]
	}
	if sign != nil {
		e.Body = sign(app, &e, g.ids.next())
	}
	d := &delivery{core: g, app: app, event: e}
	g.Sender.Send(outbox, d.outgoing())
	app.sent.mu.Lock()
	defer app.sent.mu.Unlock()
	if d.sent == nil { // the state was replaced meanwhile
		return Sent{}, &NoEventError{app.Name(), id}
	}
	return d.sent.copied(), nil
}
