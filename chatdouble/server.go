// Package chatdouble is a server that stands in for CometChat's REST API v3 and ZEGOCLOUD's ZIM
// Server API in tests.
//
// [Start] gives a test a server on a free port, [Control.CometChat] and [Control.ZIM] give it an app
// of its own, which no other test can see. [Connect] does the same with a server in another process.
// [New] gives the [http.Handler] alone.
//
// The methods of a test have no error results: what cannot be done, such as a block between people
// who are not there, ends the test by Fatalf and says why.
package chatdouble

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/server"
)

// Server answers as both vendors do. It is an [http.Handler] and safe for concurrent use. Any
// number of servers may live in one process.
type Server struct {
	// URL is the server's base URL, like http://127.0.0.1:41234. It is empty when [New] made it; whoever
	// serves [Server.Admin] on a listener of its own may set it before the first request. Without a host
	// name, like http://:8080, it is for that listener the host by which a client of it came.
	URL string

	*Control // what a test asks of it

	server *server.Server
	log    *slog.Logger
}

// New returns a server without a listener. Without an option that names fixtures it has the apps
// and people of the program's own default fixture. The error says which setting or which line of a
// fixture is wrong.
func New(opts ...Option) (*Server, error) {
	set := config{Settings: server.Settings{MaxBody: DefaultMaxBody, Log: slog.New(slog.DiscardHandler)}}
	for _, opt := range opts {
		if err := opt(&set); err != nil {
			return nil, err
		}
	}
	mishaps := &mishaps{}
	set.Unmatched, set.Panicked = mishaps.unmatched(&set), mishaps.panicked
	s := &Server{log: set.Log}
	var err error
	if s.server, err = server.New(set.Settings); err != nil {
		return nil, err
	}
	// It is a client of the admin API as in another process, without a socket.
	s.Control = &Control{
		scope: scope{
			t:      noTest{},
			server: &client{url: "http://chatdouble", token: set.AdminToken, http: &http.Client{Transport: direct{s.Admin()}}},
		},
		baseURL: s.baseURL,
		mishaps: mishaps,
	}
	return s, nil
}

// ServeHTTP answers one request: CometChat's under /v3 and the like, ZIM's at /, the server's own
// API under /__admin. A request to a host of one vendor never gets the other's answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.server.ServeHTTP(w, r) }

// Admin answers the server's own API, under /__admin, for a listener of its own. Base URLs of apps
// begin with the server's URL when it is known, else with the host that the request was sent to.
func (s *Server) Admin() http.Handler { return s.server.Admin(&s.URL) }

// Refuse is the answer to a request that net/http refuses by itself, for a listener that wants it in the
// shape of whom the request was meant for: head is how the request began, status what net/http would have
// answered, and detail what it says of that, often nothing.
func (s *Server) Refuse(head []byte, status int, detail string) []byte {
	return s.server.Refuse(head, status, detail)
}

// RefuseAdmin is [Server.Refuse] for a listener of [Server.Admin].
func (s *Server) RefuseAdmin(head []byte, status int, detail string) []byte {
	return s.server.RefuseAdmin(head, status, detail)
}

// Reload replaces the apps that the fixtures made by those of other fixtures, given by options as
// for [New]; other options are ignored. An app that is in both keeps its clock, faults and journal
// and gets a new state; its events that have not been delivered are given up. Apps that tests made are left alone. When the fixtures do not load,
// nothing changes. Safe for concurrent use.
func (s *Server) Reload(opts ...Option) error {
	var changed config
	for _, opt := range opts {
		if err := opt(&changed); err != nil {
			return err
		}
	}
	return s.server.Reload(&changed.Settings)
}

// Close ends the calls of the server's own API that wait for requests and the delays of fault rules,
// gives up events that have not been delivered to webhooks, says so in their journals and the log, and
// waits until none is on its way. It may be called more than once. A server from [Start] is closed when its test ends.
func (s *Server) Close() { s.server.Close() }

// Now is the present on the server's clock. Apps that have not been told otherwise share it.
func (s *Server) Now() time.Time { return s.server.Now() }
