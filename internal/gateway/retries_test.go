package gateway_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// tooEarly asks once and says whether the journal marks the call.
func (b *bench) tooEarly(t *testing.T, target string) bool {
	t.Helper()
	b.get(target)
	return b.last(t).TooEarly
}

func TestRetryBeforeTheWindowOpens(t *testing.T) {
	t.Parallel()
	type call struct {
		after  time.Duration // the one before, on the app's clock
		target string
		want   bool
	}
	for _, tt := range []struct {
		name  string
		calls []call
	}{
		{"within the limit", []call{{0, "/", false}, {time.Second, "/", false}}},
		{"at once", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {0, "/", true}}},
		{"again and again", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {time.Second, "/", true}, {time.Second, "/", true}}},
		{"a nanosecond before", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {time.Minute - 1, "/", true}}},
		{"in the second in which it opens", []call{{time.Second / 2, "/", false}, {0, "/", false}, {0, "/", false}, {59_700 * time.Millisecond, "/", true}}},
		{"when it opens", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {time.Minute, "/", false}}},
		{"the window is that of the first call", []call{{0, "/", false}, {59 * time.Second, "/", false}, {0, "/", false}, {time.Second, "/", false}}},
		{"another user", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {0, "/?user=bob", false}, {0, "/", true}}},
		{"the same user", []call{{0, "/", false}, {0, "/", false}, {0, "/?user=bob", false}, {0, "/?user=bob", true}}},
		{"the next page", []call{{0, "/?page=1", false}, {0, "/?page=1", false}, {0, "/?page=1", false}, {0, "/?page=1", true}, {0, "/?page=2", false}, {0, "/?page=1", true}}},
		{"signed anew", []call{{0, "/?seal=1", false}, {0, "/?seal=2", false}, {0, "/?seal=3", false}, {0, "/?seal=4", true}, {0, "/", true}}},
		{"parameters in another order", []call{{0, "/?a=1&b=2", false}, {0, "/?a=1&b=2", false}, {0, "/?a=1&b=2", false}, {0, "/?b=2&a=1", true}, {0, "/?a=2&b=1", false}}},
		{"another path", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {0, "/there", false}}},
		{"the clock was set back", []call{{0, "/", false}, {0, "/", false}, {time.Second, "/", false}, {-time.Hour, "/", false}}},
		{"the next window", []call{{0, "/", false}, {0, "/", false}, {0, "/", false}, {time.Minute, "/", false}, {0, "/", false}, {0, "/", false}, {0, "/", true}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.app.Quotas["few"] = 2
			for i, c := range tt.calls {
				b.app.Clock.Advance(c.after)
				if got := b.tooEarly(t, c.target); got != c.want {
					t.Errorf("call %d, of %s after %v: too early %v, want %v", i+1, c.target, c.after, got, c.want)
				}
			}
		})
	}
}

func TestRetryAfterAFault(t *testing.T) {
	t.Parallel()
	retryAfter := func(key, value string) func(*gateway.Call) error {
		return func(c *gateway.Call) error {
			c.Reply.SetHeader(key, value)
			return nil
		}
	}
	for _, tt := range []struct {
		name  string
		rule  faults.Rule
		fail  func(*gateway.Call) error // what the vendor adds to its refusal
		after time.Duration
		want  bool
	}{
		{"as if a limit were used up", faults.Rule{Fault: faults.Fault{RateLimited: true}}, nil, 59 * time.Second, true},
		{"and it has opened", faults.Rule{Fault: faults.Fault{RateLimited: true}}, nil, 60 * time.Second, false},
		{"another code", faults.Rule{Fault: faults.Fault{Code: "x"}}, nil, 0, false},
		{"a code with Retry-After", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("Retry-After", "30"), 29 * time.Second, true},
		{"in any spelling", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("retry-after", "30"), 29 * time.Second, true},
		{"and that is over", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("Retry-After", "30"), 30 * time.Second, false},
		{"a number", faults.Rule{Fault: faults.Fault{Code: "x"}}, func(c *gateway.Call) error { c.Reply.SetNumber("Retry-After", 30); return nil }, 29 * time.Second, true},
		{"a date", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("Retry-After", noon.Add(10*time.Second).Format(http.TimeFormat)), 9 * time.Second, true},
		{"and that has come", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("Retry-After", noon.Add(10*time.Second).Format(http.TimeFormat)), 10 * time.Second, false},
		{"nonsense", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("Retry-After", "soon"), 0, false},
		{"a negative number", faults.Rule{Fault: faults.Fault{Code: "x"}}, retryAfter("Retry-After", "-1"), 0, false},
		{"a status without the header", faults.Rule{Fault: faults.Fault{Status: 429}}, nil, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			tt.rule.Times = 1
			b.app.Faults.Add(tt.rule)
			if tt.fail != nil {
				b.steps["failure"] = tt.fail
			}
			if b.tooEarly(t, "/") {
				t.Error("the first call is too early")
			}
			b.app.Clock.Advance(tt.after)
			if got := b.tooEarly(t, "/"); got != tt.want {
				t.Errorf("%v later: too early %v, want %v", tt.after, got, tt.want)
			}
		})
	}
}

