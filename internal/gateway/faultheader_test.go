package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// asking sends a request that asks for a fault itself.
func asking(values ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/?user=me", nil)
	r.Header[faults.Header] = values
	return r
}

func TestRequestAsksForAFault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	// A rule of the app that only delays joins, another one waits for the next call.
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}, Times: 1})
	b.app.Faults.Add(faults.Rule{Match: faults.Match{Nth: 2}, Fault: faults.Fault{Status: http.StatusBadGateway}})
	w := b.send(asking("some_code, delay=2"))
	wantReply(t, w, http.StatusTeapot, "refused: *gateway.FaultError")
	want := "a fault rule (by the request's header X-Chatdouble-Fault, with a delay of 3ms) refused the call; nothing was done"
	if got := w.Header().Get("X-Chatdouble-Reason"); got != want {
		t.Errorf("reason = %q, want %q", got, want)
	}
	e := only(t, b.app.Journal)
	if e.FaultID != "header" || e.FaultKind != faults.KindCode {
		t.Errorf("entry = %+v", e)
	}
	checks := b.Gateway.Explain(e)
	if checks[0].Name != "fault rule" || checks[0].Detail != want || checks[1].Verdict != gateway.NotReached {
		t.Errorf("explanation = %+v", checks)
	}
	if w := b.get("/"); w.Code != http.StatusBadGateway {
		t.Errorf("the next call = %d, want that of the second rule's second call", w.Code)
	}
	wantReply(t, b.send(asking("delay=1")), http.StatusOK, "hello")
	if e := b.app.Journal.Entries()[2]; e.FaultID != "header" || e.FaultKind != faults.KindDelay {
		t.Errorf("entry = %+v", e)
	}
}

// What goes wrong below HTTP goes wrong for this client alone.
func TestRequestAsksForABrokenConnection(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	server := httptest.NewServer(b)
	defer server.Close()
	for _, transport := range faults.Transports {
		r := asking(transport)
		r.RequestURI = ""
		r.URL.Scheme, r.URL.Host = "http", strings.TrimPrefix(server.URL, "http://")
		resp, err := http.DefaultClient.Do(r)
		if err == nil {
			_, err = resp.Body.Read(make([]byte, 100))
			resp.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: the answer came whole", transport)
		}
	}
	for i, e := range b.app.Journal.Entries() {
		if e.FaultID != "header" || e.FaultKind != faults.KindTransport {
			t.Errorf("%s: entry = %+v", faults.Transports[i], e)
		}
	}
}

// A request that asks for what it cannot have is refused, because its test would test nothing.
func TestRequestAsksForWhatItCannotHave(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"":               "the header X-Chatdouble-Fault is empty; it takes a code of the vendor, delay=MILLISECONDS",
		"unheard of":     "the header X-Chatdouble-Fault cannot have what it asks for: toy has no code unheard of",
		"delay=soon":     `the header X-Chatdouble-Fault has "delay=soon"; behind the sign of equality stands a whole number`,
		"EMPTY_RESPONSE": "the header X-Chatdouble-Fault cannot have what it asks for: the connection cannot be taken",
		"no such":        `the header X-Chatdouble-Fault asks for "no such", which is not a code of any vendor; GET /__admin/codes?vendor=toy lists them`,
		"timeout":        `the header X-Chatdouble-Fault asks for "timeout", which is neither a code nor a transport; for a server that is slow or hangs: delay=60000`,
	} {
		b := newBench(t)
		b.CheckFault = func(vendor string, rule *faults.Rule) string {
			return rule.CheckHeader(vendor, []faults.Known{{Vendor: "toy", Codes: []string{"unheard of"}}})
		}
		done := false
		b.steps["authenticate"] = func(*gateway.Call) error { done = true; return nil }
		w := b.send(asking(value))
		reason := w.Header().Get("X-Chatdouble-Reason")
		if w.Code != http.StatusBadRequest || !strings.HasPrefix(reason, want) || w.Body.String() != reason+"\n" ||
			w.Header().Get("Content-Type") != "text/plain; charset=utf-8" || done {
			t.Errorf("%q: %d %q, reason %q, want %q", value, w.Code, w.Body, reason, want)
		}
		e := only(t, b.app.Journal)
		if e.Status != http.StatusBadRequest || e.Reason != reason || e.FaultID != "" || e.Operation != "Hello" {
			t.Errorf("%q: entry = %+v", value, e)
		}
		checks := b.Gateway.Explain(e)
		if checks[0] != (gateway.Check{Name: "header X-Chatdouble-Fault", Verdict: gateway.Failed, Detail: reason}) ||
			slices.ContainsFunc(checks[1:], func(c gateway.Check) bool { return c.Verdict != gateway.NotReached }) {
			t.Errorf("%q: explanation = %+v", value, checks)
		}
	}
}

// The garbage that a client asks for is the same for the same seed and the same place in the order.
func TestRequestedGarbageRepeats(t *testing.T) {
	t.Parallel()
	garbage := func() string {
		b := newSeededBench(t, 3)
		server := httptest.NewServer(b)
		defer server.Close()
		r := asking(faults.RandomDataThenClose)
		r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", strings.TrimPrefix(server.URL, "http://")
		if resp, err := http.DefaultClient.Do(r); err == nil {
			resp.Body.Close()
		}
		return string(only(t, b.app.Journal).Reply)
	}
	if first, second := garbage(), garbage(); first != second || len(first) == 0 {
		t.Errorf("garbage = %q, then %q", first, second)
	}
}
