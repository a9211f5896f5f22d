package chatdouble_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The headers of CometChat's replies go over the wire as recorded, in that order and spelling
// (recca0120/comet-chat, fixture block_user/unblock_user), without the four that say nothing to a client.
func TestCometChatHeadersAsRecorded(t *testing.T) {
	t.Parallel()
	recorded := []string{
		"Date", "Content-Type", "Content-Length", "Connection", "cache-control", "Vary",
		"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Limit-For-App", "X-RateLimit-Remaining-For-App",
		"Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers",
	}
	server := chatdouble.Start(t)
	app := server.CometChat(t)
	app.AddUsers(chatdouble.User{ID: "ann"}, chatdouble.User{ID: "ben"})
	address := strings.TrimSuffix(strings.TrimPrefix(app.BaseURL, "http://"), "/v3")
	for _, request := range []string{
		"GET /v3/users/ann/blockedusers HTTP/1.1\r\n",
		"DELETE /v3/users/ann/blockedusers HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 23\r\n",
		"GET /v3/users/nobody HTTP/1.1\r\n",
	} {
		var body string
		if strings.HasPrefix(request, "DELETE") {
			body = `{"blockedUids":["ben"]}`
		}
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = fmt.Fprintf(conn, "%sHost: %s\r\napikey: %s\r\n\r\n%s", request, address, app.APIKey, body)
		lines, names := bufio.NewReader(conn), []string(nil)
		if _, err := lines.ReadString('\n'); err != nil { // the status line
			t.Fatal(err)
		}
		for {
			line, err := lines.ReadString('\n')
			if err != nil && err != io.EOF {
				t.Fatal(err)
			}
			name, _, isHeader := strings.Cut(line, ": ")
			if !isHeader {
				break
			}
			names = append(names, name)
		}
		_ = conn.Close()
		if want := append(slices.Clip(recorded), "X-Chatdouble-Request-Id"); !slices.Equal(names[:min(len(names), len(want))], want) {
			t.Errorf("%.40q is answered with the headers\n%q, want\n%q", request, names, want)
		}
	}
}
