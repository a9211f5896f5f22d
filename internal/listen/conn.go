package listen

import (
	"bytes"
	"net"
	"strconv"
	"sync"
)

// maxHead is how much of a request's beginning is kept: enough for a path.
const maxHead = 256

// conn watches what goes over a connection, and writes another answer in the place of net/http's: when a
// handler has sent an [Answer], and when net/http cannot read a request (a broken percent escape in the
// path, a header without a colon), so that no handler ever sees it.
type conn struct {
	net.Conn
	refuse Refuse

	mu   sync.Mutex // net/http reads ahead while a handler's answer is written
	head [maxHead]byte
	n    int
	line bool   // the first line of the request is whole
	last []byte // what was read last, in net/http's own buffer

	answer *Answer // goes out in the place of what net/http writes next
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.keep(p[:n])
	}
	return n, err
}

// NetConn is the connection below, as for [tls.Conn].
func (c *conn) NetConn() net.Conn { return c.Conn }

func (c *conn) keep(read []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = read
	if !c.line {
		kept := copy(c.head[c.n:], read)
		c.line = c.n+kept == maxHead || bytes.IndexByte(c.head[c.n:c.n+kept], '\n') >= 0
		c.n += kept
	}
}

func (c *conn) Write(p []byte) (int, error) {
	status, own := ownRefusal(p)
	c.mu.Lock()
	if a := c.answer; a != nil {
		c.answer, c.n, c.line = nil, 0, false
		c.mu.Unlock()
		if err := a.write(p); err != nil {
			return 0, err
		}
		return len(p), nil
	}
	var answer []byte
	if own {
		answer = c.refuse(c.beginning(), status)
	}
	c.n, c.line = 0, false // what comes next is another request
	c.mu.Unlock()
	if !own {
		return c.Conn.Write(p)
	}
	if _, err := c.Conn.Write(answer); err != nil {
		return 0, err
	}
	return len(p), nil
}

// beginning is how the refused request began. A request that came together with the one before it
// stands in what was read last, behind an empty line.
func (c *conn) beginning() []byte {
	if c.n > 0 {
		return bytes.Clone(c.head[:c.n])
	}
	for rest := c.last; ; {
		_, after, found := bytes.Cut(rest, []byte("\r\n\r\n"))
		if !found || len(after) == 0 {
			return bytes.Clone(rest[:min(len(rest), maxHead)])
		}
		rest = after
	}
}

// CloseWrite ends the sending side, which net/http does after a refusal so that the client reads it.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// refusalHeaders is what net/http writes between the status line and the text of an answer of its
// own (net/http/server.go, conn.serve). A handler's answer always has more headers.
const refusalHeaders = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// ownRefusal recognises an answer that net/http gives by itself: those in plain text, and the 417
// to an expectation that it does not know, which has no body and not our handlers' headers.
func ownRefusal(p []byte) (status int, ok bool) {
	const prefix, digits = "HTTP/1.1 ", 3
	if len(p) < len(prefix)+digits || string(p[:len(prefix)]) != prefix || p[len(prefix)] < '4' {
		return 0, false
	}
	if bytes.HasPrefix(p, []byte("HTTP/1.1 417 ")) {
		return 417, !bytes.Contains(p, []byte("X-Chatdouble-Request-Id"))
	}
	line, _, found := bytes.Cut(p[:min(len(p), maxHead)], []byte(refusalHeaders))
	if !found || bytes.IndexByte(line, '\n') >= 0 {
		return 0, false
	}
	status, err := strconv.Atoi(string(line[len(prefix) : len(prefix)+digits]))
	return status, err == nil
}
