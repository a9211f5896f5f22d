package listen

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTimeoutsAndLimitsAreSet(t *testing.T) {
	t.Parallel()
	s := Server(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	for name, got := range map[string]time.Duration{
		"ReadHeaderTimeout": s.ReadHeaderTimeout,
		"ReadTimeout":       s.ReadTimeout,
		"WriteTimeout":      s.WriteTimeout,
		"IdleTimeout":       s.IdleTimeout,
	} {
		if got <= 0 || got > 5*time.Minute {
			t.Errorf("%s = %v, want a limit", name, got)
		}
	}
	if s.ReadHeaderTimeout >= s.ReadTimeout {
		t.Errorf("the header may take %v, the whole request only %v", s.ReadHeaderTimeout, s.ReadTimeout)
	}
	if s.MaxHeaderBytes != 1<<20 {
		t.Errorf("MaxHeaderBytes = %d, want 1 MiB", s.MaxHeaderBytes)
	}
	if s.Handler == nil {
		t.Error("the handler is not set")
	}
}

// silent is the log of who looks at none.
var silent = slog.New(slog.DiscardHandler)

// refusals stands in for the vendor: its answers are easy to tell from net/http's, and it
// remembers what it was asked.
type refusals struct {
	mu    sync.Mutex
	calls []refusal
}

type refusal struct {
	head   string
	status int
	detail string
}

func (r *refusals) refuse(head []byte, status int, detail string) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, refusal{string(head), status, detail})
	body := fmt.Sprintf("refused with %d", status)
	return fmt.Appendf(nil, "HTTP/1.1 %d Refused\r\nX-Refused: yes\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, len(body), body)
}

func (r *refusals) all() []refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]refusal(nil), r.calls...)
}

func freePort(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// serve starts a server on a free port and returns its address.
func serve(t *testing.T, handler http.HandlerFunc) (address string, asked *refusals) {
	t.Helper()
	asked = &refusals{}
	l := freePort(t)
	serveOn(t, On(l, asked.refuse, silent), handler)
	return l.Addr().String(), asked
}

func serveOn(t *testing.T, l net.Listener, handler http.HandlerFunc) {
	t.Helper()
	s := Server(handler, silent)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(l)
	}()
	t.Cleanup(func() {
		_ = s.Close()
		<-done
	})
}

// client is one connection. A server that does not answer fails the test and does not hang it.
type client struct {
	net.Conn
	replies *bufio.Reader
}

func dial(t *testing.T, address string) *client {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &client{c, bufio.NewReader(c)}
}

func (c *client) send(t *testing.T, raw string) {
	t.Helper()
	if _, err := io.WriteString(c, raw); err != nil {
		t.Fatalf("sending %.80q: %v", raw, err)
	}
}

