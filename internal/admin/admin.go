// Package admin is the server's own HTTP API: look inside, make trouble, start over.
//
// The table in calls.go is the whole of it, but for the controls that vendors bring. Routes, the OpenAPI document
// and the answers to wrong methods follow from the table.
package admin

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/metrics"
	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/secrets"
	"github.com/chatdouble/mockserver/internal/ui"
)

// Prefix is where the API lives.
const Prefix = "/__admin"

// Server is what the API looks into and acts on. All functions must be safe for concurrent use.
type Server struct {
	Clock    *clock.Clock
	Token    string            // asked for as a bearer token; empty lets everybody in
	Hosts    []string          // further names of this server, and hosts whose pages may call; none has a port
	Once     *oncelog.Log      // told of web pages that were refused
	Journal  *journal.Journal  // requests that reached no app
	Faults   *faults.Rules     // for all apps
	Journals *journal.Group    // all of them
	Secrets  *secrets.Registry // what must not be shown
	Metrics  *metrics.Metrics
	Bounds   *bounds.Held
	Done     <-chan struct{} // closed when the server stops: nobody waits any longer
	Vendors  Vendors
	Keeper   Keeper

	// Panicked is told when the code that answers a call fails, with the goroutine's stack.
	Panicked func(r *http.Request, value any, stack []byte)
	// FixtureSchema is the JSON Schema of what the Keeper reads.
	FixtureSchema func() []byte
	CA            func() ([]byte, error) // the certificate that clients must trust, PEM; nil when there is none
}

// Keeper makes apps, brings them into a state and forgets them, by fixtures in JSON or YAML. One that is
// not right changes nothing. It is safe for concurrent use.
type Keeper interface {
	Make(NewApp) (*gateway.App, error)
	Remove(*gateway.App)
	// Reset starts over: an app, or everything when the name is empty.
	Reset(app string) error

	// State is an app's state as a fixture.
	State(app *gateway.App, yaml bool) []byte
	// ReplaceState and MergeState return how many users the app has then.
	ReplaceState(app *gateway.App, fixture []byte) (users int, err error)
	MergeState(app *gateway.App, fixture []byte) (users int, err error)
}

type api struct {
	Server
	guard *guard
	calls []call
	mux   *http.ServeMux
	whole func() object // the OpenAPI document, made when it is first asked for
	known func() (inRules, inJournal []faults.Known)
}

