package admin_test

import (
	"bufio"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A request that is no HTTP is refused in the vendor's shape, also when its path names an app.
func TestMalformedRequestThatNamesAnApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("world.yaml", world))
	for path, want := range map[string]string{"/__apps/one/v3/users": `"source":"chat-api"`, "/?Action=x": `"RequestId"`} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.Write([]byte("GET " + path + " HTTP/1.1\r\nHost: a b\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var body strings.Builder
		if _, err := bufio.NewReader(response.Body).WriteTo(&body); err != nil || response.StatusCode != http.StatusBadRequest || !strings.Contains(body.String(), want) {
			t.Errorf("GET %s = %d %s, %v; want 400 with %s", path, response.StatusCode, body.String(), err, want)
		}
	}
}