// reply reads the next whole reply.
func (c *client) reply(t *testing.T) (*http.Response, string) {
	t.Helper()
	resp, err := http.ReadResponse(c.replies, nil)
	if err != nil {
		t.Fatalf("reading a reply: %v", err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("reading the reply's body: %v", err)
	}
	return resp, string(body)
}

// wantRefusal reads a reply and checks that it is ours and not net/http's.
func (c *client) wantRefusal(t *testing.T, status int) {
	t.Helper()
	resp, body := c.reply(t)
	if resp.StatusCode != status || resp.Header.Get("X-Refused") != "yes" || body != fmt.Sprintf("refused with %d", status) {
		t.Errorf("reply = %d %v %q, want our refusal with %d", resp.StatusCode, resp.Header, body, status)
	}
}

// details are what net/http says of a request in more than its status.
var details = map[string]string{"no host": "missing required Host header", "malformed host": "malformed Host header"}

// Requests that net/http answers by itself: no handler sees them.
func TestAnswersOfNetHTTPAreReplaced(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, raw string
		status    int
	}{
		{"an expectation that nobody can meet", "POST / HTTP/1.1\r\nHost: x\r\nExpect: a-miracle\r\nContent-Length: 0\r\n\r\n", 417},
		{"such an expectation in HTTP/1.0", "POST / HTTP/1.0\r\nExpect: a-miracle\r\nContent-Length: 2\r\n\r\nab", 417},
		{"not a request line", "RUBBISH\r\n\r\n", 400},
		{"HTTP/0.9", "GET /\r\n\r\n", 400},
		{"binary", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400},
		{"broken percent escape", "GET /v3/users/%zz/blockedusers HTTP/1.1\r\nHost: x\r\n\r\n", 400},
		{"space in the path", "GET /v3/users/a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
		{"control character in the path", "GET /v3/users/\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
		{"header without a colon", "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400},
		{"space before the colon", "GET / HTTP/1.1\r\nHost: x\r\nbad : header\r\n\r\n", 400},
		{"control character in a header", "GET / HTTP/1.1\r\nHost: x\r\nA: b\x01c\r\n\r\n", 400},
		{"no host", "GET / HTTP/1.1\r\n\r\n", 400},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		{"malformed host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
		{"negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
		{"two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
		{"unknown transfer encoding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
		{"unknown version", "GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			unseen := func(http.ResponseWriter, *http.Request) { t.Error("the handler saw the request") }
			address, asked := serve(t, unseen)
			overTLS := serveTLS(t, unseen)
			c := dial(t, address)
			for over, asked := range map[*client]*refusals{c: asked, overTLS.dial(t): overTLS.asked} {
				over.send(t, tt.raw)
				over.wantRefusal(t, tt.status)
				if rest, err := io.ReadAll(over.replies); len(rest) > 0 || over != c && err != nil {
					t.Errorf("behind the refusal came %q, %v; want the end of the connection", rest, err)
				}
				calls := asked.all()
				if len(calls) != 1 {
					t.Fatalf("%d refusals, want 1", len(calls))
				}
				line, _, _ := strings.Cut(tt.raw, "\n")
				if !strings.HasPrefix(calls[0].head, line) || len(calls[0].head) > maxHead {
					t.Errorf("head = %q, want the beginning of %v", calls[0].head, tt.raw)
				}
				if detail := details[tt.name]; detail != "" && calls[0].detail != detail {
					t.Errorf("what net/http says is handed on as %q, want %q", calls[0].detail, detail)
				}
			}
		})
	}
}

// net/http would answer OPTIONS * by itself.
func TestOptionsOfTheServerIsTheHandlers(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "handled") })
	c := dial(t, address)
	c.send(t, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
	if resp, body := c.reply(t); body != "handled" {
		t.Errorf("reply = %d %q, want the handler's", resp.StatusCode, body)
	}
}

func TestHeadersOfMoreThanOneMiB(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the handler saw the request") })
	c := dial(t, address)
	go func() {
		// It may be cut off before everything is sent.
		_, _ = io.WriteString(c, "GET /big HTTP/1.1\r\nHost: x\r\nA: "+strings.Repeat("a", maxHeader+8192)+"\r\n\r\n")
	}()
	c.wantRefusal(t, http.StatusRequestHeaderFieldsTooLarge)
	if calls := asked.all(); len(calls) != 1 || !strings.HasPrefix(calls[0].head, "GET /big HTTP/1.1\r\n") || len(calls[0].head) != maxHead {
		t.Errorf("refusals = %.400v, want one with the first %d bytes", calls, maxHead)
	}
}

func TestTenThousandHeadersAreRead(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, len(r.Header)) })
	c := dial(t, address)
	var raw strings.Builder
	raw.WriteString("GET / HTTP/1.1\r\nHost: x\r\n")
	for i := range 10_000 {
		fmt.Fprintf(&raw, "X-Number-%d: some value or other\r\n", i)
	}
	raw.WriteString("\r\n")
	c.send(t, raw.String())
	if resp, body := c.reply(t); resp.StatusCode != http.StatusOK || body != "10000" {
		t.Errorf("reply = %d %q, want 200 and 10000 headers", resp.StatusCode, body)
	}
	if calls := asked.all(); len(calls) != 0 {
		t.Errorf("refusals = %v", calls)
	}
}

// answer is a handler that says which request it got, with a reply of the size that it asks for.
func answer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %s %d", r.Method, r.URL.Path, len(body))
	if r.URL.Path == "/large" {
		_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
	}
}

