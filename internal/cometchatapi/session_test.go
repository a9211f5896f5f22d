package cometchatapi_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// settingsOf reads the settings out of data, which is what holds them or the settings themselves.
func settingsOf(t *testing.T, body string) (settings map[string]any) {
	t.Helper()
	var answer struct{ Data map[string]any }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if inner, ok := answer.Data["settings"].(map[string]any); ok {
		return inner
	}
	return answer.Data
}

// JavaScript SDK 4.2.0: hosts in the settings take the place of those that the client was given, so
// they must be the ones by which it came; APP_VERSION below 3 makes it log in again.
func TestSettingsNameTheHostOfTheRequest(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	token := makeToken(t, srv, "alice")
	for _, tt := range []struct{ host, client, server, chat, port string }{
		{"localhost:8443", "localhost:8443", "localhost:8443", "localhost", "8443"},
		{"localhost", "localhost", "localhost", "localhost", "443"},
		{"127.0.0.1:1", "127.0.0.1:1", "127.0.0.1:1", "127.0.0.1", "1"},
		{"[::1]:8443", "[::1]:8443", "[::1]:8443", "[::1]", "8443"},
		{"app.apiclient-us.localhost:8443", "app.apiclient-us.localhost:8443", "app.api-us.localhost:8443", "app.apiclient-us.localhost", "8443"},
		{"App.ApiClient-US.cometchat.io", "app.apiclient-us.cometchat.io", "app.api-us.cometchat.io", "app.apiclient-us.cometchat.io", "443"},
		{"apiclient-us.cometchat.io", "apiclient-us.cometchat.io", "api-us.cometchat.io", "apiclient-us.cometchat.io", "443"},
		{"app.api-us.localhost", "app.api-us.localhost", "app.api-us.localhost", "app.api-us.localhost", "443"},
	} {
		for _, call := range []struct{ method, path string }{{"GET", "/v3.0/settings"}, {"GET", "/v3.0/me"}, {"PUT", "/v3.0/me"}} {
			r := send(srv, request{method: call.method, target: call.path, host: tt.host, header: map[string]string{"authToken": token, "appId": "app"}})
			s := settingsOf(t, r.Body)
			got := fmt.Sprint(s["CLIENT_API_HOST"], s["ADMIN_API_HOST"], s["CHAT_HOST"], s["CHAT_WSS_PORT"], s["ANALYTICS_HOST"])
			if want := fmt.Sprint(tt.client, tt.server, tt.chat, tt.port, tt.client); got != want {
				t.Errorf("%s %s: hosts %s, want %s", call.path, tt.host, got, want)
			}
		}
	}
	wantBody(t, send(srv, request{target: "/v3.0/settings", host: "localhost:8443", header: map[string]string{"authToken": token}}),
		`{"data":{"CHAT_HOST":"localhost","CHAT_WSS_PORT":"8443","CHAT_USE_SSL":true,"CHAT_API_VERSION":"v3.0","WS_API_VERSION":"v3.0",`+
			`"ADMIN_API_HOST":"localhost:8443","CLIENT_API_HOST":"localhost:8443","REGION":"us","MODE":"DEFAULT","APP_VERSION":4,`+
			`"ANALYTICS_PING_DISABLED":true,"ANALYTICS_HOST":"localhost:8443","ANALYTICS_VERSION":"v1","ANALYTICS_USE_SSL":true,`+
			`"POLLING_ENABLED":false,"DENY_FALLBACK_TO_POLLING":true,"extensions":[],"settingsHash":"96015d90d78f4abdd346f587f6652946","settingsHashReceivedAt":1714564800}}`)
}

// me is what the calls under /me answer of a user, up to the jwt.
func meStart(t *testing.T, r reply) string {
	t.Helper()
	start, rest, ok := strings.Cut(r.Body, `,"jwt":"`)
	if r.Status != 200 || !ok || !strings.Contains(rest, `","settings":{"CHAT_HOST":`) {
		t.Errorf("no user with jwt and settings: %d %s", r.Status, r.Body)
	}
	return start
}

