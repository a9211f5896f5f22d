package gateway_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// mustParse reads a rule as a client writes it.
func mustParse(t *testing.T, text string) faults.Rule {
	t.Helper()
	rule, wrong := faults.ParseRule([]byte(text))
	if wrong != nil {
		t.Fatal(wrong)
	}
	return rule
}

// An answer of one's own goes out with what it says, and with the type of what it holds.
func TestOwnAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, fault string
		status      int
		body        string
		header      map[string]string
	}{
		{"json alone", `{"json":{"data": []}}`, 200, `{"data":[]}`, map[string]string{"Content-Type": "application/toy"}},
		{"json and status", `{"status":503,"json":"x"}`, 503, `"x"`, map[string]string{"Content-Type": "application/toy"}},
		{"a body that is JSON", `{"status":503,"body":"{\"error\": 1}"}`, 503, `{"error": 1}`, map[string]string{"Content-Type": "application/toy"}},
		{"text", `{"status":503,"body":"busy"}`, 503, "busy", map[string]string{"Content-Type": "text/plain; charset=utf-8"}},
		{"HTML", `{"status":502,"body":"<html>Bad Gateway</html>"}`, 502, "<html>Bad Gateway</html>", map[string]string{"Content-Type": "text/html; charset=utf-8"}},
		{"nothing", `{"status":503}`, 503, "", map[string]string{"Content-Type": "", "Content-Length": "0"}},
		{
			"headers", `{"status":503,"body":"busy","headers":{"Retry-After":"5","Content-Type":"text/x","Via":["1.1 a","1.1 b"]}}`, 503, "busy",
			map[string]string{"Retry-After": "5", "Content-Type": "text/x", "Via": "1.1 a|1.1 b"},
		},
		{"headers of JSON", `{"json":{},"headers":{"content-type":"application/problem+json"}}`, 200, "{}", map[string]string{"Content-Type": "application/problem+json"}},
		{"the vendor's refusal with headers", `{"code":"c","headers":{"X-More":"yes"}}`, 418, "refused: *gateway.FaultError", map[string]string{"X-More": "yes"}},
	} {
		for _, over := range []string{"a recorder", "a connection"} {
			t.Run(tt.name+" over "+over, func(t *testing.T) {
				b := newBench(t)
				b.app.Faults.Add(mustParse(t, `{"fault":`+tt.fault+`}`))
				status, body, header := overAConnection(t, b)
				if over == "a recorder" {
					w := b.get("/")
					status, body, header = w.Code, w.Body.String(), w.Header()
				}
				if status != tt.status || body != tt.body {
					t.Errorf("answer = %d %q, want %d %q", status, body, tt.status, tt.body)
				}
				for name, want := range tt.header {
					if got := strings.Join(header.Values(name), "|"); got != want {
						t.Errorf("%s: %q, want %q", name, got, want)
					}
				}
				want := "a fault rule (f1) refused the call; nothing was done"
				if status < 400 {
					want = "a fault rule (f1) gave the answer; nothing was done"
				}
				if got := header.Get("X-Chatdouble-Reason"); got != want {
					t.Errorf("reason = %q, want %q", got, want)
				}
			})
		}
	}
}

func overAConnection(t *testing.T, h http.Handler) (status int, body string, header http.Header) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	r, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text), r.Header
}

// A header of a rule takes the place of the one that the vendor sends by that name.
func TestHeadersTakeTheVendorsPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.steps["failure"] = func(c *gateway.Call) error {
		c.Reply.SetHeader("retry-after", "60")
		c.Reply.SetHeader("X-Last", "yes")
		return nil
	}
	b.app.Faults.Add(mustParse(t, `{"fault":{"code":"c","headers":{"Retry-After":"5"}}}`))
	w := b.get("/?user=me")
	if got := w.Header().Values("Retry-After"); !slices.Equal(got, []string{"5"}) || w.Header().Get("X-Last") != "yes" {
		t.Errorf("headers = %v", w.Header())
	}
	// Whoever comes back before is marked.
	b.get("/?user=me")
	if e := b.app.Journal.Entries()[1]; !e.TooEarly {
		t.Errorf("a call 0 s after \"Retry-After: 5\" is not marked: %+v", e)
	}
}

