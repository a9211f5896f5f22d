package gateway_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
)

// seen is all that a client got, and how its connection ended.
type seen struct {
	raw []byte
	err error
}

// Every kind of fault, as a client sees it. The call after it is fine.
func TestFaultsOnTheWire(t *testing.T) {
	t.Parallel()
	const nothing = "; nothing was done"
	for name, tt := range map[string]struct {
		fault  string // and what stands behind it in a rule
		status int    // in the journal
		kind   string
		reason string
		check  func(seen) error
	}{
		"empty response":           {`{"transport":"EMPTY_RESPONSE"}`, 0, faults.KindTransport, "broke the connection (EMPTY_RESPONSE)" + nothing, wantEnd},
		"reset":                    {`{"transport":"CONNECTION_RESET_BY_PEER"}`, 0, faults.KindTransport, "broke the connection (CONNECTION_RESET_BY_PEER)" + nothing, wantReset},
		"random data":              {`{"transport":"RANDOM_DATA_THEN_CLOSE"}`, 0, faults.KindTransport, "broke the connection (RANDOM_DATA_THEN_CLOSE)" + nothing, wantNoHTTP},
		"malformed chunk":          {`{"transport":"MALFORMED_RESPONSE_CHUNK"}`, 200, faults.KindTransport, "broke the connection (MALFORMED_RESPONSE_CHUNK)" + nothing, wantMalformed(200)},
		"malformed chunk, a code":  {`{"transport":"MALFORMED_RESPONSE_CHUNK","code":"c"}`, 418, faults.KindTransport, "refused the call" + nothing, wantMalformed(418)},
		"cut body":                 {`{"transport":"TRUNCATED_BODY","after_bytes":10}`, 200, faults.KindTransport, "cut the answer after 10 of 22", wantCut(200, 10)},
		"cut body, nothing of it":  {`{"transport":"TRUNCATED_BODY"},"when":"after"`, 200, faults.KindTransport, "cut the answer after 0 of 22", wantCut(200, 0)},
		"cut body, a code":         {`{"transport":"TRUNCATED_BODY","after_bytes":7,"code":"c"}`, 418, faults.KindTransport, "cut the answer after 7 of ", wantCut(418, 7)},
		"cut body, one's own":      {`{"transport":"TRUNCATED_BODY","after_bytes":3,"status":503,"body":"<html>down</html>"}`, 503, faults.KindTransport, "cut the answer after 3 of 17 bytes", wantCut(503, 3)},
		"code":                     {`{"code":"c"}`, 418, faults.KindCode, "refused the call" + nothing, wantAnswer(418, "refused: *gateway.FaultError")},
		"status and body":          {`{"status":503,"body":"<html>down</html>"}`, 503, faults.KindStatus, "refused the call" + nothing, wantAnswer(503, "<html>down</html>")},
		"delay":                    {`{"delay":{"type":"fixed","milliseconds":1}}`, 200, faults.KindDelay, "", wantAnswer(200, greeting)},
		"delay and empty response": {`{"transport":"EMPTY_RESPONSE","delay":{"type":"fixed","milliseconds":1}}`, 0, faults.KindTransport, "a fault rule (f1, with a delay of 1ms) broke the connection (EMPTY_RESPONSE)" + nothing, wantEnd},
	} {
		t.Run(name, func(t *testing.T) {
			standing(t, func(t *testing.T, s *stand) {
				s.app.Faults.Add(mustParse(t, `{"fault":`+tt.fault+`,"match":{"operation":"Hello"},"times":1}`))
				var got seen
				got.raw, got.err = s.exchange(t, asked("/"))
				if err := tt.check(got); err != nil {
					t.Errorf("%v; got %q, error %v", err, got.raw, got.err)
				}
				if e := s.last(t); e.Status != tt.status || !strings.Contains(e.Reason, tt.reason) || e.FaultID != "f1" || e.FaultKind != tt.kind {
					t.Errorf("the journal has status %d, fault %s %s, reason %q; want %d, f1 %s, %q", e.Status, e.FaultID, e.FaultKind, e.Reason, tt.status, tt.kind, tt.reason)
				}
				s.wantFine(t)
				if left := s.app.Faults.List(); len(left) != 0 {
					t.Errorf("rules left after the one time: %+v", left)
				}
			})
		})
	}
}

func wantEnd(got seen) error {
	if len(got.raw) > 0 || got.err != nil {
		return errors.New("want the end at once")
	}
	return nil
}

func wantReset(got seen) error {
	if len(got.raw) > 0 || !errors.Is(got.err, syscall.ECONNRESET) {
		return errors.New("want a reset")
	}
	return nil
}

func wantNoHTTP(got seen) error {
	if len(got.raw) == 0 || got.err != nil {
		return errors.New("want bytes and the end")
	}
	if r, _, err := got.answer(); err == nil {
		return fmt.Errorf("it is HTTP: %v", r)
	}
	return nil
}

// answer reads what came as an answer, whose body may end in an error of its own.
func (got seen) answer() (r *http.Response, body []byte, err error) {
	r, err = http.ReadResponse(bufio.NewReader(bytes.NewReader(got.raw)), nil)
	if err != nil {
		return &http.Response{}, nil, err
	}
	body, err = io.ReadAll(r.Body)
	return r, body, err
}

// wantAnswer wants a whole answer with a body.
func wantAnswer(status int, text string) func(seen) error {
	return func(got seen) error {
		if r, body, err := got.answer(); err != nil || r.StatusCode != status || string(body) != text {
			return fmt.Errorf("status %d, body %q, error %v, want %d and %q", r.StatusCode, body, err, status, text)
		}
		return nil
	}
}

