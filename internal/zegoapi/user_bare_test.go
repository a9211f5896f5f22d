package zegoapi_test

import (
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatmock/mockserver/internal/clock"
	"github.com/chatmock/mockserver/internal/faults"
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/journal"
	"github.com/chatmock/mockserver/internal/ratelimit"
	"github.com/chatmock/mockserver/internal/store"
	"github.com/chatmock/mockserver/internal/webhook"
	"github.com/chatmock/mockserver/internal/zegoapi"
)

// bare is a gateway with one app whose state a test can reach.
type bare struct {
	door door
	app  *gateway.App
	core *gateway.Core
	seq  atomic.Uint64 // numbers of events
}

const bareSecret = "9193cc662a4c0ec135ec71fb57194b38"

// openBare makes an app 12345 without limits. Its clock stands at noon.
func openBare(t testing.TB, callbacks ...gateway.Callback) *bare {
	t.Helper()
	app := &gateway.App{
		Vendor: zegoapi.Vendor, ID: "12345", Seed: 7, Quotas: zegoapi.DefaultQuotas(), Callbacks: callbacks,
		Store: store.New(store.ByInsertion), Clock: clock.System(), Limits: &ratelimit.Limiter{},
		Faults: &faults.Rules{}, Journal: journal.New(1000),
	}
	app.Clock.Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	core := gateway.NewCore(7)
	core.Clock, core.Journal, core.MaxBody = app.Clock, journal.New(1000), 1<<20
	core.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	core.Sender = webhook.New(nil)
	t.Cleanup(core.Sender.Close)
	apps := &gateway.Apps{}
	apps.Add(app)
	b := &bare{app: app, core: core}
	b.door = door{gateway.New(core, zegoapi.New(apps)), app.ID, bareSecret, app.Clock.Now}
	b.update(t, func(tx *store.Tx) error {
		tx.PutKey(store.Key{Value: bareSecret, Scope: zegoapi.ServerSecret})
		return nil
	})
	return b
}

// update changes the app's state now.
func (b *bare) update(t testing.TB, fn func(*store.Tx) error) {
	t.Helper()
	if err := b.app.Store.Update(b.app.Clock.Now(), fn); err != nil {
		t.Fatal(err)
	}
}

// add registers people.
func (b *bare) add(t testing.TB, ids ...string) {
	t.Helper()
	b.update(t, func(tx *store.Tx) error {
		for _, id := range ids {
			tx.PutUser(store.User{ID: id, Name: "name of " + id, CreatedAt: tx.Now()})
		}
		return nil
	})
}

// mark sets the state of a user and returns the user before, nil when not there, and after.
func (b *bare) mark(userID, state string) (before, after *store.User, err error) {
	err = b.app.Store.Update(b.app.Clock.Now(), func(tx *store.Tx) error {
		before, _ = tx.User(userID)
		err := zegoapi.SetOnlineState(tx, userID, state)
		after, _ = tx.User(userID)
		return err
	})
	return before, after, err
}