// Who got no answer does not know of the limit.
func TestRetryOfAClientThatWasNotTold(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	server := httptest.NewServer(b)
	defer server.Close()
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{RateLimited: true, Transport: faults.EmptyResponse}, Times: 1})
	if reply, err := http.Post(server.URL, "", nil); err == nil { // a POST, which net/http does not send again
		reply.Body.Close()
		t.Fatalf("the fault answered %s", reply.Status)
	}
	if b.tooEarly(t, "/") {
		t.Error("too early, though nobody said so")
	}
}

// Without limits nobody is told to come back later, and a reset lets everybody come.
func TestNobodyIsTooEarly(t *testing.T) {
	t.Parallel()
	t.Run("limits off", func(t *testing.T) {
		b := newBench(t)
		b.app.Quotas["few"], b.EnforceLimits = 1, false
		for range 3 {
			if b.tooEarly(t, "/") {
				t.Error("too early where limits are off")
			}
		}
	})
	t.Run("reset", func(t *testing.T) {
		b := newBench(t)
		b.app.Quotas["few"] = 1
		for range 3 {
			b.get("/")
		}
		if err := b.app.Reset(); err != nil {
			t.Fatal(err)
		}
		if b.tooEarly(t, "/") {
			t.Error("too early after a reset")
		}
	})
	t.Run("another operation", func(t *testing.T) {
		b := newBench(t)
		b.app.Quotas["few"] = 1
		b.get("/")
		b.get("/")
		other := b.op
		other.Name = "Other"
		b.steps["route"] = func(c *gateway.Call) error { c.Op = &other; return nil }
		if b.tooEarly(t, "/") {
			t.Error("too early for another operation")
		}
	})
}

// The mark stays when the call gets its answer.
func TestRetryThatWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Quotas["few"] = 0
	b.get("/")
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}})
	if !b.tooEarly(t, "/") {
		t.Error("a retry that a fault rule lets wait is not marked")
	}
}

// A request that was here before the refusal was out is no retry, however late it is answered.
func TestCallOnItsWayIsNoRetry(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Quotas["few"] = 0
	inside, goOn := make(chan bool), make(chan bool)
	b.steps["authenticate"] = func(c *gateway.Call) error {
		if c.Request.Header.Get("Slow") != "" {
			inside <- true
			<-goOn
		}
		return nil
	}
	slow := httptest.NewRequest(http.MethodGet, "/", nil)
	slow.Header.Set("Slow", "1")
	var wg sync.WaitGroup
	wg.Go(func() { b.send(slow) })
	<-inside
	b.get("/")
	close(goOn)
	wg.Wait()
	b.get("/")
	var marks []bool
	for _, e := range b.app.Journal.Entries() {
		marks = append(marks, e.TooEarly)
	}
	if fmt.Sprint(marks) != "[false false true]" {
		t.Errorf("the refused, the slow and the retry are marked %v, want the last one only", marks)
	}
}

// Calls that are sent side by side are no retries of each other, though one of them is refused.
func TestCallsSideBySideAreNoRetries(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{RateLimited: true}, Times: 1, When: faults.After})
	const calls = 5
	var all, here sync.WaitGroup
	here.Add(calls)
	b.steps["authenticate"] = func(*gateway.Call) error {
		here.Done()
		here.Wait()
		return nil
	}
	for range calls {
		all.Go(func() { b.get("/") })
	}
	all.Wait()
	delete(b.steps, "authenticate")
	refused := 0
	for i, e := range b.app.Journal.Entries() {
		if e.TooEarly {
			t.Errorf("call %d of %d at once is marked", i+1, calls)
		}
		if e.FaultID != "" {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d calls were refused, want 1", refused)
	}
}

// Over another connection a call is a retry once the client can have had the answer.
func TestRetryOverAnotherConnection(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Quotas["few"] = 0
	since := clock.Start()
	b.get("/")
	other := httptest.NewRequest(http.MethodGet, "/", nil)
	other.RemoteAddr = "192.0.2.1:4321"
	marked := func() bool {
		b.send(other)
		return b.last(t).TooEarly
	}
	if marked() && since.Elapsed() < 50*time.Millisecond {
		t.Error("marked at once")
	}
	b.get("/")
	for since = clock.Start(); since.Elapsed() < 51*time.Millisecond; {
		runtime.Gosched()
	}
	if !marked() {
		t.Error("not marked when the client must have had the answer")
	}
}

// Who was let in has nothing to retry any more.
func TestCallAfterARetryThatWasLetIn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{RateLimited: true}, Times: 1})
	for i, want := range []bool{false, true, false} {
		if got := b.tooEarly(t, "/"); got != want {
			t.Errorf("call %d: too early %v, want %v", i+1, got, want)
		}
	}
}

// However many are refused, what is remembered stays small, and the last one is among it.
func TestRefusalsAreBounded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Quotas["few"] = 0
	for i := range 2500 {
		target := fmt.Sprintf("/?user=u%d", i)
		b.get(target)
		if i%500 == 499 {
			if !b.tooEarly(t, target) {
				t.Errorf("user %d is forgotten at once", i)
			}
			if n := gateway.Remembered(b.app); n > 1000 {
				t.Fatalf("%d clients are remembered, want 1000 at most", n)
			}
		}
	}
	// Windows that are open make room first.
	b.app.Clock.Advance(time.Hour)
	for i := range 600 {
		b.get(fmt.Sprintf("/?user=late%d", i))
	}
	if !b.tooEarly(t, "/?user=late0") {
		t.Error("a closed window was forgotten for open ones")
	}
}