// wantCut wants an answer whose body ends too early.
func wantCut(status, length int) func(seen) error {
	return func(got seen) error {
		r, body, err := got.answer()
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) != length || r.StatusCode != status || r.ContentLength <= int64(length) {
			return fmt.Errorf("status %d, %d of %d bytes, error %v; want %d and %d bytes", r.StatusCode, len(body), r.ContentLength, err, status, length)
		}
		if reason := r.Header.Get("X-Chatdouble-Reason"); !strings.Contains(reason, "a fault rule (f1) cut the answer") {
			return fmt.Errorf("reason %q does not say which rule", reason)
		}
		return nil
	}
}

// wantMalformed wants the head of a chunked answer and no chunk behind it.
func wantMalformed(status int) func(seen) error {
	return func(got seen) error {
		r, body, err := got.answer()
		if err == nil || len(body) > 0 || r.StatusCode != status || len(r.TransferEncoding) != 1 {
			return fmt.Errorf("status %d, transfer encoding %q, body %q, error %v", r.StatusCode, r.TransferEncoding, body, err)
		}
		if r.Header.Get("X-Chatdouble-Request-Id") == "" {
			return errors.New("no request id")
		}
		if bytes.Contains(got.raw, []byte("Content-Length")) { // http.ReadResponse drops it
			return errors.New("a Content-Length beside the chunks")
		}
		return nil
	}
}

// A body that is cut is otherwise the answer of the call, wherever net/http's buffers and our own end.
func TestCutBodyIsThatOfTheCall(t *testing.T) {
	t.Parallel()
	standing(t, func(t *testing.T, s *stand) {
		whole := bytes.Repeat([]byte("0123456789abcdef"), 2000)
		for _, keep := range []int{0, 1, 2047, 2048, 2049, 3500, 3600, 3700, 4095, 4096, 4097, 31999} {
			s.app.Faults.Set([]faults.Rule{{Fault: faults.Fault{Status: 200, Body: string(whole), Transport: faults.TruncatedBody, AfterBytes: new(keep)}}})
			r, body, err := s.ask(t, asked("/"))
			if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.Equal(body, whole[:keep]) || r.ContentLength != int64(len(whole)) {
				t.Errorf("after_bytes %d: %d of %d bytes, error %v", keep, len(body), r.ContentLength, err)
			}
		}
	})
}

func TestCutAtTheEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t) // answers with 5 bytes
	cut := faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(4)}
	b.app.Faults.Add(faults.Rule{Fault: cut, Times: 1})
	want := "a fault rule (f1) cut the answer after 4 of 5 bytes; the call itself was done"
	if got := b.get("/").Header().Get("X-Chatdouble-Reason"); got != want {
		t.Errorf("reason\n got %q\nwant %q", got, want)
	}
	cut.AfterBytes = new(5)
	b.app.Faults.Add(faults.Rule{Fault: cut, Times: 1})
	wantReply(t, b.get("/"), http.StatusOK, "hello")
	if e := b.last(t); e.FaultID != "" {
		t.Error("the journal says that a fault hit")
	}
	wantShown(t, b.app.Faults, 0, 1, "the answer's body has 5 bytes, so it cannot be cut after 5")

	// With a code the code is answered all the same.
	cut.Code, cut.AfterBytes = "c", new(100_000)
	b.app.Faults.Set([]faults.Rule{{Fault: cut}})
	wantReply(t, b.get("/"), http.StatusTeapot, "refused: *gateway.FaultError")
	wantShown(t, b.app.Faults, 1, 1, "so it cannot be cut after 100000")
}

// wantShown compares the only rule in force with what it should have done.
func wantShown(t *testing.T, r *faults.Rules, hits, bypassed int, reason string) {
	t.Helper()
	list := r.List()
	if len(list) != 1 || list[0].Hits != hits || list[0].Bypassed != bypassed || !strings.Contains(list[0].BypassReason, reason) {
		t.Errorf("rules = %+v, want one with %d hits and %d bypassed because %q", list, hits, bypassed, reason)
	}
}

// Whatever happens to the answer, after lets the state change and before does not.
func TestStateBeforeAndAfter(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Rule{
		"status":     {Fault: faults.Fault{Status: 502}},
		"empty":      {Fault: faults.Fault{Transport: faults.EmptyResponse}},
		"reset":      {Fault: faults.Fault{Transport: faults.ConnectionReset}},
		"random":     {Fault: faults.Fault{Transport: faults.RandomDataThenClose}},
		"malformed":  {Fault: faults.Fault{Transport: faults.MalformedResponseChunk}},
		"delayed":    {Fault: faults.Fault{Status: 502, Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}},
		"delay only": {Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}},
		"cut":        {Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, after := range []bool{false, true} {
				s := newStand(t, false, nil)
				fault.When, fault.Times = when(after), 0
				s.app.Faults.Add(fault)
				_, _ = s.exchange(t, asked("/put"))
				want := after || name == "cut" || name == "delay only" // those have the call's own answer
				if got := s.changed(); got != want {
					t.Errorf("after %v: the state has changed %v, want %v", after, got, want)
				}
				wantShown(t, s.app.Faults, 1, 0, "")
			}
		})
	}
}

// The garbage follows from the seed and the place of the call.
func TestNoiseFollowsFromTheSeed(t *testing.T) {
	t.Parallel()
	var first [][]byte
	for run := range 2 {
		s := newStand(t, false, nil)
		s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.RandomDataThenClose}})
		for call := range 2 {
			got, err := s.exchange(t, asked("/"))
			switch {
			case err != nil:
				t.Fatal(err)
			case run == 0:
				first = append(first, got)
			case !bytes.Equal(got, first[call]):
				t.Errorf("call %d got other bytes than in the first run", call)
			}
		}
	}
	if bytes.Equal(first[0], first[1]) {
		t.Error("two calls got the same bytes")
	}
}
