package webhook

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// receiver answers with the given statuses, one after the other, and tells what it got.
func receiver(t *testing.T, statuses ...int) (url string, got chan string) {
	got = make(chan string, 10)
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		user, password, _ := r.BasicAuth()
		w.WriteHeader(statuses[n])
		n++
		got <- strings.Join([]string{r.Method, r.Header.Get("Content-Type"), user, password, string(body)}, " ")
	}))
	t.Cleanup(srv.Close)
	return srv.URL, got
}

func noWait(context.Context, time.Time) error { return nil }

func noon() time.Time { return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC) }

func TestDeliveryIsTriedUntilItIsTaken(t *testing.T) {
	for _, tt := range []struct {
		name     string
		statuses []int
		want     []int
	}{
		{"taken at once", []int{200}, []int{200}},
		{"any 2xx will do", []int{204}, []int{204}},
		{"taken in the end", []int{500, 302, 200}, []int{500, 302, 200}},
		{"given up", []int{500, 500, 500}, []int{500, 500, 500}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			url, got := receiver(t, tt.statuses...)
			s := New(nil)
			tries := make(chan Try, 10)
			s.Send(Delivery{
				URL: url, Username: "me", Password: "secret", Body: []byte(`{"a":1}`),
				Waits: []time.Duration{time.Second, time.Second}, Now: noon, Wait: noWait, Tried: func(t Try) { tries <- t },
			})
			for i, status := range tt.want {
				try := <-tries
				if try.Number != i+1 || try.Status != status || (try.Err == nil) != (status/100 == 2) {
					t.Errorf("try %d = %+v, want status %d", i+1, try, status)
				}
				if line := <-got; line != `POST application/json me secret {"a":1}` {
					t.Errorf("the receiver got %q", line)
				}
			}
			s.Close()
			if len(tries) != 0 {
				t.Errorf("there was another try: %+v", <-tries)
			}
		})
	}
}

func TestOnlyAllowedHostsAreCalled(t *testing.T) {
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
		{[]string{"example.com"}, "https://EXAMPLE.com/x", true},
		{[]string{"example.com"}, "https://www.example.com/", false},
		{[]string{"*"}, "https://www.example.com/", true},
		{[]string{"*"}, "ftp://www.example.com/", false},
	} {
		s := New(tt.hosts)
		if err := s.refuses(tt.url); (err == nil) != tt.ok {
			t.Errorf("hosts %q, URL %s: %v, want allowed %v", tt.hosts, tt.url, err, tt.ok)
		}
		s.Close()
	}
}

// Nothing changes until the server is started with other settings, so there is one try.
func TestARefusedHostIsToldAsOneTry(t *testing.T) {
	s := New(nil)
	tries := make(chan Try, 3)
	s.Send(Delivery{
		URL: "http://example.com/", Waits: []time.Duration{time.Second}, Now: noon, Wait: noWait, Tried: func(t Try) { tries <- t },
	})
	if try := <-tries; try.Number != 1 || try.Status != 0 || try.Err == nil || !strings.Contains(try.Err.Error(), "--callback-hosts") {
		t.Errorf("try = %+v, want a refusal that says what to do", try)
	}
	s.all.Wait() // Close would give up what is to come
	s.Close()
	if len(tries) != 0 {
		t.Errorf("there was another try: %+v", <-tries)
	}
}

// Close must not wait for a pause that a frozen clock never ends.
func TestCloseGivesUpWhatWaits(t *testing.T) {
	url, got := receiver(t, 500)
	s := New(nil)
	s.Send(Delivery{
		URL: url, Waits: []time.Duration{time.Hour}, Tried: func(Try) {}, Now: noon,
		Wait: func(ctx context.Context, _ time.Time) error { <-ctx.Done(); return ctx.Err() },
	})
	<-got
	s.Close()
	s.Send(Delivery{URL: url, Tried: func(Try) { t.Error("delivered after Close") }})
}
