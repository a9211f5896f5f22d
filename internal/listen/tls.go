package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"sync"

	"github.com/chatdouble/mockserver/internal/oncelog"
)

// Certificate finds the certificate for a client, as [tls.Config.GetCertificate] does.
type Certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)

// TLS is how connections speak TLS, version 1.2 or later, and HTTP/1.1 in it. HTTP/2 is not offered:
// the vendor is seen with HTTP/1.1, and what this server does below HTTP, such as refusing in the
// vendor's shape what net/http cannot read, is about one connection with one request after the other.
//
// A handshake that fails is logged at the debug level, and at that of warnings when its kind comes
// first: nobody sees a request, and the client's own message seldom says what to do.
type TLS struct {
	config *tls.Config
	advice func(name string) string
	refuse Refuse
	log    *slog.Logger
	once   *oncelog.Log
}

// NewTLS returns the TLS of a server. The advice is one line for a person whose client has asked for a
// name, empty for none, and has not taken the certificate that it got.
func NewTLS(certificate Certificate, advice func(name string) string, refuse Refuse, log *slog.Logger, once *oncelog.Log) *TLS {
	t := &TLS{advice: advice, refuse: refuse, log: log, once: once}
	t.config = &tls.Config{
		// Both are called before the handshake can fail for what the client makes of it.
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			sessionOf(hello).hears(hello)
			return nil, nil
		},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			cert, err := certificate(hello)
			if err != nil {
				log.Error("no certificate for a TLS client", "name", hello.ServerName, "error", err)
				return nil, err
			}
			sessionOf(hello).shows(cert)
			return cert, nil
		},
		NextProtos: []string{"http/1.1"},
		MinVersion: tls.VersionTLS12,
	}
	return t
}

// On is a TCP listener whose connections speak TLS.
func (t *TLS) On(l net.Listener) net.Listener {
	return &listener{l, t.once, func(c net.Conn) net.Conn { return t.over(newLazy(c)) }}
}

// over is the server's end of a connection on which the client begins a handshake.
func (t *TLS) over(c net.Conn) net.Conn {
	s := &session{Conn: tls.Server(c, t.config), tls: t}
	return &tlsConn{newConn(s, t.refuse, t.log), s}
}

// tlsConn is a conn over TLS. To net/http, which knows *tls.Conn alone, it is a connection like any
// other: it does not make the handshake and gives no answers of its own to one that fails, so that
// its answers go by way of conn.
type tlsConn struct {
	*conn
	session *session
}

// ConnectionState is what net/http asks a connection for when it begins to serve it; it becomes the
// requests' TLS.
func (c *tlsConn) ConnectionState() tls.ConnectionState {
	_ = c.session.handshake() // Read says what is wrong
	return c.session.ConnectionState()
}

// session is a TLS connection that ends in silence when its handshake fails: net/http would take
// the error for a bad request, and there is nobody to read the answer.
type session struct {
	*tls.Conn
	tls *TLS

	// What is known of the client when its handshake has begun.
	heard bool   // it has
	name  string // that it asked for
	shown bool   // it has been sent a certificate
	other bool   // which is not for that name
	asked bool   // it has sent something behind the handshake

	once   sync.Once
	failed error
}

type sessionKey struct{}

// sessionOf is the session whose handshake goes on.
func sessionOf(hello *tls.ClientHelloInfo) *session {
	return hello.Context().Value(sessionKey{}).(*session)
}

func (s *session) hears(hello *tls.ClientHelloInfo) { s.heard, s.name = true, hello.ServerName }

func (s *session) shows(cert *tls.Certificate) {
	s.shown = true
	s.other = s.name != "" && cert.Leaf != nil && cert.Leaf.VerifyHostname(s.name) != nil
}

func (s *session) Read(p []byte) (int, error) {
	if s.handshake() != nil {
		return 0, io.EOF
	}
	n, err := s.Conn.Read(p)
	if n == 0 && err != nil && s.leaves(err) {
		s.report(fmt.Errorf("the client asked nothing behind the handshake: %w", err))
	}
	s.asked = s.asked || n > 0 || err != nil
	return n, err
}

// leaves reports whether a client goes away because the certificate is for another name: some look at
// it only when the handshake is over.
func (s *session) leaves(err error) bool {
	return s.other && !s.asked && !errors.Is(err, net.ErrClosed) && !errors.Is(err, os.ErrDeadlineExceeded)
}

// handshake is made once; later calls return what came of it.
func (s *session) handshake() error {
	s.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), sessionKey{}, s), headerTime)
		defer cancel()
		if s.failed = s.HandshakeContext(ctx); s.failed == nil {
			return
		}
		var record tls.RecordHeaderError
		if errors.As(s.failed, &record) && record.Conn != nil && isHTTP(record.RecordHeader) {
			_, _ = io.WriteString(record.Conn, plainRefusal)
		}
		s.report(s.failed)
	})
	return s.failed
}

// report logs a handshake that has failed.
func (s *session) report(err error) {
	s.tls.log.Debug("TLS handshake failed", "client", s.RemoteAddr().String(), "name", s.name, "error", err)
	kind, advice := "", ""
	var record tls.RecordHeaderError
	switch {
	case s.shown:
		kind, advice = "certificate", s.tls.advice(s.name)
	case s.heard:
		kind, advice = "protocol", "this server speaks TLS 1.2 and 1.3, and HTTP/1.1 in it"
	case errors.As(err, &record):
		kind, advice = "no TLS", "the client does not speak TLS on a port that does; use https, or the port without TLS"
	default:
		return // somebody looked whether the port is open
	}
	s.tls.once.Warn("TLS "+kind+" "+s.name, "TLS handshake failed", "name", s.name, "error", err, "advice", advice)
}

// isHTTP recognises a client that speaks HTTP where TLS is spoken, by the first bytes it sent.
func isHTTP(begin [5]byte) bool {
	return slices.Contains([]string{"GET /", "GET h", "HEAD ", "POST ", "PUT /", "PUT h", "DELET", "OPTIO", "PATCH", "CONNE", "TRACE"}, string(begin[:]))
}

// plainRefusal is in plain text, not in the vendor's shape: only five bytes of the request are
// known, and no vendor speaks HTTP there.
const plainRefusal = "HTTP/1.1 400 Bad Request\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n" +
	"X-Chatdouble-Reason: this port speaks TLS; use https\r\n" +
	"Connection: close\r\n\r\n" +
	"this port speaks TLS; use https\n"
