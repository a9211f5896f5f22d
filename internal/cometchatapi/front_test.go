// Tests of the CometChat side through the front door. Comments name the vendor's page or SDK that a
// test follows, or the recording: fixtures of recca0120/comet-chat, those called error_ of
// xdimedrolx/cometchat-php-sdk. The live test suite is Babuyadav10/Babu-Automation.
package cometchatapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Keys of the fixtures of these tests. authKey is the one in the recorded 403.
const (
	fullKey = "0123456789abcdef0123456789abcdef01234567"
	authKey = "1234567890"
)

// request is one request. What is empty is not sent.
type request struct {
	method string // GET when empty
	target string // path and query
	host   string
	key    string            // the header apikey
	header map[string]string // sent in this spelling
	body   string
}

// reply is a whole answer.
type reply struct {
	status int
	header http.Header
	body   string
}

// send sends a request to a server's front door.
func send(t *testing.T, srv *chatdouble.Server, q request) reply {
	t.Helper()
	var body io.Reader
	if q.body != "" {
		body = strings.NewReader(q.body)
	}
	r, err := http.NewRequestWithContext(t.Context(), q.method, srv.URL+q.target, body)
	if err != nil {
		t.Fatal(err)
	}
	if q.host != "" {
		r.Host = q.host
	}
	if q.key != "" {
		r.Header["apikey"] = []string{q.key}
	}
	for name, value := range q.header {
		r.Header[name] = []string{value}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, string(got)}
}

// get asks with the key that may do everything.
func get(t *testing.T, srv *chatdouble.Server, target string) reply {
	t.Helper()
	return send(t, srv, request{target: target, key: fullKey})
}

// app is a fixture of one app: its users, its own limits (or nothing) and both kinds of key.
func app(users, limits string) chatdouble.Option {
	return chatdouble.WithFixtureYAML("app.yaml", fmt.Sprintf(`
cometchat:
  - appId: app
    apiKeys:
      - {name: rest, key: %s, scope: fullAccess}
      - {name: auth, key: "%s", scope: authOnly}
    limits: {%s}
    users:
%s`, fullKey, authKey, limits, users))
}

// pair is two people, one of whom has blocked the other.
const pair = `
      - {uid: alice, blocks: [bob]}
      - {uid: bob}
`

// clockOf is the clock of the app that the function app makes, held still.
func clockOf(t *testing.T, srv *chatdouble.Server) *chatdouble.Clock {
	t.Helper()
	clock := srv.App(t, "cometchat:app").Clock()
	clock.Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	return clock
}

// rates are the X-RateLimit headers of an ordinary reply in one line: limit/remaining of the
// operation's group, then of the whole app; "none" when there is no such header at all.
func rates(r reply) string {
	var found []string
	for _, name := range []string{"", "-For-App"} {
		limit, remaining := r.header.Get("X-RateLimit-Limit"+name), r.header.Get("X-RateLimit-Remaining"+name)
		if limit+remaining != "" {
			found = append(found, limit+"/"+remaining)
		}
	}
	if len(found) == 0 {
		return "none"
	}
	return strings.Join(found, " ")
}
