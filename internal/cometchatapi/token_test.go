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
func wantCode(t *testing.T, r reply, status int, code string) {
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
func wantBody(t *testing.T, r reply, body string) {
	t.Helper()
	if r.Status != http.StatusOK || r.Body != body {
		t.Errorf("status %d\n got: %s\nwant: %s", r.Status, r.Body, body)
	}
}

// makeToken gives a user a new token and returns it.
func makeToken(t *testing.T, srv *chatdouble.Server, uid string) string {
	t.Helper()
	r := act(srv, "POST /v3/users/"+uid+"/auth_tokens", `{"force":true}`)
	var answer struct{ Data struct{ AuthToken string } }
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || answer.Data.AuthToken == "" {
		t.Fatalf("no token of %s: %d %s", uid, r.Status, r.Body)
	}
	return answer.Data.AuthToken
}

// column is one member of all items of a list, and its total.
func column(t *testing.T, body, member string) (values []string, total int) {
	t.Helper()
	var list struct {
		Data []map[string]any
		Meta struct {
			Pagination struct{ Total int }
		}
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for _, item := range list.Data {
		values = append(values, fmt.Sprint(item[member]))
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

// Recorded: force true always makes a new token. Assumed: else the newest one there is.
func TestForce(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	create := func(body string) string {
		t.Helper()
		clock.Advance(time.Second)
		r := act(srv, "POST /v3/users/Alice/auth_tokens", body)
		wantCode(t, r, 200, "")
		return r.Body
	}
	first := create("")
	for _, body := range []string{"", "{}", "[]", `{"force":false}`, `{"force":0}`, `{"force":"false"}`, `{"force":null}`, "no JSON"} {
		if got := create(body); got != first {
			t.Errorf("%s: %s, want the token there is: %s", body, got, first)
		}
	}
	seen := map[string]bool{first: true}
	for _, body := range []string{`{"force":true}`, `{"force":1}`, `{"force":"true"}`, `{"force":"1"}`} {
		got := create(body)
		if seen[got] {
			t.Errorf("%s: %s once more", body, got)
		}
		seen[got] = true
		if again := create(""); again != got {
			t.Errorf("after %s: %s, want the newest: %s", body, again, got)
		}
	}
	r := send(srv, request{
		method: "POST", target: "/v3/users/alice/auth_tokens", key: fullKey, body: "force=1",
		header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
	})
	if seen[r.Body] || r.Status != 200 {
		t.Errorf("force in a form: %d %s", r.Status, r.Body)
	}
	r = act(srv, "POST /v3/users/alice/auth_tokens", `{"force":"perhaps"}`)
	if r.Status != 400 || r.Body != badRequest(`"force":["The force field must be true or false."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
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

// Page "Auth Tokens": 100 active tokens, the oldest goes.
func TestHundredTokens(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	var made []string
	for range 102 {
		made = append(made, makeToken(t, srv, "alice"))
	}
	of := makeToken(t, srv, "bob")
	got, total := column(t, act(srv, "GET /v3/users/alice/auth_tokens?perPage=1000", "").Body, "authToken")
	if total != 100 || len(got) != 100 || got[0] != made[101] || got[99] != made[2] {
		t.Fatalf("%d of %d tokens, from %s to %s", len(got), total, got[0], got[len(got)-1])
	}
	wantCode(t, actAs(srv, made[1], "GET /v3/me", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	wantCode(t, actAs(srv, made[2], "GET /v3/me", ""), 200, "")
	wantCode(t, actAs(srv, of, "GET /v3/me", ""), 200, "")
}

// Recorded: the newest first, real totals, no cursor. Assumed: the edges.
func TestListAuthTokens(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	var made []string
	for range 5 {
		made = append(made, makeToken(t, srv, "alice"))
	}
	for _, tt := range []struct {
		query string
		want  []int // places in made
		meta  string
	}{
		{"", []int{4, 3, 2, 1, 0}, `"total":5,"count":5,"per_page":100,"current_page":1,"total_pages":1`},
		{"?perPage=2", []int{4, 3}, `"total":5,"count":2,"per_page":2,"current_page":1,"total_pages":3`},
		{"?perPage=2&page=3", []int{0}, `"total":5,"count":1,"per_page":2,"current_page":3,"total_pages":3`},
		{"?perPage=5", []int{4, 3, 2, 1, 0}, `"total":5,"count":5,"per_page":5,"current_page":1,"total_pages":1`},
		{"?per_page=2&page=4", nil, `"total":5,"count":0,"per_page":2,"current_page":4,"total_pages":3`},
		{"?page=9223372036854775807", nil, `"total":5,"count":0,"per_page":100,"current_page":9223372036854775807,"total_pages":1`},
	} {
		var items []string
		for _, i := range tt.want {
			items = append(items, `{"uid":"alice","authToken":"`+made[i]+`","createdAt":1714564800}`)
		}
		wantBody(t, act(srv, "GET /v3/users/alice/auth_tokens"+tt.query, ""),
			`{"data":[`+strings.Join(items, ",")+`],"meta":{"pagination":{`+tt.meta+`}}}`)
	}
	wantBody(t, act(srv, "GET /v3/users/bob/auth_tokens", ""),
		`{"data":[],"meta":{"pagination":{"total":0,"count":0,"per_page":100,"current_page":1,"total_pages":1}}}`)
	for _, query := range []string{"perPage=0", "perPage=1001", "page=0", "page=x"} {
		wantCode(t, act(srv, "GET /v3/users/alice/auth_tokens?"+query, ""), 400, "ERR_BAD_REQUEST")
	}
}

// Page "Auth Tokens": platform, userAgent, appInfo. The SDK's login has platform, deviceId and appInfo.
func TestDeviceOfAToken(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	r := act(srv, "POST /v3/users/alice/auth_tokens", `{"platform":"WEB","deviceId":"app_x_1","appInfo":{"version":"v4.2.0","b":{"/":[1, 2]}, "a":"é"}}`)
	token := regexp.MustCompile(`alice_[0-9a-f]+`).FindString(r.Body)
	start := `{"uid":"alice","authToken":"` + token + `","createdAt":1714564800`
	wantBody(t, r, `{"data":`+start+`}}`)
	path := "/v3/users/alice/auth_tokens/" + token
	const info = `,"appInfo":{"version":"v4.2.0","b":{"\/":[1,2]},"a":"\u00e9"}`
	wantBody(t, act(srv, "GET "+path, ""), `{"data":`+start+`,"platform":"WEB"`+info+`}}`)
	for _, step := range []struct{ body, want string }{
		{"", `,"platform":"WEB"` + info},
		{`{"platform":" ","userAgent":null,"appInfo":{}}`, `,"platform":"WEB"` + info},
		{`{"userAgent":" Mozilla/5.0 "}`, `,"platform":"WEB","userAgent":"Mozilla\/5.0"` + info},
		{`{"platform":"iOS","appInfo":{"x":1}}`, `,"platform":"iOS","userAgent":"Mozilla\/5.0","appInfo":{"x":1}`},
	} {
		wantBody(t, act(srv, "PUT "+path, step.body), `{"data":`+start+step.want+`}}`)
		wantBody(t, act(srv, "GET /v3/users/alice/auth_tokens", ""), `{"data":[`+start+step.want+
			`}],"meta":{"pagination":{"total":1,"count":1,"per_page":100,"current_page":1,"total_pages":1}}}`)
	}
	for body, details := range map[string]string{
		`{"platform":1}`:                  `"platform":["The platform must be a string."]`,
		`{"userAgent":[]}`:                `"userAgent":["The user agent must be a string."]`,
		`{"appInfo":5}`:                   `"appInfo":["The app info must be an array."]`,
		`{"appInfo":[1],"platform":true}`: `"platform":["The platform must be a string."],"appInfo":["The app info must be an array."]`,
	} {
		for _, call := range []string{"PUT " + path, "POST /v3/users/alice/auth_tokens"} {
			if r := act(srv, call, body); r.Status != 400 || r.Body != badRequest(details) {
				t.Errorf("%s %s: %d %s", call, body, r.Status, r.Body)
			}
		}
	}
	wantBody(t, act(srv, "GET "+path, ""), `{"data":`+start+`,"platform":"iOS","userAgent":"Mozilla\/5.0","appInfo":{"x":1}}}`)
}

// Asserted by a live test suite: a second delete is a 404. Assumed: the text of the first.
func TestTokensGo(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	first, second, third := makeToken(t, srv, "alice"), makeToken(t, srv, "alice"), makeToken(t, srv, "alice")
	other := makeToken(t, srv, "bob")
	path := "/v3/users/alice/auth_tokens/"
	wantBody(t, act(srv, "DELETE "+path+second, ""), `{"data":{"success":true,"message":"The Auth Token `+second+` has been deleted successfully."}}`)
	wantCode(t, act(srv, "DELETE "+path+second, ""), 404, "ERR_AUTH_TOKEN_NOT_FOUND")
	wantCode(t, actAs(srv, second, "GET /v3/me", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	got, _ := column(t, act(srv, "GET /v3/users/alice/auth_tokens", "").Body, "authToken")
	if strings.Join(got, " ") != third+" "+first {
		t.Errorf("left: %s", got)
	}
	for range 2 { // nothing to flush is no error
		wantBody(t, act(srv, "DELETE /v3/users/ALICE/auth_tokens", ""), `{"data":{"success":true,"message":"Cleared Auth Tokens successfully for uid alice."}}`)
	}
	for _, token := range []string{first, third} {
		wantCode(t, actAs(srv, token, "GET /v3/me", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	}
	wantCode(t, actAs(srv, other, "GET /v3/me", ""), 200, "")
}

// Asserted by a live test suite: 404 for an unknown uid, an unknown token, the token of another user.
// Assumed: for a deactivated user too, and whatever the body.
func TestTokensNotFound(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair+"      - {uid: gone}\n", ""))
	mine, others, ofGone := makeToken(t, srv, "alice"), makeToken(t, srv, "bob"), makeToken(t, srv, "gone")
	act(srv, "DELETE /v3/users", `{"uidsToDeactivate":["gone"]}`)
	const bad = `{"force":"x","platform":1,"appInfo":2}`
	for _, uid := range []string{"nobody", "gone", "%20"} {
		for _, call := range []string{"POST /v3/users/%s/auth_tokens", "GET /v3/users/%s/auth_tokens?perPage=x", "DELETE /v3/users/%s/auth_tokens"} {
			wantCode(t, act(srv, strings.Replace(call, "%s", uid, 1), bad), 404, "ERR_UID_NOT_FOUND")
		}
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			for _, token := range []string{mine, ofGone, "x"} {
				wantCode(t, act(srv, method+" /v3/users/"+uid+"/auth_tokens/"+token, bad), 404, "ERR_UID_NOT_FOUND")
			}
		}
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		for _, token := range []string{"x", others, ofGone, mine + "0", strings.ToUpper(mine)} {
			wantCode(t, act(srv, method+" /v3/users/alice/auth_tokens/"+token, bad), 404, "ERR_AUTH_TOKEN_NOT_FOUND")
		}
	}
	wantCode(t, actAs(srv, others, "GET /v3/me", ""), 200, "") // nobody took it away
}

// Page "Reactivate users": the token of who is back works again. Assumed: permanent deletion takes the
// tokens; a uid that is used again has none of the old ones.
func TestTokensOfAUserWhoGoes(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	token := makeToken(t, srv, "bob")
	wantCode(t, actAs(srv, token, "GET /v3/me", ""), 200, "")
	act(srv, "DELETE /v3/users", `{"uidsToDeactivate":["bob"]}`)
	wantCode(t, actAs(srv, token, "GET /v3/me", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	wantCode(t, actAs(srv, token, "PUT /v3/me", `{"name":"x"}`), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	act(srv, "PUT /v3/users", `{"uidsToActivate":["bob"]}`)
	wantCode(t, actAs(srv, token, "GET /v3/me", ""), 200, "")
	act(srv, "DELETE /v3/users/bob", `{"permanent":true}`)
	wantCode(t, actAs(srv, token, "GET /v3/me", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"bob","name":"Bob"}`), 200, "")
	wantCode(t, actAs(srv, token, "GET /v3/me", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	if got, total := column(t, act(srv, "GET /v3/users/bob/auth_tokens", "").Body, "authToken"); total != 0 {
		t.Errorf("the new bob has the tokens %s", got)
	}
}

// Page "Authentication": an authOnly key may create tokens. Assumed: nothing else here.
func TestWhatAnAuthKeyMayDo(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	call := func(call, body string) reply {
		method, target, _ := strings.Cut(call, " ")
		return send(srv, request{method: method, target: target, key: authKey, body: body})
	}
	wantCode(t, call("POST /v3/users/alice/auth_tokens", `{"force":true}`), 200, "")
	wantCode(t, call("POST /v3/users/nobody/auth_tokens", ""), 404, "ERR_UID_NOT_FOUND")
	for _, denied := range []string{
		"GET /v3/users/alice/auth_tokens", "DELETE /v3/users/alice/auth_tokens", "GET /v3/users/nobody/auth_tokens/x",
		"PUT /v3/users/alice/auth_tokens/x", "DELETE /v3/users/alice/auth_tokens/x",
		"POST /v3/roles", "GET /v3/roles", "GET /v3/roles/default", "PUT /v3/roles/default", "DELETE /v3/roles/default",
		"POST /v3/apikeys", "GET /v3/apikeys", "GET /v3/apikeys/" + authKey, "PUT /v3/apikeys/" + authKey, "DELETE /v3/apikeys/" + authKey,
	} {
		wantCode(t, call(denied, "{}"), 403, "AUTH_ERR_NO_ACCESS")
	}
}
