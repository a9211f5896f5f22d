package listen

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// direct answers with an Answer whose body is as long as the path says, and by way of net/http when
// there is none.
func direct(w http.ResponseWriter, r *http.Request) {
	var size int
	_, _ = fmt.Sscanf(r.URL.Path, "/%d", &size)
	_, _ = io.Copy(io.Discard, r.Body)
	a := Prepare(r)
	if a == nil {
		w.Header().Set("X-Way", "net/http")
		_, _ = w.Write(bytes.Repeat([]byte("x"), size))
		return
	}
	if len(a.Head)+len(a.Body) > 0 {
		panic("an answer that is prepared is not empty")
	}
	a.Head = fmt.Appendf(a.Head, "HTTP/1.1 203 Other\r\nz-way: direct\r\nContent-Length: %d\r\nConnection: keep-alive\r\na-path: %s\r\n\r\n", size, r.URL.Path)
	a.Body = append(a.Body, bytes.Repeat([]byte("x"), size)...)
	a.Send()
}

// wantDirect reads a reply and checks that it is direct's to a request for that path.
func (c *client) wantDirect(t *testing.T, path string, size int) {
	t.Helper()
	resp, body := c.reply(t)
	if resp.StatusCode != 203 || resp.Header.Get("A-Path") != path || len(body) != size || strings.Trim(body, "x") != "" {
		t.Fatalf("reply = %d %v with %d bytes %.20q, want 203 of %s with %d times x", resp.StatusCode, resp.Header, len(body), body, path, size)
	}
}

func TestAnswersArriveWhole(t *testing.T) {
	t.Parallel()
	sizes := []int{0, 1, 4095, 4096, oneWrite - 1, oneWrite, oneWrite + 1, 100_000, 1_000_000}
	plain, asked := serve(t, direct)
	overTLS := serveTLS(t, direct)
	for name, c := range map[string]*client{"TCP": dial(t, plain), "TLS": overTLS.dial(t)} {
		t.Run(name, func(t *testing.T) {
			for _, size := range sizes {
				c.send(t, fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", size))
				c.wantDirect(t, fmt.Sprintf("/%d", size), size)
			}
			// With bodies, several at once, both ways in turns.
			c.send(t, "POST /7 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
			if resp, err := http.ReadResponse(c.replies, nil); err != nil || resp.StatusCode != http.StatusContinue {
				t.Fatalf("reply = %v, %v; want 100", resp, err)
			}
			c.send(t, "ab"+"POST /6 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"+
				"HEAD /0 HTTP/1.1\r\nHost: x\r\n\r\n"+"DELETE /20000 HTTP/1.1\r\nHost: x\r\n\r\n"+"GET /bad%zz HTTP/1.1\r\nHost: x\r\n\r\n")
			c.wantDirect(t, "/7", 7)
			c.wantDirect(t, "/6", 6)
			if resp, err := http.ReadResponse(c.replies, &http.Request{Method: http.MethodHead}); err != nil || resp.Header.Get("X-Way") != "net/http" {
				t.Fatalf("reply = %v, %v; want one by net/http", resp, err)
			}
			c.wantDirect(t, "/20000", 20000)
			c.wantRefusal(t, http.StatusBadRequest)
		})
	}
	if calls := asked.all(); len(calls) != 1 || !strings.HasPrefix(calls[0].head, "GET /bad%zz ") {
		t.Errorf("refusals = %v, want one of GET /bad%%zz", calls)
	}
}

// The bytes are those of the answer, in its order and spelling, and nothing of net/http's.
func TestAnswerIsSentAsItIs(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, direct)
	c := dial(t, address)
	c.send(t, "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n")
	const want = "HTTP/1.1 203 Other\r\nz-way: direct\r\nContent-Length: 3\r\nConnection: keep-alive\r\na-path: /3\r\n\r\nxxx"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(c.replies, got); err != nil || string(got) != want || c.replies.Buffered() > 0 {
		t.Errorf("read %q and %d bytes more, %v; want %q", got, c.replies.Buffered(), err, want)
	}
}

func TestWhichRepliesGoByWayOfNetHTTP(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, direct)
	for raw, wantDirect := range map[string]bool{
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n":                                     true,
		"DELETE / HTTP/1.1\r\nHost: x\r\n\r\n":                                  true,
		"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n":                                 true,
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n":               true,
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nb":              true,
		"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n": true,
		"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n":                true,
		"GET / HTTP/1.0\r\nHost: x\r\n\r\n":                                     false,
		"GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n":           false,
		"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n":                                    false,
		"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n":                               false,
	} {
		c := dial(t, address)
		c.send(t, raw+"\r\n")
		line, err := c.replies.ReadString('\n')
		if want := map[bool]string{true: "HTTP/1.1 203 Other\r\n", false: "200 OK\r\n"}[wantDirect]; err != nil || !strings.HasSuffix(line, want) {
			t.Errorf("%q: the reply begins with %q, %v; want %q", raw, line, err, want)
		}
	}
	if Prepare(httptest.NewRequest(http.MethodGet, "/", nil)) != nil {
		t.Error("there is an answer to a request without a connection")
	}
}

