package cometchatapi_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

const aliceList = "/v3/users/alice/blockedusers"

// Recorded: Remaining is the value after the call; failed calls count; the window is 60 seconds from
// the first call. Page "Rate Limits": 429, its text and headers. Assumed: a refused call does not
// lengthen the window.
func TestWindow(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, "standard: 3"))
	clock := clockOf(t, srv)
	start := clock.Now()
	for _, step := range []struct {
		second float64
		target string
		status int
		rates  string
	}{
		{0, aliceList, 200, "3/2 100000/99999"},
		{20, "/v3/users/nobody/blockedusers", 404, "3/1 100000/99998"},
		{59, aliceList + "?page=x", 400, "3/0 100000/99997"},
		{59.999, aliceList, 429, "3/0 100000/99996"},
		{60, aliceList, 200, "3/2 100000/99999"},
		{100, aliceList, 200, "3/1 100000/99998"},
		{119.999, aliceList, 200, "3/0 100000/99997"},
		{119.999, aliceList, 429, "3/0 100000/99996"},
		// A pause: the next window begins with its first call, not on the minute.
		{170, aliceList, 200, "3/2 100000/99999"},
		{229.999, aliceList, 200, "3/1 100000/99998"},
		{230, aliceList, 200, "3/2 100000/99999"},
	} {
		clock.Freeze(start.Add(time.Duration(step.second * float64(time.Second))))
		r := get(srv, step.target)
		if r.Status != step.status || rates(r) != step.rates {
			t.Errorf("second %v: status %d, %s; want %d, %s", step.second, r.Status, rates(r), step.status, step.rates)
		}
		retry, reset := r.Header.Get("Retry-After"), r.Header.Get("X-RateLimit-Reset")
		if r.Status != 429 {
			if retry+reset != "" {
				t.Errorf("second %v: Retry-After %q, X-RateLimit-Reset %q on a %d", step.second, retry, reset, r.Status)
			}
			continue
		}
		golden.Bytes(t, "Errors/ERR_TOO_MANY_REQUESTS.json", []byte(r.Body))
		if retry != "1" {
			t.Errorf("second %v: Retry-After %q, want 1", step.second, retry)
		}
	}
}

// Page "Rate Limits": wait for Retry-After seconds, or until X-RateLimit-Reset (UNIX time).
func TestWaitingAsTold(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, "standard: 1"))
	clock := clockOf(t, srv)
	for _, begin := range []time.Duration{0, 400 * time.Millisecond, 999 * time.Millisecond} {
		for _, after := range []time.Duration{0, 500 * time.Millisecond, 30 * time.Second, 59500 * time.Millisecond, 59999 * time.Millisecond} {
			for _, header := range []string{"Retry-After", "X-RateLimit-Reset"} {
				clock.Freeze(clock.Now().Truncate(time.Second).Add(time.Hour + begin))
				get(srv, aliceList)
				clock.Advance(after)
				refused := get(srv, aliceList)
				if refused.Status != 429 {
					t.Fatalf("begin %v, after %v: status %d, want 429", begin, after, refused.Status)
				}
				n, err := strconv.ParseInt(refused.Header.Get(header), 10, 64)
				if err != nil {
					t.Fatalf("%s: %v", header, err)
				}
				until := clock.Now().Add(time.Duration(n) * time.Second)
				if header == "X-RateLimit-Reset" {
					until = time.Unix(n, 0)
				}
				if wait := until.Sub(clock.Now()); wait <= 0 || wait > 61*time.Second {
					t.Errorf("begin %v, after %v: %s tells to wait %v", begin, after, header, wait)
				}
				clock.Freeze(until)
				if r := get(srv, aliceList); r.Status != 200 {
					t.Errorf("begin %v, after %v: status %d after waiting for %s: %d", begin, after, r.Status, header, n)
				}
			}
		}
	}
}