// JavaScript SDK 4.2.0, login: PUT me with platform, deviceId and appInfo answers the user with the
// token of the request. A login changes nothing of the user.
func TestLogin(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: alice, name: Alice, tags: [a, b], metadata: {k: /}, role: default}\n      - {uid: bob}\n", ""))
	clock := clockOf(t, srv)
	before := act(srv, "GET /v3/users/alice", "").Body
	token := makeToken(t, srv, "alice")
	clock.Advance(time.Minute)
	const body = `{"platform":"WEB","deviceId":"app_uuid_1","appInfo":{"version":"v4.2.0","apiVersion":"v3.0","userAgent":"x"}}`
	r := actAs(srv, token, "PUT /v3.0/me", body)
	want := strings.TrimSuffix(before, "}}") + `,"authToken":"` + token + `"`
	if got := meStart(t, r); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := rates(r); got != "10000/9999 100000/99999" {
		t.Errorf("X-RateLimit headers %s; a login is a core call", got)
	}
	for range 2 {
		if got := meStart(t, actAs(srv, token, "GET /v3.0/me", "")); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	wantBody(t, act(srv, "GET /v3/users/alice", ""), before)
	wantBody(t, act(srv, "GET /v3/users/alice/auth_tokens/"+token, ""), `{"data":{"uid":"alice","authToken":"`+token+
		`","createdAt":1714564800,"platform":"WEB","appInfo":{"version":"v4.2.0","apiVersion":"v3.0","userAgent":"x"}}}`)
	r = actAs(srv, token, "PUT /v3.0/me", `{"platform":1}`)
	if r.Status != 400 || r.Body != badRequest(`"platform":["The platform must be a string."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

// JavaScript SDK 4.2.0, updateCurrentUserDetails; page "User Management": only the logged-in user
// whatever the uid, and not the role.
func TestUpdateMe(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	act(srv, "POST /v3/roles", `{"role":"boss","name":"Boss"}`)
	act(srv, "POST /v3/users", `{"uid":"ann","name":"Ann"}`)
	bob := act(srv, "GET /v3/users/bob", "").Body
	token := makeToken(t, srv, "ann")
	clock.Advance(1500 * time.Millisecond)
	const end = `,"createdAt":1714564800,"updatedAt":1714564801`
	for _, step := range []struct{ body, want string }{
		{
			`{"hasBlockedMe":false,"blockedByMe":false,"deactivatedAt":0,"uid":"bob","name":" Ann U. ","avatar":"https://e.com/a","statusMessage":"busy","role":"boss","metadata":{"deep":{"er":[true,null]}},"tags":["t1","t2"]}`,
			`"name":"Ann U.","avatar":"https:\/\/e.com\/a","metadata":{"deep":{"er":[true,null]}},"status":"offline","statusMessage":"busy","role":"default"` + end + `,"tags":["t1","t2"]`,
		},
		{
			`{"name":"Ann 3","role":"nobody"}`,
			`"name":"Ann 3","avatar":"https:\/\/e.com\/a","metadata":{"deep":{"er":[true,null]}},"status":"offline","statusMessage":"busy","role":"default"` + end + `,"tags":["t1","t2"]`,
		},
		{
			`{"unset":["avatar","metadata"],"tags":[]}`,
			`"name":"Ann 3","status":"offline","statusMessage":"busy","role":"default"` + end,
		},
	} {
		want := `{"data":{"uid":"ann",` + step.want
		if got := meStart(t, actAs(srv, token, "PUT /v3.0/me", step.body)); got != want+`,"authToken":"`+token+`"` {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		wantBody(t, act(srv, "GET /v3/users/ann", ""), want+"}}")
	}
	before := act(srv, "GET /v3/users/ann", "").Body
	for body, details := range map[string]string{
		`{"avatar":"not a url","name":"No"}`: `"avatar":["The avatar must be a valid URL."]`,
		`{"name":" "}`:                       `"name":["The name field must have a value."]`,
		`{"tags":[" "],"link":"x"}`:          `"link":["The link must be a valid URL."],"tags.0":["The tags.0 field is required."]`,
	} {
		if r := actAs(srv, token, "PUT /v3.0/me", body); r.Status != 400 || r.Body != badRequest(details) {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
	wantBody(t, act(srv, "GET /v3/users/ann", ""), before)
	wantBody(t, act(srv, "GET /v3/users/bob", ""), bob)
	clock.Advance(time.Hour)
	for _, body := range []string{"", "{}", `{"role":"boss"}`, `{"uid":"bob","deactivatedAt":1}`, `{"avatar":"","link":null}`} {
		meStart(t, actAs(srv, token, "PUT /v3.0/me", body))
		wantBody(t, act(srv, "GET /v3/users/ann", ""), before)
	}
}

// JavaScript SDK 4.2.0, logout: the token is unknown afterwards. Other tokens stay.
func TestLogout(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	first, second := makeToken(t, srv, "alice"), makeToken(t, srv, "alice")
	wantBody(t, actAs(srv, first, "DELETE /v3.0/me", ""), `{"data":{"success":true,"message":"User logged out successfully."}}`)
	for _, call := range []string{"PUT /v3.0/me", "GET /v3.0/me", "DELETE /v3.0/me", "GET /v3.0/settings", "POST /v3.0/me/jwt", "POST /v3.0/user_sessions"} {
		r := actAs(srv, first, call, "{}")
		wantCode(t, r, 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
		if got := rates(r); got != "none" {
			t.Errorf("%s: headers %s", call, got)
		}
	}
	wantCode(t, actAs(srv, second, "GET /v3.0/me", ""), 200, "")
	if got, _ := column(t, act(srv, "GET /v3/users/alice/auth_tokens", "").Body, "authToken"); len(got) != 1 || got[0] != second {
		t.Errorf("tokens left: %s", got)
	}
}

// JavaScript SDK 4.2.0: getJWT wants data.token; user_sessions gives the session id back.
func TestJWTAndUserSessions(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	token := makeToken(t, srv, "alice")
	r := actAs(srv, token, "POST /v3.0/me/jwt", `{"passthrough":{"uid":"x"}}`)
	var answer struct{ Data struct{ Token string } }
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatalf("%v: %s", err, r.Body)
	}
	parts := strings.Split(answer.Data.Token, ".")
	if len(parts) != 3 {
		t.Fatalf("the token %q has %d parts", answer.Data.Token, len(parts))
	}
	for i, want := range []string{`{"typ":"JWT","alg":"HS256"}`, `{"iss":"app","sub":"alice","iat":1714564800}`} {
		if got, err := base64.RawURLEncoding.DecodeString(parts[i]); err != nil || string(got) != want {
			t.Errorf("part %d: %s %v, want %s", i, got, err, want)
		}
	}
	if me := actAs(srv, token, "GET /v3.0/me", ""); !strings.Contains(me.Body, `"jwt":"`+answer.Data.Token+`"`) {
		t.Errorf("me has another jwt in the same second: %s", me.Body)
	}
	if other := actAs(srv, makeToken(t, srv, "bob"), "POST /v3.0/me/jwt", ""); other.Status != 200 || other.Body == r.Body {
		t.Errorf("another user's jwt: %d %s", other.Status, other.Body)
	}

	for body, want := range map[string]string{
		`{"sessionId":"ab/c","data":{"app":{}},"generatedAt":1}`: `{"data":{"sessionId":"ab\/c"}}`,
		"": `{"data":{}}`, "{}": `{"data":{}}`,
	} {
		wantBody(t, actAs(srv, token, "POST /v3.0/user_sessions", body), want)
	}
	wantCode(t, actAs(srv, token, "POST /v3.0/user_sessions", `{"sessionId":[1]}`), 400, "ERR_BAD_REQUEST")
}

// A call of one surface with what lets one into the other is refused, and leaves no trace.
func TestSurfacesAreApart(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	token := makeToken(t, srv, "alice")
	for _, call := range []string{
		"GET /v3/users/alice/auth_tokens", "POST /v3/users/alice/auth_tokens", "DELETE /v3/users/alice/auth_tokens", "GET /v3/users/alice/auth_tokens/" + token,
		"GET /v3/roles", "POST /v3/roles", "DELETE /v3/roles/default", "GET /v3/apikeys", "DELETE /v3/apikeys/" + authKey,
	} {
		wantCode(t, actAs(srv, token, call, `{"role":"r","name":"n"}`), 401, "AUTH_ERR_EMPTY_APIKEY")
	}
	for _, call := range []string{"GET /v3/me", "PUT /v3/me", "DELETE /v3/me", "POST /v3/me/jwt", "GET /v3/settings", "POST /v3/user_sessions"} {
		wantCode(t, act(srv, call, "{}"), 404, "ERR_API_NOT_FOUND") // the server API has no such path
		method, target, _ := strings.Cut(call, " ")
		wantCode(t, send(srv, request{method: method, target: target}), 401, "AUTH_ERR_EMPTY_AUTH_TOKEN")
		wantCode(t, actAs(srv, fullKey, call, "{}"), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	}
	wantCode(t, actAs(srv, token, "GET /v3/me", ""), 200, "")
	if _, total := column(t, act(srv, "GET /v3/roles", "").Body, "role"); total != 1 {
		t.Errorf("%d roles after calls that were refused", total)
	}
}

// A token opens its own app and no other.
func TestTokenOfAnotherApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	r := send(srv, request{method: "POST", target: "/v3/users/alice/auth_tokens", key: fullKey, header: map[string]string{"appId": "first"}})
	var answer struct{ Data struct{ AuthToken string } }
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err)
	}
	for app, status := range map[string]int{"first": 200, "second": 401} {
		r := send(srv, request{target: "/v3.0/me", header: map[string]string{"appId": app, "authToken": answer.Data.AuthToken}})
		if r.Status != status {
			t.Errorf("%s: %d %s", app, r.Status, r.Body)
		}
	}
}

// Recorded: cometchat/chat-sdk-ionic, issue 1, the text with the token as it was sent, in the envelope
// of today.
func TestRecordedUnknownAuthToken(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	r := send(srv, request{target: "/v3.0/me", header: map[string]string{"authToken": "<your auth token >"}})
	wantCode(t, r, 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	golden.Bytes(t, "Errors/AUTH_ERR_AUTH_TOKEN_NOT_FOUND.json", []byte(r.Body))
	if got := rates(r); got != "none" {
		t.Errorf("X-RateLimit headers %s", got)
	}
	const long = "alice_1694668129d2eca40a65abba29e6860224018ad8"
	r = send(srv, request{target: "/v3.0/me", header: map[string]string{"authToken": long}})
	if !strings.Contains(r.Body, `"message":"The auth token `+long+` does not exist.`) {
		t.Errorf("%s", r.Body)
	}
	if reason := r.Header.Get("X-Chatdouble-Reason"); strings.Contains(reason, long) {
		t.Errorf("the reason shows the token: %s", reason)
	}
}
