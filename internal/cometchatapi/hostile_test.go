package cometchatapi_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/listen"
)

// hostile are requests as bytes. "half" closes the sending side after them. The code is not said
// where the status is enough.
var hostile = []struct {
	name   string
	raw    string
	half   bool
	status int
	code   string
}{
	{name: "broken escape in the path", raw: line("/v3/users/%zz/blockedusers") + rest, status: 400},
	{name: "half an escape at the end of the path", raw: line("/v3/users/alice/blockedusers%") + rest, status: 400},
	{name: "broken escape in the version", raw: line("/v3%/users") + rest, status: 400},
	{name: "broken escape in the query", raw: line(aliceList+"?searchKey=%zz&page=%") + rest, status: 400, code: "ERR_BAD_REQUEST"},
	{name: "broken escape in an ignored parameter", raw: line(aliceList+"?%=%&%zz") + rest, status: 200},
	{name: "control character in the path", raw: line("/v3/users/a\x01b/blockedusers") + rest, status: 400},
	{name: "DEL in the query", raw: line(aliceList+"?searchKey=\x7f") + rest, status: 400},
	{name: "escaped control characters", raw: line("/v3/users/%00%1b%7f/blockedusers?searchKey=%00%0d%0a") + rest, status: 404, code: "ERR_UID_NOT_FOUND"},
	{name: "bytes that are not UTF-8 in the path", raw: line("/v3/users/\xff\xfe/blockedusers") + rest, status: 404, code: "ERR_UID_NOT_FOUND"},
	{name: "bytes that are not UTF-8 in the version", raw: line("/v3\xff/users/alice/blockedusers") + rest, status: 404, code: "ERR_INVALID_API_VERSION"},
	{name: "bytes that are not UTF-8 in the query", raw: line(aliceList+"?searchKey=\xff\xfe&\xff=\xc3") + rest, status: 200},
	{name: "bytes that are not UTF-8 in the key", raw: line(aliceList) + "Host: x\r\napikey: \xff\xfe012345678\xc3\r\n\r\n", status: 401, code: "AUTH_ERR_APIKEY_NOT_FOUND"},
	{name: "bytes that are not UTF-8 in the app id", raw: line(aliceList) + "Host: x\r\nappId: \xff/\xfe\r\n\r\n", status: 401, code: "AUTH_ERR_INVALID_APPID"},
	{name: "space in the URL", raw: line("/v3/users/a b/blockedusers") + rest, status: 400},
	{name: "quotes and angles in the path", raw: line(`/v3/users/<"a">/blockedusers`) + rest, status: 404, code: "ERR_UID_NOT_FOUND"},
	{name: "uid of 101 characters", raw: line("/v3/users/"+strings.Repeat("u", 101)+"/blockedusers") + rest, status: 404, code: "ERR_UID_NOT_FOUND"},
	{name: "uid of 100,000 characters", raw: line("/v3/users/"+strings.Repeat("u", 100_000)+"/blockedusers") + rest, status: 404, code: "ERR_UID_NOT_FOUND"},
	{name: "100,000 path segments", raw: line("/v3"+strings.Repeat("/x", 100_000)) + rest, status: 404, code: "ERR_API_NOT_FOUND"},
	{name: "100,000 parameters", raw: line(aliceList+"?"+strings.Repeat("page=1&", 100_000)) + rest, status: 200},
	{name: "number of 100,000 digits", raw: line(aliceList+"?page="+strings.Repeat("9", 100_000)) + rest, status: 400, code: "ERR_BAD_REQUEST"},
	{name: "URL above the limit", raw: line(aliceList+"?x="+strings.Repeat("x", 2<<20)) + rest, status: 431},
	{name: "10,000 headers", raw: line(aliceList) + strings.Repeat("X-Filler: some value\r\n", 10_000) + rest, status: 200},
	{name: "10,000 keys", raw: line(aliceList) + strings.Repeat("apikey: wrong\r\n", 10_000) + rest, status: 401, code: "AUTH_ERR_APIKEY_NOT_FOUND"},
	{name: "headers above the limit", raw: line(aliceList) + strings.Repeat("X-Filler: "+strings.Repeat("x", 1000)+"\r\n", 2000) + rest, status: 431},
	{name: "header without a colon", raw: line(aliceList) + "nonsense\r\n" + rest, status: 400},
	{name: "header with a null byte", raw: line(aliceList) + "X-A: a\x00b\r\n" + rest, status: 400},
	{name: "no host", raw: line(aliceList) + "apikey: " + fullKey + "\r\n\r\n", status: 400},
	{name: "two hosts", raw: line(aliceList) + "Host: y\r\n" + rest, status: 400},
	{name: "HTTP/1.0 without a host", raw: "GET " + aliceList + " HTTP/1.0\r\napikey: " + fullKey + "\r\n\r\n", status: 200},
	{name: "HTTP/9.9", raw: "GET " + aliceList + " HTTP/9.9\r\n" + rest, status: 505},
	{name: "no HTTP version", raw: "GET " + aliceList + "\r\n" + rest, status: 400},
	{name: "whole URL", raw: "GET http://app.api-us.localhost" + aliceList + " HTTP/1.1\r\n" + rest, status: 200},
	{name: "method that is no token", raw: "G@T " + aliceList + " HTTP/1.1\r\n" + rest, status: 400},
	{name: "method that nobody knows", raw: "FROBNICATE " + aliceList + " HTTP/1.1\r\n" + rest, status: 404, code: "ERR_API_NOT_FOUND"},
	{name: "half a request line", raw: "GET /v3/users/al", half: true, status: 400},
	{name: "half a head", raw: line(aliceList) + "Host: x\r\napik", half: true, status: 400},
	{name: "half a body", raw: line(aliceList) + "Content-Length: 100\r\n" + rest + "[", half: true, status: 400, code: "ERR_BAD_REQUEST"},
	{name: "half a chunk", raw: line(aliceList) + "Transfer-Encoding: chunked\r\n" + rest + "10\r\nab", half: true, status: 400, code: "ERR_BAD_REQUEST"},
	{name: "broken chunk", raw: line(aliceList) + "Transfer-Encoding: chunked\r\n" + rest + "zz\r\n\r\n", status: 400, code: "ERR_BAD_REQUEST"},
	{name: "negative length", raw: line(aliceList) + "Content-Length: -1\r\n" + rest, status: 400},
	{name: "two lengths", raw: line(aliceList) + "Content-Length: 1\r\nContent-Length: 2\r\n" + rest + "ab", status: 400},
	{name: "unknown transfer coding", raw: line(aliceList) + "Transfer-Encoding: zip\r\n" + rest, status: 501},
	{name: "body above the limit", raw: line(aliceList) + "Content-Length: 101\r\n" + rest + strings.Repeat("x", 101), status: 413, code: "ERR_BAD_REQUEST"},
	{name: "chunked body above the limit", raw: line(aliceList) + "Transfer-Encoding: chunked\r\n" + rest + "ff\r\n" + strings.Repeat("x", 255) + "\r\n0\r\n\r\n", status: 413, code: "ERR_BAD_REQUEST"},
	{name: "unknown expectation", raw: line(aliceList) + "Expect: the worst\r\n" + rest, status: 417},
}

