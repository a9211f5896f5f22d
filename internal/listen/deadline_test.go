package listen

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"testing"
	"time"
)

// counted counts how often the system's deadline is set.
type counted struct {
	net.Conn
	sets int
}

func (c *counted) SetReadDeadline(t time.Time) error {
	c.sets++
	return c.Conn.SetReadDeadline(t)
}

func pair(t *testing.T) (*lazy, *counted, net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	other, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close(); _ = c.Close() })
	below := &counted{Conn: c}
	return newLazy(below), below, other
}

// A deadline that moves on with every request is set once.
func TestLaterDeadlinesAreNotSet(t *testing.T) {
	t.Parallel()
	c, below, other := pair(t)
	start := time.Now()
	for i := range 100 {
		_ = c.SetReadDeadline(time.Time{})
		_ = c.SetReadDeadline(start.Add(time.Hour + time.Duration(i)*time.Second))
		_, _ = other.Write([]byte("x"))
		if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if below.sets != 1 {
		t.Errorf("the system's deadline was set %d times, want once", below.sets)
	}
}

// The deadline that counts is the last one, whatever the system was told before.
func TestDeadlines(t *testing.T) {
	t.Parallel()
	short := func() time.Time { return time.Now().Add(20 * time.Millisecond) }
	for name, deadlines := range map[string][]func() time.Time{
		"one":                    {short},
		"an earlier one":         {func() time.Time { return time.Now().Add(time.Hour) }, short},
		"after none":             {short, func() time.Time { return time.Time{} }, short},
		"long gone":              {func() time.Time { return time.Unix(1, 0) }},
		"gone, then a later one": {func() time.Time { return time.Unix(1, 0) }, short},
	} {
		t.Run(name, func(t *testing.T) {
			c, _, other := pair(t)
			_ = c.SetReadDeadline(time.Now().Add(time.Hour))
			_, _ = other.Write([]byte("x"))
			_, _ = io.ReadFull(c, make([]byte, 1))
			var last time.Time
			for _, d := range deadlines {
				last = d()
				_ = c.SetReadDeadline(last)
			}
			n, err := c.Read(make([]byte, 1))
			if n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) || time.Now().Before(last) {
				t.Errorf("Read = %d, %v, %v before the deadline", n, err, time.Until(last))
			}
			// It is over only until the next one is set.
			_ = c.SetReadDeadline(time.Time{})
			_, _ = other.Write([]byte("y"))
			if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
				t.Errorf("after the deadline was taken away: %v", err)
			}
		})
	}
}

// A deadline put forward ends the read that is waiting; one put back lets it wait on.
func TestDeadlineOfAWaitingRead(t *testing.T) {
	t.Parallel()
	c, _, other := pair(t)
	_ = c.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	got := make(chan error, 1)
	read := func() {
		_, err := c.Read(make([]byte, 1))
		got <- err
	}
	go read()
	_ = c.SetReadDeadline(time.Now().Add(time.Hour))
	_, _ = other.Write([]byte("x"))
	if err := <-got; err != nil {
		t.Errorf("with a later deadline: %v", err)
	}
	go read()
	_ = c.SetReadDeadline(time.Unix(1, 0))
	if err := <-got; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("called back: %v", err)
	}
}

// A write goes on behind a deadline that has been put back, and ends at one that has not.
func TestWriteDeadline(t *testing.T) {
	t.Parallel()
	c, _, other := pair(t)
	large := bytes.Repeat([]byte("x"), 32<<20)
	_ = c.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	if n, err := c.Write(large); n == len(large) || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("Write to somebody who does not read = %d, %v", n, err)
	}
	if err := c.writeBoth(large, large); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("writeBoth behind the deadline: %v", err)
	}
	_ = c.SetWriteDeadline(time.Now().Add(time.Hour))
	go func() { _, _ = io.Copy(io.Discard, other) }()
	if n, err := c.Write(large); n != len(large) || err != nil {
		t.Errorf("Write = %d, %v", n, err)
	}
}

// Two pieces that take longer than the deadline that the poller still knows arrive whole.
func TestWriteOfTwoPiecesGoesOn(t *testing.T) {
	t.Parallel()
	c, _, other := pair(t)
	first, second := bytes.Repeat([]byte("1"), 16<<20), bytes.Repeat([]byte("2"), 16<<20)
	_ = c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
	if _, err := c.Write([]byte("0")); err != nil { // the poller knows the deadline now
		t.Fatal(err)
	}
	_ = c.SetWriteDeadline(time.Now().Add(time.Hour))
	sent := make(chan error, 1)
	go func() { sent <- c.writeBoth(first, second) }()
	want := append(append([]byte("0"), first...), second...)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(other, got[:1]); err != nil {
		t.Fatal(err)
	}
	moved := func() bool {
		c.write.mu.Lock()
		defer c.write.mu.Unlock()
		return c.write.armed.Equal(c.write.want)
	}
	for end := time.Now().Add(20 * time.Second); !moved(); runtime.Gosched() { // nobody reads until the early one has passed
		if time.Now().After(end) {
			t.Fatal("the early deadline has not passed")
		}
	}
	if _, err := io.ReadFull(other, got[1:]); err != nil || !bytes.Equal(got, want) {
		t.Errorf("read %v, equal %v", err, bytes.Equal(got, want))
	}
	if err := <-sent; err != nil {
		t.Errorf("writeBoth: %v", err)
	}
}

// Two that read at once, as TLS may write an alert beside a reply, both read on when an early deadline has
// been put back, and are both called back. net.Pipe lets both in; a socket lets the second one wait.
func TestDeadlineOfTwoReads(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	t.Cleanup(func() { _ = here.Close(); _ = there.Close() })
	c := newLazy(there)
	// As after a deadline that was put back: the poller still knows the early one.
	c.read.armed, c.read.want = time.Now().Add(20*time.Millisecond), time.Now().Add(time.Hour)
	_ = there.SetReadDeadline(c.read.armed)
	got := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := c.Read(make([]byte, 1))
			got <- err
		}()
	}
	for moved := false; !moved; runtime.Gosched() {
		c.read.mu.Lock()
		moved = c.read.armed.Equal(c.read.want) && c.read.busy == 2
		c.read.mu.Unlock()
		if len(got) > 0 {
			t.Fatalf("at an early deadline: %v", <-got)
		}
	}
	_, _ = here.Write([]byte("x"))
	if err := <-got; err != nil {
		t.Errorf("behind an early deadline: %v", err)
	}
	_ = c.SetReadDeadline(time.Unix(1, 0))
	if err := <-got; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("called back: %v", err)
	}
}
