package server

import (
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"sync"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/store"
)

// build makes the apps of a fixture, filled, and lets no request reach them yet.
func (s *Server) build(file *File, seed int64) (apps []*gateway.App, err error) {
	world := file.World()
	world.Seed = seed
	sections := file.sections()
	for _, f := range sections {
		apps = append(apps, s.newApp(f, world))
	}
	// To fill an app is most of a start, and each has a state of its own.
	failed := make([]error, len(apps))
	var filling sync.WaitGroup
	for i, app := range apps {
		filling.Go(func() { failed[i] = begin(app, sections[i].Rules()) })
	}
	filling.Wait()
	return apps, errors.Join(failed...)
}

// begin gives an app the state and the fault rules that it begins with.
func begin(app *gateway.App, given []fixture.Fault) (err error) {
	if app.BeginFaults, err = beginFaults(app, given); err != nil {
		return err
	}
	app.Faults.Set(app.BeginFaults)
	if app.Store, err = app.Begin(); err != nil {
		return fmt.Errorf("filling app %s: %w", app.Name(), err)
	}
	return nil
}

// newApp makes an app of a fixture, without a state.
func (s *Server) newApp(f section, world fixture.World) *gateway.App {
	of := f.Catalogue()
	id, _ := f.Name()
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%d %s %s", world.Seed, of.Vendor, id)
	app := gateway.NewApp(of.Vendor, id)
	app.Seed, app.Quotas, app.Tick, app.Due = int64(hash.Sum64()), maps.Clone(of.Quotas), of.Tick, of.Due
	app.Clock, app.Limits, app.Faults = s.clock.Follow(), &ratelimit.Limiter{}, faults.New(app.Seed)
	app.Journal = journal.New(s.settings.JournalSize, s.journals)
	f.Begin(app)
	app.Begin = func() (*store.Store, error) {
		st := store.New(of.Order)
		return st, fixture.Fill(st, f, world)
	}
	return app
}