// line is a request line, rest what every good request has after it.
func line(target string) string { return "GET " + target + " HTTP/1.1\r\n" }

const rest = "Host: x\r\nConnection: close\r\napikey: " + fullKey + "\r\n\r\n"

// Whatever comes over the wire is answered in the vendor's shape: no empty reply, no plain text, no
// trace of this program. Statuses that net/http decides are its own.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""), chatdouble.WithMaxBody(100))
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			w := dial(t, srv)
			sent := make(chan struct{})
			go func() { // the server may answer and close before everything is sent
				defer close(sent)
				_, _ = io.WriteString(w.conn, tt.raw)
				if tt.half {
					_ = w.conn.(*net.TCPConn).CloseWrite()
				}
			}()
			response, err := http.ReadResponse(w.r, nil)
			if err != nil {
				t.Fatalf("no reply: %v", err)
			}
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatalf("reading the reply: %v", err)
			}
			<-sent
			code, err := codeOf(response.StatusCode, body)
			if err != nil {
				t.Errorf("status %d: %v: %.300q", response.StatusCode, err, body)
			}
			if response.StatusCode != tt.status || tt.code != "" && code != tt.code {
				t.Errorf("%d %s, want %d %s: %.300s", response.StatusCode, code, tt.status, tt.code, body)
			}
			if got := response.Header.Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type %q", got)
			}
			if got := response.Header.Get("Server"); got != "" {
				t.Errorf("Server %q", got)
			}
		})
	}
	if r := get(srv, aliceList); r.Status != 200 || readPage(t, r.Body).uids() != "bob" {
		t.Errorf("afterwards: status %d: %s", r.Status, r.Body)
	}
}

