package chatmock

import (
	"net/http"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/listen"
)

// TB is what the package needs of a test: *testing.T, *testing.B and *testing.F have it.
type TB interface {
	Helper()
	Name() string
	Cleanup(func())
	Failed() bool
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Start starts a server on a free port of the loopback interface and stops it when the test ends.
// When the test has failed, the last requests are logged. Options as for [New]; what is wrong with
// them ends the test.
func Start(t TB, opts ...Option) *Server {
	t.Helper()
	s, err := New(opts...)
	if err != nil {
		t.Fatalf("chatmock.Start: %v", err)
	}
	t.Cleanup(s.Close)
	s.URL = s.serve(t, s)
	t.Cleanup(func() { s.logRest(t) })
	return s
}

// serve opens a listener for as long as the test lasts and returns its base URL.
func (s *Server) serve(t TB, handler http.Handler) string {
	t.Helper()
	l, err := listen.Listen("127.0.0.1:0", s.Refuse)
	if err != nil {
		t.Fatalf("chatmock: opening a listener on the loopback interface: %v", err)
	}
	server := listen.Server(handler, s.config.log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // ends with Close
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

// tail is how many requests a failed test logs.
const tail = 20

// logRest logs what reached no fresh app. Those have logged their own and are gone, so when
// nothing is left that says nothing.
func (s *Server) logRest(t TB) {
	if t.Failed() && (s.core.RequestCount() == 0 || len(s.Requests()) > 0) {
		logTail(t, "the server", s.Requests)
	}
}

// logTail logs the last requests of a test that has failed.
func logTail(t TB, of string, got func(...Filter) []Request) {
	if !t.Failed() {
		return
	}
	requests := got()
	if len(requests) == 0 {
		t.Logf("chatmock: %s got no requests", of)
		return
	}
	last := requests[max(0, len(requests)-tail):]
	t.Logf("chatmock: the last %d of %d requests to %s, the oldest first:", len(last), len(requests), of)
	for _, r := range last {
		t.Logf("  %s", r)
	}
}
