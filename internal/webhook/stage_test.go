package webhook

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

func noon() time.Time { return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC) }

// stage is a sender whose receivers are played by the test: each call stays where it is until the test
// answers it. The test runs in a bubble (testing/synctest), where waiting costs no time.
type stage struct {
	*Sender
	t *testing.T

	mu    sync.Mutex
	calls map[string]*call    // that are with a receiver, by address
	told  map[string][]string // by event: where it stood, one after the other
}

type call struct {
	event  string
	answer chan int
}

func newStage(t *testing.T, bounds Bounds) *stage {
	s := &stage{Sender: New(nil, bounds), t: t, calls: make(map[string]*call), told: make(map[string][]string)}
	s.client.Transport = s
	return s
}

// RoundTrip is the network.
func (s *stage) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	c := &call{string(body), make(chan int)}
	to := r.URL.Path[1:]
	s.mu.Lock()
	if before := s.calls[to]; before != nil {
		s.t.Errorf("%s gets %s while it has %s", to, c.event, before.event)
	}
	s.calls[to] = c
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.calls, to)
	}()
	select {
	case status := <-c.answer:
		if status == 0 {
			return nil, errors.New("connection reset")
		}
		return &http.Response{StatusCode: status, Body: http.NoBody}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// outbox is one whose clock stands at noon.
func (s *stage) outbox(app string) (*Outbox, *clock.Clock) {
	c := clock.System()
	c.Freeze(noon())
	return NewOutbox(app, c), c
}

// send sends an event to an address, which is any word.
func (s *stage) send(o *Outbox, to, event string, waits ...time.Duration) {
	s.Send(o, s.delivery(to, event, waits...))
}

func (s *stage) delivery(to, event string, waits ...time.Duration) Delivery {
	return Delivery{
		URL: "http://127.0.0.1/" + to, Body: []byte(event), Waits: waits,
		Changed: func(t Try) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.told[event] = append(s.told[event], fmt.Sprintf("%d %s", t.Number, t.State))
			if over := t.State != Waiting && t.State != Trying; t.Final && !over || (t.Err != nil) != (over && t.State != Delivered) {
				s.t.Errorf("%s: %+v", event, t)
			}
		},
	}
}

// answer lets a receiver answer what it has; 0 breaks the connection.
func (s *stage) answer(to string, status int) {
	s.t.Helper()
	s.mu.Lock()
	c := s.calls[to]
	s.mu.Unlock()
	if c == nil {
		s.t.Fatalf("%s has nothing to answer", to)
	}
	c.answer <- status
}

// with is what the receivers have, as "a:1 b:2".
func (s *stage) with() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, to := range slices.Sorted(maps.Keys(s.calls)) {
		all = append(all, to+":"+s.calls[to].event)
	}
	return strings.Join(all, " ")
}

// of is where an event stood, one after the other.
func (s *stage) of(event string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.told[event], ", ")
}

func (s *stage) want(what, got, want string) {
	s.t.Helper()
	if got != want {
		s.t.Errorf("%s: %q, want %q", what, got, want)
	}
}
