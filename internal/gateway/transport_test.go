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
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// Every kind of fault, as a client sees it: on a plain connection and over TLS, for both vendors. The
// call after it is fine.
func TestFaultsOnTheWire(t *testing.T) {
	type seen struct {
		raw []byte // all that came
		err error
	}
	notHTTP := func(s seen) error {
		if r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(s.raw)), nil); err == nil {
			return fmt.Errorf("it is HTTP: %v", r)
		}
		return nil
	}
	for _, tt := range []struct {
		name   string
		rule   func(s *stand) faults.Rule
		status int // in the journal
		kind   string
		reason string
		check  func(s *stand, got seen) error
	}{
		{
			"empty response",
			func(*stand) faults.Rule { return faults.Rule{Fault: faults.Fault{Transport: faults.EmptyResponse}} },
			0, faults.KindTransport, "broke the connection (EMPTY_RESPONSE); nothing was done",
			func(_ *stand, got seen) error {
				if len(got.raw) > 0 || got.err != nil {
					return fmt.Errorf("want the end at once")
				}
				return nil
			},
		},
		{
			"reset",
			func(*stand) faults.Rule { return faults.Rule{Fault: faults.Fault{Transport: faults.ConnectionReset}} },
			0, faults.KindTransport, "broke the connection (CONNECTION_RESET_BY_PEER); nothing was done",
			func(_ *stand, got seen) error {
				if len(got.raw) > 0 || !errors.Is(got.err, syscall.ECONNRESET) {
					return fmt.Errorf("want a reset")
				}
				return nil
			},
		},
		{
			"random data",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Transport: faults.RandomDataThenClose}}
			},
			0, faults.KindTransport, "broke the connection (RANDOM_DATA_THEN_CLOSE); nothing was done",
			func(_ *stand, got seen) error {
				if len(got.raw) == 0 || got.err != nil {
					return fmt.Errorf("want bytes and the end")
				}
				return notHTTP(got)
			},
		},
		{
			"malformed chunk",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Transport: faults.MalformedResponseChunk}}
			},
			200, faults.KindTransport, "broke the connection (MALFORMED_RESPONSE_CHUNK); nothing was done",
			func(_ *stand, got seen) error { return wantMalformed(got.raw, 200) },
		},
		{
			"malformed chunk of a code's answer",
			func(s *stand) faults.Rule {
				code, _ := s.code()
				return faults.Rule{Fault: faults.Fault{Code: code, Transport: faults.MalformedResponseChunk}}
			},
			-1, faults.KindTransport, "refused the call; nothing was done",
			func(s *stand, got seen) error {
				_, status := s.code()
				return wantMalformed(got.raw, status)
			},
		},
		{
			"cut body",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(10)}}
			},
			200, faults.KindTransport, "cut the answer after 10 of ",
			func(s *stand, got seen) error { return wantCut(got.raw, 200, 10) },
		},
		{
			"cut body, nothing of it",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody}, When: faults.After}
			},
			200, faults.KindTransport, "cut the answer after 0 of ",
			func(s *stand, got seen) error { return wantCut(got.raw, 200, 0) },
		},
		{
			"cut body of a code's answer",
			func(s *stand) faults.Rule {
				code, _ := s.code()
				return faults.Rule{Fault: faults.Fault{Code: code, Transport: faults.TruncatedBody, AfterBytes: new(7)}}
			},
			-1, faults.KindTransport, "cut the answer after 7 of ",
			func(s *stand, got seen) error {
				_, status := s.code()
				return wantCut(got.raw, status, 7)
			},
		},
		{
			"code",
			func(s *stand) faults.Rule {
				code, _ := s.code()
				return faults.Rule{Fault: faults.Fault{Code: code}}
			},
			-1, faults.KindCode, "refused the call; nothing was done",
			func(s *stand, got seen) error {
				code, status := s.code()
				return wantAnswer(got.raw, status, code)
			},
		},
		{
			"status and body",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Status: 503, Body: "<html>down</html>"}}
			},
			503, faults.KindStatus, "refused the call; nothing was done",
			func(_ *stand, got seen) error { return wantAnswer(got.raw, 503, "<html>down</html>") },
		},
		{
			"cut body of a status of one's own",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Status: 503, Body: "<html>down</html>", Transport: faults.TruncatedBody, AfterBytes: new(3)}}
			},
			503, faults.KindTransport, "cut the answer after 3 of 17 bytes",
			func(_ *stand, got seen) error { return wantCut(got.raw, 503, 3) },
		},
		{
			"delay",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}}
			},
			200, faults.KindDelay, "",
			func(_ *stand, got seen) error { return wantAnswer(got.raw, 200, "") },
		},
		{
			"delay and empty response",
			func(*stand) faults.Rule {
				return faults.Rule{Fault: faults.Fault{Transport: faults.EmptyResponse, Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}}
			},
			0, faults.KindTransport, "a fault rule (f1, with a delay of 1ms) broke the connection (EMPTY_RESPONSE); nothing was done",
			func(_ *stand, got seen) error {
				if len(got.raw) > 0 || got.err != nil {
					return fmt.Errorf("want the end at once")
				}
				return nil
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			both(t, func(t *testing.T, vendor string) {
				for name, overTLS := range map[string]bool{"plain": false, "TLS": true} {
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						s := newStand(t, vendor, overTLS, nil)
						rule := tt.rule(s)
						if wrong := rule.Complete(); wrong != nil {
							t.Fatalf("the rule is refused: %v", wrong)
						}
						rule.Times, rule.Operation = 1, s.operation()
						s.app.Faults.Add(rule)
						var got seen
						got.raw, got.err = s.send(t, s.list())
						if err := tt.check(s, got); err != nil {
							t.Errorf("%v; got %q, error %v", err, got.raw, got.err)
						}
						e := s.last(t)
						if tt.status >= 0 && e.Status != tt.status || !strings.Contains(e.Reason, tt.reason) || e.FaultID != "f1" || e.FaultKind != tt.kind {
							t.Errorf("the journal has status %d, fault %s %s, reason %q; want %d, f1 %s, %q", e.Status, e.FaultID, e.FaultKind, e.Reason, tt.status, tt.kind, tt.reason)
						}
						s.wantFine(t)
						if left := s.app.Faults.List(); len(left) != 0 {
							t.Errorf("rules left after the one time: %+v", left)
						}
					})
				}
			})
		})
	}
}

