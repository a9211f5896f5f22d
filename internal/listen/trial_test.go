package listen

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestThisGoPassesTheTrial(t *testing.T) {
	t.Parallel()
	log := &lines{}
	if !ofThisGo.holds(log.logger()) || log.text() != "" {
		t.Errorf("it does not: %s", log.text())
	}
}

// Where net/http writes another empty reply than this one knows, replies go by way of net/http, and the log
// says so once.
func TestNetHTTPThatFailsTheTrial(t *testing.T) {
	t.Parallel()
	other := &trial{handler: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Of-Another-Go", "yes")
		tryAnswer(r)
	}}
	log := &lines{}
	l := freePort(t)
	serveOn(t, &listener{Listener: l, wrap: func(c net.Conn) net.Conn {
		wrapped := newConn(newLazy(c), (&refusals{}).refuse, log.logger())
		wrapped.trial = other
		return wrapped
	}}, direct)
	for range 3 {
		c := dial(t, l.Addr().String())
		for size := range 3 {
			c.send(t, fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", size))
			if resp, body := c.reply(t); resp.Header.Get("X-Way") != "net/http" || len(body) != size {
				t.Errorf("reply = %d %v %q, want %d bytes by way of net/http", resp.StatusCode, resp.Header, body, size)
			}
		}
		c.send(t, "GET /%zz HTTP/1.1\r\n\r\n")
		c.wantRefusal(t, http.StatusBadRequest)
	}
	if got := log.text(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "level=ERROR") {
		t.Errorf("log = %q, want one error", got)
	}
}

// A trial ends also with a net/http that answers nothing.
func TestTrialOfWhatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"a panic":        func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"another answer": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(trialReplies)) },
		"no answer":      func(http.ResponseWriter, *http.Request) {},
	} {
		if passes(handler) {
			t.Errorf("%s passes", name)
		}
	}
}

func BenchmarkTrial(b *testing.B) {
	for b.Loop() {
		if !passes(ofThisGo.handler) {
			b.Fatal("it is not passed")
		}
	}
}
