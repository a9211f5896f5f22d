package cometchatapi_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

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

// JavaScript SDK 4.2.0: getJWT wants data.token. What it is made of stands in flows as it is sent.
func TestJWT(t *testing.T) {
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
