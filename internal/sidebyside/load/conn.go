package load

import (
	"bytes"
	"fmt"
	"net"
	"strconv"
	"time"
)

// Conn is a connection that is kept alive. It is not safe for concurrent use.
type Conn struct {
	net  net.Conn
	buf  []byte
	head int // length of the last reply's status line and headers, the empty line included
	end  int // length of the whole reply
}

// Dial opens a connection to a server on this machine.
func Dial(address string) (*Conn, error) {
	c, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", address, err)
	}
	return &Conn{net: c, buf: make([]byte, 128<<10)}, nil
}

// SetDeadline is the time by which all exchanges must be over.
func (c *Conn) SetDeadline(t time.Time) error { return c.net.SetDeadline(t) }

// Close ends the connection.
func (c *Conn) Close() error { return c.net.Close() }

// Exchange sends a request, as bytes, and reads the whole reply: as many bytes as its
// Content-Length says and not one more. Any other reply than a 200 with a Content-Length is an
// error, which tells what came.
func (c *Conn) Exchange(request []byte) error {
	if _, err := c.net.Write(request); err != nil {
		return fmt.Errorf("sending a request: %w", err)
	}
	n := 0
	for c.head, c.end = 0, 0; c.end == 0 || n < c.end; {
		if n == len(c.buf) {
			c.buf = append(c.buf, make([]byte, len(c.buf))...)
		}
		read, err := c.net.Read(c.buf[n:])
		n += read
		if err != nil {
			return fmt.Errorf("reading a reply: %w after %d bytes", err, n)
		}
		if c.end == 0 {
			if err := c.readHead(c.buf[:n]); err != nil {
				return err
			}
		}
	}
	if n > c.end {
		return fmt.Errorf("%d bytes came behind the end of a reply of %d", n-c.end, c.end)
	}
	return nil
}

var (
	emptyLine = []byte("\r\n\r\n")
	okLine    = []byte("HTTP/1.1 200 OK\r\n")
	length    = []byte("\r\nContent-Length: ")
)

// readHead finds out how long a reply is, when all of its headers are there.
func (c *Conn) readHead(got []byte) error {
	head := bytes.Index(got, emptyLine)
	if head < 0 {
		return nil
	}
	c.head = head + len(emptyLine)
	at := bytes.Index(got[:head], length)
	if !bytes.HasPrefix(got, okLine) || at < 0 {
		return fmt.Errorf("the reply is no 200 with a Content-Length: %.600q", got)
	}
	digits, _, _ := bytes.Cut(got[at+len(length):c.head], []byte("\r"))
	body, err := strconv.Atoi(string(digits))
	if err != nil || body < 0 {
		return fmt.Errorf("the reply's Content-Length is %q", digits)
	}
	c.end = c.head + body
	return nil
}

// Head is the last reply's status line and headers. It is valid until the next exchange.
func (c *Conn) Head() []byte { return c.buf[:c.head] }

// Body is the last reply's body. It is valid until the next exchange.
func (c *Conn) Body() []byte { return c.buf[c.head:c.end] }
