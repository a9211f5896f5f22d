package gateway

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
)

// sendTime is how long a client may take to read what is sent to it after a fault.
const sendTime = 30 * time.Second

// spoil does to the reply, which is whole, what the transport fault of a rule does, so that the journal
// holds what the client sees. Status 0 says that the client gets no HTTP.
func (c *Call) spoil() {
	how := c.breaksOff()
	if how != "" && !c.takeConnection() {
		return
	}
	switch how {
	case faults.EmptyResponse, faults.ConnectionReset:
		c.Reply.Status, c.Reply.Body = 0, c.Reply.Body[:0]
	case faults.RandomDataThenClose:
		c.Reply.Status, c.Reply.Body = 0, append(c.Reply.Body[:0], c.hit.Noise...)
	case faults.MalformedResponseChunk:
		if c.Reply.Status == 0 {
			c.Reply.Status = http.StatusOK
		}
		c.Reply.Body = append(c.Reply.Body[:0], c.hit.Noise...)
	case "":
		c.cut()
	}
}

// breaksOff is the transport fault that ends the connection in the place of an answer, "" when there
// is an answer.
func (c *Call) breaksOff() string {
	switch {
	case c.gone:
		return faults.EmptyResponse
	case c.hit == nil || c.hit.Rule.Transport == faults.TruncatedBody:
		return ""
	}
	return c.hit.Rule.Transport
}

// takeConnection takes the connection from net/http. Where there is none, because the client has gone
// from a handler without a server or somebody in between promised one and does not keep the promise,
// the answer is a 503.
func (c *Call) takeConnection() bool {
	conn, _, err := http.NewResponseController(c.writer).Hijack()
	if err == nil {
		c.conn = conn
		return true
	}
	if !c.gone {
		c.hit = c.hit.Bypass("the connection could not be taken: " + err.Error())
		c.bypassed++
	}
	c.Reply.Status, c.Reply.Body = http.StatusServiceUnavailable, c.Reply.Body[:0]
	return false
}

// cut leaves the first bytes of the body, when that is what the rule says and there are more.
func (c *Call) cut() {
	if c.hit == nil || c.hit.Rule.Transport != faults.TruncatedBody {
		return
	}
	whole, keep := len(c.Reply.Body), c.hit.Rule.Keeps()
	if c.Request.Method == http.MethodHead {
		whole = 0
	}
	if keep >= whole {
		c.spare(fmt.Sprintf("the answer's body has %d bytes, so it cannot be cut after %d", whole, keep))
		return
	}
	c.Reply.Body, c.Reply.uncut = c.Reply.Body[:keep], whole
	reason := fmt.Sprintf("%s cut the answer after %d of %d bytes", ruleName(&c.hit.Rule, c.hit.Wait), keep, whole)
	if c.Reply.Reason == "" && c.acted {
		c.Reply.Reason = callDone
	}
	c.Reply.cut, c.Reply.uncutReason = reason, c.Reply.Reason
	if c.Reply.Reason != "" {
		reason += "; " + c.Reply.Reason
	}
	c.Reply.Reason = reason
}

// spare leaves an answer whole that cannot be cut. What else the rule says has been done already.
func (c *Call) spare(reason string) {
	c.bypassed++
	if rule := &c.hit.Rule; rule.Code != "" || rule.RateLimited || rule.Delay != nil {
		c.hit.Spare(reason)
		return
	}
	c.hit = c.hit.Bypass(reason)
}

// breakOff ends the connection that was taken as the fault says.
func (g *Gateway) breakOff(c *Call) {
	defer c.conn.Close()
	_ = c.conn.SetWriteDeadline(clock.Deadline(sendTime))
	switch c.breaksOff() {
	case faults.ConnectionReset:
		reset(c.conn)
	case faults.RandomDataThenClose:
		_, _ = c.conn.Write(c.Reply.Body)
	case faults.MalformedResponseChunk:
		c.Reply.SetHeader("Transfer-Encoding", "chunked")
		_, _ = c.conn.Write(append(g.appendHead(nil, c, noLength), c.Reply.Body...))
	}
}

// canTake reports whether the connection below a writer can be taken: it speaks HTTP/1 and there is one.
func canTake(w http.ResponseWriter) bool {
	for {
		switch t := w.(type) {
		case http.Hijacker:
			return true
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return false
		}
	}
}

// reset ends a connection with a RST: everything above TCP is passed by, so that no farewell of TLS
// goes out before it.
func reset(conn net.Conn) {
	for {
		switch c := conn.(type) {
		case interface{ SetLinger(seconds int) error }:
			_ = c.SetLinger(0)
			_ = conn.Close()
			return
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return
		}
	}
}
