// Package admin is the server's own HTTP API: look inside, start over.
package admin

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/chatmock/mockserver/internal/buildinfo"
	"github.com/chatmock/mockserver/internal/clock"
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/journal"
)

// Prefix is where the API lives.
const Prefix = "/__admin"

// Server is what the API looks into and acts on.
type Server struct {
	Clock   *clock.Clock
	Token   string                // asked for as a bearer token; empty lets everybody in
	Apps    func() []*gateway.App // in a stated order
	Journal *journal.Journal      // requests that reached no app
	Reset   func(app string) error
	// SetOnlineState marks a user as logged in, online, offline or logged out.
	SetOnlineState func(app *gateway.App, userID, state string) error
	Operations     []Operation
	CA             []byte // the certificate that clients must trust, PEM; nil without TLS
}

type api struct {
	Server
	mux *http.ServeMux
}

// New returns the handler of the API. It is safe for concurrent use.
func New(s Server) http.Handler {
	a := &api{s, http.NewServeMux()}
	a.handle("GET /livez", a.live)
	a.handle("GET /readyz", a.live)
	a.handle("GET /health", a.health)
	a.handle("GET /version", a.version)
	a.handle("POST /reset", a.resetAll)
	a.handle("POST /apps/{app}/reset", a.resetApp)
	a.handle("PUT /apps/{app}/users/{user}/state", a.setOnlineState)
	a.handle("GET /requests", a.requests)
	a.handle("GET /operations", a.operations)
	a.mux.HandleFunc("GET "+Prefix+caPath, a.caCertificate)
	return a
}

// handle adds a call. Its handler returns what is written as JSON, or a problem.
func (a *api) handle(pattern string, call func(*http.Request) (any, error)) {
	method, where, _ := strings.Cut(pattern, " ")
	a.mux.HandleFunc(method+" "+Prefix+where, func(w http.ResponseWriter, r *http.Request) {
		result, err := call(r)
		if err != nil {
			writeProblem(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, "application/json", result)
	})
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !a.admitted(r) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="mockserver admin"`)
		writeProblem(w, r, &problem{
			http.StatusUnauthorized,
			"send the admin token as Authorization: Bearer ...; it is the server's setting --admin-token",
		})
		return
	}
	// An unclean path would get a redirect from ServeMux.
	if _, pattern := a.mux.Handler(r); pattern == "" || path.Clean(r.URL.Path) != r.URL.Path {
		a.noSuchCall(w, r)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// admitted lets health checks in without the token, because an orchestrator has no place for it,
// and whoever fetches the certificate, which everybody may have.
func (a *api) admitted(r *http.Request) bool {
	switch r.URL.Path {
	case Prefix + "/livez", Prefix + "/readyz", Prefix + caPath:
		return true
	}
	if a.Token == "" {
		return true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(token), []byte(a.Token)) == 1
}

// noSuchCall tells a wrong path from a wrong method.
func (a *api) noSuchCall(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "" && path.Clean(r.URL.Path) == r.URL.Path {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		writeProblem(w, r, &problem{http.StatusNotFound, "the admin API has no call " + r.Method + " " + r.URL.Path})
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeProblem(w, r, &problem{http.StatusMethodNotAllowed, r.URL.Path + " takes " + strings.Join(allowed, ", ") + ", not " + r.Method})
}

func (a *api) live(*http.Request) (any, error) {
	return map[string]string{"status": "ok"}, nil
}

func (a *api) version(*http.Request) (any, error) {
	return map[string]string{"version": buildinfo.Version()}, nil
}

// health is for people: what runs here and what it holds.
func (a *api) health(*http.Request) (any, error) {
	apps := []string{}
	for _, app := range a.Apps() {
		apps = append(apps, app.Name())
	}
	return struct {
		Status  string   `json:"status"`
		Version string   `json:"version"`
		Now     string   `json:"now"`
		Apps    []string `json:"apps"`
	}{"ok", buildinfo.Version(), a.Clock.Now().Format(timeFormat), apps}, nil
}

// caPath is where the certificate is that clients must trust.
const caPath = "/certs/ca.pem"

func (a *api) caCertificate(w http.ResponseWriter, r *http.Request) {
	if a.CA == nil {
		writeProblem(w, r, &problem{http.StatusNotFound, "there is no certificate to trust: TLS is off (--tls-addr), or has a certificate of yours"})
		return
	}
	w.Header().Set("Content-Type", "application/x-pem-file")
	_, _ = w.Write(a.CA)
}

func (a *api) resetAll(*http.Request) (any, error) {
	return map[string]string{"reset": "all"}, a.Reset("")
}

func (a *api) resetApp(r *http.Request) (any, error) {
	app, err := a.app(r.PathValue("app"))
	if err != nil {
		return nil, err
	}
	return map[string]string{"reset": app.Name()}, a.Reset(app.Name())
}

// setOnlineState takes {"state": "online"} and the like.
func (a *api) setOnlineState(r *http.Request) (any, error) {
	app, err := a.app(r.PathValue("app"))
	if err != nil {
		return nil, err
	}
	var body struct {
		State string `json:"state"`
	}
	d := json.NewDecoder(io.LimitReader(r.Body, 1<<10))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return nil, &problem{http.StatusBadRequest, `the body must be {"state": "loggedIn"}, "online", "offline" or "loggedOut": ` + err.Error()}
	}
	if err := a.SetOnlineState(app, r.PathValue("user"), body.State); err != nil {
		return nil, &problem{http.StatusBadRequest, err.Error()}
	}
	return map[string]string{"user": r.PathValue("user"), "state": body.State}, nil
}

func (a *api) operations(*http.Request) (any, error) {
	return struct {
		Operations []Operation `json:"operations"`
	}{a.Operations}, nil
}

// app finds an app by its name.
func (a *api) app(name string) (*gateway.App, error) {
	for _, app := range a.Apps() {
		if app.Name() == name {
			return app, nil
		}
	}
	return nil, &problem{http.StatusNotFound, "no app " + name + "; apps are named cometchat:{appId} or zim:{appId}, GET " + Prefix + "/health lists them"}
}

const timeFormat = "2006-01-02T15:04:05.000Z07:00"

func writeJSON(w http.ResponseWriter, status int, contentType string, value any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // URLs stay readable
	e.SetIndent("", "  ")
	_ = e.Encode(value) // a client that has gone away is not our error
}
