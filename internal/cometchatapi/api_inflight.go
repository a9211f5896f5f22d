package cometchatapi

import (
	"cmp"
	"errors"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// errRehearsed leaves the state as it was after a rehearsal.
var errRehearsed = errors.New("this was a rehearsal")

// rehearse does the operation without leaving anything behind, and has InFlight look at what it would answer. What is
// refused anyhow nobody is asked about: the operation itself says so. Meanwhile others change the state, so the answer
// that is given in the end may be another.
func (d *op[In, Out]) rehearse(c *gateway.Call, a asked[In]) error {
	if !asksInFlight(c.App) {
		return nil
	}
	var would Out
	err := c.App.Store.Update(c.Now, func(tx *store.Tx) (err error) {
		would, err = d.run(tx, a)
		return cmp.Or(err, errRehearsed)
	})
	if !errors.Is(err, errRehearsed) {
		return nil
	}
	return d.InFlight(c, would)
}