// Recorded: a second pair of headers counts every call of the app.
func TestLimitOfTheApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, "app: 2"))
	clock := clockOf(t, srv)
	for _, want := range []string{"20000/19999 2/1", "20000/19998 2/0"} {
		if r := get(srv, aliceList); r.Status != 200 || rates(r) != want {
			t.Errorf("status %d, %s, want %s", r.Status, rates(r), want)
		}
	}
	clock.Advance(15 * time.Second)
	r := get(srv, aliceList)
	if r.Status != 429 || rates(r) != "20000/0 2/0" || r.Header.Get("Retry-After") != "45" {
		t.Errorf("status %d, %s, Retry-After %s; want 429, 20000/0 2/0, 45", r.Status, rates(r), r.Header.Get("Retry-After"))
	}
	if want := strconv.FormatInt(clock.Now().Add(45*time.Second).Unix(), 10); r.Header.Get("X-RateLimit-Reset") != want {
		t.Errorf("X-RateLimit-Reset %s, want %s", r.Header.Get("X-RateLimit-Reset"), want)
	}
	golden.Bytes(t, "Errors/ERR_TOO_MANY_REQUESTS.json", []byte(r.Body))
}

// Recorded: failed calls count, a 400 has the headers. Assumed: the limit comes before the body.
func TestBodyErrorsAreCounted(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, "standard: 5"), chatdouble.WithMaxBody(10))
	clockOf(t, srv)
	large := send(srv, request{target: aliceList, key: fullKey, body: "larger than ten bytes"})
	if large.Status != 413 || rates(large) != "5/4 100000/99999" {
		t.Errorf("body too large: status %d, X-RateLimit headers %s, want 413, 5/4 100000/99999", large.Status, rates(large))
	}
	if r := get(srv, aliceList); rates(r) != "5/3 100000/99998" {
		t.Errorf("the call after it: %s, want 5/3 100000/99998", rates(r))
	}
}

// With limits switched off calls are counted and none is refused.
func TestLimitsSwitchedOff(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, "standard: 1"), chatdouble.WithLimits(false))
	clockOf(t, srv)
	for _, want := range []string{"1/0 100000/99999", "1/0 100000/99998", "1/0 100000/99997"} {
		if r := get(srv, aliceList); r.Status != 200 || rates(r) != want {
			t.Errorf("status %d, %s, want 200, %s", r.Status, rates(r), want)
		}
	}
}

// Calls at the same moment: exactly as many as the limit are let in, and no two see the same Remaining.
func TestLimitUnderLoad(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New(app(pair, "standard: 20"))
	if err != nil {
		t.Fatal(err)
	}
	clockOf(t, srv)
	replies := make(chan string, 40)
	for range cap(replies) {
		go func() {
			r := get(srv, aliceList)
			replies <- strconv.Itoa(r.Status) + " " + r.Header.Get("X-RateLimit-Remaining")
		}()
	}
	seen := map[string]int{}
	for range cap(replies) {
		seen[<-replies]++
	}
	for n := range 20 {
		if key := "200 " + strconv.Itoa(n); seen[key] != 1 {
			t.Errorf("%s: %d times, want once", key, seen[key])
		}
	}
	if seen["429 0"] != 20 {
		t.Errorf("refused %d times, want 20: %v", seen["429 0"], seen)
	}
}

// Page "Data Import": 60 requests a minute, counted for themselves.
func TestImportLimit(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	clock := clockOf(t, srv)
	const call = "POST /v3/data_import/users"
	for n := range 60 {
		list := []string{"users", "groups", "members", "messages"}[n%4]
		if got, want := rates(act(srv, "POST /v3/data_import/"+list, "")), fmt.Sprintf("60/%d 100000/%d", 59-n, 99_999-n); got != want {
			t.Fatalf("call %d: limits %s, want %s", n, got, want)
		}
	}
	refused := act(srv, call, "")
	wantCode(t, refused, 429, "ERR_TOO_MANY_REQUESTS")
	if want := "60 per minute is the maximum request allowed. Please retry for seconds after 60."; !strings.Contains(refused.Body, want) {
		t.Errorf("%s, want %q", refused.Body, want)
	}
	wantCode(t, get(srv, "/v3/users"), 200, "")
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"a","name":"n"}`), 200, "")
	clock.Advance(time.Minute)
	wantCode(t, act(srv, call, ""), 400, "ERR_IMPORT_INVALID_USER_FORMAT")
}
