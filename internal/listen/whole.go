package listen

import (
	"bytes"
	"net"
	"strconv"
	"sync"
)

// bufferSize is the size of net/http's buffer of what it writes (net/http/server.go,
// newBufioWriterSize in conn.serve).
const bufferSize = 4 << 10

// whole is a connection that sends a large reply at once. net/http hands it over in two pieces: what
// fits into its buffer, and the rest. When the first piece promises more it waits here for the
// second, so that the system sends, and the client wakes up, once and not twice.
type whole struct {
	*lazy

	mu    sync.Mutex // a server that is stopped closes its connections whatever they do
	first []byte     // the piece that waits

	spare []byte // for the next one
}

func (w *whole) Write(p []byte) (n int, err error) {
	first := w.take()
	if len(first) > 0 {
		sent, err := w.writeBoth(first, p)
		w.spare = first
		return max(0, sent-len(first)), err
	}
	if !promisesMore(p) {
		return w.lazy.Write(p)
	}
	w.mu.Lock()
	w.first = append(w.spare[:0], p...)
	w.mu.Unlock()
	w.spare = nil
	return len(p), nil
}

// take takes the piece out that waits, empty when none does.
func (w *whole) take() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := w.first
	w.first = nil
	return first
}

// promisesMore reports whether p fills net/http's buffer and begins a reply whose Content-Length
// says that more must come.
func promisesMore(p []byte) bool {
	if len(p) != bufferSize || !bytes.HasPrefix(p, []byte("HTTP/1.1 ")) {
		return false
	}
	end := bytes.Index(p, []byte("\r\n\r\n"))
	if end < 0 || end+4 == len(p) { // headers alone: the answer to a HEAD promises a body too
		return false
	}
	_, rest, found := bytes.Cut(p[:end+2], []byte("\r\nContent-Length: "))
	digits, _, _ := bytes.Cut(rest, []byte("\r"))
	length, err := strconv.Atoi(string(digits))
	return found && err == nil && end+4+length > bufferSize
}

// Close ends the connection. When a piece waits the reply has been cut off: what there is of it still
// goes out, but whoever closes does not wait for that.
func (w *whole) Close() error {
	first := w.take()
	if len(first) == 0 {
		return w.lazy.Close()
	}
	go func() {
		_, _ = w.lazy.Write(first) // until the deadline of writes
		_ = w.lazy.Close()
	}()
	return nil
}

// CloseWrite sends what waits and ends the sending side.
func (w *whole) CloseWrite() error {
	if first := w.take(); len(first) > 0 {
		_, _ = w.lazy.Write(first)
	}
	return w.lazy.CloseWrite()
}

// writeBoth sends two pieces with one call of the system.
func (l *lazy) writeBoth(a, b []byte) (n int, err error) {
	pieces := net.Buffers{a, b}
	err = l.write.until(func() error {
		more, err := pieces.WriteTo(l.Conn)
		n += int(more)
		return err
	})
	return n, err
}
