package webhook

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// deliver sends one event and returns what its tries came to. The app's clock is moved on after each.
func deliver(t *testing.T, hosts []string, d Delivery) (over []Try) {
	t.Helper()
	c := clock.System()
	c.Freeze(noon())
	s, o := New(hosts, Bounds{}), NewOutbox("x", c)
	tries := make(chan Try, 100)
	d.Changed = func(t Try) { tries <- t }
	s.Send(o, d)
	for try := range tries {
		switch {
		case try.State == Waiting && !try.Due.IsZero():
			c.Set(try.Due)
		case try.State != Waiting && try.State != Trying:
			over = append(over, try)
		}
		if try.Final {
			break
		}
	}
	if left := s.Close(); len(left) > 0 || len(tries) > 0 {
		t.Errorf("after the last try %v is left and %d more is told", left, len(tries))
	}
	return over
}

// receiver answers with the given statuses, one after the other, and tells what it got.
func receiver(t *testing.T, statuses ...int) (url string, got chan string) {
	got = make(chan string, 10)
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		user, password, _ := r.BasicAuth()
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(statuses[n])
		_, _ = io.WriteString(w, "thanks")
		n++
		got <- strings.Join([]string{r.Method, r.URL.Path, r.Header.Get("Content-Type"), user, password, string(body)}, " ")
	}))
	t.Cleanup(srv.Close)
	return srv.URL, got
}

func TestDeliveryIsTriedUntilItIsTaken(t *testing.T) {
	t.Parallel()
	only200 := func(status int) bool { return status == 200 }
	for _, tt := range []struct {
		name     string
		taken    func(int) bool
		statuses []int
	}{
		{"taken at once", nil, []int{200}},
		{"any 2xx will do", nil, []int{206}},
		{"unless the vendor says so", only200, []int{206, 200}},
		{"taken in the end", nil, []int{500, 302, 201}}, // a redirect is not followed
		{"given up", only200, []int{500, 500, 500}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, got := receiver(t, tt.statuses...)
			tries := deliver(t, nil, Delivery{
				URL: url, Username: "me", Password: "secret", Body: []byte(`{"a":1}`), ContentType: "Application/json", Taken: tt.taken,
				Waits: []time.Duration{time.Second, time.Second},
			})
			if len(tries) != len(tt.statuses) {
				t.Fatalf("tries: %+v", tries)
			}
			for i, status := range tt.statuses {
				last := i == len(tt.statuses)-1
				delivered := last && status < 300
				try := tries[i]
				if try.Number != i+1 || try.Status != status || try.Final != last || (try.State == Delivered) != delivered || string(try.Reply) != "thanks" {
					t.Errorf("try %d = %+v, want status %d, the last %v", i+1, try, status, last)
				}
				if line := <-got; line != `POST / Application/json me secret {"a":1}` {
					t.Errorf("the receiver got %q", line)
				}
				if kind := try.Header.Get("Content-Type"); kind != "Application/json" || !strings.HasPrefix(try.Header.Get("Authorization"), "Basic ") {
					t.Errorf("headers %v", try.Header)
				}
			}
			if len(got) > 0 {
				t.Errorf("one more: %s", <-got)
			}
		})
	}
}

// Of an answer that is long, or never ends, only the beginning is read.
func TestAnswerIsBounded(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for r := http.NewResponseController(w); ; {
			if _, err := w.Write(make([]byte, 1000)); err != nil || r.Flush() != nil {
				return // the sender has gone
			}
		}
	}))
	defer srv.Close()
	tries := deliver(t, nil, Delivery{URL: srv.URL})
	if len(tries) != 1 || tries[0].State != Delivered || len(tries[0].Reply) != replySize {
		t.Errorf("%d tries, the first is %s with %d bytes; want one with %d", len(tries), tries[0].State, len(tries[0].Reply), replySize)
	}
}

func TestReceiverThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer srv.Close()
	defer close(done)
	tries := deliver(t, nil, Delivery{URL: srv.URL, Timeout: 20 * time.Millisecond})
	if len(tries) != 1 || tries[0].Status != 0 || !strings.HasSuffix(tries[0].Err.Error(), "no answer within 20ms") {
		t.Errorf("tries: %+v", tries)
	}
}

// What a URL may hold is in no error: errors are logged.
func TestErrorsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	at := strings.TrimPrefix(closed.URL, "http://")
	for _, url := range []string{
		"http://me:hidden@" + at + "/hidden?token=hidden",
		"http://me:hidden@example.com/hidden?token=hidden",
		"ftp://me:hidden@example.com/hidden?token=hidden",
		"http://me:hidden@exa mple.com/hidden",
		"http://me:hidden@[/hidden",
		":hidden",
	} {
		tries := deliver(t, nil, Delivery{URL: url})
		if len(tries) != 1 || tries[0].State != Failed || strings.Contains(tries[0].Err.Error(), "hidden") {
			t.Errorf("%s: %+v", url, tries)
		}
	}
}

func TestOnlyAllowedHostsAreCalled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		hosts []string
		url   string
		ok    bool
	}{
		{nil, "http://localhost:1/", true},
		{nil, "http://127.8.8.8:1/", true},
		{nil, "http://[::1]:1/", true},
		{nil, "https://example.com/", false},
		{nil, "http://10.0.0.1/", false},
		{nil, "http://localhost.example.com/", false},
		{nil, "http://localhost@example.com/", false},
		{[]string{"example.com"}, "https://EXAMPLE.com/x", true},
		{[]string{"example.com"}, "https://www.example.com/", false},
		{[]string{"*"}, "https://www.example.com/", true},
		{[]string{"*"}, "ftp://www.example.com/", false},
	} {
		if err := Refuses(tt.hosts, tt.url); (err == nil) != tt.ok {
			t.Errorf("hosts %q, URL %s: %v, want allowed %v", tt.hosts, tt.url, err, tt.ok)
		}
	}
}

// Nothing changes until the server is started with other settings, so there is one try.
func TestARefusedHostIsToldAsOneTry(t *testing.T) {
	t.Parallel()
	tries := deliver(t, nil, Delivery{URL: "http://example.com/", Waits: []time.Duration{time.Second}})
	if len(tries) != 1 || tries[0].Number != 1 || tries[0].Status != 0 || !strings.Contains(tries[0].Err.Error(), "--callback-hosts") {
		t.Errorf("tries: %+v, want a refusal that says what to do", tries)
	}
}
