package chatdouble

import "github.com/chatdouble/mockserver/internal/clock"

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
