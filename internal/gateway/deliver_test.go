package gateway_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// backend answers events as it is told, one after the other: a status, or 0 for none before the test is over.
func backend(t *testing.T, statuses ...int) (url string, heard chan string) {
	t.Helper()
	heard = make(chan string, 100)
	over := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard <- string(body)
		status := statuses[0]
		if len(statuses) > 1 {
			statuses = statuses[1:]
		}
		if status == 0 {
			<-over
			return
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(func() { close(over); srv.Close() })
	return srv.URL, heard
}

// newEventBench is a bench whose operation delivers events.
func newEventBench(t *testing.T, events ...gateway.Event) *bench {
	t.Helper()
	b := newBench(t)
	b.Sender, b.Once = webhook.New(nil, webhook.Bounds{}), oncelog.New(b.Log)
	t.Cleanup(b.GiveUpEvents)
	b.op.Do = func(c *gateway.Call) error {
		for _, e := range events {
			c.Deliver(e)
		}
		return nil
	}
	return b
}

func event(name, url string, waits ...time.Duration) gateway.Event {
	return gateway.Event{Name: name, To: gateway.Callback{URL: url}, Body: []byte(`"` + name + `"`), Waits: waits}
}

// tell tells an event that no call has caused.
func (b *bench) tell(app *gateway.App, e gateway.Event) {
	_ = b.Act(app, func(*store.Tx) (gateway.Tell, error) {
		return func() []gateway.Event { return []gateway.Event{e} }, nil
	})
}

// standing waits until an event stands somewhere in the journal, and returns its entry.
func (b *bench) standing(t *testing.T, state webhook.State) (found journal.Entry) {
	t.Helper()
	f := &journal.Filter{DeliveryState: string(state)}
	eventually(t, "an event is "+string(state), func() bool { return b.app.Journal.Count(f) > 0 })
	return b.app.Journal.Find(f)[0]
}

// The journal has an event before the client has its answer; the receiver gets it after.
func TestEventIsInTheJournalWithTheAnswer(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]bool{"written": false, "panic while writing": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, heard := backend(t, 200)
			b := newEventBench(t, event("one", url), event("two", url))
			var then []journal.Entry
			w := looking{ResponseRecorder: httptest.NewRecorder(), look: func() {
				b.tell(b.app, event("of no call", url+"/other"))
				if got := <-heard; got != `"of no call"` {
					t.Errorf("the receiver has %s before the answer is out", got)
				}
				then = b.app.Journal.Entries()[:3]
				if broken {
					panic("the connection is gone")
				}
			}}
			func() {
				defer func() { _ = recover() }()
				b.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			}()
			if then[0].Delivery != 0 || then[1].Operation != "one" || then[2].Operation != "two" {
				t.Fatalf("while the answer is written the journal has %+v", then)
			}
			if e := then[1]; e.Delivery != 1 || e.DeliveryState != "waiting" || e.Completed || e.Status != 0 || e.Reason != "waiting to be delivered" ||
				string(e.Body) != `"one"` || e.Header["Content-Type"][0] != "application/json" || e.Vendor != "toy" || e.App != "box" || e.ID == then[2].ID || e.Number >= then[2].Number {
				t.Errorf("the event that waits: %+v", e)
			}
			for _, want := range []string{`"one"`, `"two"`} {
				if got := <-heard; got != want {
					t.Errorf("the receiver has %s, want %s", got, want)
				}
			}
			eventually(t, "both are delivered", func() bool { return b.app.Journal.Count(&journal.Filter{Code: "0", Operation: "two"}) == 1 })
			if now := b.app.Journal.Entries(); len(now) != 4 || !now[1].Completed || now[1].ID != then[1].ID || now[1].Reason != "" || now[1].Status != 200 {
				t.Errorf("in the end the journal has %+v", now)
			}
		})
	}
}

// Each try is an entry of its own from when it is planned, with the time when it is made.
func TestTriesInTheJournal(t *testing.T) {
	t.Parallel()
	url, heard := backend(t, 500, 0)
	b := newEventBench(t, event("e", url, 10*time.Second))
	b.get("/")
	failed := b.standing(t, webhook.Failed)
	if failed.Delivery != 1 || failed.Status != 500 || failed.Completed || failed.Reason != "the webhook answered 500" || !failed.Time.Equal(noon) {
		t.Errorf("the first try: %+v", failed)
	}
	planned := b.standing(t, webhook.Waiting)
	if planned.Delivery != 2 || planned.Status != 0 || planned.Completed || !strings.HasSuffix(planned.Reason, "due at 2024-02-29T12:00:10Z") {
		t.Errorf("the second try, planned: %+v", planned)
	}
	if n := b.app.Journal.Count(&journal.Filter{Code: "0", Operation: "e"}); n > 0 {
		t.Errorf("%d deliveries have succeeded, as a filter sees it", n)
	}
	b.app.Clock.Advance(time.Minute)
	<-heard
	<-heard
	e := b.standing(t, webhook.Trying)
	if e.ID != planned.ID || !e.Time.Equal(noon.Add(time.Minute)) || e.Reason != "on its way: the receiver has not answered yet" {
		t.Errorf("the second try, under way: %+v", e)
	}
	b.app.End("the test is over")
	e = b.standing(t, webhook.GivenUp)
	if e.ID != planned.ID || e.Completed || e.Reason != "given up: the test is over" || len(b.app.Journal.Entries()) != 3 {
		t.Errorf("the second try, given up: %+v", e)
	}
}