// net/http ends a connection when the server stops, the client wants it or a body has too much that
// nobody has read: the answer says so, whatever it said before.
func TestAnswerSaysThatTheConnectionEnds(t *testing.T) {
	t.Parallel()
	for _, connection := range []string{"", "Connection: keep-alive\r\n"} {
		for why, raw := range map[string]string{
			"stop":  "GET /stop HTTP/1.1\r\nHost: x\r\n\r\n",
			"close": "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
			"body":  "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
		} {
			l := On(freePort(t), (&refusals{}).refuse, silent)
			var s *http.Server
			s = Server(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/stop" {
					s.SetKeepAlivesEnabled(false)
				}
				a := Prepare(r)
				a.Head = append(a.Head, "HTTP/1.1 200 OK\r\n"+connection+"Content-Length: 2\r\n\r\n"...)
				a.Body = append(a.Body, "ok"...)
				a.Send()
			}), slog.New(slog.DiscardHandler))
			done := make(chan struct{})
			go func() {
				defer close(done)
				_ = s.Serve(l)
			}()
			c := dial(t, l.Addr().String())
			c.send(t, raw)
			all, err := io.ReadAll(c.replies) // ends when the connection does
			const want = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
			if err != nil || string(all) != want {
				t.Errorf("%s, with %q: read %q, %v; want %q", why, connection, all, err, want)
			}
			_ = s.Close()
			<-done
		}
	}
}

// A handler that fails after all, or a client that has gone, costs that connection and no other.
func TestAnswerThatCannotBeSent(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		direct(w, r)
		switch r.Header.Get("X-Do") {
		case "panic":
			panic(http.ErrAbortHandler)
		case "wait":
			<-gone
			<-r.Context().Done() // net/http has seen that the client is gone
		}
	})
	c := dial(t, address)
	c.send(t, "GET /3 HTTP/1.1\r\nHost: x\r\nX-Do: panic\r\n\r\n")
	if all, err := io.ReadAll(c.replies); err != nil || len(all) > 0 {
		t.Errorf("after a panic the client read %q, %v; want nothing", all, err)
	}
	c = dial(t, address)
	c.send(t, "GET /1000000 HTTP/1.1\r\nHost: x\r\nX-Do: wait\r\n\r\n")
	_ = c.Close()
	close(gone)
	for size := range 20 {
		c = dial(t, address)
		c.send(t, fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", size))
		c.wantDirect(t, fmt.Sprintf("/%d", size), size)
	}
}

// Buffers go from one connection to the next; what stands in them does not.
func TestAnswersDoNotMeet(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, direct)
	var wg sync.WaitGroup
	for n := range 16 {
		c := dial(t, address)
		wg.Go(func() {
			for i := range 40 {
				size := (n*7919 + i*104_729) % 40_000
				_, _ = fmt.Fprintf(c, "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", size)
				resp, err := http.ReadResponse(c.replies, nil)
				if err != nil {
					t.Error(err)
					return
				}
				body, err := io.ReadAll(resp.Body)
				if err != nil || len(body) != size || resp.Header.Get("A-Path") != fmt.Sprintf("/%d", size) {
					t.Errorf("connection %d, request %d: %d bytes of %s, %v; want %d", n, i, len(body), resp.Header.Get("A-Path"), err, size)
					return
				}
			}
		})
	}
	wg.Wait()
}

// What is small goes out with one write, and comes as one piece.
func TestSmallAnswerIsOnePiece(t *testing.T) {
	t.Parallel()
	p := &pipes{make(chan net.Conn, 1)}
	serveOn(t, On(p, (&refusals{}).refuse, silent), direct)
	mine, theirs := net.Pipe()
	defer mine.Close()
	p.conns <- theirs
	go func() { _, _ = io.WriteString(mine, "GET /9000 HTTP/1.1\r\nHost: x\r\n\r\n") }()
	all := make([]byte, oneWrite)
	n, err := mine.Read(all)
	resp, _ := http.ReadResponse(bufio.NewReader(bytes.NewReader(all[:n])), nil)
	if body, readErr := io.ReadAll(resp.Body); err != nil || readErr != nil || len(body) != 9000 {
		t.Errorf("the first piece has %d bytes of the body, %v, %v; want all 9000", len(body), err, readErr)
	}
}
