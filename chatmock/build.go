package chatmock

import (
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/chatmock/mockserver/internal/cometchatapi"
	"github.com/chatmock/mockserver/internal/faults"
	"github.com/chatmock/mockserver/internal/fixture"
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/journal"
	"github.com/chatmock/mockserver/internal/ratelimit"
	"github.com/chatmock/mockserver/internal/store"
	"github.com/chatmock/mockserver/internal/zegoapi"
)

// build makes the apps of a fixture.
func (s *Server) build(file *fixture.File) error {
	world := file.World()
	world.Seed = s.seed
	for i := range file.CometChat {
		if _, err := s.addCometChat(&file.CometChat[i], world); err != nil {
			return err
		}
	}
	for i := range file.ZIM {
		if _, err := s.addZIM(&file.ZIM[i], world); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) addCometChat(f *fixture.CometChatApp, world fixture.World) (*gateway.App, error) {
	app := s.newApp(cometchatapi.Vendor, f.AppID, cometchatapi.DefaultQuotas())
	app.Region = f.Region
	raise(app.Quotas, "core", f.Limits.Core)
	raise(app.Quotas, "standard", f.Limits.Standard)
	raise(app.Quotas, "app", f.Limits.App)
	app.Begin = func() (*store.Store, error) {
		st := store.New(store.ByTime)
		return st, f.Fill(st, world)
	}
	return app, s.admit(&s.cometchatApps, app)
}

func (s *Server) addZIM(f *fixture.ZIMApp, world fixture.World) (*gateway.App, error) {
	app := s.newApp(zegoapi.Vendor, strconv.FormatUint(uint64(f.AppID), 10), zegoapi.DefaultQuotas())
	raise(app.Quotas, "perSecond", f.Limits.PerSecond)
	raise(app.Quotas, "blacklist", f.Limits.Blacklist)
	raise(app.Quotas, "batch", f.Limits.Batch)
	app.Begin = func() (*store.Store, error) {
		st := store.New(store.ByInsertion)
		return st, f.Fill(st, world)
	}
	return app, s.admit(&s.zimApps, app)
}

// raise puts an app's own limit in the place of the vendor's. 0 means that it has none.
func raise(quotas map[string]int, name string, value int) {
	if value != 0 {
		quotas[name] = value
	}
}

func (s *Server) newApp(vendor, id string, quotas map[string]int) *gateway.App {
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%d %s %s", s.seed, vendor, id)
	return &gateway.App{
		Vendor: vendor, ID: id, Seed: int64(hash.Sum64()), Quotas: quotas,
		Clock: s.clock.Follow(), Limits: &ratelimit.Limiter{}, Faults: &faults.Rules{},
		Journal: journal.New(s.config.journalSize),
	}
}

// admit fills an app's store and lets requests reach it.
func (s *Server) admit(apps *gateway.Apps, app *gateway.App) error {
	st, err := app.Begin()
	if err != nil {
		return fmt.Errorf("filling app %s: %w", app.Name(), err)
	}
	app.Store = st
	if !apps.Add(app) {
		return fmt.Errorf("there is an app %s already", app.Name())
	}
	return nil
}
