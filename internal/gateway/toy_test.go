package gateway_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/store"
)

// toy is a whole vendor. It has one operation and one app, its answers are a word, and every step
// first does what the test put there.
type toy struct {
	app   *gateway.App
	op    gateway.Op
	steps map[string]func(*gateway.Call) error
}

func (v *toy) step(name string, c *gateway.Call) error {
	if do := v.steps[name]; do != nil {
		return do(c)
	}
	return nil
}

func (v *toy) Name() string { return "toy" }

func (v *toy) Preflight(w http.ResponseWriter, r *http.Request, on *clock.Clock) bool {
	if r.URL.Path != "/page" {
		return false
	}
	_, _ = fmt.Fprint(w, "ask on, since ", on.Now().Format(time.TimeOnly))
	return true
}

func (v *toy) Route(c *gateway.Call) error {
	c.App, c.Op = v.app, &v.op
	c.User, _ = c.Query.First("user")
	return v.step("route", c)
}

func (v *toy) Authenticate(c *gateway.Call) error { return v.step("authenticate", c) }

func (v *toy) Result(c *gateway.Call) { _ = v.step("result", c) }

func (v *toy) Failure(c *gateway.Call, err error) {
	_ = v.step("failure", c)
	c.Reply.Status, c.Reply.Code = http.StatusTeapot, "refused"
	c.Reply.Body = fmt.Appendf(c.Reply.Body, "refused: %T", err)
}

func (v *toy) Explain(c *gateway.Call) []gateway.Check {
	return gateway.Judge(c, []gateway.Step{
		{Name: "name", Found: "it is a toy"},
		{Name: "asks", Look: func() (string, error) { return "it asks", v.step("authenticate", c) }},
		{Name: "operation"},
	})
}

func (v *toy) Nearest(method, path, _ string) string {
	if path == "/helo" {
		return method + " /hello"
	}
	return ""
}

func (v *toy) ContentType() string { return "application/toy" }

func (v *toy) Signs(parameter string) bool { return parameter == "seal" }

func (v *toy) HasCode(code string) bool { return code != "unheard of" }

// noon is when all of these tests happen.
var noon = time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)

// bench is a gateway with a toy vendor and what one can see of it from outside.
type bench struct {
	*gateway.Gateway
	*toy
	log *bytes.Buffer // JSON lines
}

// newBench makes a toy whose operation answers "hello".
func newBench(t *testing.T) *bench {
	t.Helper()
	return newSeededBench(t, 1)
}

func newSeededBench(t *testing.T, seed int64) *bench {
	t.Helper()
	system := clock.System()
	system.Freeze(noon)
	app := &gateway.App{
		Vendor: "toy", ID: "box",
		Quotas: map[string]int{"few": 1000},
		Store:  store.New(store.ByTime), Clock: system.Follow(), Limits: &ratelimit.Limiter{},
		Faults: faults.New(seed), Journal: journal.New(0, nil),
		Begin: func() (*store.Store, error) { return store.New(store.ByTime), nil },
	}
	v := &toy{app: app, steps: make(map[string]func(*gateway.Call) error)}
	v.op = gateway.Op{
		Name:   "Hello",
		Limits: []gateway.Limit{{Quota: "few", Counter: "all", Window: time.Minute}},
		Do: gateway.Read(gateway.Steps[string, string]{
			Decode: func(c *gateway.Call) (string, error) { return "hello", v.step("decode", c) },
			Run:    func(_ *store.Tx, word string) (string, error) { return word, v.step("run", nil) },
			Encode: func(dst []byte, c *gateway.Call, word string) []byte {
				_ = v.step("encode", c)
				return append(dst, word...)
			},
		}),
	}
	log := &bytes.Buffer{}
	core := gateway.NewCore(seed)
	core.Clock, core.Journal = system, journal.New(0, nil)
	core.Log = slog.New(slog.NewJSONHandler(log, nil))
	core.MaxBody, core.EnforceLimits = 1<<10, true
	return &bench{gateway.New(core, v), v, log}
}

// get asks once and returns the whole reply.
func (b *bench) get(target string) *httptest.ResponseRecorder {
	return b.send(httptest.NewRequest(http.MethodGet, target, nil))
}

func (b *bench) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// stray asks for what is no vendor's.
func (b *bench) stray(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	gateway.NewStray(b.Core, func(*http.Request) string { return "no such path" }).ServeHTTP(w, r)
	return w
}

// logLines returns the log, one map for each line.
func (b *bench) logLines(t *testing.T) (lines []map[string]any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b.log.Bytes()))
	for {
		var line map[string]any
		err := d.Decode(&line)
		if err == io.EOF {
			return lines
		}
		if err != nil {
			t.Fatalf("the log is not JSON: %v\n%s", err, b.log)
		}
		lines = append(lines, line)
	}
}

// wantReply compares status and body.
func wantReply(t *testing.T, w *httptest.ResponseRecorder, status int, body string) {
	t.Helper()
	if w.Code != status || w.Body.String() != body {
		t.Errorf("reply = %d %q, want %d %q", w.Code, w.Body, status, body)
	}
}
