package gateway_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// lines are checks as "verdict name: detail".
func lines(checks []gateway.Check) string {
	var b strings.Builder
	for _, c := range checks {
		b.WriteString(c.Verdict + " " + c.Name + ": " + c.Detail + "\n")
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	t.Parallel()
	refusal := errors.New("it does not ask")
	says := func(reason string, err error) func(*gateway.Call) error {
		return func(c *gateway.Call) error { c.Explain(reason); return err }
	}
	for _, tt := range []struct {
		name  string
		then  map[string]func(*gateway.Call) error
		now   map[string]func(*gateway.Call) error
		fault faults.Rule
		want  string
	}{
		{
			name: "answered",
			want: "passed name: it is a toy\npassed asks: it asks\npassed operation: \n",
		},
		{
			name: "refused by an operation",
			then: map[string]func(*gateway.Call) error{"decode": says("not hello", refusal)},
			want: "passed name: it is a toy\npassed asks: it asks\nfailed operation: not hello\n",
		},
		{
			name: "refused then, and what came before would be refused now",
			then: map[string]func(*gateway.Call) error{"decode": says("not hello", refusal)},
			now:  map[string]func(*gateway.Call) error{"authenticate": says("", refusal)},
			want: "passed name: it is a toy\npassed asks: it passed then, and would not now\nfailed operation: not hello\n" +
				"failed unchanged since: the app has changed since: asks would fail now: it does not ask\n",
		},
		{
			name: "answered then, refused now",
			now:  map[string]func(*gateway.Call) error{"authenticate": says("", refusal)},
			want: "passed name: it is a toy\npassed asks: it passed then, and would not now\npassed operation: \n" +
				"failed unchanged since: the app has changed since, by this call or another one: asks would fail now: it does not ask\n",
		},
		{
			name:  "a fault before",
			fault: faults.Rule{Fault: faults.Fault{Status: 500}},
			want:  "failed fault rule: a fault rule (f1) refused the call; nothing was done\nnot reached name: \nnot reached asks: \nnot reached operation: \n",
		},
		{
			name:  "a fault after",
			fault: faults.Rule{Fault: faults.Fault{Status: 500}, When: faults.After},
			want:  "passed name: it is a toy\npassed asks: it asks\npassed operation: \nfailed fault rule: a fault rule (f1) lost the answer; the call itself was done\n",
		},
		{
			name:  "a fault that looks like a limit",
			fault: faults.Rule{Fault: faults.Fault{RateLimited: true}},
			want: "failed fault rule: a fault rule (f1) refused the call as if a limit were used up; nothing was done; " +
				"1000 calls in 1m0s are used up (limit \"few\", counter \"all\"); the next window opens at 2024-02-29T12:01:00.000Z\n" +
				"not reached name: \nnot reached asks: \nnot reached operation: \n",
		},
		{
			name:  "a delay",
			fault: faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}},
			want:  "passed name: it is a toy\npassed asks: it asks\npassed operation: \npassed fault rule: fault rule f1 let the call wait, and changed nothing\n",
		},
		{
			name:  "a delay before a refusal",
			fault: faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}},
			then:  map[string]func(*gateway.Call) error{"decode": says("not hello", refusal)},
			want:  "passed name: it is a toy\npassed asks: it asks\nfailed operation: not hello\npassed fault rule: fault rule f1 let the call wait, and changed nothing\n",
		},
		{
			name:  "an answer cut off",
			fault: faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(1)}},
			want:  "passed name: it is a toy\npassed asks: it asks\npassed operation: \nfailed fault rule: a fault rule (f1) cut the answer after 1 of 5 bytes\n",
		},
		{
			name:  "a refusal cut off",
			fault: faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(1)}},
			then:  map[string]func(*gateway.Call) error{"decode": says("not hello", refusal)},
			want:  "passed name: it is a toy\npassed asks: it asks\nfailed operation: not hello\nfailed fault rule: a fault rule (f1) cut the answer after 1 of 28 bytes\n",
		},
		{
			name:  "a fault's answer cut off",
			fault: faults.Rule{Fault: faults.Fault{Status: 500, Body: "broken", Transport: faults.TruncatedBody, AfterBytes: new(1)}},
			want: "failed fault rule: a fault rule (f1) refused the call; nothing was done\nnot reached name: \nnot reached asks: \nnot reached operation: \n" +
				"failed fault rule: a fault rule (f1) cut the answer after 1 of 6 bytes\n",
		},
		{
			name: "a panic",
			then: map[string]func(*gateway.Call) error{"decode": func(*gateway.Call) error { panic("oh") }},
			want: "passed name: it is a toy\npassed asks: it asks\npassed operation: \nfailed this server: this server failed while answering; please report it: oh\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.steps = tt.then
			if tt.fault.Kind() != faults.KindDelay || tt.fault.Delay != nil {
				b.app.Faults.Add(tt.fault)
			}
			b.get("/?user=a")
			b.steps = tt.now
			if got := lines(b.Gateway.Explain(b.last(t))); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// What is no vendor's request has its own explanation.
func TestExplainWhatNoVendorAnswered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Malformed([]byte("GET /\x01 HTTP/1.1"), http.StatusBadRequest, "")
	malformed := b.Journal.Entries()[0]
	const unknown = "no such path"
	for _, tt := range []struct {
		name string
		e    journal.Entry
		want string
	}{
		{"malformed", malformed, "failed HTTP: " + malformed.Reason + "\n"},
		{"an event", journal.Entry{Vendor: "toy", Delivery: 1, DeliveryState: "delivered"}, "passed event: the server sent this event itself, and the receiver has taken it\n"},
		{"an event that waits", journal.Entry{Vendor: "toy", Delivery: 1, DeliveryState: "waiting", Reason: "later"}, "not reached event: later\n"},
		{"an event that is with the receiver", journal.Entry{Vendor: "toy", Delivery: 1, DeliveryState: "trying", Reason: "later"}, "not reached event: later\n"},
		{"an event that was not taken", journal.Entry{Vendor: "toy", Delivery: 2, DeliveryState: "failed", Reason: "it answered 500"}, "failed event: it answered 500\n"},
		{"a call that waits", journal.Entry{Vendor: "toy", FaultID: "f1", FaultKind: faults.KindDelay}, "not reached answer: the call waits for what fault rule f1 delays; it has no answer yet\nnot reached name: \nnot reached asks: \nnot reached operation: \n"},
		{"nobody's", journal.Entry{Method: "GET", URL: "/users", Reason: unknown}, "failed vendor: no such path\n"},
	} {
		if got := lines(gateway.ExplainAny(tt.e, b.Gateway)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if got := lines(b.Gateway.Explain(tt.e)); got != tt.want {
			t.Errorf("%s, by the gateway: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := gateway.NearestAny(journal.Entry{Method: "PUT", URL: "/__apps/box/helo", Vendor: "another"}, b.Gateway); got != "" {
		t.Errorf("nearest of another vendor's request is %q", got)
	}
	if got := gateway.NearestAny(journal.Entry{Method: "PUT", URL: "/__apps/box/helo"}, b.Gateway); got != "PUT /hello" {
		t.Errorf("nearest is %q, want PUT /hello", got)
	}
	if got := gateway.ExplainAny(journal.Entry{}); got != nil {
		t.Errorf("without vendors: %v", got)
	}
}

// A call that is made again is what was sent: method, address, host, headers, body and time.
func TestCallIsMadeAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := httptest.NewRequest(http.MethodPost, "/a%2Fb?user=a%20b&x", strings.NewReader("body"))
	r.Host = "toys.example:80"
	r.Header.Set("X-Toy", "bear")
	b.send(r)
	var again *gateway.Call
	b.steps["authenticate"] = func(c *gateway.Call) error { again = c; return nil }
	b.Gateway.Explain(b.last(t))
	user, _ := again.Query.First("user")
	got := strings.Join([]string{
		again.Request.Method, again.Request.URL.EscapedPath(), again.Request.RequestURI, again.Request.Host,
		again.Request.Header.Get("X-Toy"), string(again.Body), user, again.User, again.Now.Format("15:04"),
	}, " | ")
	if want := "POST | /a%2Fb | /a%2Fb?user=a%20b&x | toys.example:80 | bear | body | a b | a b | 12:00"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if again.Recorded() == nil {
		t.Error("it does not say that it is made again")
	}
}

// Where the journal kept only a part, nothing is said to have changed.
func TestExplainOfACutRequest(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.get("/?" + strings.Repeat("x", journal.TextLimit))
	b.steps["authenticate"] = func(*gateway.Call) error { return errors.New("cut off") }
	checks := b.Gateway.Explain(b.last(t))
	last := checks[len(checks)-1]
	if last.Verdict != gateway.NotReached || !strings.Contains(last.Detail, "only a part of the request") {
		t.Errorf("last is %+v", last)
	}
}

// A detail is one line without a secret, whatever a vendor finds.
func TestDetailsAreFitToBeShown(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Secrets.Owner("app", func(string) bool { return true }).Add("open sesame, my long secret", "")
	b.get("/")
	b.steps["authenticate"] = func(*gateway.Call) error { return errors.New("é\r\nopen sesame, my long secret") }
	for _, c := range b.Gateway.Explain(b.last(t)) {
		if strings.Contains(c.Detail, "sesame") || strings.ContainsFunc(c.Detail, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q", c.Detail)
		}
	}
}

// A host is kept, but not without bound.
func TestHostIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Host = strings.Repeat("h", 10_000)
	b.send(r)
	if got := b.last(t).Host; len(got) != 300 {
		t.Errorf("%d bytes are kept, want 300", len(got))
	}
}
