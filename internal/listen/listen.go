// Package listen is what the server does with its sockets: time limits on everything a client may let us
// wait for, replies as whole bytes, and the vendor's shape also for requests that net/http refuses by
// itself.
package listen

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/chatdouble/mockserver/internal/oncelog"
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

// Server returns the HTTP server for a handler, to serve on a listener of this package. A panic of the
// handler is logged at the level of errors, and its connection closed. What else goes wrong with a
// connection is logged at the debug level: it is the client's doing.
func Server(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           entered(handler, log),
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       requestTime,
		WriteTimeout:      replyTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ConnContext:       withConn,
		ConnState:         follow,

		DisableGeneralOptionsHandler: true, // OPTIONS * is the handler's too
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// entered is a handler whose connections know when it runs, and whose panics are seen.
func entered(handler http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c := connOf(r); c != nil {
			c.enter(handling)
		}
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v != http.ErrAbortHandler { // that one is meant to close the connection, in silence
				log.Error("panic while answering; the connection was closed; please report it", "panic", v, "stack", string(debug.Stack()))
			}
			panic(http.ErrAbortHandler)
		}()
		handler.ServeHTTP(w, r)
	})
}

// follow tells a connection where it stands, from the hook of net/http: the reply is out, or a handler has
// taken the connection.
func follow(c net.Conn, state http.ConnState) {
	if c, ok := c.(own); ok {
		switch state {
		case http.StateIdle:
			c.itself().enter(reading)
		case http.StateHijacked:
			c.itself().enter(taken)
		}
	}
}

// On is a TCP listener for [Server]. The answers that net/http gives by itself are replaced by refuse's. When
// no connection can be accepted, such as when there are no file descriptors left, that is logged at the
// level of errors, when it happens first and then by powers of ten.
func On(l net.Listener, refuse Refuse, log *slog.Logger) net.Listener {
	return &listener{l, oncelog.New(log), func(c net.Conn) net.Conn { return newConn(newLazy(c), refuse, log) }}
}

func newConn(c net.Conn, refuse Refuse, log *slog.Logger) *conn {
	return &conn{Conn: c, refuse: refuse, log: log, trial: &ofThisGo}
}

type listener struct {
	net.Listener
	log  *oncelog.Log
	wrap func(net.Conn) net.Conn
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		return l.wrap(c), nil
	}
	if !errors.Is(err, net.ErrClosed) {
		l.log.Error("accept", "no connection can be accepted; clients wait until one can", "addr", l.Addr().String(), "error", err)
	}
	return nil, err
}
