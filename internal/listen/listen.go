// Package listen is what the server does with its sockets: time limits on everything a client may let us
// wait for, replies as whole bytes, and the vendor's shape also for requests that net/http refuses by
// itself.
package listen

import (
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits on what a client may send and on how long it may take. The time for a whole request
// leaves room for a slow debugger at the other end; that for the reply counts from the end of the
// header too and is longer, so that a body that never ends still gets its answer.
const (
	headerTime  = 10 * time.Second
	requestTime = 60 * time.Second
	replyTime   = requestTime + 30*time.Second
	idleTime    = 120 * time.Second
	maxHeader   = 1 << 20 // bytes: enough for 10,000 headers
)

// Server returns the HTTP server for a handler. What goes wrong with a connection is logged at
// the debug level: it is the client's doing.
func Server(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       requestTime,
		WriteTimeout:      replyTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ConnContext:       withConn,

		DisableGeneralOptionsHandler: true, // OPTIONS * is the handler's too
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// Refuse makes the whole answer to a request that is not HTTP as it should be: head is how it
// began, at most 256 bytes, and status what net/http would have answered.
type Refuse func(head []byte, status int) []byte

// On is a TCP listener for [Server]. The answers that net/http gives by itself are replaced by refuse's.
func On(l net.Listener, refuse Refuse) net.Listener { return &listener{l, refuse} }

type listener struct {
	net.Listener
	refuse Refuse
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: newLazy(c), refuse: l.refuse}, nil
}
