package webhook

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// asking asks an address and returns what came of it, with all that was told.
func asking(ctx context.Context, s *Sender, o *Outbox, url string, tries int) (Try, []string) {
	var told []string
	last := s.Ask(ctx, o, Delivery{URL: url, Body: []byte("{}"), Changed: func(t Try) {
		told = append(told, fmt.Sprint(t.Number, " ", t.State))
	}}, tries)
	return last, told
}

// A question is tried without a pause until it is answered, or so often as it may be.
func TestAskTriesUntilThereIsAnAnswer(t *testing.T) {
	t.Parallel()
	c := clock.System()
	c.Freeze(noon())
	for _, tt := range []struct {
		statuses []int
		tries    int
		state    State
		told     string
	}{
		{[]int{200}, 2, Delivered, "1 waiting, 1 trying, 1 delivered"},
		{[]int{500, 200}, 2, Delivered, "1 waiting, 1 trying, 1 failed, 2 waiting, 2 trying, 2 delivered"},
		{[]int{500, 500}, 2, Failed, "1 waiting, 1 trying, 1 failed, 2 waiting, 2 trying, 2 failed"},
		{[]int{500}, 1, Failed, "1 waiting, 1 trying, 1 failed"},
	} {
		url, _ := receiver(t, tt.statuses...)
		s, o := New(nil, Bounds{}), NewOutbox("x", c)
		last, told := asking(t.Context(), s, o, url, tt.tries)
		if last.State != tt.state || string(last.Reply) != "thanks" || strings.Join(told, ", ") != tt.told || s.Waiting() != 0 {
			t.Errorf("%v: %+v, told %q, want %s", tt.statuses, last, told, tt.told)
		}
		s.Close()
	}
}

// An answer that decides something is looked at further than one that does not.
func TestAskReadsLongAnswers(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(strings.Repeat("x", answerSize+1)))
	}))
	t.Cleanup(srv.Close)
	s, o := New(nil, Bounds{}), NewOutbox("x", clock.System())
	defer s.Close()
	if last, _ := asking(t.Context(), s, o, srv.URL, 1); len(last.Reply) != answerSize {
		t.Errorf("%d bytes were looked at", len(last.Reply))
	}
}

// Nobody is asked who may not be, or when it is over; who does not answer is not waited for when it ends meanwhile.
func TestAskEnds(t *testing.T) {
	t.Parallel()
	asked, over := make(chan struct{}, 10), make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked <- struct{}{}; <-over }))
	t.Cleanup(func() { close(over); srv.Close() })
	for _, tt := range []struct {
		name  string
		url   string
		begin func(*Sender, *Outbox)
		end   func(*Sender, *Outbox, context.CancelFunc)
		state State
		told  []string
	}{
		{"a host that may not be called", "http://example.com", nil, nil, Failed, []string{"1 failed"}},
		{"a sender that is closed", srv.URL, func(s *Sender, _ *Outbox) { s.Close() }, nil, GivenUp, []string{"1 given_up"}},
		{"an outbox that has ended", srv.URL, func(_ *Sender, o *Outbox) { o.End("over") }, nil, GivenUp, []string{"1 given_up"}},
		{"the sender closes", srv.URL, nil, func(s *Sender, _ *Outbox, _ context.CancelFunc) { s.Close() }, GivenUp, []string{"1 waiting", "1 trying", "1 given_up"}},
		{"the outbox ends", srv.URL, nil, func(_ *Sender, o *Outbox, _ context.CancelFunc) { o.End("over") }, GivenUp, []string{"1 waiting", "1 trying", "1 given_up"}},
		{"the server stops", srv.URL, nil, func(_ *Sender, _ *Outbox, stop context.CancelFunc) { stop() }, GivenUp, []string{"1 waiting", "1 trying", "1 given_up"}},
	} {
		s, o := New(nil, Bounds{}), NewOutbox("x", clock.System())
		ctx, stop := context.WithCancel(t.Context())
		if tt.begin != nil {
			tt.begin(s, o)
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			if tt.end != nil {
				<-asked
				tt.end(s, o, stop)
			}
		}()
		last, told := asking(ctx, s, o, tt.url, 3)
		<-ended
		if last.State != tt.state || last.Err == nil || !last.Final || !slices.Equal(told, tt.told) || s.Waiting() != 0 {
			t.Errorf("%s: %+v, told %q, want %q", tt.name, last, told, tt.told)
		}
		stop()
		s.Close()
	}
}

// A question waits neither behind events to the same address nor longer than it may.
func TestAskDoesNotWaitForEvents(t *testing.T) {
	t.Parallel()
	asked, over := make(chan struct{}, 10), make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if asked <- struct{}{}; r.Header.Get("Authorization") == "" {
			<-over
		}
	}))
	t.Cleanup(func() { close(over); srv.Close() })
	s, o := New(nil, Bounds{}), NewOutbox("x", clock.System())
	defer s.Close()
	s.Send(o, Delivery{URL: srv.URL, Body: []byte("{}"), Changed: func(Try) {}})
	<-asked
	if last := s.Ask(t.Context(), o, Delivery{URL: srv.URL, Username: "judge", Changed: func(Try) {}}, 1); last.State != Delivered {
		t.Errorf("behind an event: %+v", last)
	}
	last := s.Ask(t.Context(), o, Delivery{URL: srv.URL, Timeout: 10 * time.Millisecond, Changed: func(Try) {}}, 2)
	if last.State != Failed || last.Number != 0 || !strings.Contains(last.Err.Error(), "no answer within 10ms") {
		t.Errorf("no answer: %+v", last)
	}
}
