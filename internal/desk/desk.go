// Package desk is a gateway on which a test can look behind the front door: what the journal has of a
// call, and how its answer is explained.
package desk

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/store"
)

// Desk is a gateway with apps of one vendor.
type Desk struct {
	*gateway.Gateway
	Apps *gateway.Apps
	App  *gateway.App // the one that is asked; the test chooses it
}

// New returns a desk without apps, whose clock stands still. vendor makes the vendor of the apps that
// are added later.
func New(now time.Time, vendor func(*gateway.Apps) gateway.Vendor) *Desk {
	d := &Desk{Apps: &gateway.Apps{}}
	core := gateway.NewCore(1)
	core.Clock, core.Journal, core.Log = clock.System(), journal.New(0, nil), slog.New(slog.DiscardHandler)
	core.Clock.Freeze(now)
	core.MaxBody, core.EnforceLimits = 10_000, true
	d.Gateway = gateway.New(core, vendor(d.Apps))
	return d
}

// Add completes an app by its parts, fills it and lets requests reach it.
func (d *Desk) Add(t testing.TB, app *gateway.App, order store.Order, fill func(*store.Tx)) {
	t.Helper()
	app.Store, app.Clock, app.Limits = store.New(order), d.Clock.Follow(), &ratelimit.Limiter{}
	app.Faults, app.Journal = &faults.Rules{}, journal.New(0, nil)
	app.Guard(d.Secrets)
	d.Apps.Add(app)
	Update(t, app, fill)
}

// Update changes the state of an app.
func Update(t testing.TB, app *gateway.App, change func(*store.Tx)) {
	t.Helper()
	if err := app.Store.Update(app.Clock.Now(), func(tx *store.Tx) error { change(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

// Ask sends a request and returns its entry in the journal and the reason beside the answer.
func (d *Desk) Ask(r *http.Request) (journal.Entry, string) {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return d.Last(), w.Header().Get("X-Chatdouble-Reason")
}

// Last is the newest entry of all journals.
func (d *Desk) Last() (newest journal.Entry) {
	all := d.Journal.Entries()
	for _, app := range d.Apps.All() {
		all = append(all, app.Journal.Entries()...)
	}
	for _, e := range all {
		if e.Number > newest.Number {
			newest = e
		}
	}
	return newest
}
