package gateway_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// looking is a ResponseWriter that looks into the journal when the answer is written, and can fail.
type looking struct {
	*httptest.ResponseRecorder
	look func()
	err  error
}

func (w looking) Write(p []byte) (int, error) {
	w.look()
	if w.err != nil {
		return 0, w.err
	}
	return w.ResponseRecorder.Write(p)
}

// only is the journal's one entry.
func only(t *testing.T, j *journal.Journal) journal.Entry {
	t.Helper()
	entries := j.Entries()
	if len(entries) != 1 {
		t.Fatalf("%d entries, want 1", len(entries))
	}
	return entries[0]
}

// The client that has its answer finds the call in the journal, with that answer.
func TestEntryIsThereBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*http.Request{
		"app": httptest.NewRequest(http.MethodGet, "/?user=me", nil), "no app": httptest.NewRequest(http.MethodGet, "/?lost=1", nil),
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			j := b.app.Journal
			if name == "no app" {
				j = b.Journal
				b.steps["route"] = func(c *gateway.Call) error { c.App, c.Op = nil, nil; return errors.New("lost") }
			}
			w := looking{ResponseRecorder: httptest.NewRecorder()}
			w.look = func() {
				if e := only(t, j); e.Status != w.Code || e.Status == 0 || e.Completed || e.ReplyLength == 0 {
					t.Errorf("while the answer %d is written: status %d, completed %v, reply %q; want it whole and not completed", w.Code, e.Status, e.Completed, e.Reply)
				}
			}
			b.ServeHTTP(w, r)
			if e := only(t, j); !e.Completed || string(e.Reply) != w.Body.String() {
				t.Errorf("after it: completed %v, reply %q; want it completed with %q", e.Completed, e.Reply, w.Body)
			}
		})
	}
}

func TestClientThatGoesAwayIsInTheReason(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, reason string
		err          error
		refusal      error
		completed    bool
	}{
		{name: "good call", err: errors.New("broken pipe"), reason: "the client went away before it had the whole answer: broken pipe"},
		{name: "refused call", err: errors.New("broken pipe"), refusal: &gateway.BodyError{Err: errors.New("short")}, reason: "short; the client went away"},
		{name: "status without a body", err: http.ErrBodyNotAllowed, completed: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.steps["run"] = func(*gateway.Call) error { return tt.refusal }
			w := looking{ResponseRecorder: httptest.NewRecorder(), look: func() {}, err: tt.err}
			b.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			e := only(t, b.app.Journal)
			if e.Completed != tt.completed || !strings.Contains(e.Reason, tt.reason) || tt.reason == "" && e.Reason != "" {
				t.Errorf("completed %v because %q, want %v because %q", e.Completed, e.Reason, tt.completed, tt.reason)
			}
			if strings.Contains(w.Header().Get("X-Chatdouble-Reason"), "went away") {
				t.Error("the header says what was not known yet")
			}
		})
	}
}

// A call that waits stands in the journal while it does, and once only.
func TestCallThatWaitsIsInTheJournal(t *testing.T) {
	t.Parallel()
	const delay = 20 // milliseconds
	for _, after := range []bool{false, true} {
		b := newBench(t)
		all := journal.NewGroup(0)
		b.app.Journal = journal.New(0, all)
		b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: delay}}, When: when(after)})

		waiting, answered := make(chan journal.Entry, 1), make(chan *httptest.ResponseRecorder, 1)
		go func() {
			_ = all.Wait(t.Context(), nil, nil, 1)
			waiting <- only(t, b.app.Journal)
		}()
		go func() { answered <- b.get("/?user=me") }()
		e, w := <-waiting, <-answered
		if e.Status == 0 && (e.Completed || len(e.Reply) > 0 || e.Code != "") || e.FaultID != "f1" || e.FaultKind != faults.KindDelay || e.User != "me" {
			t.Errorf("after %v: while it waits the entry is %+v", after, e)
		}
		if e := only(t, b.app.Journal); !e.Completed || e.Status != w.Code || string(e.Reply) != "hello" || e.FaultKind != faults.KindDelay {
			t.Errorf("after %v: in the end the entry is %+v", after, e)
		}
	}
}

// A call without an app hides what it knows from the start.
func TestCallWithoutAnAppIsMaskedWhileItWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const secret = "0123456789abcdef0123456789abcdef"
	b.Secrets.Owner("app", func(string) bool { return true }).Add(secret, "")
	b.steps["route"] = func(c *gateway.Call) error { c.App, c.Op = nil, nil; return errors.New("lost " + secret) }
	b.Core.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}})
	all := journal.NewGroup(0)
	b.Journal = journal.New(0, all)
	seen := make(chan []journal.Entry, 1)
	go func() {
		_ = all.Wait(t.Context(), nil, nil, 1)
		seen <- b.Journal.Entries()
	}()
	b.get("/?key=" + secret)
	for _, e := range append(<-seen, b.Journal.Entries()...) {
		if strings.Contains(e.URL+e.Reason+string(e.Reply), secret) || !strings.Contains(e.URL, "0123***") {
			t.Errorf("the secret stands in the journal: %+v", e)
		}
	}
}

// What is too long of a call is cut whether it waits or not, or the journal would hold it all: a
// server's clients may send a megabyte of headers.
func TestCallThatWaitsIsCut(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 4*journal.TextLimit)
	for _, delay := range []*faults.Delay{nil, {Type: faults.Fixed, Milliseconds: 1}} {
		b := newBench(t)
		if delay != nil {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: delay}})
		}
		r := httptest.NewRequest(http.MethodGet, "/?user="+long, nil)
		r.Header.Set("X-Long", long)
		b.send(r)
		e := only(t, b.app.Journal)
		if most := journal.TextLimit + len("..."); len(e.URL) != most || len(e.User) != most || len(e.Header) != 0 {
			t.Errorf("delay %v: the journal has %d bytes of the URL, %d of the user, %d headers; want %d, %d, none",
				delay, len(e.URL), len(e.User), len(e.Header), most, most)
		}
		if !e.Completed || string(e.Reply) != "hello" {
			t.Errorf("delay %v: the entry is not that of the answered call", delay)
		}
	}
}