// wantAnswer wants a whole answer with a text in its body.
func wantAnswer(raw []byte, status int, text string) error {
	r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != status || !bytes.Contains(body, []byte(text)) {
		return fmt.Errorf("status %d, body error %v, want %d and %q in the body", r.StatusCode, err, status, text)
	}
	return nil
}

// wantCut wants an answer whose body ends too early.
func wantCut(raw []byte, status, bytesOfBody int) error {
	r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) != bytesOfBody || r.StatusCode != status || r.ContentLength <= int64(bytesOfBody) {
		return fmt.Errorf("status %d, %d of %d bytes, body error %v; want %d and %d bytes", r.StatusCode, len(body), r.ContentLength, err, status, bytesOfBody)
	}
	if reason := r.Header.Get("X-Chatdouble-Reason"); !strings.Contains(reason, "a fault rule (f1) cut the answer") {
		return fmt.Errorf("reason %q does not say which rule", reason)
	}
	return nil
}

// wantMalformed wants the head of a chunked answer and no chunk behind it.
func wantMalformed(raw []byte, status int) error {
	r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err == nil || len(body) > 0 || r.StatusCode != status || len(r.TransferEncoding) != 1 {
		return fmt.Errorf("status %d, transfer encoding %q, body %q, body error %v", r.StatusCode, r.TransferEncoding, body, err)
	}
	if id := r.Header.Get("X-Chatdouble-Request-Id"); id == "" {
		return fmt.Errorf("no request id")
	}
	if bytes.Contains(raw, []byte("Content-Length")) { // http.ReadResponse drops it
		return fmt.Errorf("a Content-Length beside the chunks: %q", raw)
	}
	return nil
}

// A body that is cut is otherwise the answer of the call, wherever net/http's buffers and our own end.
func TestCutBodyIsThatOfTheCall(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, vendor string) {
		for name, overTLS := range map[string]bool{"plain": false, "TLS": true} {
			t.Run(name, func(t *testing.T) {
				s := newStand(t, vendor, overTLS, nil)
				whole := bytes.Repeat([]byte("0123456789abcdef"), 2000)
				for keep := range 12 {
					keep = []int{0, 1, 2047, 2048, 2049, 3500, 3600, 3700, 4095, 4096, 4097, 31999}[keep]
					s.app.Faults.Set([]faults.Rule{{Fault: faults.Fault{Status: 200, Body: string(whole), Transport: faults.TruncatedBody, AfterBytes: new(keep)}}})
					r, body, err := s.ask(t, s.list())
					if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.Equal(body, whole[:keep]) || r.ContentLength != int64(len(whole)) {
						t.Errorf("after_bytes %d: %d of %d bytes, error %v", keep, len(body), r.ContentLength, err)
					}
				}
			})
		}
	})
}

