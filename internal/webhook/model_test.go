package webhook

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// TestModel plays random sequences of events, answers, time and new states, and compares after each step who has
// what and where each event stands with a model that has no goroutines.
func TestModel(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			bubble(t, modelBounds, func(s *stage) {
				m := newModel(s, rand.New(rand.NewPCG(seed, 1)))
				for step := 0; step < 150 && !t.Failed(); step++ {
					what := m.step()
					synctest.Wait()
					m.compare(fmt.Sprintf("step %d, %s", step, what))
				}
			})
		})
	}
}

// modelBounds are so that an app above one has an older event that can be dropped than the newest: of that nobody
// knows whether its receiver has it already.
var modelBounds = Bounds{EventsOfApp: 6, Events: 13}

// model is what the outboxes of some apps should hold.
type model struct {
	*stage
	random *rand.Rand
	apps   []*modelApp
	busy   map[string]*modelEvent // by address: what the receiver has
	all    []*modelEvent
	now    time.Duration // real time
}

type modelApp struct {
	name   string
	outbox *Outbox
	clock  *clock.Clock
	events []*modelEvent // that are not over, the oldest first
	lines  map[string][]*modelEvent
	later  []*modelEvent // by time, and by age
}

type modelEvent struct {
	id, to string
	app    *modelApp
	waits  []time.Duration
	try    int
	due    time.Time
	ends   time.Duration // when the receiver's time is over
	told   []string
}

func (e *modelEvent) tell(state State) { e.told = append(e.told, fmt.Sprintf("%d %s", e.try, state)) }

func newModel(s *stage, random *rand.Rand) *model {
	m := &model{stage: s, random: random, busy: make(map[string]*modelEvent)}
	for _, name := range []string{"p", "q", "r"} {
		app := &modelApp{name: name, lines: make(map[string][]*modelEvent)}
		app.outbox, app.clock = s.outbox(name)
		m.apps = append(m.apps, app)
	}
	return m
}

// step does something at random, to the sender and to the model.
func (m *model) step() (what string) {
	app := m.apps[m.random.IntN(len(m.apps))]
	addresses := slices.Sorted(maps.Keys(m.busy))
	switch n := m.random.IntN(100); {
	case n < 50:
		return m.send(app)
	case n < 75 && len(addresses) > 0:
		to, status := addresses[m.random.IntN(len(addresses))], []int{200, 500, 0}[m.random.IntN(3)]
		m.stage.answer(to, status)
		m.end(m.busy[to], status == 200)
		return fmt.Sprintf("%s answers %d", to, status)
	case n < 80:
		time.Sleep(time.Second) // of the bubble
		m.now += time.Second
		for _, to := range addresses {
			if e := m.busy[to]; e.ends <= m.now {
				m.end(e, false)
			}
		}
		return "a second passes"
	case n < 92:
		by := time.Duration(m.random.IntN(40)) * time.Second
		app.clock.Advance(by)
		m.release(app)
		return fmt.Sprintf("%s's clock moves by %v", app.name, by)
	default:
		return m.replace(app)
	}
}

func (m *model) send(app *modelApp) string {
	e := &modelEvent{id: fmt.Sprint(len(m.all)), to: app.name + fmt.Sprint(m.random.IntN(3)), app: app, try: 1}
	if m.random.IntN(2) == 0 {
		e.waits = []time.Duration{10 * time.Second, 30 * time.Second}
	}
	m.all = append(m.all, e)
	app.events = append(app.events, e)
	e.tell(Waiting)
	m.stage.send(app.outbox, e.to, e.id, e.waits...)
	m.line(e)
	m.makeRoom(app)
	return "event " + e.id + " to " + e.to
}

// makeRoom drops what is too much.
func (m *model) makeRoom(newest *modelApp) {
	from, all := m.apps[0], 0
	for _, app := range m.apps {
		all += len(app.events)
		if len(app.events) > len(from.events) {
			from = app
		}
	}
	switch {
	case len(newest.events) > modelBounds.EventsOfApp:
		from = newest
	case all <= modelBounds.Events:
		return
	}
	oldest := slices.IndexFunc(from.events, func(e *modelEvent) bool { return m.busy[e.to] != e })
	e := from.events[oldest]
	e.tell(Dropped)
	from.forget(e)
}

// line puts an event at the end of its line.
func (m *model) line(e *modelEvent) {
	e.app.lines[e.to] = append(e.app.lines[e.to], e)
	m.next(e.app, e.to)
}

// next lets a receiver have what is first in its line, if it has nothing.
func (m *model) next(app *modelApp, to string) {
	line := app.lines[to]
	if m.busy[to] != nil || len(line) == 0 {
		return
	}
	m.busy[to], app.lines[to] = line[0], line[1:]
	line[0].ends = m.now + DefaultTimeout
	line[0].tell(Trying)
}

// end ends a try.
func (m *model) end(e *modelEvent, taken bool) {
	delete(m.busy, e.to)
	switch {
	case taken:
		e.tell(Delivered)
		e.app.forget(e)
	case e.try > len(e.waits):
		e.tell(Failed)
		e.app.forget(e)
	default:
		e.tell(Failed)
		e.due = e.app.clock.Now().Add(e.waits[e.try-1])
		e.try++
		e.tell(Waiting)
		e.app.later = append(e.app.later, e)
	}
	m.next(e.app, e.to)
}

func (a *modelApp) forget(e *modelEvent) {
	same := func(other *modelEvent) bool { return other == e }
	a.events = slices.DeleteFunc(a.events, same)
	a.later = slices.DeleteFunc(a.later, same)
	a.lines[e.to] = slices.DeleteFunc(slices.Clone(a.lines[e.to]), same)
}

// release lets those go whose time has come.
func (m *model) release(app *modelApp) {
	slices.SortStableFunc(app.later, func(x, y *modelEvent) int {
		if c := x.due.Compare(y.due); c != 0 {
			return c
		}
		return slices.Index(app.events, x) - slices.Index(app.events, y)
	})
	for len(app.later) > 0 && !app.later[0].due.After(app.clock.Now()) {
		e := app.later[0]
		app.later = app.later[1:]
		m.line(e)
	}
}

// replace lets an app have another state.
func (m *model) replace(app *modelApp) string {
	app.outbox.End("the test says so")
	m.stage.send(app.outbox, app.name+"0", "of a state that is gone")
	app.outbox = NewOutbox(app.name, app.clock)
	for _, e := range app.events {
		e.tell(GivenUp)
		if m.busy[e.to] == e {
			delete(m.busy, e.to)
		}
	}
	app.events, app.later = nil, nil
	clear(app.lines)
	return "another state for " + app.name
}

func (m *model) compare(after string) {
	m.t.Helper()
	var with []string
	for _, to := range slices.Sorted(maps.Keys(m.busy)) {
		with = append(with, to+":"+m.busy[to].id)
	}
	m.want(after+": what the receivers have", m.with(), strings.Join(with, " "))
	waiting := 0
	for _, app := range m.apps {
		waiting += len(app.events)
	}
	if got := m.Waiting(); got != waiting {
		m.t.Errorf("%s: %d events wait, want %d", after, got, waiting)
	}
	for _, e := range m.all {
		m.want(after+": event "+e.id, m.of(e.id), strings.Join(e.told, ", "))
	}
	m.want(after+": an event of a state that is gone", m.of("of a state that is gone"), "")
}
