package gateway

import (
	"sync/atomic"

	"github.com/chatdouble/mockserver/internal/store"
)

// Counts are how much all apps of a server hold together. It is safe for concurrent use.
type Counts struct {
	store.Counts
	Snapshots, Rules atomic.Int64
}

// CountIn counts what the app holds in c from now on. Uncount ends it.
func (a *App) CountIn(c *Counts) {
	a.Store.CountIn(&c.Counts)
	a.Snapshots.CountIn(&c.Snapshots)
	a.Faults.CountIn(&c.Rules)
}

// Uncount ends the counting, for an app that is gone.
func (a *App) Uncount() {
	a.Store.CountIn(nil)
	a.Snapshots.CountIn(nil)
	a.Faults.CountIn(nil)
}
