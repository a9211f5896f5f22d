package chatdouble_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A body that is announced as too large is refused by whom it was meant for: before anything of it is sent
// when the client asks first, and so that the client gets the answer when it sends everything at once.
func TestBodiesThatAreTooLarge(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	address := strings.TrimPrefix(srv.URL, "http://")
	for _, tt := range []struct {
		request string
		length  int
		want    string // in the body
	}{
		{"POST /__apps/" + strings.TrimPrefix(app.Name(), "cometchat:") + "/v3/users HTTP/1.1\r\nHost: localhost\r\napikey: " + app.APIKey + "\r\n", 8 << 20, `"source":"chat-api"`},
		{"POST /?Action=UserRegister HTTP/1.1\r\nHost: localhost\r\n", 8 << 20, `"RequestId"`},
		{"POST /__admin/reset HTTP/1.1\r\nHost: localhost\r\n", 8 << 20, `"instance": "/__admin/reset"`},
		{"PUT /__admin/apps/" + app.Name() + "/state HTTP/1.1\r\nHost: localhost\r\n", 64<<20 + 1, `"instance": "/__admin/apps/`},
	} {
		for _, expect := range []string{"Expect: 100-continue\r\n", ""} {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
			_, err = fmt.Fprintf(conn, "%s%sContent-Length: %d\r\n\r\n", tt.request, expect, tt.length)
			if expect == "" && err == nil {
				_, err = conn.Write(bytes.Repeat([]byte("b"), min(tt.length, 8<<20)))
			}
			if err != nil {
				t.Errorf("%.30q: sending: %v", tt.request, err)
			}
			all, err := io.ReadAll(conn)
			head, body, _ := strings.Cut(string(all), "\r\n\r\n")
			if !strings.HasPrefix(head, "HTTP/1.1 ") || strings.HasPrefix(head, "HTTP/1.1 100") || !strings.Contains(head, "Connection: close") || !strings.Contains(body, tt.want) || err != nil {
				t.Errorf("%.30q %s is answered with %.500q, %v; want one refusal with %s", tt.request, expect, all, err, tt.want)
			}
			if status := head[:min(len(head), 12)]; !strings.HasPrefix(tt.request, "POST /?") && status != "HTTP/1.1 413" {
				t.Errorf("%.30q is answered with %s, want 413", tt.request, status)
			}
		}
	}
}

// raw sends bytes over a connection of their own and reads the one reply that must come whole.
func raw(t *testing.T, address, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Errorf("%.60q: reading the body: %v", request, err)
	}
	return resp, string(body)
}

// What net/http cannot read is refused in the shape of whom it was meant for, with a reason that fits.
func TestUnreadableRequests(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	srv := chatdouble.Start(t, chatdouble.WithFrozenTime(noon))
	address := strings.TrimPrefix(srv.URL, "http://")
	const escape, host, odd = "broken percent escape", "one Host header", "100-continue is all"
	for _, tt := range []struct {
		raw    string
		status int
		shape  string // in the body
		reason string // in the header, or in the body's detail
	}{
		{"GET /v3/users/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, `"source":"chat-api"`, escape},
		{"GET /?Action=%zz HTTP/1.1\r\nHost: x y\r\n\r\n", 400, `"RequestId"`, host},
		{"GET /v3/users HTTP/1.1\r\n\r\n", 400, `"source":"chat-api"`, host},
		{"GET /v3/users HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\n\r\n", 417, `"source":"chat-api"`, odd},
		{"POST /v3/users HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501, `"source":"chat-api"`, "chunked"},
		{"GET /v3/users HTTP/3.0\r\nHost: localhost\r\n\r\n", 505, `"source":"chat-api"`, "HTTP/1.1 and HTTP/1.0"},
		{"GET /v3/users HTTP/1.1\r\nHost: localhost\r\nA: " + strings.Repeat("a", 2<<20) + "\r\n\r\n", 431, `"source":"chat-api"`, "larger than a MiB"},
		{"GET /__admin/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, `"instance": "/__admin/%zz"`, escape},
		{"GET /__admin?a=%zz HTTP/1.1\r\n\r\n", 400, `"instance": "/__admin"`, host},
		{"PUT /__admin/apps HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\n\r\n", 417, `"instance": "/__admin/apps"`, odd},
	} {
		resp, body := raw(t, address, tt.raw)
		reason := resp.Header.Get("X-Chatdouble-Reason")
		if resp.Header.Get("Content-Type") == "application/problem+json" {
			var problem struct {
				Status int
				Detail string
			}
			if err := json.Unmarshal([]byte(body), &problem); err != nil || problem.Status != tt.status {
				t.Errorf("%.40q is answered with %s, %v", tt.raw, body, err)
			}
			reason = problem.Detail
		}
		if resp.StatusCode != tt.status || !strings.Contains(body, tt.shape) || !strings.Contains(reason, tt.reason) || !resp.Close {
			t.Errorf("%.40q is answered with %d %q because %q; want %d with %s and %q", tt.raw, resp.StatusCode, body, reason, tt.status, tt.shape, tt.reason)
		}
		if tt.reason != escape && strings.Contains(reason, escape) {
			t.Errorf("%.40q is refused because %q", tt.raw, reason)
		}
		if got := resp.Header.Get("Date"); got != noon.Format(http.TimeFormat) {
			t.Errorf("%.40q is answered on %s, want the server's time", tt.raw, got)
		}
	}
	off := chatdouble.Start(t, chatdouble.WithAdmin(false))
	if _, body := raw(t, strings.TrimPrefix(off.URL, "http://"), "GET /__admin/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"); !strings.Contains(body, `"RequestId"`) {
		t.Errorf("where there is no admin API it is answered with %s", body)
	}
}

// A panic in a call of the server's own API is answered, stands in the log, and fails the server's test.
func TestPanicOfTheAdminAPI(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	outer := &spy{name: "TestOuter"}
	srv := chatdouble.Start(outer, chatdouble.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	broken, good := srv.CometChat(outer).Name(), srv.CometChat(outer).Name()
	chatdouble.BreakClock(srv, broken)
	conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	for _, app := range []string{broken, good} {
		_, _ = fmt.Fprintf(conn, "GET /__admin/apps/%s/clock HTTP/1.1\r\nHost: localhost\r\n\r\n", app)
	}
	_ = conn.(*net.TCPConn).CloseWrite()
	all, err := io.ReadAll(conn)
	for _, want := range []string{
		"HTTP/1.1 500 ", "application/problem+json", `"instance": "/__admin/apps/` + broken + `/clock"`, "please report it", "HTTP/1.1 200 ", `"frozen": false`,
	} {
		if !strings.Contains(string(all), want) {
			t.Errorf("the two calls are answered with %s, %v; want %s in it", all, err, want)
		}
	}
	chatdouble.Mend(srv, broken)
	outer.end()
	wantErrors(t, "the server's test", outer, "the server", "GET /__admin/apps/"+broken+"/clock", "nil pointer")
	for _, want := range []string{"level=ERROR", "/__admin/apps/" + broken + "/clock", "nil pointer", "clocks.go"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log = %s, want %s in it", log.String(), want)
		}
	}
}
