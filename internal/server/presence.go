package server

import (
	"fmt"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// setOnlineState is what the admin API does to mark a ZIM user as logged in, online, offline or
// logged out.
func (s *Server) setOnlineState(app *gateway.App, userID, state string) error {
	if app.Vendor != zegoapi.Vendor {
		return fmt.Errorf("%s has no online states: only ZIM apps have", app.Name())
	}
	var before, after *store.User
	var now time.Time
	change := func(tx *store.Tx) error {
		now = tx.Now()
		before, _ = tx.User(userID)
		if err := zegoapi.SetOnlineState(tx, userID, state); err != nil {
			return err
		}
		after, _ = tx.User(userID)
		return nil
	}
	return s.core.Act(app, change, func() (events []gateway.Event) {
		for _, to := range app.Callbacks() {
			events = append(events, zegoapi.UserActionEvent(app, to, s.core.NextID(), now, before, after))
		}
		return events
	})
}
