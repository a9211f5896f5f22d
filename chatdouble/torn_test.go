package chatdouble_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

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

// A reply may hold what it likes, also text that looks like a refusal of net/http at a place where net/http
// happens to cut the reply into writes: each padding puts the text at other places.
func TestNoReplyIsTornByItsText(t *testing.T) {
	t.Parallel()
	const (
		repeated = 380
		unknown  = "HTTP/1.1 417 "
		bad      = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" // JSON cannot hold it
	)
	srv := chatdouble.Start(t)
	address := strings.TrimPrefix(srv.URL, "http://")
	for padding := range max(len(unknown), len(bad)) {
		app := srv.CometChat(t)
		pad := strings.Repeat("p", padding)
		app.SetState(fmt.Sprintf(`{"users": [{"uid": "e", "metadata": {"x": %q}}]}`, pad+strings.Repeat(unknown, repeated)))
		for _, body := range []string{unknown, bad} {
			app.Fail(chatdouble.Fault{Status: 599, Body: pad + strings.Repeat(body, repeated), Times: 2}) // a status without a text
		}
		state, page := "GET /__admin/apps/"+app.Name()+"/state", "GET /__apps/"+strings.TrimPrefix(app.Name(), "cometchat:")+"/v3/users/e"
		for _, request := range []string{
			state + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
			state + " HTTP/1.0\r\nHost: localhost\r\n\r\n",
			page + " HTTP/1.1\r\nHost: localhost\r\napikey: " + app.APIKey + "\r\n\r\n",
			page + " HTTP/1.0\r\nHost: localhost\r\napikey: " + app.APIKey + "\r\n\r\n",
			page + " HTTP/1.1\r\nHost: localhost\r\napikey: " + app.APIKey + "\r\n\r\n",
			page + " HTTP/1.0\r\nHost: localhost\r\napikey: " + app.APIKey + "\r\n\r\n",
		} {
			resp, body := raw(t, address, request)
			if got := strings.Count(body, "HTTP/1.1 4"); got != repeated {
				t.Errorf("%.70q, padding %d: %d %.40q... holds the text %d times, want %d", request, padding, resp.StatusCode, body, got, repeated)
			}
		}
	}
	for _, r := range srv.Requests() {
		if r.Status != http.StatusOK && r.Status != 599 {
			t.Errorf("the journal holds a request that nobody sent: %v", r)
		}
	}
}
