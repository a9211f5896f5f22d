package gateway_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/metrics"
)

// counted are the samples with a count, without the durations, in the order of the text.
func counted(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	var text strings.Builder
	if err := m.WriteTo(&text, metrics.Gauges{}); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(text.String()) {
		name := strings.TrimPrefix(strings.TrimSpace(line), "chatdouble_")
		if strings.HasPrefix(line, "#") || strings.HasSuffix(name, " 0") || strings.HasPrefix(name, "request_duration") || strings.HasPrefix(name, "build") {
			continue
		}
		lines = append(lines, name)
	}
	return strings.Join(lines, "\n")
}

// What a call counts as depends on where on its way it ended, and never on the client's own words.
func TestCallsAreCounted(t *testing.T) {
	t.Parallel()
	refuse := func(step string) func(*bench) {
		return func(b *bench) { b.steps[step] = func(*gateway.Call) error { return errors.New(step) } }
	}
	for _, tt := range []struct {
		name    string
		prepare func(*bench)
		request *http.Request
		want    string
	}{
		{"a good call", func(*bench) {}, nil, `requests_total{vendor="toy",operation="Hello",code="0"} 1`},
		{"no operation", func(b *bench) {
			b.steps["route"] = func(c *gateway.Call) error { c.Op = nil; return errors.New("what?") }
		}, nil, `
requests_total{vendor="toy",operation="unknown",code="refused"} 1
refused_total{vendor="toy",reason="unmatched"} 1`},
		{"no app", func(b *bench) {
			b.steps["route"] = func(c *gateway.Call) error { c.App = nil; return nil }
			b.steps["authenticate"] = func(*gateway.Call) error { return errors.New("who?") }
		}, nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
refused_total{vendor="toy",reason="app"} 1`},
		{"wrong credential", refuse("authenticate"), nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
refused_total{vendor="toy",reason="credential"} 1`},
		{"limit", func(b *bench) { b.app.Quotas["few"] = 0 }, nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
refused_total{vendor="toy",reason="limit"} 1
rate_limited_total 1`},
		{"body", func(*bench) {}, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", 1<<10+1))), `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
refused_total{vendor="toy",reason="body"} 1`},
		{"the operation refuses", refuse("run"), nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
refused_total{vendor="toy",reason="action"} 1`},
		{"a panic", func(b *bench) { b.steps["decode"] = func(*gateway.Call) error { panic("oh") } }, nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
refused_total{vendor="toy",reason="internal"} 1`},
		{"a fault's code", func(b *bench) { b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "x"}}) }, nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
faults_injected_total{kind="code"} 1
refused_total{vendor="toy",reason="fault"} 1`},
		{"a fault's status", func(b *bench) { b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: 503}}) }, nil, `
requests_total{vendor="toy",operation="Hello",code="status-503"} 1
faults_injected_total{kind="status"} 1
refused_total{vendor="toy",reason="fault"} 1`},
		{"delays beside a fault's status, before and after the call", func(b *bench) {
			delay := &faults.Delay{Type: faults.Fixed, Milliseconds: 1}
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: delay}})
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: 503}, When: faults.After})
			b.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: delay}, When: faults.After})
		}, nil, `
requests_total{vendor="toy",operation="Hello",code="status-503"} 1
faults_injected_total{kind="delay"} 2
faults_injected_total{kind="status"} 1
refused_total{vendor="toy",reason="fault"} 1`},
		{"a fault's limit", func(b *bench) { b.app.Faults.Add(faults.Rule{Fault: faults.Fault{RateLimited: true}}) }, nil, `
requests_total{vendor="toy",operation="Hello",code="refused"} 1
faults_injected_total{kind="rate_limited"} 1
refused_total{vendor="toy",reason="fault"} 1
rate_limited_total 1`},
		{"a fault's delay", func(b *bench) {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 1}}})
		}, nil, `
requests_total{vendor="toy",operation="Hello",code="0"} 1
faults_injected_total{kind="delay"} 1`},
		{"two faults that cannot be", func(b *bench) {
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "unheard of"}})
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.ConnectionReset}})
		}, nil, `
requests_total{vendor="toy",operation="Hello",code="0"} 1
faults_bypassed_total 2`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			tt.prepare(b)
			if tt.request == nil {
				tt.request = httptest.NewRequest(http.MethodGet, "/?user=the-clients-own-words", nil)
			}
			b.send(tt.request)
			if got, want := counted(t, b.Metrics), strings.TrimSpace(tt.want); got != want {
				t.Errorf("counted\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestCallsThatReachNoVendorAreCounted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.stray(httptest.NewRequest(http.MethodGet, "/the/clients/own/words", nil))
	b.Malformed([]byte("GET /%zz HTTP/1.1\r\n"), http.StatusBadRequest, "")
	const want = `requests_total{vendor="none",operation="unknown",code="status-404"} 1
requests_total{vendor="toy",operation="unknown",code="refused"} 1
refused_total{vendor="none",reason="unmatched"} 1
refused_total{vendor="toy",reason="malformed"} 1`
	if got := counted(t, b.Metrics); got != want {
		t.Errorf("counted\n%s\nwant\n%s", got, want)
	}
	for _, e := range b.Journal.Entries() {
		if !e.Completed {
			t.Errorf("%s is not completed", e.URL)
		}
	}
}

// A connection that a rule broke has no code, whatever the answer would have been.
func TestBrokenConnectionIsCounted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	server := httptest.NewServer(b)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "x", Transport: faults.MalformedResponseChunk}, Times: 1})
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.EmptyResponse}, Times: 1})
	for range 2 {
		if reply, err := http.Post(server.URL, "", nil); err == nil {
			reply.Body.Close()
		}
	}
	server.Close() // both calls are over
	const want = `requests_total{vendor="toy",operation="Hello",code="none"} 1
requests_total{vendor="toy",operation="Hello",code="refused"} 1
faults_injected_total{kind="transport"} 2
refused_total{vendor="toy",reason="fault"} 2`
	if got := counted(t, b.Metrics); got != want {
		t.Errorf("counted\n%s\nwant\n%s", got, want)
	}
}

// The time of a call that waits has the wait in it.
func TestDurationsAreMeasured(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.get("/")
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Delay: &faults.Delay{Type: faults.Fixed, Milliseconds: 26}}})
	b.get("/")
	var text strings.Builder
	if err := b.Metrics.WriteTo(&text, metrics.Gauges{}); err != nil {
		t.Fatal(err)
	}
	if got := text.String(); !strings.Contains(got, "_count 2\n") || strings.Contains(got, `{le="0.025"} 2`) {
		t.Errorf("want two calls, one of them of more than 25 ms:\n%s", got)
	}
}
