package listen

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/chatdouble/mockserver/internal/oncelog"
)

// exhausted is a listener that has no file descriptors left, for a while.
type exhausted struct {
	net.Listener
	times int
}

func (l *exhausted) Accept() (net.Conn, error) {
	if l.times > 0 {
		l.times--
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	}
	return l.Listener.Accept()
}

// A server that can accept nobody says so in the log that people look at, not a thousand times, and serves
// whoever comes when it can again.
func TestNobodyCanBeAccepted(t *testing.T) {
	t.Parallel()
	certificate, _ := selfSigned(t)
	for name, on := range map[string]func(net.Listener, *lines) net.Listener{
		"TCP": func(l net.Listener, log *lines) net.Listener { return On(l, (&refusals{}).refuse, log.logger()) },
		"TLS": func(l net.Listener, log *lines) net.Listener {
			advice := func(string) string { return "" }
			return NewTLS(certificate, advice, (&refusals{}).refuse, log.logger(), oncelog.New(log.logger())).On(l)
		},
	} {
		log := &lines{}
		l := on(&exhausted{freePort(t), 120}, log)
		t.Cleanup(func() { _ = l.Close() })
		for range 120 {
			if _, err := l.Accept(); !errors.Is(err, syscall.EMFILE) {
				t.Fatalf("Accept: %v", err)
			}
		}
		got := strings.Split(strings.TrimSpace(log.text()), "\n")
		if len(got) != 3 || !strings.Contains(got[0], "level=ERROR") || !strings.Contains(got[0], syscall.EMFILE.Error()) || !strings.Contains(got[2], "times=100") {
			t.Errorf("%s: log = %q, want a line at level ERROR for the 1st, the 10th and the 100th", name, got)
		}
	}
	log := &lines{}
	l := freePort(t)
	serveOn(t, On(&exhausted{l, 2}, (&refusals{}).refuse, log.logger()), answer)
	c := dial(t, l.Addr().String())
	c.send(t, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, body := c.reply(t); body != "GET /later 0" || strings.Count(log.text(), "level=ERROR") != 1 {
		t.Errorf("body = %q, log %q", body, log.text())
	}
	// That a listener is closed is no failure.
	_ = l.Close()
	if _, err := On(l, nil, log.logger()).Accept(); !errors.Is(err, net.ErrClosed) || strings.Count(log.text(), "level=ERROR") != 1 {
		t.Errorf("Accept = %v, log %q", err, log.text())
	}
}

// A panic is the server's own failure; what else net/http has to say of a connection is the client's doing.
func TestPanicIsAnError(t *testing.T) {
	t.Parallel()
	log := &lines{}
	server := Server(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/meant" {
			panic(http.ErrAbortHandler)
		}
		panic(fmt.Sprint("tripped over ", r.URL.Path))
	}), log.logger())
	l := freePort(t)
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(On(l, (&refusals{}).refuse, log.logger())) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	for path, want := range map[string]bool{"/meant": false, "/wires": true} {
		before := len(log.text())
		c := dial(t, l.Addr().String())
		c.send(t, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n")
		if all, err := io.ReadAll(c.replies); len(all) > 0 || err != nil {
			t.Errorf("read %q, %v; want the end of the connection", all, err)
		}
		got := log.text()[before:]
		if told := strings.Contains(got, "level=ERROR") && strings.Contains(got, "tripped over /wires") && strings.Contains(got, "failure_test.go"); told != want || strings.Count(got, "\n") > 1 {
			t.Errorf("%s: log = %q, want one error with the stack: %v", path, got, want)
		}
	}
	server.ErrorLog.Print("http: something about a connection")
	if got := log.text(); !strings.Contains(got, `level=DEBUG msg="http: something about a connection"`) {
		t.Errorf("log = %q, want what net/http says at level DEBUG", got)
	}
}
