package gateway

import (
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// Now is the present on the app's clock, as exact as the app's times are.
func (a *App) Now() time.Time { return a.Clock.Now().Truncate(a.Tick) }

// Act changes an app's state in the name of the server's own API. What tell returns, when the change has been made
// and the state is free again, is told behind the events of earlier changes and before those of later ones. tell is
// nil when nobody is told. The error is change's, and then the state is as it was.
func (g *Core) Act(app *App, change func(*store.Tx) error, tell func() []Event) error {
	outbox := app.Outbox() // before the change: what happened to a state is not told of the next
	var mine *turn
	err := app.Store.Update(app.Now(), func(tx *store.Tx) error {
		err := change(tx)
		if err == nil && tell != nil {
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
	return nil
}
