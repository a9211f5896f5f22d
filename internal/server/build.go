package server

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"strconv"
	"sync"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// build makes the apps of a fixture, filled, and lets no request reach them yet.
func (s *Server) build(file *fixture.File, seed int64) (apps []*gateway.App, err error) {
	world := file.World()
	world.Seed = seed
	var given [][]fixture.Fault
	for i := range file.CometChat {
		apps = append(apps, s.newCometChat(&file.CometChat[i], world))
		given = append(given, file.CometChat[i].Faults)
	}
	for i := range file.ZIM {
		apps = append(apps, s.newZIM(&file.ZIM[i], world))
		given = append(given, file.ZIM[i].Faults)
	}
	// To fill an app is most of a start, and each has a state of its own.
	failed := make([]error, len(apps))
	var filling sync.WaitGroup
	for i, app := range apps {
		filling.Go(func() { failed[i] = begin(app, given[i]) })
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

func (s *Server) newCometChat(f *fixture.CometChatApp, world fixture.World) *gateway.App {
	app := s.newApp(&cometchatapi.Catalogue, f.AppID, world)
	app.Region = f.Region
	for _, w := range f.Webhooks {
		app.BeginCallbacks = append(app.BeginCallbacks, webhookOf(w))
	}
	raise(app.Quotas, "core", f.Limits.Core)
	raise(app.Quotas, "standard", f.Limits.Standard)
	raise(app.Quotas, "app", f.Limits.App)
	world.MessageData = cometchatapi.MessageData
	app.Begin = func() (*store.Store, error) {
		st := store.New(store.ByTime)
		return st, f.Fill(st, world)
	}
	return app
}

func webhookOf(w fixture.Webhook) gateway.Callback {
	return gateway.Callback{ID: w.ID, URL: w.URL, Username: w.Username, Password: w.Password, Retry: w.RetryOnFailure}
}

func callbackOf(c fixture.ZIMCallback, serverSecret string) gateway.Callback {
	return gateway.Callback{URL: c.URL, Secret: cmp.Or(c.Secret, serverSecret)}
}

func (s *Server) newZIM(f *fixture.ZIMApp, world fixture.World) *gateway.App {
	app := s.newApp(&zegoapi.Catalogue, strconv.FormatUint(uint64(f.AppID), 10), world)
	if f.Callback.URL != "" {
		app.BeginCallbacks = []gateway.Callback{callbackOf(f.Callback, f.ServerSecret)}
	}
	app.BeginVariants = variantsOf(f.Variants)
	raise(app.Quotas, "perSecond", f.Limits.PerSecond)
	raise(app.Quotas, "blacklist", f.Limits.Blacklist)
	raise(app.Quotas, "batch", f.Limits.Batch)
	app.Begin = func() (*store.Store, error) {
		st := store.New(store.ByInsertion)
		return st, f.Fill(st, world)
	}
	return app
}

// variantsOf are the choices that a fixture has made.
func variantsOf(v fixture.ZIMVariants) map[string]string {
	chosen := make(map[string]string)
	for name, value := range v.ByName() {
		if *value != "" {
			chosen[name] = *value
		}
	}
	return chosen
}

// raise puts an app's own limit in the place of the vendor's. 0 means that it has none.
func raise(quotas map[string]int, name string, value int) {
	if value != 0 {
		quotas[name] = value
	}
}

func (s *Server) newApp(of *gateway.Catalogue, id string, world fixture.World) *gateway.App {
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%d %s %s", world.Seed, of.Vendor, id)
	app := gateway.NewApp(of.Vendor, id)
	app.Seed, app.Quotas, app.Tick = int64(hash.Sum64()), maps.Clone(of.Quotas), of.Tick
	app.Clock, app.Limits, app.Faults = s.clock.Follow(), &ratelimit.Limiter{}, faults.New(app.Seed)
	app.Journal = journal.New(s.settings.JournalSize, s.journals)
	return app
}
