package gateway

import (
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// Now is the present on the app's clock, as exact as the app's times are.
func (a *App) Now() time.Time { return a.Clock.Now().Truncate(a.Tick) }

// Tell makes the events of a change when the state is free again. nil when nobody is told.
type Tell func() []Event

// Act changes an app's state in the name of the server's own API. What the change leaves to tell is told behind the
// events of earlier changes and before those of later ones. The error is change's, and then the state is as it was; what
// there is to tell of the refusal is told.
func (g *Core) Act(app *App, change func(*store.Tx) (Tell, error)) error {
	g.CatchUp(app)
	return g.tellOf(app, change, func(fn func(*store.Tx) error) error { return app.Store.Update(app.Now(), fn) })
}

// tellOf has update make a change, and tells in its turn what is to be told of it.
func (g *Core) tellOf(app *App, change func(*store.Tx) (Tell, error), update func(func(*store.Tx) error) error) error {
	outbox := app.Outbox() // before the change: what happened to a state is not told of the next
	var mine *turn
	var tell Tell
	err := update(func(tx *store.Tx) (err error) {
		if tell, err = change(tx); tell != nil {
			mine = app.turns.take()
		}
		return err
	})
	if mine == nil {
		return err
	}
	defer mine.end()
	events := tell()
	mine.wait()
	for _, e := range events {
		g.deliver(app, outbox, e, nil)
	}
	return err
}
