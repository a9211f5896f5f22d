package listen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestReadRefusal(t *testing.T) {
	t.Parallel()
	for p, want := range map[string]string{
		"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\r\n400 Bad Request: not this": `400 ""`,
		"HTTP/1.1 400 Bad Request: missing required Host header\r\n\r\n":                        `400 "missing required Host header"`,
		"HTTP/1.1 505 HTTP Version Not Supported: unsupported protocol version\r\n\r\n":         `505 "unsupported protocol version"`,
		"HTTP/1.0 417 Expectation Failed\r\nConnection: close\r\n\r\n":                          `417 ""`,
		"HTTP/1.1 431 Request Header Fields Too Large\r\n" + strings.Repeat("x", 500):           `431 ""`,
		"HTTP/1.1 501":            `501 ""`,
		"HTTP/1.1 200 OK\r\n\r\n": `400 ""`,
		"HTTP/1.1 4xx Bad\r\n":    `400 ""`,
		"rubbish":                 `400 ""`,
		"":                        `400 ""`,
	} {
		status, detail := readRefusal([]byte(p))
		if got := fmt.Sprintf("%d %q", status, detail); got != want {
			t.Errorf("readRefusal(%.60q) = %s, want %s", p, got, want)
		}
	}
}

// tooLarge answers as direct does what has a body of at most 10 bytes, and 413 what has more.
func tooLarge(w http.ResponseWriter, r *http.Request) {
	status, body := 200, "ok"
	if _, err := io.Copy(io.Discard, Body(w, r, 10)); err != nil {
		var large *http.MaxBytesError
		status, body = http.StatusRequestEntityTooLarge, fmt.Sprint(errors.As(err, &large))
	}
	if a := Prepare(r); a != nil {
		a.Head = fmt.Appendf(a.Head, "HTTP/1.1 %d Own\r\nContent-Length: %d\r\n\r\n", status, len(body))
		a.Body = append(a.Body, body...)
		a.Send()
		return
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// wantEnd reads a reply that says that it is the last one, and is.
func (c *client) wantEnd(t *testing.T, status int, body string) {
	t.Helper()
	resp, got := c.reply(t)
	if resp.StatusCode != status || got != body || !resp.Close {
		t.Errorf("reply = %d %q, close %v; want %d %q and the end", resp.StatusCode, got, resp.Close, status, body)
	}
	if rest, err := io.ReadAll(c.replies); len(rest) > 0 || err != nil {
		t.Errorf("behind it came %q, %v", rest, err)
	}
}

// A client that announces too much and asks before it sends is not told to go on.
func TestAnnouncedBodyIsRefusedUnread(t *testing.T) {
	t.Parallel()
	plain, _ := serve(t, tooLarge)
	overTLS := serveTLS(t, tooLarge)
	for name, dial := range map[string]func(*testing.T) *client{
		"TCP": func(t *testing.T) *client { return dial(t, plain) }, "TLS": overTLS.dial,
	} {
		for _, request := range []string{"POST / HTTP/1.1\r\nHost: x\r\n", "POST / HTTP/1.0\r\n"} {
			for _, expect := range []string{"Expect: 100-continue\r\n", "Expect: 100-Continue\r\nConnection: close\r\n", ""} {
				t.Run(name+" "+request+expect, func(t *testing.T) {
					t.Parallel()
					c := dial(t)
					c.send(t, request+expect+"Content-Length: 300000\r\n\r\n")
					c.wantEnd(t, http.StatusRequestEntityTooLarge, "true")
				})
			}
		}
	}
}

// net/http would wait a minute for a body that is short enough, once the reply is out.
func TestRefusedBodyThatNeverComes(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, tooLarge)
	c := dial(t, address)
	c.send(t, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")
	c.wantEnd(t, http.StatusRequestEntityTooLarge, "true")
}

// A client that sends everything before it looks for an answer gets one, also when it is long refused.
func TestAnswerReachesWhoSendsOn(t *testing.T) {
	t.Parallel()
	const size = 16 << 20
	body := bytes.Repeat([]byte("b"), size)
	address, _ := serve(t, tooLarge)
	overTLS := serveTLS(t, tooLarge)
	for name, head := range map[string]string{
		"announced":      fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", size),
		"asked":          fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", size),
		"not announced":  fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n", size),
		"not even read":  fmt.Sprintf("POST /%%zz HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", size),
		"large headers":  "POST / HTTP/1.1\r\nHost: x\r\nA: ",
		"an expectation": fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nExpect: more\r\nContent-Length: %d\r\n\r\n", size),
	} {
		for way, dial := range map[string]func(*testing.T) *client{
			"TCP": func(t *testing.T) *client { return dial(t, address) }, "TLS": overTLS.dial,
		} {
			t.Run(name+", "+way, func(t *testing.T) {
				t.Parallel()
				c := dial(t)
				c.send(t, head)
				if n, err := c.Write(body); err != nil {
					t.Fatalf("sending stopped after %d bytes: %v", n, err)
				}
				if resp, _ := c.reply(t); resp.StatusCode < 400 {
					t.Errorf("reply = %d, want a refusal", resp.StatusCode)
				}
			})
		}
	}
}

// What is read behind a refusal has an end.
func TestNobodyIsReadForEver(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, tooLarge)
	c := dial(t, address)
	c.send(t, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")
	piece, sent := make([]byte, 1<<20), 0
	for sent < 2*lingerBytes {
		n, err := c.Write(piece)
		sent += n
		if err != nil {
			return
		}
	}
	t.Errorf("%d bytes were taken in, want at most %d", sent, lingerBytes)
}
