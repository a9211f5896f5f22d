package listen

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// Tunnels is a listener whose connections are those that clients open by CONNECT: this server itself
// stands at the other end. In a tunnel it speaks TLS, or plain HTTP with a client that begins so. A
// tunnel is one connection with the time limits of any other, and costs nothing beside it.
type Tunnels struct {
	tls   *TLS
	conns chan net.Conn // that are to be accepted
	open  context.Context
	close context.CancelFunc
}

// NewTunnels returns a listener for [http.Server.Serve]. It has no tunnels yet.
func NewTunnels(t *TLS) *Tunnels {
	s := &Tunnels{tls: t, conns: make(chan net.Conn)}
	s.open, s.close = context.WithCancel(context.Background())
	return s
}

// Accept waits for a tunnel.
func (t *Tunnels) Accept() (net.Conn, error) {
	select {
	case c := <-t.conns:
		return c, nil
	case <-t.open.Done():
		return nil, net.ErrClosed
	}
}

// Close opens no more tunnels. Those that have been accepted stay, as with any listener.
func (t *Tunnels) Close() error { t.close(); return nil }

// Addr says that the listener has no address of its own.
func (t *Tunnels) Addr() net.Addr { return tunnelAddr{} }

type tunnelAddr struct{}

func (tunnelAddr) Network() string { return "tunnel" }
func (tunnelAddr) String() string  { return "tunnel" }

// ServeHTTP answers a CONNECT and makes a tunnel of the connection. It returns as soon as the client
// has begun to speak.
func (t *Tunnels) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if t.open.Err() != nil {
		http.Error(w, "this server is about to stop", http.StatusServiceUnavailable)
		return
	}
	hijacked, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "no tunnel over this connection: "+err.Error(), http.StatusInternalServerError)
		return
	}
	c := below(hijacked)
	ahead := make([]byte, buffered.Reader.Buffered(), buffered.Reader.Buffered()+1)
	_, _ = io.ReadFull(buffered.Reader, ahead) // as much as there is
	if !t.enter(&tunnel{Conn: c, ahead: ahead}) {
		_ = c.Close()
	}
}

// below is the connection under the one that net/http has: what it reads and writes from now on is no
// HTTP.
func below(c net.Conn) net.Conn {
	if own, ok := c.(interface{ itself() *conn }); ok {
		return own.itself().Conn
	}
	return c
}

// enter has a tunnel accepted. It reports false when the client says nothing in time, or the listener
// is closed.
func (t *Tunnels) enter(c *tunnel) bool {
	ctx, cancel := context.WithTimeout(t.open, headerTime)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) }) // calls back a read, and a write
	defer stop()
	if _, err := io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return false
	}
	first, err := c.first()
	if err != nil || !stop() {
		return false
	}
	accepted := net.Conn(newConn(c, t.tls.refuse, t.tls.log))
	if first == recordOfHandshake {
		accepted = t.tls.over(c)
	}
	select {
	case t.conns <- accepted:
		return true
	case <-t.open.Done():
		return false
	}
}

// recordOfHandshake is the byte with which a client begins to speak TLS (RFC 8446, 5.1).
const recordOfHandshake = 0x16

// tunnel is a connection of which something has been read ahead.
type tunnel struct {
	net.Conn
	ahead []byte
}

// first is the first byte that the client sends; it stays to be read.
func (c *tunnel) first() (byte, error) {
	if len(c.ahead) == 0 {
		n, err := c.Conn.Read(c.ahead[:1])
		if n == 0 {
			return 0, errors.Join(io.ErrUnexpectedEOF, err)
		}
		c.ahead = c.ahead[:1]
	}
	return c.ahead[0], nil
}

func (c *tunnel) Read(p []byte) (int, error) {
	if len(c.ahead) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.ahead)
	c.ahead = c.ahead[n:]
	return n, nil
}

// NetConn is the connection below, as for [tls.Conn].
func (c *tunnel) NetConn() net.Conn { return c.Conn }

// CloseWrite ends the sending side.
func (c *tunnel) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
