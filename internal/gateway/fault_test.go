package gateway_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// when is the When of a fault rule.
func when(after bool) string {
	if after {
		return faults.After
	}
	return faults.Before
}

// tenMinutes is longer than any test waits.
var tenMinutes = &faults.Delay{Type: faults.Fixed, Milliseconds: 600_000}

func TestDelayTakesItsTime(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		b := newBench(t)
		b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 60}}, When: when(after)})
		begin := time.Now()
		wantReply(t, b.get("/"), http.StatusOK, "hello")
		if took := time.Since(begin); took < 60*time.Millisecond {
			t.Errorf("after %v: the answer took %v, want 60 ms at least", after, took)
		}
	}
}

// A client that goes away ends the delay; the journal has the call while it waits. With when=after
// the state has changed before the wait, else nothing is done.
func TestDelayEndsWithTheClient(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		standing(t, func(t *testing.T, s *stand) {
			s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: tenMinutes}, When: when(after)})
			conn := s.begin(t, "/put")
			if got := s.changed(); got != after {
				t.Errorf("during the delay the state has changed %v, want %v", got, after)
			}
			_ = conn.Close()
			wait(t, "the call ends", s.returned)
			if got := s.changed(); got != after {
				t.Errorf("after the delay the state has changed %v, want %v", got, after)
			}
			eventually(t, "the entry has its reason", func() bool { return s.last(t).Reason != "" })
			if e := only(t, s.app.Journal); e.FaultKind != faults.KindDelay || e.Completed || e.Status != 0 {
				t.Errorf("the journal has %+v, want a delay that was not answered", e)
			}
		})
	}
}

// A server that closes ends it too.
func TestDelayEndsWithTheServer(t *testing.T) {
	t.Parallel()
	s := newStand(t, false, nil)
	s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: tenMinutes}})
	conn := s.begin(t, "/")
	_ = s.server.Close()
	wait(t, "the call ends", s.returned)
	if got, _ := io.ReadAll(conn); len(got) > 0 {
		t.Errorf("the client got %q", got)
	}
}

// "All calls are slow" and "the next one fails" are two rules that a test may have at the same time,
// made in either order, for the app or for all.
func TestDelayJoinsAnotherRule(t *testing.T) {
	t.Parallel()
	slow := faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 30}}}
	fails := faults.Rule{Fault: faults.Fault{Status: 503}, Times: 1}
	for _, rules := range [][2][]faults.Rule{
		{{slow, fails}, nil},
		{{fails, slow}, nil},
		{{slow}, {fails}},
		{{fails}, {slow}},
	} {
		b := newBench(t)
		b.app.Faults.Set(rules[0])
		b.Core.Faults.Set(rules[1])
		for _, want := range []int{503, 200} {
			begin := time.Now()
			w := b.get("/")
			if took := time.Since(begin); w.Code != want || took < 30*time.Millisecond {
				t.Errorf("rules %v: status %d after %v, want %d after 30 ms at least", rules, w.Code, took, want)
			}
		}
		entries := b.app.Journal.Entries()
		if len(entries) != 2 || entries[0].FaultKind != faults.KindStatus || entries[1].FaultKind != faults.KindDelay {
			t.Errorf("rules %v: the journal has %+v, want a status and a delay", rules, entries)
		}
	}
}

// A server that stops in peace waits for its calls, so a delay ends and the call is answered; later
// ones are not delayed any more.
func TestDelayEndsWhenTheServerStops(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		s := newStand(t, false, nil)
		s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: tenMinutes}, When: when(after)})
		conn := s.begin(t, "/put")
		s.Stop()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		if err := s.server.Shutdown(ctx); err != nil {
			t.Errorf("after %v: the server waits for the delay: %v", after, err)
		}
		if r, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || r.StatusCode != http.StatusOK || !s.changed() {
			t.Errorf("after %v: the answer is %v, %v, the state has changed %v; want a good one and true", after, r, err, s.changed())
		}
		if e := s.last(t); !e.Completed || e.Status != http.StatusOK || e.Reason != "" {
			t.Errorf("after %v: the entry is %+v, want that of a call that was answered", after, e)
		}
		s.Stop()
		wantReply(t, s.get("/"), http.StatusOK, greeting)
	}
}

// A handler without a server has the request's context alone.
func TestDelayEndsWithTheContext(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: tenMinutes}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := b.send(httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx))
	want := "a fault rule (f1, with a delay of 10m0s) let the call wait, and the client did not; nothing was done"
	if got := w.Header().Get("X-Chatdouble-Reason"); w.Code != http.StatusServiceUnavailable || got != want {
		t.Errorf("%d, reason %q, want 503 and %q", w.Code, got, want)
	}
}

