// Package chatdouble is a server that stands in for CometChat's REST API v3 and ZEGOCLOUD's ZIM
// Server API in tests.
//
// [Start] gives a test a server on a free port, [Control.CometChat] and [Control.ZIM] give it an app
// of its own, which no other test can see. [Connect] does the same with a server in another process.
// [New] gives the [http.Handler] alone.
//
// The methods of a test have no error results: what cannot be done, such as a block between people
// who are not there, ends the test by Fatalf and says why.
package chatdouble

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/secrets"
	"github.com/chatdouble/mockserver/internal/ui"
	"github.com/chatdouble/mockserver/internal/webhook"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// Server answers as both vendors do. It is an [http.Handler] and safe for concurrent use. Any
// number of servers may live in one process.
type Server struct {
	// URL is the server's base URL, like http://127.0.0.1:41234. It is empty when [New] made it; whoever
	// serves [Server.Admin] on a listener of its own may set it before the first request. Without a host
	// name, like http://:8080, it is for that listener the host by which a client of it came.
	URL string

	*Control // what a test asks of it

	config   config
	clock    *clock.Clock
	journals *journal.Group    // all of them
	journal  *journal.Journal  // of requests that reached no app
	secrets  *secrets.Registry // what must not be shown
	core     *gateway.Core
	bounds   *bounds.Held
	counts   gateway.Counts // of all apps
	reading  sync.Mutex     // held while a large fixture is read, so that its memory is needed once

	cometchatApps, zimApps gateway.Apps
	cometchat, zim, stray  *gateway.Gateway
	zimAPI                 *zegoapi.API
	admin                  http.Handler
	done                   chan struct{} // closed by Close
	close                  sync.Once

	mu           sync.Mutex // guards what follows, and is held while apps are replaced or reset
	seed         int64
	fromFixtures []*gateway.App
	freshApps    map[string]int // how many apps were made on demand, by vendor and name
}

// New returns a server without a listener. Without an option that names fixtures it has the apps
// and people of the program's own default fixture. The error says which setting or which line of a
// fixture is wrong.
func New(opts ...Option) (*Server, error) {
	s := &Server{
		config:    config{maxBody: DefaultMaxBody, limits: true, admin: true, log: slog.New(slog.DiscardHandler)},
		freshApps: make(map[string]int),
		done:      make(chan struct{}),
	}
	for _, opt := range opts {
		if err := opt(&s.config); err != nil {
			return nil, err
		}
	}
	s.clock = clock.System()
	if s.config.frozen && s.config.time.IsZero() {
		s.config.time = s.clock.Now() // one moment, also after a reset
	}
	s.startClock()
	s.hold()
	s.journals = journal.NewGroup(s.bounds.Most(bounds.JournalBytes))
	s.journal = journal.New(s.config.journalSize, s.journals)
	s.secrets = secrets.New(s.journals.Hide)
	s.secrets.Owner("the server", func(value string) bool { return value == s.config.adminToken }).Add(s.config.adminToken, "")
	file, seed, err := s.read(&s.config)
	if err != nil {
		return nil, err
	}
	s.config.sources, s.config.file = nil, nil // they may be large, and the apps know how to begin again
	loaded := make(chan error, 1)
	go func() { loaded <- s.load(file, seed) }() // most of a start, and what follows needs no app

	s.core = gateway.NewCore(seed)
	s.core.Faults.CountIn(&s.counts.Rules)
	s.core.Faults.Set(s.config.faults)
	s.core.Bounds = s.bounds
	s.core.Clock, s.core.Journal, s.core.Log = s.clock, s.journal, s.config.log
	s.core.Once = oncelog.New(s.config.log)
	s.core.MaxBody, s.core.EnforceLimits = s.config.maxBody, s.config.limits
	s.core.Sender = webhook.New(s.config.callbackHosts, webhook.Bounds{Events: int(s.bounds.Most(bounds.Events))})
	s.core.Secrets = s.secrets
	s.core.CheckFault = checkRule
	s.tellUnmatched(s.config.unmatched)
	s.cometchat = gateway.New(s.core, cometchatapi.New(&s.cometchatApps))
	s.zimAPI = zegoapi.New(&s.zimApps)
	s.zim = gateway.New(s.core, s.zimAPI)
	s.stray = gateway.NewStray(s.core, s.whyUnmatched)
	s.admin = admin.New(admin.Server{
		Clock: s.clock, Token: s.config.adminToken, Hosts: s.config.adminHosts, Once: s.core.Once, Journal: s.journal, Journals: s.journals, Secrets: s.secrets, Metrics: s.core.Metrics, Faults: s.core.Faults, Done: s.done,
		Bounds: s.bounds,
		Apps:   s.apps, Find: s.find, Make: s.makeApp, Remove: s.removeApp, Describe: s.adminApp, Reset: s.Reset,
		State: s.stateOf, ReplaceState: s.replaceState, MergeState: s.mergeState,
		EventsWaiting: s.core.Sender.Waiting, SetOnlineState: s.setOnlineState, SetBlock: s.setBlock, CheckRule: checkRule, CheckNames: checkNames, Codes: codes, Sign: s.sign,
		Explain:    func(e journal.Entry) []gateway.Check { return gateway.ExplainAny(e, s.cometchat, s.zim) },
		Nearest:    func(e journal.Entry) string { return gateway.NearestAny(e, s.cometchat, s.zim) },
		Operations: sync.OnceValue(operations), Variants: variants, Events: slices.Concat(cometchatapi.Events, zegoapi.Events),
		FixtureSchema: fixture.AppSchema, CA: s.config.ca,
		Panicked: s.adminPanicked,
	})
	s.control()
	if err := <-loaded; err != nil {
		return nil, err
	}
	s.warnAboveBounds()
	return s, nil
}

