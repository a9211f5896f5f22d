package gateway_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

func TestDateFollowsTheClockOfTheApp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	date := func() string { return b.get("/").Header().Get("Date") }
	if got, want := date(), "Thu, 29 Feb 2024 12:00:00 GMT"; got != want {
		t.Errorf("Date = %q, want %q", got, want)
	}
	b.app.Clock.Advance(11*time.Minute + 999*time.Millisecond)
	if got, want := date(), "Thu, 29 Feb 2024 12:11:00 GMT"; got != want {
		t.Errorf("Date after the clock moved = %q, want %q", got, want)
	}

	// Requests that reach no app follow the server's clock; the two take turns, because the
	// text of a second is made once and kept.
	app := b.app
	for range 3 {
		b.app = nil
		b.steps["authenticate"] = func(*gateway.Call) error { return errors.New("no app") }
		if got, want := date(), "Thu, 29 Feb 2024 12:00:00 GMT"; got != want {
			t.Errorf("Date without an app = %q, want %q", got, want)
		}
		b.app = app
		if got, want := date(), "Thu, 29 Feb 2024 12:11:00 GMT"; got != want {
			t.Errorf("Date with an app = %q, want %q", got, want)
		}
	}
}

func TestCallHasOneNow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Clock.Run() // a running clock: two readings would differ
	b.app.Clock.Set(noon)
	var seen []time.Time
	for _, step := range []string{"authenticate", "decode", "encode", "result"} {
		b.steps[step] = func(c *gateway.Call) error {
			seen = append(seen, c.Now)
			b.app.Clock.Advance(time.Hour)
			return nil
		}
	}
	b.get("/")
	for i, now := range seen {
		if !now.Equal(seen[0]) {
			t.Errorf("step %d saw %v, the first saw %v", i, now, seen[0])
		}
	}
	if e := b.app.Journal.Entries()[0]; !e.Time.Equal(seen[0]) {
		t.Errorf("the journal says %v, the call's now was %v", e.Time, seen[0])
	}
}

func TestContentLengthIsTheBodys(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 5, 2048, 300_000} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			b := newBench(t)
			b.op.Do = func(c *gateway.Call) error {
				c.Reply.Body = append(c.Reply.Body, strings.Repeat("x", n)...)
				return nil
			}
			w := b.get("/")
			if got := w.Header().Get("Content-Length"); got != strconv.Itoa(n) || w.Body.Len() != n {
				t.Errorf("Content-Length = %q with %d bytes, want %d", got, w.Body.Len(), n)
			}
			if e := b.app.Journal.Entries()[0]; e.ReplyLength != n || len(e.Reply) != min(n, journal.BodyLimit) {
				t.Errorf("the journal has %d bytes of %d, want %d of %d", len(e.Reply), e.ReplyLength, min(n, journal.BodyLimit), n)
			}
			// What was large before must not show in what comes next.
			b.op.Do = func(c *gateway.Call) error {
				c.Reply.Body = append(c.Reply.Body, "small"...)
				return nil
			}
			wantReply(t, b.get("/"), http.StatusOK, "small")
		})
	}
}

func TestRequestIDsAreUniqueAndRepeat(t *testing.T) {
	t.Parallel()
	const calls = 5000
	sequence := func(seed int64) []string {
		b := newSeededBench(t, seed)
		b.app.Quotas["few"] = calls
		ids := make([]string, calls)
		for i := range ids {
			ids[i] = b.get("/").Header().Get("X-Chatdouble-Request-Id")
		}
		for i, e := range b.app.Journal.Entries() {
			if want := ids[calls-journal.DefaultSize+i]; e.ID != want {
				t.Fatalf("entry %d has the id %s, the reply had %s", i, e.ID, want)
			}
		}
		return ids
	}
	first := sequence(42)
	seen := make(map[string]bool)
	for i, id := range first {
		if seen[id] {
			t.Fatalf("id %s of call %d was given before", id, i)
		}
		seen[id] = true
		// ZIM's samples have 18 or 19 digits and fit a signed 64-bit number.
		if n, err := strconv.ParseInt(id, 10, 64); err != nil || n < 1e17 {
			t.Fatalf("id %s of call %d is not a number of 18 or 19 digits below 2^63", id, i)
		}
	}
	for i, id := range sequence(42) {
		if id != first[i] {
			t.Fatalf("call %d has the id %s, with the same seed before %s", i, id, first[i])
		}
	}
	for i, id := range sequence(43) {
		if seen[id] {
			t.Fatalf("id %s of call %d also comes with another seed", id, i)
		}
	}
}

// The call's number is the same everywhere: in the header, in the journal, for the vendor.
func TestVendorSeesTheRequestsID(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var id string
	b.steps["decode"] = func(c *gateway.Call) error {
		id = c.IDText()
		if want := strconv.FormatUint(c.ID, 10); id != want {
			t.Errorf("IDText = %s, ID = %s", id, want)
		}
		return nil
	}
	if got := b.get("/").Header().Get("X-Chatdouble-Request-Id"); got != id || id == "" {
		t.Errorf("header = %q, the vendor saw %q", got, id)
	}
}