func TestRetryAfterOfAnOwnAnswerMarks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Faults.Add(mustParse(t, `{"fault":{"status":503,"headers":{"Retry-After":"5"}},"times":1}`))
	b.get("/?user=me")
	b.get("/?user=me")
	if e := b.app.Journal.Entries()[1]; !e.TooEarly || e.Status != http.StatusOK {
		t.Errorf("a call 0 s after \"Retry-After: 5\" is not marked: %+v", e)
	}
}

// A rule that names the path or the action gives an answer to what no operation matches, and such a call
// is no longer one that nobody expected. What any other rule does to it does not change that.
func TestAnswerToWhatIsNotEmulated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule      string
		status    int
		unmatched bool
	}{
		{`{"match":{"path":"/groups/*","method":"GET"},"fault":{"json":{"data":[]}}}`, 200, false},
		{`{"match":{"action":"Group"},"fault":{"json":{"Code":0}}}`, 200, false},
		{`{"match":{"path":"/groups/*"},"fault":{"code":"c"}}`, 418, false},
		{`{"match":{"method":"GET"},"fault":{"status":503}}`, 503, true},
		{`{"match":{"path":"/users/*"},"fault":{"status":503}}`, 418, true},
		{`{"match":{"action":"User"},"fault":{"status":503}}`, 418, true},
		{`{"match":{"path":"*"},"fault":{"delay":{"type":"fixed","milliseconds":1}}}`, 418, true},
	} {
		b := newBench(t)
		b.steps["route"] = func(c *gateway.Call) error {
			c.Op, c.Action = nil, "Group"
			return errors.New("no such operation")
		}
		told := 0
		b.Unmatched = func(journal.Entry) { told++ }
		b.app.Faults.Add(mustParse(t, tt.rule))
		w := b.get("/groups/a?x=y")
		e := only(t, b.app.Journal)
		if w.Code != tt.status || e.Unmatched() != tt.unmatched || (told == 1) != tt.unmatched {
			t.Errorf("%s: status %d, unmatched %v, told %d times; want %d, %v", tt.rule, w.Code, e.Unmatched(), told, tt.status, tt.unmatched)
		}
	}
}

// Paths that are no vendor's are for the rules that name them.
func TestAnswerToAPathOfNoVendor(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Faults.Add(mustParse(t, `{"fault":{"status":503}}`))
	b.Faults.Add(mustParse(t, `{"match":{"path":"/callback","method":"POST"},"fault":{"json":{"ok":true},"headers":{"X-A":"b"}},"times":1}`))
	ask := func() *httptest.ResponseRecorder {
		return b.stray(httptest.NewRequest(http.MethodPost, "/callback", strings.NewReader("sent")))
	}
	w := ask()
	wantReply(t, w, http.StatusOK, `{"ok":true}`)
	if w.Header().Get("Content-Type") != "application/json" || w.Header().Get("X-A") != "b" {
		t.Errorf("headers = %v", w.Header())
	}
	wantReply(t, ask(), http.StatusNotFound, "404 page not found\n")
	entries := b.Journal.Entries()
	if e := entries[0]; e.Unmatched() || e.FaultID != "all2" || string(e.Body) != "sent" || !e.Completed || e.App != "" {
		t.Errorf("the first entry = %+v", e)
	}
	if e := entries[1]; !e.Unmatched() || e.Reason != "no such path" {
		t.Errorf("the second entry = %+v", e)
	}
	for i, want := range []gateway.Check{
		{Name: "fault rule", Verdict: gateway.Failed, Detail: "a fault rule (all2) gave the answer; nothing was done"},
		{Name: "vendor", Verdict: gateway.Failed, Detail: "no such path"},
	} {
		if got := gateway.ExplainAny(entries[i], b.Gateway); len(got) != 1 || got[0] != want {
			t.Errorf("the explanation of call %d = %+v, want %+v", i+1, got, want)
		}
	}
}
