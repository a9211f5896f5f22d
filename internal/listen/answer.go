package listen

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/chatdouble/mockserver/internal/clock"
)

// Answer is a whole reply, bytes as they go over the wire. A handler that sends one writes nothing by
// way of its ResponseWriter: when it returns, net/http writes the empty reply of such a handler, and the
// connection writes the answer in its place. So headers stand in the order and the spelling of the
// vendor, where net/http would sort them, and the reply is made once, where net/http copies, clones and
// sorts what is the same in every reply: a tenth of what a small page costs, a quarter where there are
// fourteen headers.
type Answer struct {
	Head []byte // the status line and the headers, up to and with the empty line
	Body []byte // as long as the head says

	// Lost, if there is one, is told the answer's number when it could not be written.
	Number uint64
	Lost   interface {
		Lost(number uint64, err error)
	}

	conn *conn
}

// answers wait to be used again, with their buffers.
var answers = sync.Pool{New: func() any { return new(Answer) }}

// Prepare returns an empty answer, with room in its buffers, for a request. It returns nil when the reply
// has to go by way of the ResponseWriter: the request did not come over a connection of this package, or
// it is a HEAD, a CONNECT or in HTTP/1.0, where a reply has other rules; or this Go's net/http is not as
// answers need it. The ResponseWriter must be net/http's own: a header that another one in between adds
// ends the connection.
func Prepare(r *http.Request) *Answer {
	if !r.ProtoAtLeast(1, 1) || r.Method == http.MethodHead || r.Method == http.MethodConnect {
		return nil
	}
	c := connOf(r)
	if c == nil || !c.trial.holds(c.log) {
		return nil
	}
	a := answers.Get().(*Answer)
	a.conn = c
	return a
}

// Send hands the answer over to the connection, buffers included. The handler must return without having
// touched its ResponseWriter.
func (a *Answer) Send() {
	a.conn.mu.Lock()
	defer a.conn.mu.Unlock()
	a.conn.answer = a
}

type connKey struct{}

// own is a connection of this package, also one over TLS.
type own interface{ itself() *conn }

// withConn puts the connection into the context of the requests that come over it.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if own, ok := c.(own); ok {
		own.itself().opened = clock.Start()
		return context.WithValue(ctx, connKey{}, own.itself())
	}
	return ctx
}

// connOf is the connection that a request came over; nil when it is none of this package.
func connOf(r *http.Request) *conn {
	c, _ := r.Context().Value(connKey{}).(*conn)
	return c
}

// Opened counts from when the connection was opened that a request came over. ok is false when it is none of
// this package.
func Opened(r *http.Request) (since clock.Stopwatch, ok bool) {
	c := connOf(r)
	if c == nil {
		return since, false
	}
	return c.opened, true
}

func (c *conn) itself() *conn { return c }

// oneWrite is up to which length a body is copied behind its head, so that it goes out with one simple
// write.
const oneWrite = 16 << 10

// write writes the answer in the place of p, which is net/http's empty reply. Whether the connection ends
// behind it (the client or the server wants that, or there is more of the request's body than was read)
// is up to net/http.
func (a *Answer) write(p []byte) error {
	defer a.Drop()
	ends, ok := readEmptyReply(p)
	if ends {
		a.Head = closing(a.Head)
	}
	err := errUnexpected
	if ok {
		err = a.writeAll()
	} else {
		a.conn.fail(p)
	}
	if err != nil && a.Lost != nil {
		a.Lost.Lost(a.Number, err)
	}
	return err
}

// readEmptyReply reads what net/http writes for a handler that wrote nothing: whether the connection ends
// behind it. It is not ok when p is anything else: then a client would miss what is in it.
func readEmptyReply(p []byte) (ends, ok bool) {
	rest, ok := bytes.CutPrefix(p, []byte("HTTP/1.1 200 OK\r\n"))
	empty := false
	for ok {
		var line []byte
		line, rest, ok = bytes.Cut(rest, []byte("\r\n"))
		switch {
		case len(line) == 0: // the end of the headers
			return ends, ok && empty && len(rest) == 0
		case string(line) == "Content-Length: 0":
			empty = true
		case string(line) == "Connection: close":
			ends = true
		case !bytes.HasPrefix(line, []byte("Date: ")):
			return false, false
		}
	}
	return false, false
}

func (a *Answer) writeAll() error {
	if len(a.Body) <= oneWrite {
		a.Head = append(a.Head, a.Body...)
		_, err := a.conn.Conn.Write(a.Head)
		return err
	}
	if l, ok := a.conn.Conn.(*lazy); ok {
		return l.writeBoth(a.Head, a.Body)
	}
	if _, err := a.conn.Conn.Write(a.Head); err != nil {
		return err
	}
	_, err := a.conn.Conn.Write(a.Body)
	return err
}

// closing is a head that says that the connection ends, in the place of what it said of that.
func closing(head []byte) []byte {
	head = bytes.Replace(head, []byte("\r\nConnection: keep-alive\r\n"), []byte("\r\n"), 1)
	return append(head[:len(head)-len("\r\n")], "Connection: close\r\n\r\n"...)
}

// Drop lets an answer be used again that is not sent, or has been. Buffers of an unusual size are not
// kept.
func (a *Answer) Drop() {
	const usual = 256 << 10
	if cap(a.Head)+cap(a.Body) > usual {
		return
	}
	*a = Answer{Head: a.Head[:0], Body: a.Body[:0]}
	answers.Put(a)
}
