package listen

import (
	"bufio"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/oncelog"
)

// proxyServer is a server that stands for the host "server" and names below it.
type proxyServer struct {
	address string
	asked   *refusals
	log     *lines
	client  *tls.Config // trusts it, and asks for the name "server"
	tunnels *http.Server
}

func serveProxy(t *testing.T, handler http.HandlerFunc) *proxyServer {
	t.Helper()
	certificate, pool := selfSigned(t)
	s := &proxyServer{asked: &refusals{}, log: &lines{}, client: &tls.Config{RootCAs: pool, ServerName: "server"}}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	once := oncelog.New(log)
	speech := NewTLS(certificate, func(string) string { return "trust it" }, s.asked.refuse, log, once)
	tunnels := NewTunnels(speech)
	s.tunnels = Server(handler, log)
	served := make(chan struct{})
	go func() { defer close(served); _ = s.tunnels.Serve(tunnels) }()
	t.Cleanup(func() { _ = s.tunnels.Close(); <-served })

	own := func(host string) bool { return host == "server" || strings.HasSuffix(host, ".server") }
	l := freePort(t)
	s.address = l.Addr().String()
	proxy := &Proxy{Handler: handler, Tunnels: tunnels, Own: own, Once: once}
	serveOn(t, On(l, s.asked.refuse, log), proxy.ServeHTTP)
	return s
}

// connect opens a tunnel to a host.
func (s *proxyServer) connect(t *testing.T, host string) *client {
	t.Helper()
	c := dial(t, s.address)
	c.send(t, "CONNECT "+host+" HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
	c.wantConnected(t)
	return c
}

func (c *client) wantConnected(t *testing.T) {
	t.Helper()
	got := make([]byte, len("HTTP/1.1 200 Connection established\r\n\r\n"))
	if _, err := io.ReadFull(c.replies, got); err != nil || string(got) != "HTTP/1.1 200 Connection established\r\n\r\n" {
		t.Fatalf("CONNECT is answered %q, %v", got, err)
	}
}

// within is the client's end of what is spoken in a tunnel.
func (c *client) within(t *testing.T, config *tls.Config) *client {
	t.Helper()
	inside := tls.Client(&buffered{c.Conn, c.replies}, config)
	if err := inside.Handshake(); err != nil {
		t.Fatalf("handshake in the tunnel: %v", err)
	}
	return &client{inside, bufio.NewReader(inside)}
}

// buffered is a connection of which something has been read already.
type buffered struct {
	net.Conn
	r io.Reader
}

func (c *buffered) Read(p []byte) (int, error) { return c.r.Read(p) }

// In a tunnel the server speaks as it does on its TLS listener: with the certificate for the name that
// the client asks for there, one request after the other, each answered whole.
func TestTunnel(t *testing.T) {
	t.Parallel()
	s := serveProxy(t, func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil || r.TLS.ServerName != "server" || r.Host != "x" {
			t.Errorf("the request is for %s, over %+v", r.Host, r.TLS)
		}
		answer(w, r)
	})
	c := s.connect(t, "other.server:443").within(t, s.client)
	c.wantAnswers(t)

	c.send(t, "GET /v3/%zz HTTP/1.1\r\nHost: x\r\n\r\n")
	c.wantRefusal(t, http.StatusBadRequest)
	if calls := s.asked.all(); len(calls) != 1 {
		t.Errorf("refusals = %v, want one", calls)
	}
}

// Some clients do not wait for the answer to their CONNECT, and some speak plain HTTP in a tunnel.
func TestTunnelBeginnings(t *testing.T) {
	t.Parallel()
	s := serveProxy(t, answer)
	const connect = "CONNECT server:80 HTTP/1.1\r\nHost: server:80\r\n\r\n"
	const get = "GET /one HTTP/1.1\r\nHost: x\r\n\r\n"
	for _, first := range []string{connect + get, connect + get[:1], connect} {
		c := dial(t, s.address)
		c.send(t, first)
		c.wantConnected(t)
		c.send(t, (connect + get)[len(first):])
		if _, body := c.reply(t); body != "GET /one 0" {
			t.Errorf("behind %.60q the reply is %q", first, body)
		}
		c.send(t, "GET /two HTTP/1.1\r\nHost: x\r\n\r\n")
		if _, body := c.reply(t); body != "GET /two 0" {
			t.Errorf("behind %.60q the second reply is %q", first, body)
		}
	}
}