func (s *Server) startClock() {
	s.clock.Reset()
	switch {
	case s.config.frozen:
		s.clock.Freeze(s.config.time)
	case !s.config.time.IsZero():
		s.clock.Set(s.config.time)
	}
}

// ServeHTTP answers one request: CometChat's under /v3 and the like, ZIM's at /, the server's own
// API under /__admin. A request to a host of one vendor never gets the other's answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/" || path == "":
		// Without a query it is no call of ZIM's. Who is led away stands in no journal.
		if r.URL.RawQuery == "" && s.config.admin && ui.Lead(w, r) {
			return
		}
		if cometchatapi.IsHost(r.Host) {
			s.serveCometChat(w, r)
			return
		}
		s.serveZIM(w, r)
	case isVersioned(path):
		if zegoapi.IsHost(r.Host) {
			s.serveZIM(w, r)
			return
		}
		s.serveCometChat(w, r)
	case s.config.admin && isAdmin(path):
		s.admin.ServeHTTP(w, r)
	default:
		s.serveNamed(w, r)
	}
}

func (s *Server) serveCometChat(w http.ResponseWriter, r *http.Request) {
	if !cometchatapi.Preflight(w, r, s.clock) {
		s.cometchat.ServeHTTP(w, r)
	}
}

func (s *Server) serveZIM(w http.ResponseWriter, r *http.Request) {
	if !s.zimAPI.Preflight(w, r) {
		s.zim.ServeHTTP(w, r)
	}
}

// IsVendorHost reports whether a host name, with or without a port, is one of the vendors' own, such as
// mockapp.api-us.cometchat.io or zim-api.zego.im.
func IsVendorHost(host string) bool { return cometchatapi.IsHost(host) || zegoapi.IsHost(host) }

// serveNamed answers a CometChat request whose path begins with its app, for clients that can be told
// a base URL and nothing else.
func (s *Server) serveNamed(w http.ResponseWriter, r *http.Request) {
	id, path, ok := gateway.CutApp(r.URL.Path)
	if !ok || !isVersioned(path) {
		s.serveStray(w, r)
		return
	}
	stripped := r.WithContext(gateway.WithAppID(r.Context(), id))
	where := *r.URL
	where.Path, where.RawPath = path, ""
	if _, raw, ok := gateway.CutApp(r.URL.RawPath); ok {
		where.RawPath = raw
	}
	stripped.URL = &where
	s.serveCometChat(w, stripped)
}

