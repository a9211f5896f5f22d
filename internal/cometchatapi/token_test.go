package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

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

// column is one member of all items of a list, or a member of that, and the list's total.
func column(t testing.TB, body, member string) (values []string, total int) {
	t.Helper()
	var list struct {
		Data []map[string]any
		Meta struct {
			Pagination struct{ Total int }
		}
	}
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&list); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for _, item := range list.Data {
		var value any = item
		for _, name := range strings.Split(member, ".") {
			inner, _ := value.(map[string]any)
			value = inner[name]
		}
		values = append(values, fmt.Sprint(value))
	}
	return values, list.Meta.Pagination.Total
}

var digits = regexp.MustCompile(`(user_000_\d{10})[0-9a-f]{30}`)

// Recorded: fixtures auth_token/create_auth_token, get_auth_token, update_auth_token, list_auth_tokens
// and flush_auth_tokens. Their digits stand in the place of this server's.
func TestRecordedAuthTokens(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: user_000}\n", ""))
	clock := clockOf(t, srv)
	const first, second = "d2eca40a65abba29e6860224018ad8", "0c82f71d1bc3133d6e79a5f5c68592"
	same := func(name, digitsThere string, r reply) {
		t.Helper()
		if r.Status != 200 || !digits.MatchString(r.Body) && strings.Contains(r.Body, "authToken") {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
		golden.Bytes(t, name, digits.ReplaceAll([]byte(r.Body), []byte("${1}"+digitsThere)))
	}
	clock.Freeze(time.Unix(1694668129, 999e6))
	created := act(srv, "POST /v3/users/user_000/auth_tokens", `{"force":true}`)
	same("CreateAuthToken/recorded.json", first, created)
	token := digits.FindString(created.Body)
	clock.Freeze(time.Unix(1694668180, 0))
	same("GetAuthToken/recorded.json", first, act(srv, "GET /v3/users/user_000/auth_tokens/"+token, "[]"))
	same("UpdateAuthToken/recorded.json", first, act(srv, "PUT /v3/users/user_000/auth_tokens/"+token, "[]"))
	same("FlushAuthTokens/recorded.json", first, act(srv, "DELETE /v3/users/user_000/auth_tokens", "[]"))
	clock.Freeze(time.Unix(1694668661, 0))
	act(srv, "POST /v3/users/user_000/auth_tokens", "")
	same("ListAuthTokens/recorded.json", second, act(srv, "GET /v3/users/user_000/auth_tokens", "[]"))

	golden.Bytes(t, "Errors/ERR_AUTH_TOKEN_NOT_FOUND.json", []byte(act(srv, "GET /v3/users/user_000/auth_tokens/"+token, "").Body))
	clock.Advance(time.Minute)
	if got := rates(act(srv, "POST /v3/users/user_000/auth_tokens", "")); got != "20000/19999 100000/99999" {
		t.Errorf("X-RateLimit headers %s; logins by the server API are standard calls", got)
	}
}

// Tokens follow from the seed and nothing else.
func TestTokensFollowFromTheSeed(t *testing.T) {
	t.Parallel()
	make3 := func(seed int64) (tokens string) {
		srv := chatdouble.Start(t, app(pair, ""), chatdouble.WithSeed(seed))
		clockOf(t, srv)
		for range 3 {
			token := makeToken(t, srv, "alice")
			if !regexp.MustCompile(`^alice_1714564800[0-9a-f]{30}$`).MatchString(token) || strings.Contains(tokens, token) {
				t.Errorf("token %s after %s", token, tokens)
			}
			tokens += token + " "
		}
		return tokens + act(srv, "POST /v3/apikeys", `{"name":"n"}`).Body
	}
	first, again, other := make3(7), make3(7), make3(8)
	if first != again || first == other {
		t.Errorf("seed 7: %s\nagain:  %s\nseed 8: %s", first, again, other)
	}
}
