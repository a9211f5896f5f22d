package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"sync"

	"github.com/chatdouble/mockserver/internal/oncelog"
)

// Certificate finds the certificate for a client, as [tls.Config.GetCertificate] does.
type Certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)

// OnTLS is a TCP listener whose connections speak TLS, version 1.2 or later, and HTTP/1.1 in it. HTTP/2 is not offered: the vendor is seen with HTTP/1.1, and what this server does below HTTP,
// such as refusing in the vendor's shape what net/http cannot read, is about one connection with one
// request after the other. A handshake that fails is logged at the debug level: it is the client's
// doing.
func OnTLS(l net.Listener, certificate Certificate, refuse Refuse, log *slog.Logger) net.Listener {
	config := &tls.Config{
		GetCertificate: certificate,
		NextProtos:     []string{"http/1.1"},
		MinVersion:     tls.VersionTLS12,
	}
	return &listener{l, oncelog.New(log), func(c net.Conn) net.Conn {
		s := &session{Conn: tls.Server(newLazy(c), config), log: log}
		return &tlsConn{newConn(s, refuse, log), s}
	}}
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
	log *slog.Logger

	once   sync.Once
	failed error
}

func (s *session) Read(p []byte) (int, error) {
	if s.handshake() != nil {
		return 0, io.EOF
	}
	return s.Conn.Read(p)
}

// handshake is made once; later calls return what came of it.
func (s *session) handshake() error {
	s.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), headerTime)
		defer cancel()
		if s.failed = s.HandshakeContext(ctx); s.failed == nil {
			return
		}
		var record tls.RecordHeaderError
		if errors.As(s.failed, &record) && record.Conn != nil && isHTTP(record.RecordHeader) {
			_, _ = io.WriteString(record.Conn, plainRefusal)
		}
		s.log.Debug("TLS handshake failed", "client", s.RemoteAddr().String(), "error", s.failed)
	})
	return s.failed
}

// isHTTP recognises a client that speaks HTTP where TLS is spoken, by the first bytes it sent.
func isHTTP(begin [5]byte) bool {
	return slices.Contains([]string{"GET /", "HEAD ", "POST ", "PUT /", "DELET", "OPTIO", "PATCH", "CONNE", "TRACE"}, string(begin[:]))
}

// plainRefusal is in plain text, not in the vendor's shape: only five bytes of the request are
// known, and no vendor speaks HTTP there.
const plainRefusal = "HTTP/1.1 400 Bad Request\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n" +
	"X-Chatdouble-Reason: this port speaks TLS; use https\r\n" +
	"Connection: close\r\n\r\n" +
	"this port speaks TLS; use https\n"
