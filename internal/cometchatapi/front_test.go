// Tests of the CometChat side through the front door. Comments name the vendor's page or SDK that a
// test follows, or the recording: fixtures of recca0120/comet-chat, those called error_ of
// xdimedrolx/cometchat-php-sdk. The live test suite is Babuyadav10/Babu-Automation.
package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
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
	key    string // the header apikey
	header map[string]string
	body   string
}

// reply is a whole answer.
type reply = vendortest.Reply

// send sends a request to a server's front door.
func send(srv *chatdouble.Server, q request) reply {
	header := make(map[string]string, 1+len(q.header))
	if q.key != "" {
		header["Apikey"] = q.key
	}
	for name, value := range q.header { // in any spelling, also instead of the key
		header[http.CanonicalHeaderKey(name)] = value
	}
	return vendortest.Ask(srv, vendortest.Request{Method: q.method, Target: q.target, Host: q.host, Header: header, Body: q.body})
}

// get asks with the key that may do everything.
func get(srv *chatdouble.Server, target string) reply {
	return send(srv, request{target: target, key: fullKey})
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
		limit, remaining := r.Header.Get("X-RateLimit-Limit"+name), r.Header.Get("X-RateLimit-Remaining"+name)
		if limit+remaining != "" {
			found = append(found, limit+"/"+remaining)
		}
	}
	if len(found) == 0 {
		return "none"
	}
	return strings.Join(found, " ")
}

// act makes a call like "PUT /v3/roles/x" with the key that may do everything.
func act(srv *chatdouble.Server, call, body string) reply {
	method, target, _ := strings.Cut(call, " ")
	return send(srv, request{method: method, target: target, key: fullKey, body: body, header: map[string]string{"Content-Type": "application/json"}})
}

// actAs makes a call with the auth token of an end user.
func actAs(srv *chatdouble.Server, token, call, body string) reply {
	method, target, _ := strings.Cut(call, " ")
	return send(srv, request{method: method, target: target, body: body, header: map[string]string{"Content-Type": "application/json", "authToken": token}})
}

// wantCode wants a refusal in the vendor's envelope; code is empty for a call that goes well.
func wantCode(t testing.TB, r reply, status int, code string) {
	t.Helper()
	if status == http.StatusOK {
		if r.Status != status || !strings.HasPrefix(r.Body, `{"data":`) {
			t.Errorf("%d, want a good answer: %s", r.Status, r.Body)
		}
		return
	}
	if got, err := codeOf(r.Status, []byte(r.Body)); r.Status != status || got != code || err != nil {
		t.Errorf("%d %s %v, want %d %s: %s", r.Status, got, err, status, code, r.Body)
	}
}

// wantBody wants a good answer, byte for byte.
func wantBody(t testing.TB, r reply, body string) {
	t.Helper()
	if r.Status != http.StatusOK || r.Body != body {
		t.Errorf("status %d\n got: %s\nwant: %s", r.Status, r.Body, body)
	}
}

// makeToken gives a user a new token and returns it.
func makeToken(t testing.TB, srv *chatdouble.Server, uid string) string {
	t.Helper()
	r := act(srv, "POST /v3/users/"+uid+"/auth_tokens", `{"force":true}`)
	var answer struct{ Data struct{ AuthToken string } }
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || answer.Data.AuthToken == "" {
		t.Fatalf("no token of %s: %d %s", uid, r.Status, r.Body)
	}
	return answer.Data.AuthToken
}

// at is a time in UNIX seconds as a fixture has it.
func at(seconds int) string { return time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339) }

// urlencoded is the Content-Type of a form.
const urlencoded = "application/x-www-form-urlencoded"
