package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// counting makes the toy's operation count its calls, and tell an address of each number. made is called when the
// state is free again, before the event is made.
func (b *bench) counting(to string, made func(number int)) (numbers *[]int) {
	numbers = new([]int)
	b.Sender = webhook.New(nil, webhook.Bounds{})
	b.op.Do = gateway.Write(gateway.Steps[struct{}, int]{
		Decode: func(*gateway.Call) (struct{}, error) { return struct{}{}, nil },
		Run: func(*store.Tx, struct{}) (int, error) {
			*numbers = append(*numbers, len(*numbers)) // alone, as every change
			return len(*numbers) - 1, nil
		},
		Encode: func(dst []byte, _ *gateway.Call, number int) []byte { return fmt.Append(dst, number) },
		Tell: func(c *gateway.Call, number int) {
			made(number)
			c.Deliver(gateway.Event{Name: "counted", To: gateway.Callback{URL: to}, Body: fmt.Append(nil, number)})
		},
	})
	return numbers
}

// An event is made when the state is free again, and so a later change may have made its own first. They are told
// in the order of the changes all the same.
func TestEventsAreToldInTheOrderOfTheChanges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address, got := backend(t, 200)
	second := make(chan struct{})
	b.counting(address, func(number int) {
		if number == 0 {
			<-second
		} else {
			close(second)
		}
	})
	t.Cleanup(b.GiveUpEvents)
	var calls sync.WaitGroup
	for range 2 {
		calls.Go(func() { b.get("/") })
	}
	calls.Wait()
	if first, then := <-got, <-got; first != "0" || then != "1" {
		t.Errorf("told of %s and then of %s", first, then)
	}
}

// So are those of acts of the admin API, between those of calls.
func TestActsTellInTheOrderOfTheChanges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address, got := backend(t, 200)
	second := make(chan struct{})
	numbers := b.counting(address, func(int) { close(second) })
	t.Cleanup(b.GiveUpEvents)
	first := make(chan error)
	changed := make(chan struct{})
	go func() {
		first <- b.Act(b.app, func(*store.Tx) (gateway.Tell, error) {
			*numbers = append(*numbers, 0)
			return func() []gateway.Event {
				close(changed)
				<-second // the call has changed the state and makes its event
				return []gateway.Event{{Name: "acted", To: gateway.Callback{URL: address}, Body: []byte("act")}}
			}, nil
		})
	}()
	<-changed
	b.get("/")
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	if first, then := <-got, <-got; first != "act" || then != "1" {
		t.Errorf("told of %s and then of %s", first, then)
	}
}

// An act that is refused changes nothing, and tells what there is to tell of that; one that tells nobody needs no turn.
func TestActThatIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Tick = time.Hour
	refused, told := errors.New("no such user"), false
	if err := b.Act(b.app, func(tx *store.Tx) (gateway.Tell, error) {
		tx.PutUser(store.User{ID: "gone"})
		return func() []gateway.Event { told = true; return nil }, refused
	}); err != refused || !told {
		t.Errorf("the error is %v, told: %t", err, told)
	}
	_ = b.app.Store.View(noon, func(tx *store.Tx) error {
		if _, ok := tx.User("gone"); ok {
			t.Error("a refused act has changed the state")
		}
		return nil
	})
	b.app.Clock.Advance(time.Hour + time.Minute)
	if err := b.Act(b.app, func(tx *store.Tx) (gateway.Tell, error) {
		if at := tx.Now(); !at.Equal(noon.Add(time.Hour)) {
			t.Errorf("it is done at %v, want a time as exact as the app's", at)
		}
		return nil, nil
	}); err != nil {
		t.Error(err)
	}
}

