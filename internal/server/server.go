// Package server puts the parts together: it builds a server from fixtures and settings, makes apps on
// demand, and brings state in and out.
package server

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/secrets"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// Server answers as the vendors do. It is an [http.Handler] and safe for concurrent use. Any
// number of servers may live in one process.
type Server struct {
	settings Settings
	clock    *clock.Clock
	journals *journal.Group    // all of them
	journal  *journal.Journal  // of requests that reached no app
	secrets  *secrets.Registry // what must not be shown
	core     *gateway.Core
	bounds   *bounds.Held
	counts   gateway.Counts // of all apps
	reading  sync.Mutex     // held while a large fixture is read, so that its memory is needed once

	apps    map[string]*gateway.Apps // by vendor
	vendors admin.Vendors
	stray   *gateway.Gateway // of what is no vendor's
	admin   http.Handler
	done    chan struct{} // closed by Close
	close   sync.Once

	mu           sync.Mutex // guards what follows, and is held while apps are replaced or reset
	seed         int64
	fromFixtures []*gateway.App
	freshApps    map[string]int // how many apps were made on demand, by vendor and name
}

// New returns a server without a listener. The error says which setting or which line of a fixture is
// wrong.
func New(settings Settings) (*Server, error) {
	if err := settings.check(); err != nil {
		return nil, err
	}
	s := &Server{settings: settings, clock: clock.System(), freshApps: make(map[string]int), done: make(chan struct{})}
	s.apps = make(map[string]*gateway.Apps)
	for _, v := range Vendors {
		s.apps[v.Vendor] = &gateway.Apps{}
	}
	if s.settings.Frozen && s.settings.Time.IsZero() {
		s.settings.Time = s.clock.Now() // one moment, also after a reset
	}
	s.startClock()
	s.hold()
	s.journals = journal.NewGroup(s.bounds.Most(bounds.JournalBytes))
	s.journal = journal.New(s.settings.JournalSize, s.journals)
	s.secrets = secrets.New(s.journals.Hide)
	s.secrets.Owner("the server", func(value string) bool { return value == s.settings.AdminToken }).Add(s.settings.AdminToken, "")
	file, seed, err := s.read(&s.settings)
	if err != nil {
		return nil, err
	}
	s.settings.Fixtures, s.settings.Loaded = nil, nil // they may be large, and the apps know how to begin again
	loaded := make(chan error, 1)
	go func() { loaded <- s.load(file, seed) }() // most of a start, and what follows needs no app

	s.compose(seed)
	if err := <-loaded; err != nil {
		return nil, err
	}
	s.watch()
	s.warnAboveBounds()
	return s, nil
}

// compose makes what answers: for each vendor, for what is no vendor's, and the server's own API.
func (s *Server) compose(seed int64) {
	s.core = s.newCore(seed)
	s.vendors = s.composeVendors()
	s.stray = gateway.NewStray(s.core, s.whyUnmatched)
	s.admin = admin.New(admin.Server{
		Clock: s.clock, Journal: s.journal, Journals: s.journals, Secrets: s.secrets, Bounds: s.bounds,
		Once: s.core.Once, Metrics: s.core.Metrics, Faults: s.core.Faults, Done: s.done,
		Token: s.settings.AdminToken, Hosts: s.settings.AdminHosts, CA: s.settings.CA,
		Vendors: s.vendors, Keeper: s,
		FixtureSchema: func() []byte { return fixture.AppSchema(&File{}) }, Panicked: s.adminPanicked,
	})
}

// newCore makes what the vendors share.
func (s *Server) newCore(seed int64) *gateway.Core {
	core := gateway.NewCore(seed)
	core.Faults.CountIn(&s.counts.Rules)
	core.Faults.Set(s.settings.Faults)
	core.Bounds = s.bounds
	core.Clock, core.Journal, core.Log = s.clock, s.journal, s.settings.Log
	core.Once = oncelog.New(s.settings.Log)
	core.MaxBody, core.EnforceLimits = s.settings.MaxBody, !s.settings.NoLimits
	core.Sender = webhook.New(s.settings.CallbackHosts, webhook.Bounds{Events: int(s.bounds.Most(bounds.Events))})
	core.Secrets = s.secrets
	core.CheckFault = func(vendor string, rule *faults.Rule) string { return rule.CheckHeader(vendor, known()) }
	if s.settings.Unmatched != nil {
		core.Unmatched = s.unmatched
	}
	if s.settings.Panicked != nil {
		core.Panicked = s.panicked
	}
	return core
}

func (s *Server) startClock() {
	s.clock.Reset()
	switch {
	case s.settings.Frozen:
		s.clock.Freeze(s.settings.Time)
	case !s.settings.Time.IsZero():
		s.clock.Set(s.settings.Time)
	}
}

// Reset brings everything back to its beginning when name is empty, else the app with that name:
// state, faults, limits, clock and journal.
func (s *Server) Reset(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "" {
		s.startClock() // before: what happens by itself in the new states is by this clock
	}
	for _, app := range s.vendors.Apps() {
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
		return fmt.Errorf("no app %q; apps are named %s", name, s.vendors.AppNames())
	}
	s.core.Faults.Set(s.settings.Faults)
	s.journal.Clear()
	return nil
}

// Close ends the calls of the server's own API that wait for requests and the delays of fault rules,
// gives up events that have not been delivered to webhooks, says so in their journals and the log, and
// waits until none is on its way. It may be called more than once.
func (s *Server) Close() {
	s.close.Do(func() { close(s.done) })
	s.core.Stop()
	s.core.GiveUpEvents()
}

// Now is the present on the server's clock. Apps that have not been told otherwise share it.
func (s *Server) Now() time.Time { return s.clock.Now() }

// RequestCount is how many requests the vendors have got.
func (s *Server) RequestCount() uint64 { return s.core.RequestCount() }
