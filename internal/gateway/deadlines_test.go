package gateway_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// bells is a bench on which deadlines ring: each tells of itself, with the moment, and makes a user. What is called
// "again" rings once more, half a minute later.
type bells struct {
	*bench
	heard chan string

	mu   sync.Mutex
	rung []string
}

func newBells(t *testing.T) *bells {
	t.Helper()
	b := &bells{bench: newEventBench(t)}
	address, heard := backend(t, 200)
	b.heard = heard
	b.app.Due = func(tx *store.Tx, a *gateway.Acting, d store.Deadline) gateway.Tell {
		if d.Kind == "broken" {
			panic("broken")
		}
		if d.Kind == "again" {
			tx.SetDeadline("ring", d.ID+"2", tx.Now().Add(30*time.Second))
		}
		tx.PutUser(store.User{ID: d.ID, CreatedAt: tx.Now()})
		rung := d.ID + tx.Now().Format(" 15:04:05")
		b.mu.Lock()
		defer b.mu.Unlock()
		b.rung = append(b.rung, rung)
		return func() []gateway.Event {
			return []gateway.Event{{Name: "rung", To: gateway.Callback{URL: address}, Body: []byte(rung)}}
		}
	}
	return b
}

// set sets deadlines, each so long after noon.
func (b *bells) set(t *testing.T, after map[string]time.Duration) {
	t.Helper()
	if err := b.Act(b.app, func(tx *store.Tx) (gateway.Tell, error) {
		for name, d := range after {
			kind, id, _ := strings.Cut(name, " ")
			tx.SetDeadline(kind, id, noon.Add(d))
		}
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
}

func (b *bells) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.rung)
}

// One step of the clock past several deadlines: each happens at its moment, in order, that of the first among them that
// was set meanwhile, before a call at a later moment sees the state; what they tell comes in that order.
func TestDeadlinesHappenBeforeTheNextCall(t *testing.T) {
	t.Parallel()
	b := newBells(t)
	b.set(t, map[string]time.Duration{"ring c": 3 * time.Minute, "again a": time.Minute, "ring b": 2 * time.Minute, "ring d": time.Hour})
	b.get("/")
	if rung := b.all(); rung != nil {
		t.Errorf("a clock that stands lets %q happen", rung)
	}
	b.app.Clock.Advance(10 * time.Minute)
	seen := false
	b.steps["authenticate"] = func(c *gateway.Call) error {
		return c.App.Store.View(c.Now, func(tx *store.Tx) error { _, seen = tx.User("c"); return nil })
	}
	b.get("/")
	want := []string{"a 12:01:00", "a2 12:01:30", "b 12:02:00", "c 12:03:00"}
	if rung := b.all(); !seen || !slices.Equal(rung, want) {
		t.Errorf("%q happened, want %q; the call sees it: %t", rung, want, seen)
	}
	for _, w := range want {
		if got := <-b.heard; got != w {
			t.Errorf("told is %q, want %q", got, w)
		}
	}
	b.app.Clock.Advance(time.Hour)
	b.set(t, nil)
	if rung := b.all(); rung[len(rung)-1] != "d 13:00:00" {
		t.Errorf("an act comes before what was due: %q", rung)
	}
}

// Nobody need call: what has a deadline happens when the clock comes to it, also that of a state that comes anew.
func TestDeadlinesHappenByThemselves(t *testing.T) {
	t.Parallel()
	b := newBells(t)
	b.Watch(b.app)
	t.Cleanup(func() { b.app.End("the test is over") })
	b.set(t, map[string]time.Duration{"ring b": 2 * time.Minute, "ring a": time.Minute})
	kept := b.app.Store.Snapshot()
	hear := func(want ...string) {
		t.Helper()
		for _, w := range want {
			if got := <-b.heard; got != w {
				t.Errorf("told is %q, want %q", got, w)
			}
		}
	}
	b.app.Clock.Advance(time.Minute)
	hear("a 12:01:00")
	b.app.Clock.Advance(time.Minute)
	hear("b 12:02:00")
	b.app.Restore(kept)
	hear("a 12:01:00", "b 12:02:00")
	b.set(t, map[string]time.Duration{"ring c": 3 * time.Minute})
	b.Core.Clock.Run() // a tenth of a second is left
	b.app.Clock.Set(noon.Add(3*time.Minute - 100*time.Millisecond))
	hear("c 12:03:00")
}

// A reset brings the clock back before anything of the new state can happen.
func TestDeadlinesOfABeginning(t *testing.T) {
	t.Parallel()
	for range 20 {
		b := newBells(t)
		b.app.Begin = func() (*store.Store, error) {
			st := store.New(store.ByTime)
			return st, st.Update(noon, func(tx *store.Tx) error { tx.SetDeadline("ring", "a", noon.Add(time.Minute)); return nil })
		}
		b.Watch(b.app)
		t.Cleanup(func() { b.app.End("the test is over") })
		b.app.Clock.Advance(time.Hour)
		if err := b.app.Reset(); err != nil {
			t.Fatal(err)
		}
		if rung := b.all(); len(rung) > 0 {
			t.Fatalf("%q happened", rung)
		}
		b.app.Clock.Advance(time.Minute)
		if got := <-b.heard; got != "a 12:01:00" {
			t.Errorf("told is %q", got)
		}
	}
}

// What fails is said once and is over; what comes after it happens all the same.
func TestDeadlineThatFails(t *testing.T) {
	t.Parallel()
	b := newBells(t)
	var told []string
	b.Panicked = func(app *gateway.App, _ string, v any, _ []byte) { told = append(told, fmt.Sprint(app.Name(), " ", v)) }
	b.set(t, map[string]time.Duration{"broken a": time.Minute, "ring b": 2 * time.Minute})
	b.app.Clock.Advance(time.Hour)
	b.get("/")
	b.get("/")
	if rung := b.all(); !slices.Equal(rung, []string{"b 12:02:00"}) || !slices.Equal(told, []string{"toy:box broken"}) {
		t.Errorf("%q happened, and said is %q", rung, told)
	}
	if !strings.Contains(b.log.String(), `"panic at a deadline","app":"toy:box","kind":"broken","of":"a"`) {
		t.Errorf("the log is %s", b.log)
	}
}

// When the app has ended, or the server stops, nothing happens any more, and nobody waits for it.
func TestNothingHappensAtTheEnd(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*bells){
		"the app ends":     func(b *bells) { b.app.End("it is over") },
		"the server stops": func(b *bells) { b.Stop() },
	} {
		b := newBells(t)
		b.Watch(b.app)
		b.set(t, map[string]time.Duration{"ring a": time.Minute})
		end(b)
		b.set(t, map[string]time.Duration{"ring b": time.Minute})
		b.app.Clock.Advance(time.Hour)
		if name == "the app ends" {
			b.get("/")
		}
		if rung := b.all(); len(rung) > 0 { // that nobody waits is what TestMain finds
			t.Errorf("%s: %q happened", name, rung)
		}
	}
}
