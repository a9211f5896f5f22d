package server

import (
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ui"
)

// ServeHTTP answers one request: the vendors' by their paths, the server's own API under /__admin, files
// that clients have sent under /__files. A request to a
// host of one vendor never gets another's answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if (path == "/" || path == "") && r.URL.RawQuery == "" && !s.settings.NoAdmin && ui.Lead(w, r) {
		return // no vendor's call has neither path nor query. Who is led away stands in no journal.
	}
	if !s.settings.NoAdmin && isAdmin(path) {
		s.admin.ServeHTTP(w, r)
		return
	}
	if strings.HasPrefix(path, gateway.FilesPrefix) {
		s.serveFile(w, r)
		return
	}
	byHost, byPath := s.ofHost(r.Host), s.ofPath(path)
	switch {
	case byPath != nil && byHost == nil:
		byPath.Gateway.ServeHTTP(w, r)
	case byPath == nil && s.serveNamed(w, r):
	case byHost != nil:
		byHost.Gateway.ServeHTTP(w, r)
	default:
		s.stray.ServeHTTP(w, r)
	}
}

// ofHost is the vendor whose host that is, nil when it is nobody's.
func (s *Server) ofHost(host string) *admin.Vendor {
	for i := range s.vendors {
		if s.vendors[i].IsHost(host) {
			return &s.vendors[i]
		}
	}
	return nil
}

// ofPath is the vendor that has such paths, nil when nobody has.
func (s *Server) ofPath(path string) *admin.Vendor {
	for i := range s.vendors {
		if s.vendors[i].IsPath(path) {
			return &s.vendors[i]
		}
	}
	return nil
}

// serveNamed answers a request whose path begins with its app, for clients that can be told a base URL and nothing
// else, and reports whether it was one.
func (s *Server) serveNamed(w http.ResponseWriter, r *http.Request) bool {
	id, path, ok := gateway.CutApp(r.URL.Path)
	if !ok {
		return false
	}
	of := s.ofPath(path)
	if of == nil || of.NamesApp {
		return false
	}
	stripped := r.WithContext(gateway.WithAppID(r.Context(), id))
	where := *r.URL
	where.Path, where.RawPath = path, ""
	if _, raw, ok := gateway.CutApp(r.URL.RawPath); ok {
		where.RawPath = raw
	}
	stripped.URL = &where
	of.Gateway.ServeHTTP(w, stripped)
	return true
}

// Only answers as the server does, and takes every request that a vendor's client need not give an app for one of the app's: on a port
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

// whyUnmatched says of a path that no vendor has what was meant, most likely.
func (s *Server) whyUnmatched(r *http.Request) string {
	reason, is := "no such path: ", " is"
	for _, v := range s.vendors {
		where := " at /"
		if v.Base != "" {
			where = " under " + v.Base
		}
		reason += v.Title + is + where + ", "
		is = ""
	}
	reason += "the server's own API under " + admin.Prefix
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
	of := s.ofPath(path)
	if of == nil {
		of = s.ofPath("/")
	}
	return of.Gateway.Malformed(head, status, detail)
}

// RefuseAdmin is [Server.Refuse] for a listener of [Server.Admin].
func (s *Server) RefuseAdmin(head []byte, status int, detail string) []byte {
	_, target := gateway.RequestLine(head)
	path, _, _ := strings.Cut(target, "?")
	return admin.Malformed(s.secrets.Hide(path), &gateway.MalformedError{Status: status, Detail: detail}, s.clock.Now())
}