// The server's own time limits count without the delay, and hold again for the next request.
func TestDelayIsLongerThanTheServersLimits(t *testing.T) {
	t.Parallel()
	for name, overTLS := range map[string]bool{"plain": false, "TLS": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := 300 * time.Millisecond
			if overTLS { // a handshake is within it too
				limit *= 3
			}
			s := newStand(t, overTLS, func(server *http.Server) { server.ReadTimeout, server.WriteTimeout = limit, limit })
			s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 2 * int(limit.Milliseconds())}}, Times: 1})
			conn := s.dial(t)
			answers := bufio.NewReader(conn)
			for call := range 2 {
				_, _ = io.WriteString(conn, asked("/", "Connection: keep-alive"))
				r, err := http.ReadResponse(answers, nil)
				if err != nil {
					t.Fatalf("call %d: %v", call, err)
				}
				if body, err := io.ReadAll(r.Body); err != nil || r.StatusCode != http.StatusOK {
					t.Fatalf("call %d: %d %q, %v", call, r.StatusCode, body, err)
				}
			}
		})
	}
}

// The app's own rules come first, and what they hit still counts for the nth of those for all apps.
func TestRulesForAllApps(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Faults.Add(faults.Rule{Match: faults.Match{Nth: 2}, Fault: faults.Fault{Status: 502}})
	b.Faults.Add(faults.Rule{Match: faults.Match{Operation: "Hello"}, Fault: faults.Fault{Status: 504}})
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: 503}, Times: 1})
	for i, want := range []int{503, 502, 504, 504} {
		if w := b.get("/"); w.Code != want {
			t.Errorf("call %d: status %d, want %d", i, w.Code, want)
		}
	}
	if got := b.last(t).Reason; !strings.Contains(got, "a fault rule (all2) refused the call") {
		t.Errorf("reason = %q", got)
	}
}

// A call that reaches no operation, or no app, can go wrong as any other.
func TestRulesHitWhatReachesNothing(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*gateway.Call) error{
		"no operation": func(c *gateway.Call) error { c.Op = nil; return errors.New("no such operation") },
		"no app":       func(c *gateway.Call) error { c.App = nil; return errors.New("no such app") },
	} {
		b := newBench(t)
		b.steps["route"] = lose
		b.Faults.Add(faults.Rule{Match: faults.Match{Vendor: "toy"}, Fault: faults.Fault{Status: 502}})
		if w := b.get("/"); w.Code != 502 {
			t.Errorf("%s: %d %s, want 502", name, w.Code, w.Body)
		}
		b.Faults.Set([]faults.Rule{{Fault: faults.Fault{RateLimited: true}}})
		wantReply(t, b.get("/"), http.StatusTeapot, "refused: *errors.errorString")
		wantShown(t, b.Faults, 0, 1, "reached no operation of an app that has a limit")
	}
}

// A rule for all vendors with a code that this one does not have.
func TestCodeOfAnotherVendor(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "unheard of"}, Times: 1})
	wantReply(t, b.get("/"), http.StatusOK, "hello")
	wantShown(t, b.Faults, 0, 1, "toy has no code unheard of")
}

// An answer to HEAD has no body that could be cut.
func TestNoBodyToCut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(1)}})
	w := b.send(httptest.NewRequest(http.MethodHead, "/", nil))
	if got := w.Header().Get("Content-Length"); got != "5" {
		t.Errorf("Content-Length = %q, want that of hello", got)
	}
	wantShown(t, b.app.Faults, 0, 1, "the answer's body has 0 bytes")
}

// A rule that cuts the call's own answer has decided what becomes of it; one for the answer's loss
// counts the call, and waits for the next.
func TestCutAnswerIsNotLostToo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(1)}, Times: 1})
	b.app.Faults.Add(faults.Rule{Match: faults.Match{Nth: 2}, Fault: faults.Fault{Status: http.StatusBadGateway}, When: faults.After})
	b.Faults.Add(faults.Rule{Match: faults.Match{Nth: 3}, Fault: faults.Fault{Status: http.StatusGatewayTimeout}, When: faults.After})
	for i, want := range []int{200, 502, 504, 200} {
		if w := b.get("/"); w.Code != want {
			t.Errorf("call %d: status %d, want %d", i, w.Code, want)
		}
	}
}

func TestRulesMatchHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Match: faults.Match{Header: map[string]string{"x-client": "two"}}, Fault: faults.Fault{Status: 502}})
	b.app.Faults.Add(faults.Rule{Match: faults.Match{Header: map[string]string{"host": "here"}, Nth: 4}, Fault: faults.Fault{Status: 504}})
	var got []int
	for _, header := range [][2]string{{"X-Client", "one"}, {"X-Client", "two"}, {"x-client", "two"}, {"X-Other", "two"}} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = "here"
		r.Header.Set(header[0], header[1])
		got = append(got, b.send(r).Code)
	}
	if want := []int{200, 502, 502, 504}; !slices.Equal(got, want) {
		t.Errorf("statuses = %v, want %v: the second rule counts what the first one hits", got, want)
	}
}

// Where the connection cannot be taken the call goes on as usual, and the rule says why.
func TestConnectionThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	for _, transport := range faults.Transports {
		if transport == faults.TruncatedBody {
			continue // needs no connection
		}
		b := newBench(t)
		b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: transport}, Times: 1})
		w := b.get("/")
		wantReply(t, w, http.StatusOK, "hello")
		if reason := w.Header().Get("X-Chatdouble-Reason"); reason != "" {
			t.Errorf("%s: a call that went well has the reason %q", transport, reason)
		}
		wantShown(t, b.app.Faults, 0, 1, "the connection cannot be taken: the call came over HTTP/1.1, or to the handler without a server")
		if b.app.Journal.Entries()[0].FaultID != "" {
			t.Errorf("%s: the journal says that a fault hit", transport)
		}
	}
}

