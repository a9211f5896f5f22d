package server

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Reload replaces the apps that the fixtures made by those of other fixtures, which settings name; the rest
// of them is ignored. An app that is in both keeps its clock, faults and journal and gets a new state; its
// events that have not been delivered are given up. Apps made on demand are left alone. When the fixtures
// do not load, nothing changes. Safe for concurrent use.
func (s *Server) Reload(settings *Settings) error {
	file, seed, err := s.read(settings)
	if err != nil {
		return err
	}
	if err := s.load(file, seed); err != nil {
		return err
	}
	s.watch()
	s.warnAboveBounds()
	return nil
}

// watch lets happen by itself what has a deadline in the apps of the fixtures. At a start these come before the core is
// there.
func (s *Server) watch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, app := range s.fromFixtures {
		s.core.Watch(app)
	}
}

// read reads fixtures and says which seed is theirs here.
func (s *Server) read(from *Settings) (file *File, seed int64, err error) {
	file, err = from.Load()
	if err != nil {
		return nil, 0, err
	}
	seed = file.Seed
	if s.settings.Seed != nil {
		seed = *s.settings.Seed
	}
	return file, seed, nil
}

// load makes the apps of fixtures and lets requests reach them.
func (s *Server) load(file *File, seed int64) error {
	apps, err := s.build(file, seed)
	if err != nil {
		return err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.seed = seed
	for _, app := range apps {
		if before, ok := s.apps[app.Vendor].Find(app.ID); ok {
			// The parts stay the same ones: a test that holds the app from before still has it.
			before.Unwatch() // nothing happens in the new state in the name of the old app
			before.Store.Take(app.Store)
			before.Limits.Reset()
			app.Store, app.Limits = before.Store, before.Limits
			app.Clock, app.Faults, app.Journal = before.Clock, before.Faults, before.Journal
			app.Snapshots = before.Snapshots
			before.End("the fixtures were loaded anew")
		}
		app.CountIn(&s.counts)
		app.Guard(s.secrets)
		s.apps[app.Vendor].Put(app)
	}
	for _, before := range s.fromFixtures {
		if !slices.ContainsFunc(apps, func(app *gateway.App) bool { return app.Name() == before.Name() }) {
			s.apps[before.Vendor].Remove(before.ID)
			before.End("the fixtures have the app no more")
			before.Uncount()
			before.Journal.Close()
		}
	}
	s.fromFixtures = apps
	return nil
}
