package chatdouble

import (
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Break makes each request to an app of the server panic where it is answered.
func Break(s *Server, name string) {
	app, _ := s.server.Find(name)
	app.Limits = nil
}

// BreakClock makes each call of the server's own API for an app's clock panic, until Mend.
func BreakClock(s *Server, name string) {
	app, _ := s.server.Find(name)
	app.Clock = nil
}

// Mend undoes BreakClock.
func Mend(s *Server, name string) {
	app, _ := s.server.Find(name)
	app.Clock = clock.System()
}

// LetComeAfter lets a user come by itself to an app of the server, so long from now on the app's clock.
func LetComeAfter(s *Server, name string, d time.Duration, user string) error {
	app, _ := s.server.Find(name)
	app.Due = func(tx *store.Tx, _ *gateway.Acting, d store.Deadline) gateway.Tell {
		tx.PutUser(store.User{ID: d.ID, CreatedAt: tx.Now()})
		return nil
	}
	return app.Store.Update(app.Now(), func(tx *store.Tx) error { tx.SetDeadline("come", user, tx.Now().Add(d)); return nil })
}
