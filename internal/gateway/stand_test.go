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
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/webhook"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// patience is how long a test waits for something that should happen at once.
const patience = 20 * time.Second

// stand is one vendor with one app behind a real listener. In the app are alice, who blocks nobody,
// and bob.
type stand struct {
	vendor   string
	core     *gateway.Core
	app      *gateway.App
	handler  http.Handler
	server   *http.Server
	address  string
	trust    *tls.Config   // nil: the listener is a plain one
	returned chan struct{} // one for each call that the handler has ended
}

// both runs a test for each vendor.
func both(t *testing.T, test func(t *testing.T, vendor string)) {
	for _, vendor := range []string{cometchatapi.Vendor, zegoapi.Vendor} {
		t.Run(vendor, func(t *testing.T) { test(t, vendor) })
	}
}

// newStand opens a stand; tune changes the server before it serves, when it is not nil.
func newStand(t *testing.T, vendor string, overTLS bool, tune func(*http.Server)) *stand {
	t.Helper()
	s := &stand{vendor: vendor, returned: make(chan struct{}, 100)}
	log := slog.New(slog.DiscardHandler)
	s.core = gateway.NewCore(7)
	s.core.Clock, s.core.Journal, s.core.Log = clock.System(), journal.New(0, nil), log
	s.core.MaxBody, s.core.EnforceLimits, s.core.Sender = 1<<20, true, webhook.New(nil, webhook.Bounds{})
	t.Cleanup(s.core.GiveUpEvents)
	s.core.Clock.Freeze(noon)
	s.addApp(t)

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
		defer func() { s.returned <- struct{}{} }()
		s.handler.ServeHTTP(w, r)
	}), log)
	if tune != nil {
		tune(s.server)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.server.Serve(l) }()
	t.Cleanup(func() { _ = s.server.Close(); <-done })
	return s
}

func (s *stand) addApp(t *testing.T) {
	t.Helper()
	apps := &gateway.Apps{}
	s.app = &gateway.App{
		Vendor: s.vendor, Clock: s.core.Clock.Follow(), Limits: &ratelimit.Limiter{},
		Faults: faults.New(7), Journal: journal.New(0, nil),
	}
	key, order := store.Key{Value: "0123456789abcdef0123456789abcdef"}, store.ByTime
	var vendor gateway.Vendor
	if s.vendor == zegoapi.Vendor {
		s.app.ID, s.app.Quotas, key.Scope, order = "1234567890", zegoapi.DefaultQuotas(), zegoapi.ServerSecret, store.ByInsertion
		vendor = zegoapi.New(apps)
	} else {
		s.app.ID, s.app.Region, s.app.Quotas, key.Scope = "box", "us", cometchatapi.DefaultQuotas(), cometchatapi.FullAccess
		vendor = cometchatapi.New(apps)
	}
	s.app.Begin = func() (*store.Store, error) {
		st := store.New(order)
		return st, st.Update(noon, func(tx *store.Tx) error {
			tx.PutKey(key)
			for _, id := range []string{"alice", "bob"} {
				tx.PutUser(store.User{ID: id, Name: id, CreatedAt: noon})
			}
			return nil
		})
	}
	var err error
	if s.app.Store, err = s.app.Begin(); err != nil {
		t.Fatal(err)
	}
	apps.Add(s.app)
	s.handler = gateway.New(s.core, vendor)
}

// list is the request for alice's block list, block the one that puts bob on it. Both close the
// connection unless they say keep.
func (s *stand) list(header ...string) string {
	if s.vendor == zegoapi.Vendor {
		return s.request(http.MethodGet, s.signed("QueryBlacklist", "FromUserId=alice"), "", header)
	}
	return s.request(http.MethodGet, "/v3/users/alice/blockedusers", "", header)
}

func (s *stand) block() string {
	if s.vendor == zegoapi.Vendor {
		return s.request(http.MethodGet, s.signed("AddUsersToBlacklist", "FromUserId=alice&UserIds[]=bob"), "", nil)
	}
	return s.request(http.MethodPost, "/v3/users/alice/blockedusers", `{"blockedUids":["bob"]}`, nil)
}

// lost is a request that reaches no operation.
func (s *stand) lost() string {
	if s.vendor == zegoapi.Vendor {
		return s.request(http.MethodGet, "/?Action=Nothing", "", nil)
	}
	return s.request(http.MethodGet, "/v3/nothing", "", nil)
}

func (s *stand) signed(action, query string) string {
	stamp := fmt.Sprint(noon.Unix())
	return fmt.Sprintf("/?Action=%s&%s&AppId=%s&SignatureVersion=2.0&SignatureNonce=n&Timestamp=%s&Signature=%s",
		action, query, s.app.ID, stamp, sigverify.Sign(s.app.ID, "n", "0123456789abcdef0123456789abcdef", stamp))
}

// request writes a request out. A header that ends the connection is added unless one is given.
func (s *stand) request(method, target, body string, header []string) string {
	if len(header) == 0 {
		header = []string{"Connection: close"}
	}
	if s.vendor == cometchatapi.Vendor {
		header = append(header, "appId: box", "apiKey: 0123456789abcdef0123456789abcdef", "Content-Type: application/json")
	}
	return fmt.Sprintf("%s %s HTTP/1.1\r\nHost: here\r\n%s\r\nContent-Length: %d\r\n\r\n%s",
		method, target, strings.Join(header, "\r\n"), len(body), body)
}

// operation is the name of what list asks for.
func (s *stand) operation() string {
	if s.vendor == zegoapi.Vendor {
		return "QueryBlacklist"
	}
	return "ListBlockedUsers"
}

// code is one of the vendor's, with the status that it is answered with.
func (s *stand) code() (code string, status int) {
	if s.vendor == zegoapi.Vendor {
		return "100000015", http.StatusOK
	}
	return "ERR_EXCEPTION", http.StatusInternalServerError
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

// send sends a request on a connection of its own and reads all that comes, up to the end or error.
func (s *stand) send(t *testing.T, request string) (got []byte, err error) {
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
	got, err := s.send(t, request)
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

// wantFine asks for the list and wants it whole and empty of faults.
func (s *stand) wantFine(t *testing.T) []byte {
	t.Helper()
	r, body, err := s.ask(t, s.list())
	if err != nil || r.StatusCode != http.StatusOK || r.Header.Get("X-Chatdouble-Reason") != "" || bytes.Contains(body, []byte(`"Code":1`)) {
		t.Errorf("a call that no fault hits: %d %q, body error %v, reason %q", r.StatusCode, body, err, r.Header.Get("X-Chatdouble-Reason"))
	}
	return body
}

// blocked reports whether alice blocks bob.
func (s *stand) blocked() (is bool) {
	_ = s.app.Store.View(noon, func(tx *store.Tx) error { is = tx.HasBlocked("alice", "bob"); return nil })
	return is
}

// last is the newest entry of the app's journal.
func (s *stand) last(t *testing.T) journal.Entry {
	t.Helper()
	entries := s.app.Journal.Entries()
	if len(entries) == 0 {
		t.Fatal("the journal is empty")
	}
	return entries[len(entries)-1]
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
