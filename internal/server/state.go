package server

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// State is the state of an app as a fixture, JSON or YAML. Its limits and whom it tells of events
// are in it, so that it is a whole fixture.
func (s *Server) State(app *gateway.App, yaml bool) []byte {
	file := &File{Head: fixture.Head{Seed: s.worldOr(fixture.World{}).Seed, Epoch: fixture.DefaultEpoch}}
	state := sectionOf(app.Vendor)
	state.Export(app)
	fixture.Add(file, state)
	if yaml {
		text, _ := fixture.YAML(file)
		return text
	}
	return fixture.JSON(file)
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
	parsed.Keep(app)
	st := store.New(parsed.Catalogue().Order)
	err = fixture.Fill(st, parsed, world)
	if err != nil {
		return 0, refusal(err, "#")
	}
	parsed.Tell(app) // before: an event of the new state must not go to an address of the old one
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
	if err := fixture.MergeInto(app.Store, parsed, world, app.Now()); err != nil {
		return 0, refusal(err, "#")
	}
	parsed.Tell(app)
	return userCount(app), nil
}

// parseState reads a state for an app, whose own id and limits hold.
func (s *Server) parseState(app *gateway.App, body []byte) (section, fixture.World, error) {
	parsed, world, err := s.parse(app.Vendor, body, app.Store.Size(), "#")
	if err != nil {
		return nil, world, err
	}
	parsed.Own(app)
	if len(parsed.Rules()) > 0 {
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
