package listen

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// Refuse makes the whole answer to a request that net/http refuses by itself: head is how it began, at most
// 256 bytes; status what net/http would have answered, and detail what it says of that in a few words,
// often nothing.
type Refuse func(head []byte, status int, detail string) []byte

// writeRefusal writes our refusal in the place of p, net/http's own.
func (c *conn) writeRefusal(head, p []byte) error {
	status, detail := readRefusal(p)
	_, err := c.Conn.Write(c.refuse(head, status, detail))
	if err == nil {
		c.linger()
	}
	return err
}

// readRefusal reads what net/http says in the status line of a refusal, such as
// "HTTP/1.1 400 Bad Request: missing required Host header".
func readRefusal(p []byte) (status int, detail string) {
	line, _, _ := bytes.Cut(p[:min(len(p), maxHead)], []byte("\r\n"))
	_, code, _ := strings.Cut(string(line), " ")
	code, text, _ := strings.Cut(code, " ")
	status, err := strconv.Atoi(code)
	if err != nil || status < 400 || status > 599 {
		return http.StatusBadRequest, ""
	}
	_, detail, _ = strings.Cut(text, ": ")
	return status, detail
}

// Bounds on what is read from a client that has its answer and sends on.
const (
	lingerBytes = 64 << 20
	lingerTime  = 2 * time.Second
)

// linger ends the sending side and reads on for a while what the client is still sending: most clients send
// everything before they look for an answer, and to close the connection now would take the answer from
// them (RFC 9112, section 9.6).
func (c *conn) linger() {
	half, ok := c.Conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = c.Conn.SetReadDeadline(clock.Deadline(lingerTime))
	_, _ = io.CopyN(io.Discard, c.Conn, lingerBytes)
}

// CloseWrite ends the sending side, which net/http does behind a reply to a request that it has not read to
// its end.
func (c *conn) CloseWrite() error {
	c.mu.Lock()
	at := c.stage
	c.mu.Unlock()
	switch at {
	case refused: // done already
	case taken: // what comes in is for whoever has the connection
		if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
			return half.CloseWrite()
		}
	default:
		c.linger()
	}
	return nil
}

// Body is a request's body, of which at most limit bytes are read; a longer one ends with an
// [*http.MaxBytesError]. One that is announced as longer does so unread, so that a client which asks before
// it sends (Expect: 100-continue) is not told to go on. Either way net/http ends the connection behind the
// reply.
func Body(w http.ResponseWriter, r *http.Request, limit int64) io.Reader {
	if r.ContentLength > limit {
		// net/http reads a body that is short enough to its end before it closes the connection.
		_ = http.NewResponseController(w).SetReadDeadline(clock.Deadline(lingerTime))
		return http.MaxBytesReader(w, io.NopCloser(strings.NewReader("x")), 0)
	}
	return http.MaxBytesReader(w, r.Body, limit)
}
