package cometchatapi_test

import (
	"bufio"
	"cmp"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// wire is a connection on which a test writes and reads bytes as they are.
type wire struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

func dial(t *testing.T, srv *chatdouble.Server) *wire {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &wire{t, conn, bufio.NewReader(conn)}
}

// ask writes a request and reads exactly one reply: the lines of its head, and as many bytes as
// Content-Length says.
func (w *wire) ask(raw string) (head []string, body string) {
	w.t.Helper()
	if _, err := io.WriteString(w.conn, raw); err != nil {
		w.t.Fatal(err)
	}
	length := -1
	for {
		line, err := w.r.ReadString('\n')
		if err != nil {
			w.t.Fatalf("after %q: %v", head, err)
		}
		line = strings.TrimSuffix(line, "\r\n")
		if line == "" {
			break
		}
		if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(value); err != nil {
				w.t.Fatal(err)
			}
		}
		head = append(head, line)
	}
	if length < 0 {
		w.t.Fatalf("no Content-Length: %q", head)
	}
	bytes := make([]byte, length)
	if _, err := io.ReadFull(w.r, bytes); err != nil {
		w.t.Fatal(err)
	}
	return head, string(bytes)
}

// Recorded: fixture block_user/unblock_user, names, spelling and values, without Server,
// Content-Encoding, Upgrade and Accept. (Their order on the wire is net/http's.)
func TestHeadersOnTheWire(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	clock.Freeze(time.Date(2023, 9, 14, 4, 56, 42, 0, time.UTC))
	w := dial(t, srv)
	head, body := w.ask("GET /v3/users/alice/blockedusers HTTP/1.1\r\nHost: x\r\napikey: " + fullKey + "\r\n\r\n")
	want := []string{
		"HTTP/1.1 200 OK",
		"Date: Thu, 14 Sep 2023 04:56:42 GMT",
		"Content-Type: application/json",
		"Content-Length: " + strconv.Itoa(len(body)),
		"Connection: keep-alive",
		"cache-control: must-revalidate, no-cache, private",
		"Vary: Accept-Encoding",
		"X-RateLimit-Limit: 20000",
		"X-RateLimit-Remaining: 19999",
		"X-RateLimit-Limit-For-App: 100000",
		"X-RateLimit-Remaining-For-App: 99999",
		"Access-Control-Allow-Origin: *",
		"Access-Control-Allow-Methods: OPTIONS,HEAD,GET,POST,PUT,PATCH,DELETE",
		"Access-Control-Allow-Headers: Content-Type,Accept,Cache-Control,Authorization,X-Requested-With,appId,apiKey,authToken,onBehalfOf,resource,Accept-Encoding,group,region,sdk,guid,uid,clientEnvironment,extensionId,username,password,callToken,onBehalfOfUser",
	}
	got := slices.DeleteFunc(slices.Clone(head), func(line string) bool { return strings.HasPrefix(line, "X-Chatdouble-Request-Id: ") })
	if len(got) != len(head)-1 {
		t.Errorf("X-Chatdouble-Request-Id stands %d times", len(head)-len(got))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("head:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, err := codeOf(200, []byte(body)); err != nil {
		t.Error(err)
	}
}

// A connection stays open from reply to reply, so every Content-Length is right, escapes
// included; it is closed when the client wants that.
func TestConnectionIsKept(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(crowd, ""))
	w := dial(t, srv)
	for _, path := range []string{"me/blockedusers?direction=both", "nobody/blockedusers", "me/nothing", "me/blockedusers?page=x", "me/blockedusers"} {
		head, body := w.ask("GET /v3/users/" + path + " HTTP/1.1\r\nHost: x\r\napikey: " + fullKey + "\r\n\r\n")
		status, _ := strconv.Atoi(head[0][len("HTTP/1.1 "):][:3])
		if _, err := codeOf(status, []byte(body)); err != nil {
			t.Errorf("%s: %v: %s", path, err, body)
		}
	}
	head, _ := w.ask("GET /v3/users/me/blockedusers HTTP/1.1\r\nHost: x\r\nConnection: close\r\napikey: " + fullKey + "\r\n\r\n")
	if !slices.Contains(head, "Connection: close") || slices.Contains(head, "Connection: keep-alive") {
		t.Errorf("a client that closes got %q", head)
	}
	if rest, err := io.ReadAll(w.r); err != nil || len(rest) > 0 {
		t.Errorf("behind the last reply: %q, %v", rest, err)
	}
}

// Recorded: a known path with another method is 404. A HEAD has the headers of its body and no body.
func TestHead(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	r := connect(t, srv.URL, request{method: "HEAD", target: aliceList, key: fullKey})
	if r.Status != 404 || r.Body != "" || r.Header.Get("Content-Type") != "application/json" {
		t.Errorf("status %d, body %q, Content-Type %q", r.Status, r.Body, r.Header.Get("Content-Type"))
	}
}

// Assumed: onBehalfOf is ignored. Other headers that clients and SDKs send change nothing either.
func TestIgnoredHeaders(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	plain := get(srv, aliceList).Body
	for name, value := range map[string]string{
		"onBehalfOf": "nobody", "Content-Type": "text/plain", "Accept": "text/html", "resource": "x", "sdk": "x",
		"chatAPIVersion": "v9", "authToken": "x", "Accept-Encoding": "gzip", "X-HTTP-Method-Override": "DELETE",
	} {
		r := send(srv, request{target: aliceList, key: fullKey, header: map[string]string{name: value}})
		if r.Status != 200 || r.Body != plain {
			t.Errorf("%s: status %d: %s", name, r.Status, r.Body)
		}
	}
}

// connect sends a request over a connection, for what is seen there alone: the port, and the body that a HEAD lacks.
func connect(t *testing.T, base string, q request) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), q.method, base+q.target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = cmp.Or(q.host, r.Host)
	if q.key != "" {
		r.Header.Set("apikey", q.key)
	}
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{Status: response.StatusCode, Header: response.Header, Body: string(body)}
}