// refusing is a writer whose connection cannot be taken although it says so, as middleware makes them.
type refusing struct{ *httptest.ResponseRecorder }

func (refusing) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return nil, nil, errors.New("not today")
}

func TestPromiseOfAConnectionThatIsNotKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.EmptyResponse}, Times: 1})
	w := refusing{httptest.NewRecorder()}
	b.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503", w.Code)
	}
	wantShown(t, b.app.Faults, 0, 1, "the connection could not be taken: not today")
	if e := b.app.Journal.Entries()[0]; e.Status != http.StatusServiceUnavailable || e.FaultID != "" {
		t.Errorf("the journal has status %d, fault %q, want 503 and none", e.Status, e.FaultID)
	}
}

// Over HTTP/2, which our own listeners do not offer, there is no connection to take; a body can be cut.
func TestFaultsOverHTTP2(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	server := httptest.NewUnstartedServer(b)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.ConnectionReset}})
	r, err := server.Client().Get(server.URL)
	if err != nil || r.ProtoMajor != 2 || r.StatusCode != http.StatusOK {
		t.Fatalf("%v, error %v, want 200 over HTTP/2", r, err)
	}
	_ = r.Body.Close()
	wantShown(t, b.app.Faults, 0, 1, "the call came over HTTP/2.0")

	b.app.Faults.Set([]faults.Rule{{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(4)}}})
	r, err = server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, err := io.ReadAll(r.Body); err == nil || len(body) > 4 {
		t.Errorf("body %q, error %v, want 4 bytes at most and an error", body, err)
	}
}

// The standard client sees the faults as what they are.
func TestStandardClient(t *testing.T) {
	t.Parallel()
	s := newStand(t, false, nil)
	for transport, want := range map[string]string{
		faults.EmptyResponse: "EOF", faults.ConnectionReset: "reset", faults.RandomDataThenClose: "malformed HTTP",
	} {
		s.Faults.Set([]faults.Rule{{Fault: faults.Fault{Transport: transport}}})
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		r, err := client.Get("http://" + s.address)
		if err == nil {
			_ = r.Body.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", transport, err, want)
		}
	}
}

// What belongs to the answer that was lost does not show on the one in its place.
func TestLostAnswerLeavesNoHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.op.Do = func(c *gateway.Call) error {
		c.Reply.SetHeader("X-Of-The-Answer", "yes")
		c.Reply.SetNumber("X-Number-Of-The-Answer", 1)
		return nil
	}
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: http.StatusBadGateway}, When: faults.After})
	w := b.get("/")
	wantReply(t, w, http.StatusBadGateway, "")
	for name := range w.Header() {
		if strings.Contains(name, "Of-The-Answer") {
			t.Errorf("the header %s of the lost answer is there", name)
		}
	}
}

// Reset goes back to the rules that the app began with, draws and ids too.
func TestResetGoesBackToTheFirstRules(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.BeginFaults = []faults.Rule{{Fault: faults.Fault{Status: http.StatusBadGateway}, Times: 1}}
	for range 2 {
		if err := b.app.Reset(); err != nil {
			t.Fatal(err)
		}
		b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: http.StatusGatewayTimeout}})
		for i, want := range []int{502, 504, 504} {
			if w := b.get("/"); w.Code != want {
				t.Errorf("call %d: status %d, want %d", i, w.Code, want)
			}
		}
	}
}

// Nothing waits for a call that waits.
func TestDelayAfterHoldsNoLock(t *testing.T) {
	t.Parallel()
	s := newStand(t, false, nil)
	s.app.Faults.Add(faults.Rule{Match: faults.Match{Path: "/put"}, Fault: faults.Fault{Delay: tenMinutes}, When: faults.After})
	s.begin(t, "/put")
	if err := s.app.Store.Update(noon, func(*store.Tx) error { return errors.New("seen") }); err == nil || !s.changed() {
		t.Error("the state could not be changed")
	}
	s.wantFine(t)
}

// The events of a call are delivered when its answer is lost, because the state has changed, and not
// when it was refused before.
func TestEventsOfALostAnswer(t *testing.T) {
	t.Parallel()
	url, heard := backend(t, 200)
	b := newEventBench(t, event("happened", url))
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: http.StatusBadGateway}, Times: 1})
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: http.StatusGatewayTimeout}, When: faults.After, Times: 1})
	wantReply(t, b.get("/"), http.StatusBadGateway, "")
	if n := b.app.Journal.Count(&journal.Filter{Operation: "happened"}); n != 0 {
		t.Errorf("%d events of a call that was refused", n)
	}
	wantReply(t, b.get("/"), http.StatusGatewayTimeout, "")
	if got := <-heard; got != `"happened"` {
		t.Errorf("the backend heard %s", got)
	}
	b.standing(t, webhook.Delivered)
}
