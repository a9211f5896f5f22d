package chatdouble

import (
	"net"
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
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
	server := listen.Server(s.watched(handler), s.config.log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listen.On(l, s.Refuse)) // ends with Close
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return "http://" + l.Addr().String()
}

// Refuse is the answer to a request that is not valid HTTP, for a listener that wants it in the
// vendor's shape: head is how the request began, status what net/http would have answered.
func (s *Server) Refuse(head []byte, status int) []byte {
	_, path, ok := cutWord(head)
	if _, rest, named := gateway.CutApp(path); named {
		path = rest
	}
	if ok && isVersioned(path) {
		return s.cometchat.Malformed(head, status)
	}
	return s.zim.Malformed(head, status)
}

// cutWord splits the first word off a request line.
func cutWord(head []byte) (word, rest string, ok bool) {
	for i, b := range head {
		if b == ' ' {
			return string(head[:i]), string(head[i+1:]), true
		}
	}
	return "", "", false
}
