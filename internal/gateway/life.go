package gateway

import (
	"sync"
	"sync/atomic"

	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// life is what ends with a state of an app: its events that have not been delivered.
type life struct {
	outbox atomic.Pointer[webhook.Outbox] // nil until somebody asks for it
	mu     sync.Mutex                     // held while one life ends and the next begins
	over   bool                           // there is no next
}

// Outbox is where the events of the app's present state wait. Who changes the state asks for it before: the
// outbox of a state that is gone delivers nothing, so an event of that state cannot reach the next.
func (a *App) Outbox() *webhook.Outbox {
	if o := a.life.outbox.Load(); o != nil {
		return o
	}
	a.life.outbox.CompareAndSwap(nil, webhook.NewOutbox(a.Name(), a.Clock))
	return a.life.outbox.Load()
}

// Replace puts another state in the place of the app's, leaves from empty and gives up the events of the old
// state: when it returns none of them is on its way.
func (a *App) Replace(from *store.Store) {
	defer a.watch.hold()()
	a.replace(from)
}

func (a *App) replace(from *store.Store) {
	a.Store.Take(from)
	a.beginAnew("the app's state was replaced")
}

// Restore is Replace with a state that was kept.
func (a *App) Restore(kept *store.Snapshot) {
	defer a.watch.hold()()
	a.Store.Restore(kept)
	a.beginAnew("the app went back to a snapshot")
}

// End gives up all that still waits for something in the name of the app, and puts why into its journal. No
// request must reach the app any more.
func (a *App) End(why string) {
	a.Unwatch()
	a.life.mu.Lock()
	defer a.life.mu.Unlock()
	a.life.over = true
	a.Outbox().End(why)
	a.sent.forget()
	a.Unguard()
}

// beginAnew is called when the state has changed: whoever has asked for the outbox since works on the new
// state.
func (a *App) beginAnew(why string) {
	a.life.mu.Lock()
	defer a.life.mu.Unlock()
	before := a.life.outbox.Load()
	if before == nil || a.life.over {
		return
	}
	a.life.outbox.Store(webhook.NewOutbox(a.Name(), a.Clock))
	before.End(why)
}
