package listen

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/oncelog"
)

// selfSigned is a certificate for the name "server" and a pool that trusts it.
func selfSigned(t *testing.T) (Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{DNSNames: []string{"server"}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	pair := &tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}
	return func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return pair, nil }, pool
}

// tlsServer is a server on a free port, and what came of it.
type tlsServer struct {
	address string
	asked   *refusals
	log     *lines
	tls     *TLS
	client  *tls.Config   // trusts it
	ended   chan struct{} // one for each connection that is closed
}

// lines is a log that a test reads while it is written.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// logger writes to the lines, from the debug level on.
func (l *lines) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (l *lines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func serveTLS(t *testing.T, handler http.HandlerFunc) *tlsServer {
	t.Helper()
	certificate, pool := selfSigned(t)
	s := &tlsServer{
		asked: &refusals{}, log: &lines{}, ended: make(chan struct{}, 10),
		client: &tls.Config{RootCAs: pool, ServerName: "server"},
	}
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.tls = NewTLS(certificate, func(name string) string { return "trust the CA of " + name }, s.asked.refuse, log, oncelog.New(log))
	l := s.tls.On(freePort(t))
	s.address = l.Addr().String()
	serveOn(t, &endings{l, s.ended}, handler)
	return s
}

// endings tells of connections that are closed by the server.
type endings struct {
	net.Listener
	ended chan<- struct{}
}

func (l *endings) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &ending{tlsConn: c.(*tlsConn), ended: l.ended}, nil
}

type ending struct {
	*tlsConn
	once  sync.Once
	ended chan<- struct{}
}

func (c *ending) Close() error {
	c.once.Do(func() { c.ended <- struct{}{} })
	return c.tlsConn.Close()
}

// dial connects, makes the handshake and returns the client's end.
func (s *tlsServer) dial(t *testing.T) *client {
	t.Helper()
	plain := dial(t, s.address)
	c := tls.Client(plain.Conn, s.client)
	if err := c.Handshake(); err != nil {
		t.Fatalf("handshake: %v", err)
	}
	return &client{c, bufio.NewReader(c)}
}

func TestTLSRequest(t *testing.T) {
	t.Parallel()
	s := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil || !r.TLS.HandshakeComplete || r.TLS.ServerName != "server" {
			t.Errorf("the request's TLS is %+v", r.TLS)
		}
		answer(w, r)
	})
	c := s.dial(t)
	c.wantAnswers(t)

	if calls := s.asked.all(); len(calls) != 0 {
		t.Errorf("refusals = %v", calls)
	}
}

func TestHTTPOnTheTLSPort(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /v3/users HTTP/1.1\r\nHost: x\r\n\r\n"} {
		s := serveTLS(t, func(http.ResponseWriter, *http.Request) { t.Error("the handler saw the request") })
		c := dial(t, s.address)
		c.send(t, raw)
		resp, body := c.reply(t)
		if resp.StatusCode != http.StatusBadRequest || body != "this port speaks TLS; use https\n" || resp.Header.Get("X-Chatdouble-Reason") == "" {
			t.Errorf("reply = %d %v %q", resp.StatusCode, resp.Header, body)
		}
		if calls := s.asked.all(); len(calls) != 0 {
			t.Errorf("the vendor was asked for a refusal: %v", calls)
		}
	}
}