// A tunnel is one connection to the end of the server and no farther: there is no second one in it.
func TestTunnelInATunnel(t *testing.T) {
	t.Parallel()
	s := serveProxy(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusMethodNotAllowed) })
	c := s.connect(t, "server:443").within(t, s.client)
	c.send(t, "CONNECT server:443 HTTP/1.1\r\nHost: server:443\r\n\r\n")
	if resp, _ := c.reply(t); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("the reply is %s", resp.Status)
	}
}

// A server that stops ends its tunnels: those in which nothing has been said, and those that are idle.
func TestTunnelsEndWithTheServer(t *testing.T) {
	t.Parallel()
	s := serveProxy(t, answer)
	idle := s.connect(t, "server:443").within(t, s.client)
	idle.send(t, "GET /one HTTP/1.1\r\nHost: x\r\n\r\n")
	idle.reply(t)
	silent := s.connect(t, "server:443")
	if err := s.tunnels.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]*client{"idle": idle, "silent": silent} {
		if rest, err := io.ReadAll(c.replies); len(rest) > 0 {
			t.Errorf("the %s tunnel has %q, %v; want its end", name, rest, err)
		}
	}
	late := dial(t, s.address)
	late.send(t, "CONNECT server:443 HTTP/1.1\r\nHost: server:443\r\n\r\n")
	if resp, _ := late.reply(t); resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a server that has stopped answers %s", resp.Status)
	}
}

func TestProxyIsOneToItsOwnHostsAlone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		line   string
		status int
		host   string // that the refusal names; empty: it is none
	}{
		{"GET http://server/one HTTP/1.1", 200, ""},
		{"GET https://a.server:8443/one HTTP/1.1", 200, ""}, // some clients send that instead of a CONNECT
		{"GET http://127.0.0.1:8080/one HTTP/1.1", 200, ""},
		{"GET http://[::1]/one HTTP/1.1", 200, ""},
		{"GET http://LocalHost/one HTTP/1.1", 200, ""},
		{"GET http://a.localhost/one HTTP/1.1", 200, ""},
		{"GET /one HTTP/1.1", 200, ""},
		{"OPTIONS * HTTP/1.1", 200, ""},
		{"GET http://example.com/one HTTP/1.1", 403, "example.com"},
		{"POST https://example.com:8443/one HTTP/1.1", 403, "example.com"},
		{"GET http://192.0.2.1/one HTTP/1.1", 403, "192.0.2.1"},
		{"GET http://server.example.com/one HTTP/1.1", 403, "server.example.com"},
		{"CONNECT example.com:443 HTTP/1.1", 403, "example.com"},
		{"CONNECT localhost:443 HTTP/1.1", 403, "localhost"},
		{"CONNECT 127.0.0.1:443 HTTP/1.1", 403, "127.0.0.1"},
		{"CONNECT [2001:db8::1]:443 HTTP/1.1", 403, "2001:db8::1"},
		{"CONNECT ex%C3%A4mple.com:443 HTTP/1.1", 403, "ex?mple.com"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			s := serveProxy(t, answer)
			c := dial(t, s.address)
			for range 2 {
				c.send(t, tt.line+"\r\nHost: server\r\n\r\n")
				resp, body := c.reply(t)
				reason := resp.Header.Get("X-Chatdouble-Reason")
				if resp.StatusCode != tt.status || body != reason+"\n" && tt.host != "" || !strings.HasSuffix(reason, tt.host) {
					t.Errorf("the reply is %d %q, the reason %q", resp.StatusCode, body, reason)
				}
				if refused := strings.HasSuffix(reason, "NO_PROXY="+tt.host); refused != (tt.host != "") {
					t.Errorf("the reason is %q", reason)
				}
			}
			want := 0
			if tt.host != "" {
				want = 1 // however often it comes
			}
			if log := s.log.text(); strings.Count(log, `level=WARN msg="refused to be a proxy"`) != want || strings.Count(log, "\n") != want {
				t.Errorf("the log is %s", log)
			}
		})
	}
}
