package server

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// unmatched shows a request that matched no operation to who wants to know.
func (s *Server) unmatched(e journal.Entry) {
	if e.Nearest == "" {
		e.Nearest = s.vendors.Nearest(e)
	}
	// What is shown is what the journal keeps.
	e.Body, e.Reply = e.Body[:min(len(e.Body), journal.BodyLimit)], e.Reply[:min(len(e.Reply), journal.BodyLimit)]
	s.settings.Unmatched(admin.Show(e, s.secrets))
}

// panicked tells that the code which answers a request has failed.
func (s *Server) panicked(app *gateway.App, id string, value any, stack []byte) {
	name := ""
	if app != nil {
		name = app.Name()
	}
	s.settings.Panicked(name, id, value, stack)
}

// adminPanicked logs and tells that the code which answers a call of the server's own API has failed.
func (s *Server) adminPanicked(r *http.Request, value any, stack []byte) {
	call := r.Method + " " + r.URL.Path
	s.settings.Log.Error("panic while answering", "call", s.secrets.Hide(call), "panic", value, "stack", string(stack))
	if s.settings.Panicked != nil {
		s.settings.Panicked("", call, value, stack)
	}
}
