package gateway_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Every step is made to refuse at once; the one that answers must be the first that is left. What
// comes behind it must not have happened.
func TestStepsRefuseInTheirOrder(t *testing.T) {
	t.Parallel()
	type step struct {
		name  string
		want  string // what the vendor is handed
		spoil func(b *bench, r *http.Request) *http.Request
	}
	errRoute, errKey, errRun := errors.New("no route"), errors.New("no key"), errors.New("no run")
	steps := []step{
		{"fault before", "*gateway.FaultError", func(b *bench, r *http.Request) *http.Request {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "x"}})
			return r
		}},
		{"route", "*errors.errorString", func(b *bench, r *http.Request) *http.Request {
			b.steps["route"] = func(*gateway.Call) error { return errRoute }
			return r
		}},
		{"authenticate", "*errors.errorString", func(b *bench, r *http.Request) *http.Request {
			b.steps["authenticate"] = func(*gateway.Call) error { return errKey }
			return r
		}},
		{"limit", "*gateway.LimitError", func(b *bench, r *http.Request) *http.Request {
			b.app.Quotas["few"] = 0
			return r
		}},
		{"body", "*gateway.BodyError", func(_ *bench, _ *http.Request) *http.Request {
			return httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", 1<<10+1)))
		}},
		{"run", "*errors.errorString", func(b *bench, r *http.Request) *http.Request {
			b.steps["run"] = func(*gateway.Call) error { return errRun }
			return r
		}},
		{"fault after", "*gateway.FaultError", func(b *bench, r *http.Request) *http.Request {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "x"}, When: faults.After})
			return r
		}},
	}
	for first := range steps {
		t.Run(steps[first].name, func(t *testing.T) {
			b := newBench(t)
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			for _, s := range steps[first:] {
				r = s.spoil(b, r)
			}
			reached := map[string]bool{}
			for _, name := range []string{"authenticate", "decode", "run", "encode", "result"} {
				refuse := b.steps[name]
				b.steps[name] = func(c *gateway.Call) error {
					reached[name] = true
					if refuse != nil {
						return refuse(c)
					}
					return nil
				}
			}
			wantReply(t, b.send(r), http.StatusTeapot, "refused: "+steps[first].want)

			at := func(name string) int {
				return slices.IndexFunc(steps, func(s step) bool { return s.name == name })
			}
			for name, want := range map[string]bool{
				"authenticate": first >= at("authenticate"),
				"decode":       first >= at("run"),
				"run":          first >= at("run"),
				"encode":       first > at("run"),
				"result":       false,
			} {
				if reached[name] != want {
					t.Errorf("refused at %q: step %q reached = %v, want %v", steps[first].name, name, reached[name], want)
				}
			}
			counted := b.app.Limits.Take("all", 1000, time.Minute, noon, 1<<32, 1).Remaining == 998
			if want := first >= at("body"); counted != want {
				t.Errorf("refused at %q: the call was counted = %v, want %v", steps[first].name, counted, want)
			}
			entries := b.app.Journal.Entries()
			if len(entries) != 1 {
				t.Fatalf("%d entries in the journal, want 1", len(entries))
			}
			if isFault := strings.HasPrefix(steps[first].name, "fault"); (entries[0].FaultID != "") != isFault {
				t.Errorf("the journal has the fault %q, want one: %v", entries[0].FaultID, isFault)
			}
		})
	}
}

func TestGoodCallTakesEveryStepOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var took []string
	for _, name := range []string{"route", "authenticate", "decode", "run", "encode", "result", "failure"} {
		b.steps[name] = func(*gateway.Call) error {
			took = append(took, name)
			return nil
		}
	}
	w := &watched{header: make(http.Header), touch: func(what string) { took = append(took, what) }}
	b.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("a body")))

	want := []string{"route", "authenticate", "decode", "run", "encode", "result", "Header", "WriteHeader 200", "Write hello"}
	if got := slices.Compact(took); !slices.Equal(got, want) {
		t.Errorf("steps\n got %q\nwant %q", got, want)
	}
}

// watched is a ResponseWriter that tells when it is touched.
type watched struct {
	header http.Header
	touch  func(what string)
}

func (w *watched) Header() http.Header    { w.touch("Header"); return w.header }
func (w *watched) WriteHeader(status int) { w.touch(fmt.Sprint("WriteHeader ", status)) }

func (w *watched) Write(p []byte) (int, error) {
	w.touch("Write " + string(p))
	return len(p), nil
}

// A client that reads slowly must not hold the state: an update goes through while the reply is
// being written.
func TestNoLockIsHeldWhileTheReplyIsWritten(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	updates := 0
	w := &watched{header: make(http.Header), touch: func(string) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = b.app.Store.Update(noon, func(*store.Tx) error { updates++; return nil })
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Error("the state is locked while the reply is written")
		}
	}}
	b.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if updates == 0 {
		t.Error("the reply was never written")
	}
}

