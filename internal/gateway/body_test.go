package gateway_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// echo lets the operation answer with the body that it got.
func echo(b *bench) {
	b.op.Do = func(c *gateway.Call) error {
		c.Reply.Body = append(c.Reply.Body, c.Body...)
		return nil
	}
}

func TestBodyIsReadWholeUpToTheLimit(t *testing.T) {
	t.Parallel()
	b := newBench(t) // MaxBody is 1024
	echo(b)
	readers := map[string]func(string) io.Reader{
		"at once":      func(s string) io.Reader { return strings.NewReader(s) },
		"byte by byte": func(s string) io.Reader { return iotest.OneByteReader(strings.NewReader(s)) },
		"data and EOF": func(s string) io.Reader { return iotest.DataErrReader(strings.NewReader(s)) },
	}
	for name, reader := range readers {
		for _, n := range []int{0, 1, 511, 512, 513, 1023, 1024, 1025, 5000} {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				body := strings.Repeat("b", n)
				r := httptest.NewRequest(http.MethodPost, "/", io.NopCloser(reader(body)))
				r.ContentLength = -1 // unknown, as with chunks
				w := b.send(r)
				if n <= 1024 {
					wantReply(t, w, http.StatusOK, body)
					return
				}
				wantReply(t, w, http.StatusTeapot, "refused: *gateway.BodyError")
				want := "the request body is larger than 1024 bytes; --max-body sets the limit"
				if got := w.Header().Get("X-Chatdouble-Reason"); got != want {
					t.Errorf("reason = %q, want %q", got, want)
				}
			})
		}
	}
}

func TestBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	echo(b)
	b.steps["route"] = func(c *gateway.Call) error {
		if c.BodyErr != nil && len(c.Body) > 0 {
			t.Errorf("the vendor sees the body %q, want none of what was cut off", c.Body)
		}
		return nil
	}
	r := httptest.NewRequest(http.MethodPost, "/", iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("cut"))))
	w := b.send(r)
	wantReply(t, w, http.StatusTeapot, "refused: *gateway.BodyError")
	want := "the request body ended early or could not be read: timeout"
	if got := w.Header().Get("X-Chatdouble-Reason"); got != want {
		t.Errorf("reason = %q, want %q", got, want)
	}
	// The bytes that did come are not taken for the next call's.
	wantReply(t, b.send(httptest.NewRequest(http.MethodPost, "/", strings.NewReader("whole"))), http.StatusOK, "whole")
	wantReply(t, b.get("/"), http.StatusOK, "")
}

// A client says that it sends a hundred bytes, sends ten and waits for the answer.
func TestHalfSentRequestIsAnswered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	echo(b)
	server := httptest.NewServer(b)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nten bytes.")
	_ = conn.(*net.TCPConn).CloseWrite()
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(answer, []byte("refused: *gateway.BodyError")) {
		t.Errorf("answer = %q, want the refusal", answer)
	}
}

func TestJournalKeepsTheBeginningOfTheBody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.MaxBody = 10_000
	body := strings.Repeat("0123456789", 500)
	b.send(httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
	e := b.app.Journal.Entries()[0]
	if string(e.Body) != body[:journal.BodyLimit] || e.Length != len(body) {
		t.Errorf("the journal has %d bytes of %d, want %d of %d", len(e.Body), e.Length, journal.BodyLimit, len(body))
	}
}

func TestRequestWithoutBody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	echo(b)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Body = nil // a request that a test made by hand
	wantReply(t, b.send(r), http.StatusOK, "")
}
