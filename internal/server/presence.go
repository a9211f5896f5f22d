package server

import (
	"fmt"

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
	now := app.Clock.Now()
	outbox := app.Outbox()
	var before, after *store.User
	err := app.Store.Update(now, func(tx *store.Tx) error {
		before, _ = tx.User(userID)
		if err := zegoapi.SetOnlineState(tx, userID, state); err != nil {
			return err
		}
		after, _ = tx.User(userID)
		return nil
	})
	if err != nil {
		return err
	}
	for _, to := range app.Callbacks() {
		s.core.Deliver(app, outbox, zegoapi.UserActionEvent(app, to, s.core.NextID(), now, before, after))
	}
	return nil
}
