package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// Apps describes all apps, vendor by vendor, those of the fixtures before those that were made later.
func (s *Server) Apps() (all []admin.App) {
	for _, app := range s.vendors.Apps() {
		all = append(all, s.vendors.Describe(app))
	}
	return all
}

// Find finds an app by its name.
func (s *Server) Find(name string) (*gateway.App, bool) { return s.vendors.Find(name) }

// Make makes an app as the server's own API is asked to.
func (s *Server) Make(asked admin.NewApp) (*gateway.App, error) {
	defer s.readAlone(len(asked.Fixture))()
	parsed, world, err := s.parseNewApp(asked)
	if err != nil {
		return nil, err
	}
	free, err := s.roomFor(parsed, store.Size{}, bounds.Want{Kind: bounds.Apps, N: 1}, bounds.Want{Kind: bounds.Rules, N: int64(len(parsed.Rules()))})
	if err != nil {
		return nil, err
	}
	defer free()
	givenID, _ := parsed.Name()
	for {
		app := s.newDemanded(asked.Vendor, asked.Name, parsed, world)
		given := app.ID == givenID
		if _, taken := s.apps[app.Vendor].Find(app.ID); taken {
			if given {
				return nil, taken409(app)
			}
			continue // the id is somebody else's by chance: the next one will do
		}
		if err := begin(app, parsed.Rules()); err != nil {
			return nil, refusal(err, "#/fixture"+fixture.Pointer(parsed))
		}
		app.CountIn(&s.counts)
		app.Guard(s.secrets)
		if s.apps[app.Vendor].Add(app) {
			s.core.Watch(app)
			return app, nil
		}
		app.Uncount()
		app.Unguard()
		if given {
			return nil, taken409(app)
		}
	}
}

func taken409(app *gateway.App) error {
	return admin.Refuse(http.StatusConflict, shape.MemberError{
		Pointer: "#/fixture/appId", Detail: "is " + app.ID + ", and the server has the app " + app.Name() + " already; leave it out to get one of its own",
	})
}

// parseNewApp reads with whom an app begins.
func (s *Server) parseNewApp(asked admin.NewApp) (parsed section, world fixture.World, err error) {
	if len(asked.Fixture) == 0 {
		return sectionOf(asked.Vendor), s.worldOr(world), nil
	}
	text := []byte(asked.Fixture)
	var yaml string
	if json.Unmarshal(text, &yaml) == nil {
		text = []byte(yaml)
	}
	parsed, world, err = s.parse(asked.Vendor, text, store.Size{}, "#/fixture")
	return parsed, s.worldOr(world), err
}

// worldOr completes what a fixture says of its world by the server's own.
func (s *Server) worldOr(world fixture.World) fixture.World {
	if world.Seed == 0 {
		s.mu.Lock()
		world.Seed = s.seed
		s.mu.Unlock()
	}
	if world.Epoch.IsZero() {
		world.Epoch = fixture.DefaultEpoch
	}
	return world
}

// newDemanded makes an app on demand, without a state. What the fixture does not give of id and keys
// follows from the seed, the name and how often that name has come.
func (s *Server) newDemanded(vendor, name string, parsed section, world fixture.World) *gateway.App {
	own := fixture.Copy(parsed).(section)
	own.Demand(s.digits(vendor, name))
	app := s.newApp(own, world)
	app.OnDemand = true
	return app
}

// digits returns hex digits for an app's id and keys. They follow from the seed, the name and how
// often it has come, so a test gets the same ones whatever runs beside it.
func (s *Server) digits(vendor, name string) (digits string) {
	s.mu.Lock()
	name = vendor + " " + name
	n := s.freshApps[name]
	s.freshApps[name]++
	seed := s.seed
	s.mu.Unlock()

	for part := range 2 {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %d", seed, name, n, part))
		digits += hex.EncodeToString(sum[:])
	}
	return digits
}

// Remove forgets an app that was made on demand, with all that waits in its name.
func (s *Server) Remove(app *gateway.App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now, ok := s.apps[app.Vendor].Find(app.ID); ok && now == app {
		s.apps[app.Vendor].Remove(app.ID)
		app.End("the app was deleted")
		app.Uncount()
		app.Journal.Close() // who waits for its requests looks again, and sees that it is gone
	}
}

// refusal turns an error of a fixture into one of the server's own API. base is the pointer of the
// fixture in the body.
func refusal(err error, base string) error {
	var rule *faultError
	if errors.As(err, &rule) {
		return admin.Refuse(http.StatusBadRequest, rule.members(base)...)
	}
	var long *fixture.LongYAMLError
	if errors.As(err, &long) {
		return &admin.Refusal{Status: http.StatusRequestEntityTooLarge, Detail: err.Error()}
	}
	var bad *fixture.Error
	if !errors.As(err, &bad) {
		return &admin.Refusal{Status: http.StatusBadRequest, Detail: err.Error()}
	}
	var wrong []shape.MemberError
	for _, p := range bad.Problems {
		if p.Pointer == "" && p.Line > 0 {
			p.Detail = fmt.Sprintf("line %d: %s", p.Line, p.Detail)
		}
		wrong = append(wrong, p.Under(base))
	}
	return admin.Refuse(http.StatusBadRequest, wrong...)
}
