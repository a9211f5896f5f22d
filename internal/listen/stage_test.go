package listen

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// Nothing that a handler writes is taken for net/http's own, whatever it looks like and however it is cut
// into pieces: also where every piece begins like one of net/http's refusals.
func TestRepliesOfHandlersAreLeftAlone(t *testing.T) {
	const (
		plain  = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
		own400 = "HTTP/1.1 400 Bad Request" + plain + "400 Bad Request"
		own417 = "HTTP/1.1 417 Expectation Failed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
	)
	for name, write := range map[string]func(w http.ResponseWriter) (body string){
		"http.Error": func(w http.ResponseWriter) string {
			http.Error(w, "400 Bad Request", http.StatusBadRequest)
			return "400 Bad Request\n"
		},
		"the headers of net/http's": func(w http.ResponseWriter) string {
			w.Header()["Date"] = nil
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("Connection", "close")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, "400 Bad Request")
			return "400 Bad Request"
		},
		"a 417": func(w http.ResponseWriter) string {
			w.WriteHeader(http.StatusExpectationFailed)
			return ""
		},
		"a body that is refusals alone": func(w http.ResponseWriter) string {
			for range 500 {
				_, _ = io.WriteString(w, own400)
			}
			return strings.Repeat(own400, 500)
		},
		"each piece a refusal": func(w http.ResponseWriter) string {
			w.Header().Set("Content-Length", fmt.Sprint(10*(len(own400)+len(own417)))) // so that no chunk's length comes before
			w.(http.Flusher).Flush()
			for range 10 {
				_, _ = io.WriteString(w, own400)
				w.(http.Flusher).Flush()
				_, _ = io.WriteString(w, own417)
				w.(http.Flusher).Flush()
			}
			return strings.Repeat(own400+own417, 10)
		},
	} {
		for _, raw := range []string{
			"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
			"GET / HTTP/1.0\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab",
			"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
		} {
			t.Run(name+", "+raw[:14], func(t *testing.T) {
				t.Parallel()
				want := make(chan string, 2)
				address, asked := serve(t, func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.ReadAll(r.Body)
					want <- write(w)
				})
				c := dial(t, address)
				c.send(t, raw)
				for range strings.Count(raw, "GET") + strings.Count(raw, "POST") {
					resp, body := c.reply(t)
					if resp.StatusCode == http.StatusContinue {
						resp, body = c.reply(t)
					}
					if body != <-want {
						t.Errorf("reply = %d with %d bytes %.200q, want the handler's", resp.StatusCode, len(body), body)
					}
					if resp.Close {
						break
					}
				}
				if calls := asked.all(); len(calls) != 0 {
					t.Errorf("it was replaced: %v", calls)
				}
			})
		}
	}
}

// Who takes a connection from net/http has it for himself.
func TestTakenConnectionIsLeftAlone(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n")
		_ = c.(interface{ CloseWrite() error }).CloseWrite()
		if more, err := io.ReadAll(c); err != nil || string(more) != "and more" {
			t.Errorf("behind CloseWrite came %q, %v; want what the client sends", more, err)
		}
	})
	c := dial(t, address)
	c.send(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if all, err := io.ReadAll(c.replies); err != nil || string(all) != "HTTP/1.1 400 Bad Request\r\n" {
		t.Errorf("read %q, %v", all, err)
	}
	c.send(t, "and more")
	_ = c.Conn.(*net.TCPConn).CloseWrite()
	_, _ = c.Read(make([]byte, 1)) // until the other end is closed
	if calls := asked.all(); len(calls) != 0 {
		t.Errorf("it was replaced: %v", calls)
	}
}