func TestPanicBecomesTheVendorsInternalError(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"route", "authenticate", "decode", "run", "encode", "result"} {
		t.Run(step, func(t *testing.T) {
			b := newBench(t)
			b.steps[step] = func(*gateway.Call) error { panic("the " + step + " broke\nbadly") }
			w := b.get("/?user=u")
			wantReply(t, w, http.StatusTeapot, "refused: *gateway.PanicError")
			if reason := w.Header().Get("X-Chatdouble-Reason"); !strings.Contains(reason, "the "+step+" broke?badly") {
				t.Errorf("reason = %q, want it to say what broke", reason)
			}
			if want := noon.Format(http.TimeFormat); w.Header().Get("Date") != want {
				t.Errorf("Date = %q, want %q", w.Header().Get("Date"), want)
			}
			if e := b.app.Journal.Entries(); len(e) != 1 || e[0].Status != http.StatusTeapot || !e[0].Time.Equal(noon) {
				t.Errorf("journal = %+v, want one entry with status %d at %v", e, http.StatusTeapot, noon)
			}
			lines := b.logLines(t)
			if len(lines) != 1 {
				t.Fatalf("%d log lines, want 1: %s", len(lines), b.log)
			}
			line := lines[0]
			if line["level"] != "ERROR" || line["vendor"] != "toy" || line["panic"] != "the "+step+" broke\nbadly" ||
				line["request"] != w.Header().Get("X-Chatdouble-Request-Id") {
				t.Errorf("log line = %v, want level, vendor, panic and the request's id", line)
			}
			if stack, _ := line["stack"].(string); !strings.Contains(stack, "toy_test.go") {
				t.Errorf("the log line's stack does not show where it broke: %q", stack)
			}

			// The lock is free and nothing of the broken call is left.
			delete(b.steps, step)
			changed := make(chan struct{})
			go func() {
				defer close(changed)
				_ = b.app.Store.Update(noon, func(*store.Tx) error { return nil })
			}()
			select {
			case <-changed:
			case <-time.After(20 * time.Second):
				t.Fatal("the state is still locked after the panic")
			}
			w = b.get("/")
			wantReply(t, w, http.StatusOK, "hello")
			if reason := w.Header().Get("X-Chatdouble-Reason"); reason != "" {
				t.Errorf("the next call has the reason %q", reason)
			}
		})
	}
}

// The operation fails when half of its answer stands already.
func TestRefusalHasNothingOfTheHalfMadeAnswer(t *testing.T) {
	t.Parallel()
	errLate := errors.New("late")
	for name, spoil := range map[string]func(b *bench){
		"the operation fails late": func(b *bench) {
			b.op.Do = func(c *gateway.Call) error {
				c.Reply.Body = append(c.Reply.Body, "half an ans"...)
				return errLate
			}
		},
		"a fault loses the answer": func(b *bench) { b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "x"}, When: faults.After}) },
		"a fault puts another in its place": func(b *bench) {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: http.StatusBadGateway, Body: "gateway"}, When: faults.After})
		},
		"a panic while encoding": func(b *bench) {
			b.op.Do = func(c *gateway.Call) error {
				c.Reply.Body = append(c.Reply.Body, "half an ans"...)
				c.Reply.SetHeader("X-Half", "made")
				panic("late")
			}
		},
		"a panic in Result": func(b *bench) { b.steps["result"] = func(*gateway.Call) error { panic("late") } },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			spoil(b)
			w := b.get("/")
			if body := w.Body.String(); !strings.HasPrefix(body, "refused: ") && body != "gateway" {
				t.Errorf("body = %q, want the refusal alone", body)
			}
			if half := w.Header().Get("X-Half"); half != "" {
				t.Errorf("header X-Half = %q, want none", half)
			}
			if e := b.app.Journal.Entries()[0]; string(e.Reply) != w.Body.String() || e.Status != w.Code {
				t.Errorf("the journal has %d %q, the client saw %d %q", e.Status, e.Reply, w.Code, w.Body)
			}
		})
	}
}

func TestFaultsMatchOperationAndUser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Match: faults.Match{Operation: "Goodbye"}, Fault: faults.Fault{Code: "x"}})
	b.app.Faults.Add(faults.Rule{Match: faults.Match{Operation: "Hello", User: "u"}, Fault: faults.Fault{Code: "x"}, Times: 1})
	wantReply(t, b.get("/?user=v"), http.StatusOK, "hello")
	wantReply(t, b.get("/?user=u"), http.StatusTeapot, "refused: *gateway.FaultError")
	wantReply(t, b.get("/?user=u"), http.StatusOK, "hello")
}

