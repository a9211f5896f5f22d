package listen

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// trial finds out, once, whether net/http writes for a handler that wrote nothing what an [Answer] expects
// to take the place of. This package is compiled by the Go of whoever uses it in their tests, which may be
// another one than it was written with.
type trial struct {
	once    sync.Once
	handler http.HandlerFunc
	passed  bool
}

// ofThisGo is the trial of the net/http that this program has.
var ofThisGo = trial{handler: func(_ http.ResponseWriter, r *http.Request) { tryAnswer(r) }}

// holds reports whether the trial is passed. The first call makes it, which takes about 0.1 ms.
func (t *trial) holds(log *slog.Logger) bool {
	t.once.Do(func() {
		if t.passed = passes(t.handler); !t.passed {
			log.Error("this Go's net/http writes an empty reply in another way than was expected, so all replies go by way of it: "+
				"they are right, but slower, and their headers are sorted; please report it", "go", runtime.Version())
		}
	})
	return t.passed
}

// What is sent and must come back, byte by byte, in a trial.
const (
	trialRequests = "GET / HTTP/1.1\r\nHost: trial\r\n\r\n" +
		"POST / HTTP/1.1\r\nHost: trial\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab"
	trialHead    = "HTTP/1.1 203 Trial\r\nz: 1\r\nContent-Length: 2\r\na: 2\r\n"
	trialReplies = trialHead + "\r\nok" + trialHead + "Connection: close\r\n\r\nok"
)

// tryAnswer answers a request of a trial.
func tryAnswer(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	a := Prepare(r)
	a.Head, a.Body = append(a.Head, trialHead+"\r\n"...), append(a.Body, "ok"...)
	a.Send()
}

// passes asks a handler two things over one connection without a network.
func passes(handler http.HandlerFunc) bool {
	here, there := net.Pipe()
	defer here.Close()
	log := slog.New(slog.DiscardHandler)
	passed := &trial{passed: true}
	passed.once.Do(func() {})
	l := &once{conn: &conn{Conn: newLazy(there), log: log, trial: passed}}
	server := Server(handler, log)
	_ = server.Serve(l) // comes back at once, and serves on
	defer server.Close()

	_ = here.SetDeadline(clock.Deadline(time.Second))
	go func() { _, _ = io.WriteString(here, trialRequests) }()
	got, err := io.ReadAll(here)
	return err == nil && string(got) == trialReplies
}

// once is a listener that has one connection to give.
type once struct{ conn net.Conn }

func (l *once) Accept() (c net.Conn, err error) {
	if l.conn == nil {
		return nil, net.ErrClosed
	}
	c, l.conn = l.conn, nil
	return c, nil
}

func (l *once) Close() error   { return nil }
func (l *once) Addr() net.Addr { return &net.UnixAddr{Name: "trial", Net: "unix"} }
