package chatdouble

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/internal/admin"
)

// mishaps are what fails a test at its end beside its own checks: defects of the server and, when
// asked for, requests that match no operation. It is safe for concurrent use.
type mishaps struct {
	mu   sync.Mutex
	list []mishap
}

type mishap struct {
	app     string // empty for what reached no app
	request string // its id
	text    string
}

// mostMishaps are kept, the newest ones: a server that no test ends would collect them for ever.
const mostMishaps = 1000

// add keeps a mishap, once for each request.
func (m *mishaps) add(happened mishap) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.Contains(m.list, happened) {
		return
	}
	if len(m.list) == mostMishaps {
		m.list = slices.Delete(m.list, 0, 1)
	}
	m.list = append(m.list, happened)
}

// take returns the mishaps of an app, or all that are left when it is nil, and forgets them.
func (m *mishaps) take(app *App) (texts []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.list = slices.DeleteFunc(m.list, func(old mishap) bool {
		if app != nil && old.app != app.app {
			return false
		}
		texts = append(texts, old.text)
		return true
	})
	return texts
}

// find looks for mishaps in what an app got, where a server in another process leaves them.
func (m *mishaps) find(app *App, unmatched bool) {
	app.t.Helper()
	for _, r := range app.requests([]Filter{Stage("internal")}).requests() {
		m.add(mishap{app.app, r.ID, "the server failed while answering a request, see its log: " + r.String()})
	}
	if !unmatched {
		return
	}
	for _, r := range app.Unmatched() {
		m.add(mishap{app.app, r.ID, unmatchedText(r)})
	}
}

func unmatchedText(r Request) string { return "a request matched no operation: " + r.String() }

// end is the end of a test that had an app of its own: what went wrong fails it, and the app goes.
func (c *Control) end(app *App) {
	defer func() { // also when the server has no answer to what comes first
		if err := c.server.ask(question{method: http.MethodDelete, path: app.path("")}, nil); err != nil {
			app.t.Errorf("chatdouble: removing app %s: %v", app.app, err)
		}
	}()
	if c.look != nil {
		c.look(app)
	}
	report(app.t, "app "+app.app, c.mishaps.take(app))
	logTail(app.t, &app.scope)
}

// endServer is the end of a server's own test: it fails with what no test with an app has taken,
// and when it has failed it is shown what reached no such app.
func (s *Server) endServer(t TB) {
	report(t, "the server", s.mishaps.take(nil))
	// The apps of tests have logged their own and are gone, so when nothing is left that says nothing.
	if t.Failed() && (s.server.RequestCount() == 0 || len(s.requests(nil).Requests) > 0) {
		logTail(t, &s.scope)
	}
}

func report(t TB, of string, texts []string) {
	if len(texts) > 0 {
		t.Errorf("chatdouble: %s:\n  %s", of, strings.Join(texts, "\n  "))
	}
}

// logTail logs the last requests of a test that has failed.
func logTail(t TB, of *scope) {
	if t.Failed() {
		t.Logf("chatdouble: %s", of.listing())
	}
}

// watched is a handler whose panics fail the test. Those of the vendors' answers come by panicked,
// which also knows their app; what arrives here was nobody's.
func (s *Server) watched(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v != http.ErrAbortHandler { // that one closes a connection, and is meant
				s.mishaps.panicked("", r.Method+" "+r.URL.Path, v, debug.Stack())
			}
			panic(v)
		}()
		h.ServeHTTP(w, r)
	})
}

// panicked keeps that the code which answers a request has failed.
func (m *mishaps) panicked(app, request string, value any, stack []byte) {
	m.add(mishap{app, request, fmt.Sprintf("the server failed while answering request %s; please report it: %v\n%s", request, value, stack)})
}

// unmatched is told of requests that match no operation, for who asked to see them and for the end of the
// test; nil when nobody did.
func (m *mishaps) unmatched(set *config) func(admin.Request) {
	show, fail := set.unmatched, set.failOnUnmatched
	if show == nil && !fail {
		return nil
	}
	return func(shown admin.Request) {
		r := requestOf(shown)
		if show != nil {
			show(r)
		}
		if fail {
			m.add(mishap{shown.App, r.ID, unmatchedText(r)})
		}
	}
}
