package listen_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// What this package does instead of net/http must be what net/http would have done: the same requests go to
// the real server as it is, and to one whose replies all go by way of net/http. The answers are equal up to
// the order and the spelling of headers. Each request has a pair of servers of its own, so that seed, clock
// and state are the same.

const (
	world = `
seed: 7
cometchat:
  - appId: one
    apiKeys: [{name: rest, key: ` + key + `, scope: fullAccess}]
    users: [{uid: ann, name: Ann, blocks: [ben]}, {uid: ben}]
zim:
  - appId: 12345
    serverSecret: ` + secret + `
    users: [{userId: ann, blacklist: [ben]}, {userId: ben}]
`
	key    = "aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb"
	secret = "cccccccccccccccccccccccccccccccc"
)

var noon = time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)

// exchange is what a client sends over one connection.
type exchange struct {
	name    string
	raw     string
	methods string // of the requests in it, with commas; all are GET when it is empty
	piece   int    // bytes that are sent at a time; all when 0
	fault   *chatdouble.Fault
}

// talk sends an exchange to a new server and returns what comes back, in a form that can be compared.
func (e *exchange) talk(t *testing.T, wrap func(http.Handler) http.Handler) string {
	t.Helper()
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("world.yaml", world), chatdouble.WithFrozenTime(noon), chatdouble.WithMaxBody(1000))
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	if e.fault != nil {
		srv.Fail(*e.fault)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	server := listen.Server(wrap(srv), log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listen.On(l, srv.Refuse, log))
	}()
	defer func() { _ = server.Close(); <-done }()

	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	go e.send(conn)
	replies, err := io.ReadAll(conn)
	if err != nil && strings.Contains(err.Error(), "timeout") {
		t.Errorf("the connection does not end: %v, after %.200q", err, replies)
	}
	return comparable(replies, e.methods)
}

// send sends all of an exchange, or as much as is taken, and ends the sending side.
func (e *exchange) send(conn net.Conn) {
	size := e.piece
	if size == 0 {
		size = len(e.raw)
	}
	for raw := e.raw; raw != ""; {
		n := min(size, len(raw))
		if _, err := io.WriteString(conn, raw[:n]); err != nil {
			return
		}
		raw = raw[n:]
	}
	_ = conn.(*net.TCPConn).CloseWrite()
}

// comparable writes replies out, so that the order and the spelling of their headers do not matter.
func comparable(replies []byte, methods string) string {
	var out strings.Builder
	left := strings.Split(methods, ",")
	source := bytes.NewReader(replies)
	r := bufio.NewReader(source)
	for {
		if _, err := r.Peek(1); err != nil {
			return out.String()
		}
		begin := len(replies) - source.Len() - r.Buffered()
		resp, err := http.ReadResponse(r, &http.Request{Method: left[0]})
		if err != nil {
			return fmt.Sprintf("%sno reply: %q", out.String(), replies[begin:])
		}
		body, err := io.ReadAll(resp.Body)
		fmt.Fprintf(&out, "%s %s %v %v, length %d, close %v: %q, %v\n",
			resp.Proto, resp.Status, resp.Header, resp.TransferEncoding, resp.ContentLength, resp.Close, body, err)
		if len(left) > 1 && resp.StatusCode >= 200 {
			left = left[1:]
		}
	}
}

func compare(t *testing.T, exchanges []exchange) {
	if len(exchanges) < 60 {
		t.Errorf("there are %d exchanges, want at least 60", len(exchanges))
	}
	for _, e := range exchanges {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			ours := e.talk(t, func(h http.Handler) http.Handler { return h })
			theirs := e.talk(t, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					h.ServeHTTP(w, r.WithContext(listen.WithoutAnswers(r.Context())))
				})
			})
			if ours != theirs {
				t.Errorf("%.300q\nis answered with\n%s\nand by way of net/http with\n%s", e.raw, ours, theirs)
			}
			if ours == "" && e.fault == nil {
				t.Errorf("%.300q is not answered at all", e.raw)
			}
		})
	}
}

// Requests to both vendors and to the server's own API, without the empty line at their end.
var (
	chat = "GET /v3/users/ann/blockedusers HTTP/1.1\r\nHost: localhost\r\n" + keys
	keys = "appId: one\r\napiKey: " + key + "\r\n"
	zim  = "GET " + zimTarget() + " HTTP/1.1\r\nHost: localhost\r\n"
	own  = "GET /__admin/apps HTTP/1.1\r\nHost: localhost\r\n"
	post = "POST /v3/users HTTP/1.1\r\nHost: localhost\r\n" + keys + "Content-Type: application/json\r\n"
)

func zimTarget() string {
	now := strconv.FormatInt(noon.Unix(), 10)
	return "/?Action=QueryBlacklist&AppId=12345&SignatureVersion=2.0&SignatureNonce=nonce&Timestamp=" + now +
		"&FromUserId=ann&Signature=" + sigverify.Sign("12345", "nonce", secret, now)
}
