package chatdouble

import (
	"net"
	"net/http"

	"github.com/chatdouble/mockserver/internal/listen"
)

// TB is what the package needs of a test: *testing.T, *testing.B and *testing.F have it.
type TB interface {
	Helper()
	Name() string
	Cleanup(func())
	Failed() bool
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// inFuzz is the TB of a fuzz test. Its Helper must not be called while the fuzz target runs, which is
// when an app that was made before is used.
type inFuzz struct{ TB }

func (inFuzz) Helper() {}

// testOf is t as the package keeps it.
func testOf(t TB) TB {
	if _, ok := t.(interface{ Fuzz(target any) }); ok {
		return inFuzz{t}
	}
	return t
}

// Start starts a server on a free port of the loopback interface and stops it when the test ends.
// The test fails when the server panics, and with [WithFailOnUnmatched] when a request matches no
// operation. When it has failed, the last requests are logged. Options as for [New]; what is wrong
// with them ends the test.
func Start(t TB, opts ...Option) *Server {
	t.Helper()
	s, err := New(opts...)
	if err != nil {
		t.Fatalf("chatdouble.Start: %v", err)
	}
	s.Control.t = testOf(t)
	t.Cleanup(s.Close)
	s.URL = s.serve(t, s)
	t.Cleanup(func() { s.endServer(t) })
	return s
}

// serve opens a listener for as long as the test lasts and returns its base URL.
func (s *Server) serve(t TB, handler http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("chatdouble: opening a listener on the loopback interface: %v", err)
	}
	server := listen.Server(s.watched(handler), s.log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listen.On(l, s.Refuse, s.log)) // ends with Close
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return "http://" + l.Addr().String()
}
