package chatdouble

import (
	"net"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/admin"
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
		_ = server.Serve(listen.On(l, s.Refuse, s.config.log)) // ends with Close
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return "http://" + l.Addr().String()
}

// Refuse is the answer to a request that net/http refuses by itself, for a listener that wants it in the
// shape of whom the request was meant for: head is how the request began, status what net/http would have
// answered, and detail what it says of that, often nothing.
func (s *Server) Refuse(head []byte, status int, detail string) []byte {
	_, target := gateway.RequestLine(head)
	path, _, _ := strings.Cut(target, "?")
	if s.config.admin && isAdmin(path) {
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
