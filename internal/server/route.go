package server

import (
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ui"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// ServeHTTP answers one request: CometChat's under /v3 and the like, ZIM's at /, the server's own
// API under /__admin. A request to a host of one vendor never gets the other's answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/" || path == "":
		// Without a query it is no call of ZIM's. Who is led away stands in no journal.
		if r.URL.RawQuery == "" && !s.settings.NoAdmin && ui.Lead(w, r) {
			return
		}
		if cometchatapi.IsHost(r.Host) {
			s.serveCometChat(w, r)
			return
		}
		s.serveZIM(w, r)
	case isVersioned(path):
		if zegoapi.IsHost(r.Host) {
			s.serveZIM(w, r)
			return
		}
		s.serveCometChat(w, r)
	case !s.settings.NoAdmin && isAdmin(path):
		s.admin.ServeHTTP(w, r)
	default:
		s.serveNamed(w, r)
	}
}

func (s *Server) serveCometChat(w http.ResponseWriter, r *http.Request) {
	if !cometchatapi.Preflight(w, r, s.clock) {
		s.cometchat.ServeHTTP(w, r)
	}
}

func (s *Server) serveZIM(w http.ResponseWriter, r *http.Request) {
	if !s.zimAPI.Preflight(w, r) {
		s.zim.ServeHTTP(w, r)
	}
}

// serveNamed answers a CometChat request whose path begins with its app, for clients that can be told
// a base URL and nothing else.
func (s *Server) serveNamed(w http.ResponseWriter, r *http.Request) {
	id, path, ok := gateway.CutApp(r.URL.Path)
	if !ok || !isVersioned(path) {
		s.serveStray(w, r)
		return
	}
	stripped := r.WithContext(gateway.WithAppID(r.Context(), id))
	where := *r.URL
	where.Path, where.RawPath = path, ""
	if _, raw, ok := gateway.CutApp(r.URL.RawPath); ok {
		where.RawPath = raw
	}
	stripped.URL = &where
	s.serveCometChat(w, stripped)
}

// Only answers as the server does, and takes every request of CometChat's for one of the app's: on a port
// that belongs to the app alone.
func (s *Server) Only(app *gateway.App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r.WithContext(gateway.WithApp(r.Context(), app)))
	})
}

// Admin answers the server's own API, under /__admin, for a listener of its own. Base URLs of apps begin
// with what url points to, unless it is empty; else with the host that the request was sent to.
func (s *Server) Admin(url *string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if *url != "" {
			r = admin.WithBaseURL(r, *url)
		}
		s.admin.ServeHTTP(w, r)
	})
}

// isAdmin reports whether the path is one of the server's own API.
func isAdmin(path string) bool {
	return path == admin.Prefix || strings.HasPrefix(path, admin.Prefix+"/")
}

// isVersioned reports whether the path begins with a version, as all of CometChat's do.
func isVersioned(path string) bool {
	return len(path) > 2 && path[0] == '/' && path[1] == 'v' && path[2] >= '0' && path[2] <= '9'
}

// serveStray answers a path that neither vendor has: as the vendor whose host it is, if it is one's.
func (s *Server) serveStray(w http.ResponseWriter, r *http.Request) {
	switch {
	case zegoapi.IsHost(r.Host):
		s.serveZIM(w, r)
	case cometchatapi.IsHost(r.Host):
		s.serveCometChat(w, r)
	default:
		s.stray.ServeHTTP(w, r)
	}
}

// whyUnmatched says of a path that neither vendor has what was meant, most likely.
func (s *Server) whyUnmatched(r *http.Request) string {
	reason := "no such path: CometChat is under /v3, ZIM at /, the server's own API under /__admin"
	if near := s.vendors.Nearest(journal.Entry{Method: r.Method, URL: r.RequestURI}); near != "" {
		reason += "; the nearest is " + near
	}
	return reason
}

// Refuse is the answer to a request that net/http refuses by itself, for a listener that wants it in the
// shape of whom the request was meant for: head is how the request began, status what net/http would have
// answered, and detail what it says of that, often nothing.
func (s *Server) Refuse(head []byte, status int, detail string) []byte {
	_, target := gateway.RequestLine(head)
	path, _, _ := strings.Cut(target, "?")
	if !s.settings.NoAdmin && isAdmin(path) {
		return s.RefuseAdmin(head, status, detail)
	}
	if _, rest, named := gateway.CutApp(path); named {
		path = rest
	}
	if isVersioned(path) {
		return s.cometchat.Malformed(head, status, detail)
	}
	return s.zim.Malformed(head, status, detail)
}

// RefuseAdmin is [Server.Refuse] for a listener of [Server.Admin].
func (s *Server) RefuseAdmin(head []byte, status int, detail string) []byte {
	_, target := gateway.RequestLine(head)
	path, _, _ := strings.Cut(target, "?")
	return admin.Malformed(s.secrets.Hide(path), &gateway.MalformedError{Status: status, Detail: detail}, s.clock.Now())
}
