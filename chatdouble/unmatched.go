package chatdouble

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// WithUnmatched has each request that matches no operation shown to f, before the client has its
// answer and whatever happens to the journal later. f is called by the goroutines that answer, several
// at a time.
func WithUnmatched(f func(Request)) Option {
	return func(c *config) error { c.unmatched = f; return nil }
}

// WithFailOnUnmatched fails a test at its end when requests that belong to it matched no operation,
// with a list of them and of what each may have meant. A request to an app that [Control.CometChat] or
// [Control.ZIM] made belongs to that app's test. What reached no such app belongs to the test that
// [Start] was given; behind [Connect] it fails no test, because others may use the server, too.
func WithFailOnUnmatched() Option {
	return func(c *config) error { c.failOnUnmatched = true; return nil }
}

// tellUnmatched has the gateway tell f, when there is one, and the end of the test, when it asked.
func (s *Server) tellUnmatched(f func(Request)) {
	if f == nil && !s.config.failOnUnmatched {
		return
	}
	s.core.Unmatched = func(e journal.Entry) {
		if e.Nearest == "" {
			e.Nearest = gateway.NearestAny(e, s.cometchat, s.zim)
		}
		r := s.shown(e)
		if f != nil {
			f(r)
		}
		if s.config.failOnUnmatched {
			s.mishaps.add(mishap{appName(e.Vendor, e.App), r.ID, unmatchedText(r)})
		}
	}
}

// appName is how the admin API calls an app, empty for none.
func appName(vendor, id string) string {
	if id == "" {
		return ""
	}
	return vendor + ":" + id
}
