package listen

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"runtime"
	"sync"

	"github.com/chatdouble/mockserver/internal/clock"
)

// maxHead is how much of a request's beginning is kept: enough for a path.
const maxHead = 256

// stage is where a connection stands. It alone says whose bytes net/http writes next: what they look like
// is anybody's, for a body may hold whatever a client has sent before.
type stage uint8

const (
	reading  stage = iota // no handler has the request: what is written is net/http's own refusal of it
	handling              // a handler has it: what is written is its reply, and "100 Continue" before that
	answered              // an answer went out in the place of its reply, and nothing may follow
	refused               // a refusal went out in the place of net/http's, and net/http closes the connection
	taken                 // a handler has taken the connection from net/http
)

// conn watches what goes over a connection, and writes another answer in the place of net/http's: when a
// handler has sent an [Answer], and when net/http refuses a request by itself (a broken percent escape in
// the path, a header without a colon, an unknown expectation), so that no handler ever sees it.
type conn struct {
	net.Conn
	opened clock.Stopwatch
	refuse Refuse
	log    *slog.Logger
	trial  *trial // whether answers can be had

	mu     sync.Mutex // net/http reads ahead while a handler's answer is written
	stage  stage
	answer *Answer // goes out in the place of the handler's reply

	head [maxHead]byte
	n    int
	line bool   // the first line of the request is whole
	last []byte // what was read last, in net/http's own buffer
}

// enter says that the connection has come to another stage.
func (c *conn) enter(s stage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stage = s
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
	at, a, head := c.written()
	var err error
	switch {
	case at == reading:
		err = c.writeRefusal(head, p)
	case a != nil:
		err = a.write(p)
	case at == answered:
		c.fail(p)
		err = errUnexpected
	case at == refused: // what is left of net/http's refusal
	default:
		return c.Conn.Write(p)
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// written is where the connection stands when net/http writes something, and moves it on. head is how the
// request began when it is refused.
func (c *conn) written() (at stage, a *Answer, head []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, a = c.stage, c.answer
	switch {
	case at == reading:
		head, c.stage = c.beginning(), refused
	case a != nil:
		c.answer, c.stage = nil, answered
	}
	c.n, c.line = 0, false // what comes next is another request
	return at, a, head
}

// beginning is how the refused request began. A request that came together with the one before it stands
// in what was read last, behind an empty line. This is a guess, good enough for what it is for: the shape
// of the refusal and its line in the journal.
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

// errUnexpected ends a connection over which net/http wrote what nobody expected.
var errUnexpected = errors.New("net/http wrote something else than the empty reply that a whole answer takes the place of")

// fail ends the connection: p stands where it must not, so nobody knows what the client would make of it.
// This is a defect of this server or comes with a Go that it does not know yet.
func (c *conn) fail(p []byte) {
	line, _, _ := bytes.Cut(p[:min(len(p), 80)], []byte("\r\n"))
	c.log.Error("a reply was not what net/http writes for a handler that wrote nothing; the connection was closed; please report it",
		"began", string(line), "bytes", len(p), "go", runtime.Version())
	_ = c.Conn.Close()
}