// A call that a fault rule lets wait after its change tells its event before it waits: others do not wait with it.
func TestEventIsToldInItsTurnWhileTheAnswerWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	journals := journal.NewGroup(0)
	b.app.Journal = journal.New(0, journals)
	address, _ := backend(t, 200)
	b.counting(address, func(int) {})
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: int(faults.LongestDelay / time.Millisecond)}}, When: faults.After, Times: 1})
	waiting := make(chan struct{})
	go func() { b.get("/?user=waits"); close(waiting) }()
	if err := journals.Wait(t.Context(), b.app.Journal, &journal.Filter{Operation: "counted"}, 1); err != nil {
		t.Fatal(err)
	}
	b.get("/?user=does-not")
	if n := b.app.Journal.Count(&journal.Filter{User: "does-not", Stage: journal.Done}); n != 1 {
		t.Error("the second call waited for the first one's answer")
	}
	b.Stop()
	<-waiting
	b.GiveUpEvents()
}

// An operation that refuses, or fails, has no turn that others wait for.
func TestRefusedCallHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address, got := backend(t, 200)
	fail := true
	b.counting(address, func(int) {
		if fail {
			fail = false
			panic("while telling")
		}
	})
	t.Cleanup(b.GiveUpEvents)
	b.get("/")
	b.get("/")
	if event := <-got; event != "1" {
		t.Errorf("told of %s", event)
	}
}

// failingLog is a logger that fails once, as one that writes into a test that is over does.
type failingLog struct {
	slog.Handler
	failed atomic.Bool
}

func (h *failingLog) Enabled(context.Context, slog.Level) bool { return true }

func (h *failingLog) Handle(ctx context.Context, r slog.Record) error {
	if !h.failed.Swap(true) {
		panic("the test is over")
	}
	return h.Handler.Handle(ctx, r)
}

// A call that fails beside its answer has no turn either that others wait for.
func TestFailingLogHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address, got := backend(t, 200)
	b.counting(address, func(int) {})
	t.Cleanup(b.GiveUpEvents)
	b.Log = slog.New(&failingLog{Handler: slog.DiscardHandler})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the log did not fail")
			}
		}()
		b.get("/")
	}()
	b.get("/")
	if event := <-got; event != "1" {
		t.Errorf("told of %s", event)
	}
}

// staged is a vendor's error that knows its stage.
type staged struct{ at journal.Stage }

func (staged) Error() string                       { return "no" }
func (s staged) Stage(*gateway.Call) journal.Stage { return s.at }

// The journal says where a call ended: by the step that refused it, or by what its error says.
func TestStages(t *testing.T) {
	t.Parallel()
	fail := func(step string, err error) func(*bench) {
		return func(b *bench) { b.steps[step] = func(*gateway.Call) error { return err } }
	}
	for _, tt := range []struct {
		want    journal.Stage
		prepare func(*bench)
	}{
		{journal.Done, func(*bench) {}},
		{journal.Unmatched, fail("route", errors.New("no"))},
		{journal.Credential, fail("authenticate", errors.New("no"))},
		{journal.Credential, fail("authenticate", staged{journal.User})},
		{journal.Limit, func(b *bench) { b.app.Quotas["few"] = 0 }},
		{journal.Parameters, fail("decode", errors.New("no"))},
		{journal.Action, fail("run", errors.New("no"))},
		{journal.Action, fail("run", staged{})},
		{journal.Action, func(b *bench) { // by a result that says itself that it is none
			b.op.Do = gateway.Read(gateway.Steps[string, string]{
				Decode:  func(*gateway.Call) (string, error) { return "", nil },
				Run:     func(*store.Tx, string) (string, error) { return "", nil },
				Verdict: func(string) (code, reason string) { return "nobody", "nobody was greeted" },
				Encode:  func(dst []byte, _ *gateway.Call, _ string) []byte { return dst },
			})
		}},
		{journal.User, fail("run", staged{journal.User})},
		{journal.Parameters, fail("run", staged{journal.Parameters})},
		{journal.Fault, func(b *bench) { b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: 503}}) }},
		{journal.Done, func(b *bench) {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(1)}})
		}},
	} {
		b := newBench(t)
		tt.prepare(b)
		b.get("/")
		all := b.app.Journal.Find(&journal.Filter{Stage: tt.want})
		if len(all) != 1 || !slices.Contains(journal.Stages, all[0].Stage) {
			t.Errorf("ended at %s, want %s", b.app.Journal.Entries()[0].Stage, tt.want)
		}
	}
}
