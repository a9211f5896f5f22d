package gateway_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/certs"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/store"
)

// patience is how long a test waits for something that should happen at once.
const patience = 20 * time.Second

// greeting is what the operation of a stand answers.
const greeting = "hello, whoever you are"

// stand is a bench behind a real listener. A call of /put changes its state.
type stand struct {
	*bench
	server   *http.Server
	address  string
	trust    *tls.Config   // nil: the listener is a plain one
	returned chan struct{} // has one once the handler has ended a call
}

// standing runs a test over a plain connection and over TLS.
func standing(t *testing.T, test func(t *testing.T, s *stand)) {
	for name, overTLS := range map[string]bool{"plain": false, "TLS": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newStand(t, overTLS, nil))
		})
	}
}

// newStand opens a stand; tune changes the server before it serves, when it is not nil.
func newStand(t *testing.T, overTLS bool, tune func(*http.Server)) *stand {
	t.Helper()
	s := &stand{bench: newSeededBench(t, 7), returned: make(chan struct{}, 1)}
	s.op.Do = gateway.Write(gateway.Steps[string, string]{
		Decode: func(c *gateway.Call) (string, error) { return c.Request.URL.Path, nil },
		Run: func(tx *store.Tx, path string) (string, error) {
			if path == "/put" {
				tx.PutUser(store.User{ID: "put", CreatedAt: noon})
			}
			return greeting, nil
		},
		Encode: func(dst []byte, _ *gateway.Call, word string) []byte { return append(dst, word...) },
	})
	for _, step := range []string{"result", "failure"} { // a vendor may have a place of its own for the length
		s.steps[step] = func(c *gateway.Call) error {
			c.Reply.Fields = append(c.Reply.Fields, gateway.ContentLength)
			return nil
		}
	}
	log := slog.New(slog.DiscardHandler)
	var refuse listen.Refuse = func([]byte, int, string) []byte { return []byte("refused") }
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if overTLS {
		ca, err := certs.New(time.Now, certs.Hosts{})
		if err != nil {
			t.Fatal(err)
		}
		s.trust = &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "localhost"}
		s.trust.RootCAs.AppendCertsFromPEM(ca.PEM())
		l = listen.NewTLS(ca.Certificate, func(string) string { return "" }, refuse, log, nil).On(l)
	} else {
		l = listen.On(l, refuse, log)
	}
	s.address = l.Addr().String()
	s.server = listen.Server(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		select {
		case s.returned <- struct{}{}:
		default: // nobody waits for so many
		}
	}), log)
	if tune != nil {
		tune(s.server)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.server.Serve(l) }()
	t.Cleanup(func() { _ = s.server.Close(); <-done })
	return s
}

// asked is a request as it is sent. Its connection ends unless a header says otherwise.
func asked(path string, header ...string) string {
	if len(header) == 0 {
		header = []string{"Connection: close"}
	}
	return fmt.Sprintf("GET %s HTTP/1.1\r\nHost: here\r\n%s\r\n\r\n", path, strings.Join(header, "\r\n"))
}

func (s *stand) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err == nil && s.trust != nil {
		secure := tls.Client(conn, s.trust)
		conn, err = secure, secure.Handshake()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	return conn
}

// begin sends a request and waits until the journal has it, because a fault lets it wait.
func (s *stand) begin(t *testing.T, path string) net.Conn {
	t.Helper()
	conn := s.dial(t)
	_, _ = io.WriteString(conn, asked(path))
	eventually(t, "the call stands in the journal", func() bool { return len(s.app.Journal.Entries()) == 1 })
	return conn
}

// exchange sends a request on a connection of its own and reads all that comes, up to the end or error.
func (s *stand) exchange(t *testing.T, request string) (got []byte, err error) {
	t.Helper()
	conn := s.dial(t)
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	return io.ReadAll(conn)
}

// ask sends a request that is answered, and returns the answer with as much of its body as came.
func (s *stand) ask(t *testing.T, request string) (r *http.Response, body []byte, bodyErr error) {
	t.Helper()
	got, err := s.exchange(t, request)
	if err != nil {
		t.Fatalf("reading the answer: %v", err)
	}
	r, err = http.ReadResponse(bufio.NewReader(bytes.NewReader(got)), nil)
	if err != nil {
		t.Fatalf("the answer is not HTTP: %v\n%q", err, got)
	}
	body, bodyErr = io.ReadAll(r.Body)
	return r, body, bodyErr
}

// wantFine makes a call that no fault hits.
func (s *stand) wantFine(t *testing.T) {
	t.Helper()
	r, body, err := s.ask(t, asked("/"))
	if reason := r.Header.Get("X-Chatdouble-Reason"); err != nil || r.StatusCode != http.StatusOK || reason != "" || string(body) != greeting {
		t.Errorf("a call that no fault hits: %d %q, body error %v, reason %q", r.StatusCode, body, err, reason)
	}
}

// changed reports whether a call of /put has changed the state.
func (s *stand) changed() (is bool) {
	_ = s.app.Store.View(noon, func(tx *store.Tx) error { _, is = tx.User("put"); return nil })
	return is
}

// last is the newest entry of the app's journal.
func (b *bench) last(t *testing.T) journal.Entry {
	t.Helper()
	all := b.app.Journal.Entries()
	if len(all) == 0 {
		t.Fatal("the journal is empty")
	}
	return all[len(all)-1]
}

// eventually waits until something is so that nothing tells of.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// wait waits for a signal.
func wait(t *testing.T, what string, signal <-chan struct{}) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		t.Fatalf("waited in vain: %s", what)
	}
}
