package gateway

import (
	"fmt"
	"slices"
	"sync"

	"github.com/chatmock/mockserver/internal/clock"
	"github.com/chatmock/mockserver/internal/faults"
	"github.com/chatmock/mockserver/internal/journal"
	"github.com/chatmock/mockserver/internal/ratelimit"
	"github.com/chatmock/mockserver/internal/store"
)

// App is one application (tenant): all that its requests see and change. No two apps share
// anything but the server.
type App struct {
	Vendor string
	ID     string
	Region string
	Seed   int64          // of what looks random in this app's replies
	Quotas map[string]int // calls per window by Limit.Quota, and other numbers that the vendor raises per customer

	Store   *store.Store
	Clock   *clock.Clock
	Limits  *ratelimit.Limiter
	Faults  *faults.Rules
	Journal *journal.Journal

	Begin func() (*store.Store, error) // makes the state that the app begins with
}

// Reset brings the app back to its beginning: state, clock, limits, faults and journal.
func (a *App) Reset() error {
	begin, err := a.Begin()
	if err != nil {
		return fmt.Errorf("resetting app %s: %w", a.Name(), err)
	}
	a.Store.Take(begin)
	a.Clock.Reset()
	a.Limits.Reset()
	a.Faults.Clear()
	a.Journal.Clear()
	return nil
}

// Name is how the server's own API calls the app.
func (a *App) Name() string { return a.Vendor + ":" + a.ID }

// Apps are the applications of one vendor. It is safe for concurrent use.
type Apps struct {
	mu    sync.RWMutex
	byID  map[string]*App
	order []*App
}

// Add takes an app in and reports false when its id is taken.
func (a *Apps) Add(app *App) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, taken := a.byID[app.ID]; taken {
		return false
	}
	if a.byID == nil {
		a.byID = make(map[string]*App)
	}
	a.byID[app.ID] = app
	a.order = append(slices.Clip(a.order), app) // clipped: All hands the old slice out
	return true
}

// Remove forgets an app. Calls that have found it already still end in it.
func (a *Apps) Remove(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.byID, id)
	kept := make([]*App, 0, len(a.order))
	for _, app := range a.order {
		if app.ID != id {
			kept = append(kept, app)
		}
	}
	a.order = kept
}

// Find returns the app with that id.
func (a *Apps) Find(id string) (*App, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	app, ok := a.byID[id]
	return app, ok
}

// All returns the apps in the order in which they came. The caller must not change the slice.
func (a *Apps) All() []*App {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.order
}

// Secrets lists the keys of all apps, so that they can be kept out of what is shown.
func Secrets(apps []*App) []string {
	var secrets []string
	for _, app := range apps {
		_ = app.Store.View(app.Clock.Now(), func(tx *store.Tx) error {
			for key := range tx.Keys() {
				secrets = append(secrets, key.Value)
			}
			return nil
		})
	}
	return secrets
}
