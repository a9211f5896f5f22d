package chatdouble

// Break makes each request to an app of the server panic where it is answered.
func Break(s *Server, name string) {
	app, _ := s.find(name)
	app.Limits = nil
}