// Admin answers the server's own API, under /__admin, for a listener of its own. Base URLs of apps
// begin with the server's URL when it is known, else with the host that the request was sent to.
func (s *Server) Admin() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.URL != "" {
			r = admin.WithBaseURL(r, s.URL)
		}
		s.admin.ServeHTTP(w, r)
	})
}

// isAdmin reports whether the path is one of the server's own API.
func isAdmin(path string) bool {
	return path == admin.Prefix || strings.HasPrefix(path, admin.Prefix+"/")
}

// isVersioned reports whether the path begins with a version, as all of CometChat's do.
func isVersioned(path string) bool {
	return len(path) > 2 && path[0] == '/' && path[1] == 'v' && path[2] >= '0' && path[2] <= '9'
}

// serveStray answers a path that neither vendor has: as the vendor whose host it is, if it is one's.
func (s *Server) serveStray(w http.ResponseWriter, r *http.Request) {
	switch {
	case zegoapi.IsHost(r.Host):
		s.serveZIM(w, r)
	case cometchatapi.IsHost(r.Host):
		s.serveCometChat(w, r)
	default:
		s.stray.ServeHTTP(w, r)
	}
}

// whyUnmatched says of a path that neither vendor has what was meant, most likely.
func (s *Server) whyUnmatched(r *http.Request) string {
	reason := "no such path: CometChat is under /v3, ZIM at /, the server's own API under /__admin"
	if near := gateway.NearestAny(journal.Entry{Method: r.Method, URL: r.RequestURI}, s.cometchat, s.zim); near != "" {
		reason += "; the nearest is " + near
	}
	return reason
}

// Reset brings everything back to its beginning when name is empty, else the app with that name,
// "cometchat:{appId}" or "zim:{appId}": state, faults, limits, clock and journal.
func (s *Server) Reset(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, app := range s.apps() {
		if name != "" && app.Name() != name {
			continue
		}
		if err := app.Reset(); err != nil {
			return err
		}
		if name != "" {
			return nil
		}
	}
	if name != "" {
		return fmt.Errorf("no app %q; apps are named cometchat:{appId} or zim:{appId}", name)
	}
	s.startClock()
	s.core.Faults.Set(s.config.faults)
	s.journal.Clear()
	return nil
}

func (s *Server) apps() []*gateway.App {
	return append(append([]*gateway.App(nil), s.cometchatApps.All()...), s.zimApps.All()...)
}

func operations() []admin.Operation {
	var all []admin.Operation
	add := func(vendor string, ops []gateway.Op, common []gateway.Fact, quotas map[string]int) {
		for _, op := range ops {
			all = append(all, admin.NewOperation(vendor, op, common, quotas))
		}
	}
	add(cometchatapi.Vendor, cometchatapi.Operations(), cometchatapi.CommonFacts, cometchatapi.DefaultQuotas())
	add(zegoapi.Vendor, zegoapi.Operations(), zegoapi.CommonFacts, zegoapi.DefaultQuotas())
	return all
}

// variants are the choices that apps have, of both vendors.
func variants() []admin.Variant {
	var all []admin.Variant
	for _, v := range zegoapi.Variants() {
		all = append(all, admin.NewVariant(zegoapi.Vendor, v))
	}
	return all
}

// Close ends the calls of the server's own API that wait for requests and the delays of fault rules,
// gives up events that have not been delivered to webhooks, says so in their journals and the log, and
// waits until none is on its way. It may be called more than once. A server from [Start] is closed when its test ends.
func (s *Server) Close() {
	s.close.Do(func() { close(s.done) })
	s.core.Stop()
	s.core.GiveUpEvents()
}

// Now is the present on the server's clock. Apps that have not been told otherwise share it.
func (s *Server) Now() time.Time { return s.clock.Now() }