// Who waits for what became of an event is woken by it, and not satisfied with one that waits.
func TestWaiterIsWokenByADelivery(t *testing.T) {
	t.Parallel()
	url, _ := backend(t, 500, 200)
	b := newEventBench(t, event("e", url, time.Minute))
	all := journal.NewGroup(0)
	b.app.Journal = journal.New(0, all)
	woken := make(chan error, 1)
	f := &journal.Filter{Operation: "e", Code: "0"}
	go func() {
		woken <- all.Wait(t.Context(), b.app.Journal, f, 1)
	}()
	b.get("/")
	b.standing(t, webhook.Failed)
	select {
	case err := <-woken:
		t.Fatalf("woken by an event that is not delivered: %v", err)
	default:
	}
	b.app.Clock.Advance(time.Minute)
	select {
	case err := <-woken:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("not woken by the delivery")
	}
}

// A delivery that fails leaves a line, the first time, without what the URL hides; one that goes well none.
func TestFailedDeliveryIsLogged(t *testing.T) {
	t.Parallel()
	url, _ := backend(t, 200, 500)
	at := strings.TrimPrefix(url, "http://")
	b := newEventBench(t, event("good", url), event("bad", "http://me:hidden@"+at+"/hidden?t=hidden"), event("refused", "http://me:hidden@example.com:9/hidden"))
	for range 3 {
		b.get("/")
		eventually(t, "all is over", func() bool { return b.Sender.Waiting() == 0 })
	}
	b.GiveUpEvents()
	lines := b.logLines(t)
	want := map[string][]string{
		"refused": {"http://example.com:9", "--callback-hosts"},
		"bad":     {url, "the webhook answered 500; it is not tried again"},
		"good":    {url, "the webhook answered 500; it is not tried again"}, // from the second call on
	}
	for _, line := range lines {
		name := fmt.Sprint(line["event"])
		if expected := want[name]; len(expected) == 0 || line["level"] != "WARN" || line["app"] != "toy:box" || line["receiver"] != expected[0] ||
			!strings.Contains(fmt.Sprint(line["reason"]), expected[1]) {
			t.Errorf("line %v, want %q", line, expected)
		}
		if e, ok := b.app.Journal.ByID(fmt.Sprint(line["request"])); !ok || e.Operation != name {
			t.Errorf("line %v names the entry %+v", line, e)
		}
		delete(want, name)
	}
	if len(want) > 0 || strings.Contains(b.log.String(), "hidden") {
		t.Errorf("no line about %v, or one too many, or with a secret:\n%s", want, b.log)
	}
}

// A stop says what it gives up: the apps with most events first, and no more than ten.
func TestStopSaysWhatIsGivenUp(t *testing.T) {
	t.Parallel()
	url, heard := backend(t, 0)
	b := newEventBench(t)
	for i := range 12 {
		app := gateway.NewApp("toy", fmt.Sprintf("app%02d", i))
		app.Clock, app.Journal, app.Store = b.app.Clock, b.app.Journal, b.app.Store
		for range 1 + i%2 {
			b.tell(app, event("e", url))
		}
	}
	for range 12 {
		<-heard
	}
	b.GiveUpEvents()
	b.GiveUpEvents()
	lines := b.logLines(t)
	if len(lines) != 1 || lines[0]["level"] != "WARN" || lines[0]["events"] != 18.0 ||
		lines[0]["apps"] != "toy:app01 (2), toy:app03 (2), toy:app05 (2), toy:app07 (2), toy:app09 (2), toy:app11 (2), toy:app00 (1), toy:app02 (1), toy:app04 (1), toy:app06 (1), and 2 more" {
		t.Errorf("the log says %v", lines)
	}
	if n := b.app.Journal.Count(&journal.Filter{DeliveryState: "given_up"}); n != 18 {
		t.Errorf("%d entries say so, want 18", n)
	}
}

// A call that changed a state which is gone by then delivers nothing; an app that has ended begins no new life.
func TestEventOfAStateThatIsGone(t *testing.T) {
	t.Parallel()
	url, heard := backend(t, 200)
	b := newEventBench(t)
	b.op.Do = func(c *gateway.Call) error {
		if err := b.app.Reset(); err != nil { // while the call is under way
			t.Error(err)
		}
		c.Deliver(event("old", url))
		return nil
	}
	b.get("/")
	b.tell(b.app, event("new", url))
	if got := <-heard; got != `"new"` {
		t.Errorf("the receiver has %s", got)
	}
	if n := b.app.Journal.Count(&journal.Filter{Operation: "old"}); n > 0 {
		t.Errorf("the journal has %d events of a state that is gone", n)
	}
	b.app.End("the app was deleted")
	b.app.Restore(b.app.Store.Snapshot())
	b.tell(b.app, event("late", url))
	b.GiveUpEvents()
	if n := b.app.Journal.Count(&journal.Filter{Operation: "late"}); n > 0 || len(heard) > 0 {
		t.Error("an app that has ended delivers events")
	}
}
