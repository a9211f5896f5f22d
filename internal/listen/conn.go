package listen

import (
	"bytes"
	"net"
	"strconv"
	"sync"
)

// maxHead is how much of a request's beginning is kept: enough for a path.
const maxHead = 256

// conn watches what goes over a connection. When net/http cannot read a request (a broken percent
// escape in the path, a header without a colon) it writes a plain-text answer to the connection
// and no handler ever sees the request; conn writes another one in its place.
type conn struct {
	net.Conn
	refuse Refuse

	mu   sync.Mutex // net/http reads ahead while a handler's answer is written
	head [maxHead]byte
	n    int
	line bool // the first line of the request is whole
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	if !c.line && n > 0 {
		kept := copy(c.head[c.n:], p[:n])
		c.line = c.n+kept == maxHead || bytes.IndexByte(c.head[c.n:c.n+kept], '\n') >= 0
		c.n += kept
	}
	c.mu.Unlock()
	return n, err
}

func (c *conn) Write(p []byte) (int, error) {
	status, own := ownRefusal(p)
	c.mu.Lock()
	var answer []byte
	if own {
		answer = c.refuse(bytes.Clone(c.head[:c.n]), status)
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

// refusalHeaders is what net/http writes between the status line and the text of an answer of its
// own (net/http/server.go, conn.serve). A handler's answer always has more headers.
const refusalHeaders = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// ownRefusal recognises an answer that net/http gives by itself.
func ownRefusal(p []byte) (status int, ok bool) {
	const prefix = "HTTP/1.1 "
	line, _, found := bytes.Cut(p[:min(len(p), maxHead)], []byte(refusalHeaders))
	if !found || !bytes.HasPrefix(line, []byte(prefix)) || len(line) < len(prefix)+3 || bytes.IndexByte(line, '\n') >= 0 {
		return 0, false
	}
	status, err := strconv.Atoi(string(line[len(prefix) : len(prefix)+3]))
	return status, err == nil
}
