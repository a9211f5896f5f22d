package server

import (
	"maps"
	"net/http"
	"strconv"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// State is the state of an app as a fixture, JSON or YAML. Its limits and whom it tells of events
// are in it, so that it is a whole fixture.
func (s *Server) State(app *gateway.App, yaml bool) []byte {
	file := &fixture.File{Seed: s.worldOr(fixture.World{}).Seed, Epoch: fixture.DefaultEpoch}
	if app.Vendor == cometchatapi.Vendor {
		f := fixture.ExportCometChat(app.ID, app.Region, app.Store)
		own := ownQuotas(app, cometchatapi.DefaultQuotas())
		f.Limits.Core, f.Limits.Standard, f.Limits.App = own["core"], own["standard"], own["app"]
		for _, c := range app.Callbacks() {
			f.Webhooks = append(f.Webhooks, fixture.Webhook{ID: c.ID, URL: c.URL, Username: c.Username, Password: c.Password, RetryOnFailure: c.Retry})
		}
		file.CometChat = []fixture.CometChatApp{*f}
	} else {
		f := fixture.ExportZIM(zimAppID(app), app.Store)
		own := ownQuotas(app, zegoapi.DefaultQuotas())
		for name, value := range f.Variants.ByName() {
			*value = app.Variants()[name]
		}
		f.Limits.PerSecond, f.Limits.Blacklist, f.Limits.Batch = own["perSecond"], own["blacklist"], own["batch"]
		for _, c := range app.Callbacks() {
			f.Callback = fixture.ZIMCallback{URL: c.URL, Secret: c.Secret}
		}
		file.ZIM = []fixture.ZIMApp{*f}
	}
	if yaml {
		text, _ := file.YAML()
		return text
	}
	return file.JSON()
}

func zimAppID(app *gateway.App) uint32 {
	id, _ := strconv.ParseUint(app.ID, 10, 32) // it was made from such a number
	return uint32(id)
}

// ownQuotas are the limits of an app that differ from the vendor's.
func ownQuotas(app *gateway.App, usual map[string]int) map[string]int {
	own := make(map[string]int)
	for name, value := range app.Quotas {
		if value != usual[name] {
			own[name] = value
		}
	}
	return own
}

// ReplaceState puts the state that a fixture says in the place of the app's. The app keeps its id
// and limits, and its keys and webhooks when the fixture has none.
func (s *Server) ReplaceState(app *gateway.App, body []byte) (users int, err error) {
	defer s.readAlone(len(body))()
	parsed, world, err := s.parseState(app, body)
	if err != nil {
		return 0, err
	}
	free, err := s.roomFor(parsed, app.Store.Size())
	if err != nil {
		return 0, err
	}
	defer free()
	var st *store.Store
	switch f := parsed.(type) {
	case *fixture.CometChatApp:
		if len(f.APIKeys) == 0 {
			f.APIKeys = fixture.ExportCometChat(app.ID, app.Region, app.Store).APIKeys
		}
		st = store.New(store.ByTime)
		err = f.Fill(st, world)
	case *fixture.ZIMApp:
		if f.ServerSecret == "" {
			f.ServerSecret = s.vendors.Describe(app).Access["server_secret"]
		}
		st = store.New(store.ByInsertion)
		err = f.Fill(st, world)
	}
	if err != nil {
		return 0, refusal(err, "#")
	}
	s.tell(app, parsed) // before: an event of the new state must not go to an address of the old one
	app.Replace(st)
	return userCount(app), nil
}

// MergeState adds what a fixture says to the app's state.
func (s *Server) MergeState(app *gateway.App, body []byte) (users int, err error) {
	defer s.readAlone(len(body))()
	parsed, world, err := s.parseState(app, body)
	if err != nil {
		return 0, err
	}
	free, err := s.roomFor(parsed, fixture.Overlap(app.Store, parsed))
	if err != nil {
		return 0, err
	}
	defer free()
	if err := fixture.MergeInto(app.Store, parsed, world, app.Clock.Now()); err != nil {
		return 0, refusal(err, "#")
	}
	s.tell(app, parsed)
	return userCount(app), nil
}

// tell lets those be told of the app's events whom a fixture names, if it names any.
func (s *Server) tell(app *gateway.App, parsed any) {
	switch f := parsed.(type) {
	case *fixture.CometChatApp:
		if len(f.Webhooks) == 0 {
			return
		}
		var to []gateway.Callback
		for _, w := range f.Webhooks {
			to = append(to, webhookOf(w))
		}
		app.SetCallbacks(to)
	case *fixture.ZIMApp:
		if f.Callback.URL != "" {
			app.SetCallbacks([]gateway.Callback{callbackOf(f.Callback, s.vendors.Describe(app).Access["server_secret"])})
		}
		if given := variantsOf(f.Variants); len(given) > 0 {
			chosen := maps.Clone(app.Variants())
			maps.Copy(chosen, given)
			app.SetVariants(chosen)
		}
	}
}

// parseState reads a state for an app, whose own id and limits hold.
func (s *Server) parseState(app *gateway.App, body []byte) (any, fixture.World, error) {
	parsed, world, err := s.parse(app.Vendor, body, app.Store.Size(), "#")
	if err != nil {
		return nil, world, err
	}
	world.MessageData = cometchatapi.MessageData
	var rules []fixture.Fault
	switch f := parsed.(type) {
	case *fixture.CometChatApp:
		f.AppID, rules = app.ID, f.Faults
	case *fixture.ZIMApp:
		f.AppID, f.Limits.Blacklist, rules = zimAppID(app), app.Quotas["blacklist"], f.Faults
	}
	if len(rules) > 0 {
		return nil, world, &admin.Refusal{
			Status: http.StatusBadRequest,
			Detail: "fault rules are no part of a state; POST them to /__admin/apps/" + app.Name() + "/faults",
		}
	}
	return parsed, s.worldOr(world), nil
}

func userCount(app *gateway.App) (n int) {
	_ = app.Store.View(app.Clock.Now(), func(tx *store.Tx) error {
		n = tx.UserCount()
		return nil
	})
	return n
}