func TestLimitsCountAndRefuse(t *testing.T) {
	t.Parallel()
	for _, enforce := range []bool{true, false} {
		t.Run(fmt.Sprint("enforce=", enforce), func(t *testing.T) {
			b := newBench(t)
			b.EnforceLimits = enforce
			b.app.Quotas["few"] = 2
			b.op.Limits = append(b.op.Limits, gateway.Limit{Quota: "more", Counter: "other", Window: time.Hour})
			b.app.Quotas["more"] = 10
			var remaining []int
			count := func(c *gateway.Call) error {
				for _, s := range c.Counts {
					remaining = append(remaining, s.Remaining)
				}
				return nil
			}
			b.steps["result"], b.steps["failure"] = count, count

			wantReply(t, b.get("/"), http.StatusOK, "hello")
			wantReply(t, b.get("/"), http.StatusOK, "hello")
			third := b.get("/")
			if enforce {
				wantReply(t, third, http.StatusTeapot, "refused: *gateway.LimitError")
				want := `2 calls in 1m0s are used up (limit "few", counter "all"); the next window opens at 2024-02-29T12:01:00.000Z`
				if got := third.Header().Get("X-Chatdouble-Reason"); got != want {
					t.Errorf("reason\n got %q\nwant %q", got, want)
				}
			} else {
				wantReply(t, third, http.StatusOK, "hello")
			}
			if want := []int{1, 9, 0, 8, 0, 7}; !slices.Equal(remaining, want) {
				t.Errorf("remaining after each call = %v, want %v", remaining, want)
			}
			b.app.Clock.Advance(time.Minute)
			wantReply(t, b.get("/"), http.StatusOK, "hello")
		})
	}
}

// A vendor that has counted a call already, to show the limits on a refusal, does not count twice.
func TestCallIsCountedOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.steps["authenticate"] = func(c *gateway.Call) error { return c.Count(false) }
	b.get("/")
	if s := b.app.Limits.Take("all", 1000, time.Minute, noon, 1<<32, 1); s.Remaining != 998 {
		t.Errorf("remaining after one call and this = %d, want 998", s.Remaining)
	}
}

func TestDecodeRefusesBeforeTheStateIsSeen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.steps["decode"] = func(*gateway.Call) error { return errors.New("not a number") }
	b.steps["run"] = func(*gateway.Call) error { t.Error("run saw the state"); return nil }
	wantReply(t, b.get("/"), http.StatusTeapot, "refused: *errors.errorString")
}

// What a vendor notes on one call is not there on the next, which uses the same Call again.
func TestNoteLastsForOneCall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.steps["authenticate"] = func(c *gateway.Call) error {
		if c.Note() != nil {
			t.Errorf("a new call has the note %v", c.Note())
		}
		c.SetNote("seen")
		return nil
	}
	b.steps["result"] = func(c *gateway.Call) error {
		if c.Note() != "seen" {
			t.Errorf("note = %v, want seen", c.Note())
		}
		return nil
	}
	for range 3 {
		b.get("/")
	}
}

func TestFreshCountsDoNotCount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.get("/")
	var counts []string
	b.steps["result"] = func(c *gateway.Call) error {
		for _, s := range c.FreshCounts(nil) {
			counts = append(counts, fmt.Sprint(s.Limit, s.Remaining, s.Exceeded, s.OpensAt.Sub(c.Now)))
		}
		return nil
	}
	b.get("/")
	if want := []string{"1000 1000 false 1m0s"}; !slices.Equal(counts, want) {
		t.Errorf("counts of an app that was never called = %v, want %v", counts, want)
	}
	if s := b.app.Limits.Take("all", 1000, time.Minute, noon, 1<<32, 1); s.Remaining != 997 {
		t.Errorf("remaining after two calls and this = %d, want 997", s.Remaining)
	}
	b.app = nil
	b.steps["authenticate"] = func(c *gateway.Call) error {
		if got := c.FreshCounts(nil); len(got) != 0 {
			t.Errorf("counts without an app = %v", got)
		}
		return errors.New("no app")
	}
	b.get("/")
}

// A call with a large body, a long query and a large reply leaves nothing to the next one.
func TestLargeCallsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.MaxBody = 1 << 20
	b.op.Do = func(c *gateway.Call) error {
		c.Reply.Body = fmt.Appendf(c.Reply.Body, "%d parameters, %d bytes%s", len(c.Query), len(c.Body), c.Body)
		return nil
	}
	large := strings.Repeat("x", 600<<10)
	for range 3 {
		w := b.send(httptest.NewRequest(http.MethodPost, "/?"+strings.Repeat("a=b&", 2000), strings.NewReader(large)))
		wantReply(t, w, http.StatusOK, fmt.Sprintf("2000 parameters, %d bytes%s", len(large), large))
		wantReply(t, b.get("/?a=b"), http.StatusOK, "1 parameters, 0 bytes")
	}
}

// A call that was delayed is counted in the window that has begun meanwhile: it is no sign that the
// clock was set back.
func TestDelayedCallLeavesTheWindowAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Quotas["few"] = 2
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}, Times: 1})
	b.steps["authenticate"] = func(*gateway.Call) error {
		b.steps["authenticate"] = nil
		b.app.Clock.Advance(time.Second) // what happens while the first call waits
		wantReply(t, b.get("/"), http.StatusOK, "hello")
		wantReply(t, b.get("/"), http.StatusOK, "hello")
		return nil
	}
	wantReply(t, b.get("/"), http.StatusTeapot, "refused: *gateway.LimitError")
	wantReply(t, b.get("/"), http.StatusTeapot, "refused: *gateway.LimitError")

	b.app.Clock.Advance(-time.Hour)
	wantReply(t, b.get("/"), http.StatusOK, "hello")
}