func TestReasonIsOneShortLineWhateverTheError(t *testing.T) {
	t.Parallel()
	texts := []string{
		"", "plain", "two\r\nX-Injected: lines", "nul \x00 and bell \a", "caf\u00e9 \U0001F600", "\xff\xfe broken",
		strings.Repeat("long ", 1000), strings.Repeat("\u00e9", 201), strings.Repeat("x", 399) + "\u00e9",
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		noise := make([]byte, rnd.IntN(900))
		for i := range noise {
			noise[i] = byte(rnd.Uint32())
		}
		texts = append(texts, string(noise))
	}
	for _, text := range texts {
		for name, refuse := range map[string]func(*gateway.Call) error{
			"vendor": func(c *gateway.Call) error { c.Explain(text); return errors.New(text) },
			"panic":  func(*gateway.Call) error { panic(text) },
			"body":   func(*gateway.Call) error { return &gateway.BodyError{Err: errors.New(text)} },
		} {
			b := newBench(t)
			b.steps["authenticate"] = refuse
			header := b.get("/").Header()
			if got := header.Get("X-Injected"); got != "" {
				t.Fatalf("%s, %q: the text became a header of its own", name, text)
			}
			values := header["X-Chatdouble-Reason"]
			if text == "" && name == "vendor" {
				if len(values) != 0 {
					t.Fatalf("a refusal without a reason has the header %q", values)
				}
				continue
			}
			if len(values) != 1 || values[0] == "" || len(values[0]) > 400 {
				t.Fatalf("%s, %q: reason = %q, want one line of at most 400 bytes", name, text, values)
			}
			for _, c := range []byte(values[0]) {
				if c < ' ' || c > '~' {
					t.Fatalf("%s, %q: reason = %q has the byte %#x", name, text, values, c)
				}
			}
			if e := b.app.Journal.Entries()[0]; e.Reason != values[0] {
				t.Fatalf("the journal's reason is %q, the header's %q", e.Reason, values[0])
			}
		}
	}
}

func TestFirstReasonIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.steps["authenticate"] = func(c *gateway.Call) error { c.Explain("the cause"); return errors.New("refused") }
	b.steps["failure"] = func(c *gateway.Call) error { c.Explain("the consequence"); return nil }
	if got := b.get("/").Header().Get("X-Chatdouble-Reason"); got != "the cause" {
		t.Errorf("reason = %q, want the cause", got)
	}
	// What one call says is not said by the next one, which uses the same Call again.
	clear(b.steps)
	if got := b.get("/").Header().Get("X-Chatdouble-Reason"); got != "" {
		t.Errorf("the reason of a good call is %q", got)
	}
}

// Over a connection the names stand as the vendor writes them. A caller that has the map in its
// hands finds them by Header.Get.
func TestHeaderSpelling(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.steps["result"] = func(c *gateway.Call) error { c.Reply.SetHeader("x-ODD-Name", "yes"); return nil }
	if got := b.get("/").Header().Get("X-Odd-Name"); got != "yes" {
		t.Errorf("Header().Get = %q without a server, want yes", got)
	}

	var header http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.ServeHTTP(w, r)
		header = w.Header()
	}))
	resp, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	server.Close()          // the handler has ended
	spelled := "x-ODD-Name" // Header.Get would spell it otherwise
	if got := header[spelled]; len(got) != 1 || got[0] != "yes" {
		t.Errorf("headers over a connection = %v, want x-ODD-Name", header)
	}
}

// The journal's headers are the request's as it came, whatever its sender does with it afterwards.
func TestJournalKeepsTheHeadersAsTheyCame(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Sent", "before")
	b.send(r)
	r.Header.Set("X-Sent", "after")
	b.send(r)
	for i, want := range []string{"before", "after"} {
		if got := http.Header(b.app.Journal.Entries()[i].Header).Get("X-Sent"); got != want {
			t.Errorf("entry %d has X-Sent %q, want %q", i, got, want)
		}
	}
}

func TestConcurrentCallsDoNotMeet(t *testing.T) {
	t.Parallel()
	const clients, calls = 8, 150
	b := newBench(t)
	b.app.Quotas["few"] = clients * calls
	b.op.Do = func(c *gateway.Call) error {
		c.Reply.Body = fmt.Appendf(c.Reply.Body, "%s %s %s", c.User, c.Body, c.IDText())
		if n, _ := c.Query.First("n"); n != "" && n[len(n)-1] == '7' {
			return errors.New("unlucky")
		}
		c.Reply.SetHeader("X-User", c.User)
		return nil
	}
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		ids = make(map[string]bool)
	)
	for client := range clients {
		wg.Go(func() {
			for n := range calls {
				user := fmt.Sprintf("u%d-%d", client, n)
				w := b.send(httptest.NewRequest(http.MethodPost, fmt.Sprintf("/?user=%s&n=%d", user, n), strings.NewReader("body of "+user)))
				id := w.Header().Get("X-Chatdouble-Request-Id")
				want, status, header := user+" body of "+user+" "+id, http.StatusOK, user
				if n%10 == 7 {
					want, status, header = "refused: *errors.errorString", http.StatusTeapot, ""
				}
				if w.Code != status || w.Body.String() != want || w.Header().Get("X-User") != header {
					t.Errorf("reply to %s = %d %q (X-User %q), want %d %q", user, w.Code, w.Body, w.Header().Get("X-User"), status, want)
				}
				mu.Lock()
				if ids[id] {
					t.Errorf("id %s was given twice", id)
				}
				ids[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	numbers := make(map[uint64]bool)
	for _, e := range b.app.Journal.Entries() {
		if numbers[e.Number] {
			t.Errorf("number %d stands twice in the journal", e.Number)
		}
		numbers[e.Number] = true
		if status := e.Status; status == http.StatusOK && !strings.Contains(string(e.Reply), "body of "+e.User+" "+e.ID) {
			t.Errorf("entry of %s has the reply %q", e.User, e.Reply)
		}
	}
}