func TestCutAtTheEnd(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, vendor string) {
		s := newStand(t, vendor, false, nil)
		length := len(s.wantFine(t))
		s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(length - 1)}, Times: 1})
		r, _, _ := s.ask(t, s.list())
		want := fmt.Sprintf("a fault rule (f1) cut the answer after %d of %d bytes; the call itself was done", length-1, length)
		if got := r.Header.Get("X-Chatdouble-Reason"); got != want {
			t.Errorf("reason\n got %q\nwant %q", got, want)
		}
		s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(length)}, Times: 1})
		s.wantFine(t)
		if e := s.last(t); e.FaultID != "" {
			t.Error("the journal says that a fault hit")
		}
		wantShown(t, s.app.Faults, 0, 1, fmt.Sprintf("the answer's body has %d bytes, so it cannot be cut after %d", length, length))

		// With a code the code is answered all the same.
		code, status := s.code()
		s.app.Faults.Set([]faults.Rule{{Fault: faults.Fault{Code: code, Transport: faults.TruncatedBody, AfterBytes: new(100_000)}}})
		r, body, err := s.ask(t, s.list())
		if err != nil || r.StatusCode != status || !bytes.Contains(body, []byte(code)) {
			t.Errorf("%d %q, body error %v, want the code %s", r.StatusCode, body, err, code)
		}
		wantShown(t, s.app.Faults, 1, 1, "so it cannot be cut after 100000")
	})
}

// wantShown compares the only rule in force with what it should have done.
func wantShown(t *testing.T, r *faults.Rules, hits, bypassed int, reason string) {
	t.Helper()
	list := r.List()
	if len(list) != 1 || list[0].Hits != hits || list[0].Bypassed != bypassed || !strings.Contains(list[0].BypassReason, reason) {
		t.Errorf("rules = %+v, want one with %d hits and %d bypassed because %q", list, hits, bypassed, reason)
	}
}

// The garbage follows from the seed.
func TestNoiseFollowsFromTheSeed(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, vendor string) {
		var first [][]byte
		for run := range 2 {
			s := newStand(t, vendor, false, nil)
			s.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.RandomDataThenClose}})
			for call := range 2 {
				got, err := s.send(t, s.list())
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
	})
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
			both(t, func(t *testing.T, vendor string) {
				for _, after := range []bool{false, true} {
					s := newStand(t, vendor, false, nil)
					fault.When = when(after)
					s.app.Faults.Add(fault)
					_, _ = s.send(t, s.block())
					want := after || name == "cut" || name == "delay only" // those have the call's own answer
					if got := s.blocked(); got != want {
						t.Errorf("after %v: bob is blocked %v, want %v", after, got, want)
					}
					wantShown(t, s.app.Faults, 1, 0, "")
				}
			})
		})
	}
}

// As if the limit had just been used up: the vendor's refusal of that, until the window opens.
func TestRateLimited(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, vendor string) {
		s := newStand(t, vendor, false, nil)
		s.wantFine(t) // the window begins
		s.app.Clock.Advance(400e6)
		s.app.Faults.Add(faults.Rule{Fault: faults.Fault{RateLimited: true}, Times: 1})
		r, body, _ := s.ask(t, s.list())
		reason := r.Header.Get("X-Chatdouble-Reason")
		if !strings.Contains(reason, "a fault rule (f1) refused the call as if a limit were used up; nothing was done; ") {
			t.Errorf("reason = %q", reason)
		}
		if vendor == zegoapi.Vendor {
			if !bytes.Contains(body, []byte(`"Code":660300005`)) || !strings.Contains(reason, "opens at 2024-02-29T12:00:01.000Z") {
				t.Errorf("%s, reason %q, want 660300005 until 12:00:01", body, reason)
			}
		} else {
			var got []string
			for _, name := range []string{"Retry-After", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Limit-For-App"} {
				got = append(got, r.Header.Get(name))
			}
			if want := "60 20000 0 100000"; r.StatusCode != 429 || strings.Join(got, " ") != want {
				t.Errorf("status %d, headers %q, want 429 and %s", r.StatusCode, got, want)
			}
			if !strings.Contains(reason, "opens at 2024-02-29T12:01:00.000Z") {
				t.Errorf("reason = %q, want the window of the call before", reason)
			}
		}
		s.wantFine(t) // and nothing was used up in truth
		if e := s.app.Journal.Entries()[1]; e.FaultID == "" || e.Code == "" {
			t.Errorf("the journal has fault %q, code %q", e.FaultID, e.Code)
		}
	})
}

// An operation with a code of its own for too many calls answers with that.
func TestRateLimitedOfAnAction(t *testing.T) {
	t.Parallel()
	s := newStand(t, zegoapi.Vendor, false, nil)
	s.app.Faults.Add(faults.Rule{Fault: faults.Fault{RateLimited: true}})
	_, body, _ := s.ask(t, s.request(http.MethodGet, s.signed("UserRegister", "x=y"), "", nil))
	if !bytes.Contains(body, []byte(`"Code":660700001`)) {
		t.Errorf("UserRegister: %s, want 660700001", body)
	}
}