// A whole reply takes the place of an empty one, and of nothing else: what a client would miss ends the
// connection, and is an error in the log.
func TestWholeReplyInThePlaceOfAnother(t *testing.T) {
	for name, spoil := range map[string]func(http.ResponseWriter){
		"a header": func(w http.ResponseWriter) { w.Header().Set("X-Odd", "1") },
		"a status": func(w http.ResponseWriter) { w.WriteHeader(http.StatusTeapot) },
		"a body":   func(w http.ResponseWriter) { _, _ = io.WriteString(w, "lost") },
		"a long body": func(w http.ResponseWriter) {
			_, _ = io.WriteString(w, strings.Repeat("lost", 5000))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, lost := &lines{}, &losses{told: make(chan error, 1)}
			l := freePort(t)
			serveOn(t, On(l, (&refusals{}).refuse, log.logger()), func(w http.ResponseWriter, r *http.Request) {
				a := Prepare(r)
				a.Head, a.Lost = append(a.Head, "HTTP/1.1 203 Other\r\nContent-Length: 0\r\n\r\n"...), lost
				a.Send()
				spoil(w)
			})
			c := dial(t, l.Addr().String())
			c.send(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			if all, err := io.ReadAll(c.replies); len(all) > 0 {
				t.Errorf("read %q, %v; want the end of the connection", all, err)
			}
			if err := <-lost.told; !errors.Is(err, errUnexpected) {
				t.Errorf("the answer was lost with %v", err)
			}
			if got := log.text(); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "please report it") {
				t.Errorf("log = %q, want an error", got)
			}
		})
	}
}

type losses struct{ told chan error }

func (l *losses) Lost(_ uint64, err error) { l.told <- err }

const empty = "HTTP/1.1 200 OK\r\nDate: Thu, 29 Feb 2024 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n"

// Nothing follows a whole reply before the next request.
func TestNothingFollowsAWholeReply(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	defer here.Close()
	log := &lines{}
	c := newConn(newLazy(there), (&refusals{}).refuse, log.logger())
	c.enter(handling)
	a := &Answer{Head: []byte("HTTP/1.1 203 Other\r\n\r\n"), conn: c}
	a.Send()
	got := make(chan string)
	go func() {
		all, _ := io.ReadAll(here)
		got <- string(all)
	}()
	if _, err := io.WriteString(c, empty); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, "0\r\n\r\n"); !errors.Is(err, errUnexpected) {
		t.Errorf("a write behind the reply: %v, want it refused", err)
	}
	if all := <-got; all != "HTTP/1.1 203 Other\r\n\r\n" || !strings.Contains(log.text(), "level=ERROR") {
		t.Errorf("read %q, log %q", all, log.text())
	}
}

func TestReadEmptyReply(t *testing.T) {
	t.Parallel()
	ends := strings.Replace(empty, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
	for p, want := range map[string][2]bool{
		empty: {false, true},
		ends:  {true, true},
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n":                      {false, true},
		"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n": {true, true},
		empty + "x":                     {false, false},
		empty[:len(empty)-2]:            {false, false},
		empty[:len(empty)-3]:            {false, false},
		"HTTP/1.1 200 OK\r\n\r\n":       {false, false},
		"HTTP/1.1 200 OK\r\n":           {false, false},
		"":                              {false, false},
		"HTTP/1.1 100 Continue\r\n\r\n": {false, false},
		strings.Replace(empty, "200 OK", "204 No Content", 1):            {false, false},
		strings.Replace(empty, "1.1", "1.0", 1):                          {false, false},
		strings.Replace(empty, "Length: 0", "Length: 1", 1):              {false, false},
		strings.Replace(empty, "Content-Length: 0", "X-Odd: 1", 1):       {false, false},
		strings.Replace(empty, "\r\n\r\n", "\r\nX-Odd: 1\r\n\r\n", 1):    {false, false},
		strings.Replace(empty, "Content-Length", "Transfer-Encoding", 1): {false, false},
	} {
		ends, ok := readEmptyReply([]byte(p))
		if ok != want[1] || ok && ends != want[0] {
			t.Errorf("readEmptyReply(%q) = %v, %v; want %v", p, ends, ok, want)
		}
	}
}
