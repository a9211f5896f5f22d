package chatmock

import "github.com/chatmock/mockserver/internal/journal"

// WithUnmatched has each request that matches no operation shown to f, before the client has its
// answer and whatever happens to the journal later. f is called by the goroutines that answer, several
// at a time.
func WithUnmatched(f func(Request)) Option {
	return func(c *config) error { c.unmatched = f; return nil }
}

// tellUnmatched has the gateway tell f, when there is one.
func (s *Server) tellUnmatched(f func(Request)) {
	if f == nil {
		return
	}
	s.core.Unmatched = func(e journal.Entry) {
		e.Body, e.Reply = e.Body[:min(len(e.Body), journal.BodyLimit)], e.Reply[:min(len(e.Reply), journal.BodyLimit)]
		f(s.show([]journal.Entry{e}, nil)[0])
	}
}
