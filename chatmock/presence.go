package chatmock

import (
	"fmt"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/store"
	"github.com/chatmock/mockserver/internal/zegoapi"
)

// SetOnlineState marks a ZIM user as a client's login, lost connection or logout would: state is
// "loggedIn", "online", "offline" or "loggedOut". Who logs in and is not there is added, as one who
// never registered by server. The app's callback is told.
func (a *App) SetOnlineState(userID, state string) {
	a.t.Helper()
	if err := a.server.setOnlineState(a.app, userID, state); err != nil {
		a.t.Fatalf("chatmock: %v", err)
	}
}

func (s *Server) setOnlineState(app *gateway.App, userID, state string) error {
	if app.Vendor != zegoapi.Vendor {
		return fmt.Errorf("%s has no online states: only ZIM apps have", app.Name())
	}
	now := app.Clock.Now()
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
	for _, to := range app.Callbacks {
		s.core.Deliver(app, zegoapi.UserActionEvent(app, to, s.core.NextID(), now, before, after))
	}
	return nil
}