// wantAnswers makes calls that answer answers, one after the other on one connection.
func (c *client) wantAnswers(t *testing.T) {
	t.Helper()
	for i, tt := range []struct{ raw, want string }{
		{"GET /one HTTP/1.1\r\nHost: x\r\n\r\n", "GET /one 0"},
		{"POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + strings.Repeat("b\n", 100_000), "POST /two 200000"},
		{"GET /large HTTP/1.1\r\nHost: x\r\n\r\n", "GET /large 0" + strings.Repeat("x", 100_000)},
	} {
		c.send(t, tt.raw)
		if resp, body := c.reply(t); resp.StatusCode != http.StatusOK || body != tt.want {
			t.Errorf("reply %d = %d %.60q, want 200 %.60q", i, resp.StatusCode, body, tt.want)
		}
	}
}

func TestKeepAlive(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, answer)
	c := dial(t, address)
	c.wantAnswers(t)
	for _, tt := range []struct{ raw, want string }{
		{"POST /three HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "POST /three 3"},
		{"POST /five HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", ""},
	} {
		c.send(t, tt.raw)
		resp, body := c.reply(t)
		if resp.StatusCode == http.StatusContinue {
			c.send(t, "ab")
			tt.want = "POST /five 2"
			resp, body = c.reply(t)
		}
		if resp.StatusCode != http.StatusOK || body != tt.want {
			t.Errorf("reply to %.40q = %d %.60q, want 200 %.60q", tt.raw, resp.StatusCode, body, tt.want)
		}
	}
	// The connection has served five requests; the head is that of the sixth.
	c.send(t, "GET /six%zz HTTP/1.1\r\nHost: x\r\n\r\n")
	c.wantRefusal(t, http.StatusBadRequest)
	if calls := asked.all(); len(calls) != 1 || !strings.HasPrefix(calls[0].head, "GET /six%zz HTTP/1.1\r\n") {
		t.Errorf("refusals = %v, want one of GET /six%%zz", calls)
	}
}

func TestPipelinedRequests(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, answer)
	c := dial(t, address)
	c.send(t, "GET /one HTTP/1.1\r\nHost: x\r\n\r\n"+
		"POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"+
		"GET /three HTTP/1.1\r\nHost: x\r\n\r\n"+
		"GET /v3/users/%zz HTTP/1.1\r\nHost: x\r\n\r\n")
	for _, want := range []string{"GET /one 0", "POST /two 3", "GET /three 0"} {
		if resp, body := c.reply(t); resp.StatusCode != http.StatusOK || body != want {
			t.Errorf("reply = %d %q, want 200 %q", resp.StatusCode, body, want)
		}
	}
	c.wantRefusal(t, http.StatusBadRequest)
	if calls := asked.all(); len(calls) != 1 || !strings.HasPrefix(calls[0].head, "GET /v3/users/%zz HTTP/1.1\r\n") {
		t.Errorf("refusals = %v, want one whose head is GET /v3/users/%%zz", calls)
	}
}

// pipes is a listener without a network: what is written in one piece arrives in one piece.
type pipes struct{ conns chan net.Conn }

func (p *pipes) Accept() (net.Conn, error) {
	c, ok := <-p.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (p *pipes) Close() error   { close(p.conns); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// A request may come in any number of pieces, and the next one may begin before the reply has
// been read.
func TestHeadIsPutTogetherFromPieces(t *testing.T) {
	t.Parallel()
	const raw = "GET /v3/users/%zz HTTP/1.1\r\nHost: x\r\n\r\n"
	for _, size := range []int{1, 2, 7, len(raw)} {
		for _, before := range []int{0, 1, 3} {
			t.Run(fmt.Sprintf("%d bytes at a time, %d requests before", size, before), func(t *testing.T) {
				asked := &refusals{}
				p := &pipes{make(chan net.Conn, 1)}
				serveOn(t, On(p, asked.refuse, silent), answer)
				mine, theirs := net.Pipe()
				defer mine.Close()
				p.conns <- theirs
				c := &client{mine, bufio.NewReader(mine)}
				sendPieces := func(raw string) {
					for raw != "" {
						n := min(size, len(raw))
						if _, err := io.WriteString(mine, raw[:n]); err != nil {
							return // refused before everything was sent
						}
						raw = raw[n:]
					}
				}
				for range before {
					go sendPieces("GET /good HTTP/1.1\r\nHost: x\r\n\r\n")
					if _, body := c.reply(t); body != "GET /good 0" {
						t.Errorf("body = %q", body)
					}
				}
				go sendPieces(raw)
				c.wantRefusal(t, http.StatusBadRequest)
				if calls := asked.all(); len(calls) != 1 || !strings.HasPrefix(calls[0].head, "GET /v3/users/%zz HTTP/1.1\r\n") {
					t.Errorf("refusals = %v, want one of GET /v3/users/%%zz", calls)
				}
			})
		}
	}
}

func TestManyConnectionsAtOnce(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, answer)
	var wg sync.WaitGroup
	for n := range 16 {
		c := dial(t, address)
		wg.Go(func() {
			for i := range 10 {
				_, _ = fmt.Fprintf(c, "GET /%d-%d HTTP/1.1\r\nHost: x\r\n\r\n", n, i)
				resp, err := http.ReadResponse(c.replies, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if body, _ := io.ReadAll(resp.Body); string(body) != fmt.Sprintf("GET /%d-%d 0", n, i) {
					t.Errorf("connection %d, request %d: body = %q", n, i, body)
				}
			}
			_, _ = fmt.Fprintf(c, "GET /bad-%d%%zz HTTP/1.1\r\n\r\n", n)
			if resp, err := http.ReadResponse(c.replies, nil); err != nil || resp.StatusCode != http.StatusBadRequest {
				t.Errorf("connection %d: %v, %v; want 400", n, resp, err)
			}
		})
	}
	wg.Wait()
	heads := make(map[string]bool)
	for _, call := range asked.all() {
		heads[strings.TrimSpace(call.head)] = true
	}
	for n := range 16 {
		if head := fmt.Sprintf("GET /bad-%d%%zz HTTP/1.1", n); !heads[head] {
			t.Errorf("no refusal has the head %q: %v", head, heads)
		}
	}
}
