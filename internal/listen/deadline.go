package listen

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

// lazy is a connection that sets a deadline in the system's poller only when it must. net/http sets
// six for each request, nearly all of them later than the one before, and that is a tenth of what a
// small page costs. Here the poller is told of an earlier deadline at once, and of a later one when
// the one that it knows has passed.
type lazy struct {
	net.Conn
	read, write deadline
}

func newLazy(c net.Conn) *lazy {
	l := &lazy{Conn: c}
	l.read.set, l.write.set = c.SetReadDeadline, c.SetWriteDeadline
	return l
}

// NetConn is the connection below, as for [tls.Conn]: who resets a connection must get at its socket.
func (l *lazy) NetConn() net.Conn { return l.Conn }

// deadline is that of one direction.
type deadline struct {
	set func(time.Time) error

	mu    sync.Mutex
	want  time.Time // what net/http asked for; zero is none
	armed time.Time // what the poller knows
	busy  int       // how many are reading or writing
}

// past reports whether a deadline is the one by which net/http calls a read back.
func past(t time.Time) bool { return !t.IsZero() && t.Unix() < 2 }

// put notes a deadline. An earlier one takes effect on what is being read or written.
func (d *deadline) put(t time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.want = t
	if d.busy > 0 && d.mustArm() {
		return d.arm()
	}
	return nil
}

// mustArm reports whether the poller would wait too long, or not at all.
func (d *deadline) mustArm() bool {
	if past(d.want) != past(d.armed) {
		return true
	}
	return !d.want.IsZero() && (d.armed.IsZero() || d.want.Before(d.armed))
}

func (d *deadline) arm() error {
	d.armed = d.want
	return d.set(d.want)
}

// begin is called before something is read or written, and again after it unless begin fails.
func (d *deadline) begin() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if past(d.want) {
		return os.ErrDeadlineExceeded
	}
	if d.mustArm() {
		if err := d.arm(); err != nil {
			return err
		}
	}
	d.busy++
	return nil
}

// again is called after it, and reports whether it must be tried once more: it failed because an earlier
// deadline has passed than the one that is wanted.
func (d *deadline) again(err error) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy--
	if err == nil || !errors.Is(err, os.ErrDeadlineExceeded) || d.passed() || d.arm() != nil {
		return false
	}
	d.busy++
	return true
}

// passed reports whether the deadline that is wanted has passed.
func (d *deadline) passed() bool {
	return !d.want.IsZero() && !clock.Deadline(0).Before(d.want)
}

func (l *lazy) Read(p []byte) (n int, err error) {
	if err := l.read.begin(); err != nil {
		return 0, err
	}
	for {
		n, err = l.Conn.Read(p)
		if !l.read.again(err) {
			return n, err
		}
	}
}

func (l *lazy) Write(p []byte) (n int, err error) {
	if err := l.write.begin(); err != nil {
		return 0, err
	}
	for {
		more, err := l.Conn.Write(p[n:])
		n += more
		if !l.write.again(err) {
			return n, err
		}
	}
}

// writeBoth sends two pieces with one call of the system.
func (l *lazy) writeBoth(a, b []byte) error {
	if err := l.write.begin(); err != nil {
		return err
	}
	for pieces := (net.Buffers{a, b}); ; {
		_, err := pieces.WriteTo(l.Conn) // takes off what it has sent
		if !l.write.again(err) {
			return err
		}
	}
}

// SetReadDeadline is the time after which a read fails.
func (l *lazy) SetReadDeadline(t time.Time) error { return l.read.put(t) }

// SetWriteDeadline is the time after which a write fails.
func (l *lazy) SetWriteDeadline(t time.Time) error { return l.write.put(t) }

// SetDeadline is both.
func (l *lazy) SetDeadline(t time.Time) error {
	return errors.Join(l.read.put(t), l.write.put(t))
}

// CloseWrite ends the sending side, where there are two.
func (l *lazy) CloseWrite() error {
	if half, ok := l.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}