// Asserted by a live test suite: the segment is used raw. What a client sends unescaped is said
// unescaped, and an escaped slash stays part of the uid beside it.
func TestPathIsTakenAsItCame(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for sent, shown := range map[string]string{
		`{bob}`:       `{bob}`,
		`a|b^c`:       `a|b^c`,
		`%7Bbob%7D`:   `%7bbob%7d`,
		`a%2Fb{c}`:    `a%2fb{c}`,
		`%20|`:        `%20|`,
		`bob%2Fusers`: `bob%2fusers`,
	} {
		w := dial(t, srv)
		_, body := w.ask(line("/v3/users/"+sent+"/blockedusers") + rest)
		want := `{"error":{"message":"The UID ` + shown + ` does not exist, please`
		if !strings.HasPrefix(body, want) {
			t.Errorf("%s: %s", sent, body)
		}
	}
}

// A refused request in the middle of a kept connection spoils no other.
func TestHostileRequestAfterAGoodOne(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	w := dial(t, srv)
	good := line(aliceList) + "Host: x\r\napikey: " + fullKey + "\r\n\r\n"
	for range 3 {
		if head, body := w.ask(good); head[0] != "HTTP/1.1 200 OK" {
			t.Fatalf("%q %s", head, body)
		}
	}
	head, body := w.ask(line("/v3/users/%zz/blockedusers") + rest)
	if _, err := codeOf(400, []byte(body)); head[0] != "HTTP/1.1 400 Bad Request" || err != nil {
		t.Errorf("%v: %q %s", err, head, body)
	}
	if _, err := bufio.NewReader(w.conn).ReadByte(); err != io.EOF {
		t.Errorf("the connection is not closed: %v", err)
	}
}

// A request whose body stops half-way is answered when its time is over. There must be time left
// for the answer then.
func TestStalledBody(t *testing.T) {
	t.Parallel()
	handler, err := chatdouble.New(app(pair, ""))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := listen.Server(handler, slog.New(slog.DiscardHandler))
	if server.WriteTimeout <= server.ReadTimeout {
		t.Errorf("a reply may take %v and a request %v; nothing is left for the answer", server.WriteTimeout, server.ReadTimeout)
	}
	server.ReadTimeout /= 600
	go func() { _ = server.Serve(listen.On(l, handler.Refuse, slog.New(slog.DiscardHandler))) }()
	t.Cleanup(func() { _ = server.Close() })

	w := dial(t, &chatdouble.Server{URL: "http://" + l.Addr().String()})
	if _, err := io.WriteString(w.conn, line(aliceList)+"Content-Length: 100\r\n"+rest+"["); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(w.r, nil)
	if err != nil {
		t.Fatalf("no reply: %v", err)
	}
	body, _ := io.ReadAll(response.Body)
	if code, err := codeOf(response.StatusCode, body); response.StatusCode != 400 || code != "ERR_BAD_REQUEST" {
		t.Errorf("%d %s %v: %s", response.StatusCode, code, err, body)
	}
}

// The second of two requests that come together is refused in the shape of the vendor it was for.
func TestPipelinedHostileRequest(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	w := dial(t, srv)
	good := line(aliceList) + "Host: x\r\napikey: " + fullKey + "\r\n\r\n"
	if head, _ := w.ask(good + line("/v3/users/%zz/blockedusers") + rest); head[0] != "HTTP/1.1 200 OK" {
		t.Fatalf("%q", head)
	}
	head, body := w.ask("")
	if code, err := codeOf(400, []byte(body)); head[0] != "HTTP/1.1 400 Bad Request" || code != "ERR_BAD_REQUEST" {
		t.Errorf("%v: %q %s", err, head, body)
	}
}