// A handshake that fails leaves a line for a person in the log, with the name that was asked for and what
// to do, and nothing else: no refusal, which would be in the journal as a request that nobody has made.
func TestTLSHandshakeFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		warn string // what the warning says; empty for none
		do   func(t *testing.T, s *tlsServer)
	}{
		{"a client that does not trust the CA", `name=server error="remote error: tls: bad certificate" advice="trust the CA of server"`, func(t *testing.T, s *tlsServer) {
			c := tls.Client(dial(t, s.address).Conn, &tls.Config{ServerName: "server", RootCAs: x509.NewCertPool()})
			if err := c.Handshake(); err == nil || !strings.Contains(err.Error(), "unknown authority") {
				t.Errorf("the client says %v", err)
			}
		}},
		{"the same with TLS 1.2", `name=server error="remote error: tls: bad certificate" advice="trust the CA of server"`, func(t *testing.T, s *tlsServer) {
			c := tls.Client(dial(t, s.address).Conn, &tls.Config{ServerName: "server", RootCAs: x509.NewCertPool(), MaxVersion: tls.VersionTLS12})
			if err := c.Handshake(); err == nil {
				t.Error("the handshake worked")
			}
		}},
		{"TLS 1.1", `name=server error="tls: client offered only unsupported versions: [302 301]" advice="this server speaks TLS 1.2 and 1.3, and HTTP/1.1 in it"`, func(t *testing.T, s *tlsServer) {
			config := s.client.Clone()
			config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
			if err := tls.Client(dial(t, s.address).Conn, config).Handshake(); err == nil {
				t.Error("the handshake worked")
			}
		}},
		{"a client that knows HTTP/2 alone", `name=server error="tls: client requested unsupported application protocols ([\"h2\"])" advice="this server speaks TLS 1.2 and 1.3, and HTTP/1.1 in it"`, func(t *testing.T, s *tlsServer) {
			config := s.client.Clone()
			config.NextProtos = []string{"h2"}
			if err := tls.Client(dial(t, s.address).Conn, config).Handshake(); err == nil {
				t.Error("the handshake worked")
			}
		}},
		{"a client that looks at the name when all is over", `name=other error="the client asked nothing behind the handshake: EOF" advice="trust the CA of other"`, func(t *testing.T, s *tlsServer) {
			c := tls.Client(dial(t, s.address).Conn, &tls.Config{ServerName: "other", InsecureSkipVerify: true})
			if err := c.Handshake(); err != nil {
				t.Error(err)
			}
			_ = c.Close()
		}},
		{"rubbish", `name="" error="tls: first record does not look like a TLS handshake" advice="the client does not speak TLS on a port that does; use https, or the port without TLS"`, func(t *testing.T, s *tlsServer) {
			c := dial(t, s.address)
			c.send(t, strings.Repeat("rubbish ", 100))
			if got, _ := io.ReadAll(c); len(got) > 7 { // at most a TLS alert
				t.Errorf("the answer to rubbish is %q", got)
			}
		}},
		{"a client that goes away", "", func(t *testing.T, s *tlsServer) {
			c := dial(t, s.address)
			c.send(t, "\x16\x03\x01")
			if err := c.Conn.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			_, _ = io.ReadAll(c)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serveTLS(t, func(http.ResponseWriter, *http.Request) { t.Error("the handler saw a request") })
			tt.do(t, s)
			<-s.ended
			debug, rest, _ := strings.Cut(s.log.text(), "\n")
			if !strings.Contains(debug, `level=DEBUG msg="TLS handshake failed" client=127.0.0.1:`) {
				t.Errorf("the log begins with %s", debug)
			}
			_, warn, _ := strings.Cut(rest, `level=WARN msg="TLS handshake failed" `)
			if warn = strings.TrimSuffix(warn, "\n"); warn != tt.warn {
				t.Errorf("the warning is %s\nwant           %s\nin %s", warn, tt.warn, rest)
			}
			if calls := s.asked.all(); len(calls) != 0 {
				t.Errorf("the vendor was asked for a refusal: %v", calls)
			}
		})
	}
}

func TestTLSSpeaksHTTP1(t *testing.T) {
	t.Parallel()
	s := serveTLS(t, answer)
	config := s.client.Clone()
	config.NextProtos = []string{"h2", "http/1.1"}
	c := tls.Client(dial(t, s.address).Conn, config)
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	if got := c.ConnectionState().NegotiatedProtocol; got != "http/1.1" {
		t.Errorf("agreed on %q", got)
	}
}

// A client whose handshake hangs does not keep others waiting.
func TestTLSHandshakesDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	s := serveTLS(t, answer)
	dial(t, s.address).send(t, "\x16\x03\x01\x02\x00")
	c := s.dial(t)
	c.send(t, "GET /one HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, body := c.reply(t); body != "GET /one 0" {
		t.Errorf("reply = %q", body)
	}
}

func TestIsHTTP(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"} {
		var begin [5]byte
		copy(begin[:], fmt.Sprintf("%s /v3/users HTTP/1.1", method))
		if !isHTTP(begin) {
			t.Errorf("%s is not recognised", method)
		}
	}
	if isHTTP([5]byte{0x16, 3, 1, 2, 0}) || isHTTP([5]byte{'G', 'E', 'T', 'S', ' '}) {
		t.Error("what is no HTTP is taken for it")
	}
}