// New returns the handler of the API. It is safe for concurrent use.
func New(s Server) http.Handler {
	machine, _ := os.Hostname() // without one it is known by its other names
	a := &api{s, newGuard(machine, &s), s.calls(), http.NewServeMux(), sync.OnceValue(s.document), sync.OnceValues(s.Vendors.known)}
	for i := range a.calls {
		c := &a.calls[i]
		a.mux.HandleFunc(c.method+" "+Prefix+c.path, func(w http.ResponseWriter, r *http.Request) {
			a.answer(c, w, r)
		})
	}
	return a
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer a.survive(w, r)
	// Before the token: a page must not find one out, and who forgot a setting reads which.
	if refused := a.guard.stop(r); refused != nil {
		a.writeProblem(w, r, refused)
		return
	}
	if a.guard.share(w, r) {
		return
	}
	// The page holds no data, and asks for the token itself.
	if ui.Serve(w, r) || isEntrance(r.URL.Path) && ui.Lead(w, r) {
		return
	}
	if !a.admitted(r) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="chatdouble admin"`)
		a.writeProblem(w, r, &Refusal{
			Status: http.StatusUnauthorized,
			Detail: "send the admin token as Authorization: Bearer ...; it is the server's setting --admin-token",
		})
		return
	}
	// An unclean path would get a redirect from ServeMux.
	if _, pattern := a.mux.Handler(r); pattern == "" || path.Clean(r.URL.EscapedPath()) != r.URL.EscapedPath() {
		a.noSuchCall(w, r)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// isEntrance recognises what a person types who looks for the page; / is for a listener of its own.
func isEntrance(path string) bool { return path == Prefix || path == Prefix+"/" || path == "/" }

// survive answers a call whose code has failed. Nothing of another answer is written before that is whole.
func (a *api) survive(w http.ResponseWriter, r *http.Request) {
	v := recover()
	switch v {
	case nil:
		return
	case http.ErrAbortHandler: // it is meant
		panic(v)
	}
	a.Panicked(r, v, debug.Stack())
	a.writeProblem(w, r, fmt.Errorf("this server failed while answering; please report it: %v", v))
}

// answer takes the steps that all calls have in common. Nothing is written before the call is done.
func (a *api) answer(c *call, w http.ResponseWriter, r *http.Request) {
	result, err := a.do(c, w, r)
	if err != nil {
		a.writeProblem(w, r, err)
		return
	}
	status := c.status
	if status == 0 {
		status = http.StatusOK
	}
	if t, ok := result.(text); ok {
		w.Header().Set("Content-Type", t.mediaType)
		w.WriteHeader(status)
		_, _ = w.Write(t.body) // a client that has gone away is not our error
		return
	}
	writeJSON(w, status, "application/json", result)
}

func (a *api) do(c *call, w http.ResponseWriter, r *http.Request) (any, error) {
	request := &in{Request: r, w: w}
	if c.query == nil {
		if err := noParameters(r.URL.RawQuery); err != nil {
			return nil, err
		}
	}
	limit := int64(maxBody)
	if c.large {
		limit = MaxState
	}
	body, done, err := a.readBody(w, r, limit)
	if err != nil {
		return nil, err
	}
	defer done()
	request.body = body
	if c.body == nil {
		if err := noBody(request.body); err != nil {
			return nil, err
		}
	}
	if slices.Contains(pathParameters(c.path), "app") {
		if request.app, err = a.app(r.PathValue("app")); err != nil {
			return nil, err
		}
	}
	return c.do(a, request)
}

// admitted lets those calls in without the token that are open: health checks, because an
// orchestrator has no place for it, and the certificate, which everybody may have.
func (a *api) admitted(r *http.Request) bool {
	if a.Token == "" {
		return true
	}
	for _, c := range a.calls {
		if c.open && r.URL.Path == Prefix+c.path {
			return true
		}
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(token), []byte(a.Token)) == 1
}

// noSuchCall tells a wrong path from a wrong method.
func (a *api) noSuchCall(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "" && path.Clean(r.URL.EscapedPath()) == r.URL.EscapedPath() {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		a.writeProblem(w, r, &Refusal{Status: http.StatusNotFound, Detail: "the admin API has no call " + r.Method + " " + r.URL.Path + "; GET " + Prefix + "/openapi.json lists them, and a page for people is at " + ui.Path})
		return
	}
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	a.writeProblem(w, r, &Refusal{Status: http.StatusMethodNotAllowed, Detail: r.URL.Path + " takes " + list + ", not " + r.Method})
}

// app finds an app by its name, as it is at this moment.
func (a *api) app(name string) (*gateway.App, error) {
	if app, ok := a.Vendors.Find(name); ok {
		a.Vendors.catchUp(app)
		return app, nil
	}
	return nil, &Refusal{Status: http.StatusNotFound, Detail: a.noApp(name)}
}

// timeText writes a time in milliseconds, or exactly when that is finer: what a client sends back, as
// a clock to set or the bound of a filter, must be the same moment.
func timeText(t time.Time) string {
	if t.Nanosecond()%int(time.Millisecond) != 0 {
		return t.Format(time.RFC3339Nano)
	}
	return t.Format("2006-01-02T15:04:05.000Z07:00")
}

// writeJSON writes nothing before the whole answer is encoded.
func writeJSON(w http.ResponseWriter, status int, contentType string, value any) {
	body := appendJSON(value)
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone away is not our error
}

func appendJSON(value any) []byte { return encode(value, "  ") }

// compact is without white space.
func compact(value any) []byte { return bytes.TrimSpace(encode(value, "")) }

func encode(value any, indent string) []byte {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false) // URLs stay readable
	e.SetIndent("", indent)
	if err := e.Encode(value); err != nil {
		panic(fmt.Sprintf("an answer cannot be written as JSON: %v", err)) // the types are ours
	}
	return body.Bytes()
}
