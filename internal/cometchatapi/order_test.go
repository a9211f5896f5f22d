package cometchatapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Each request has two things wrong; the first is answered. JavaScript SDK's tests: the key before the
// uid. Assumed: the rest. "spent" are requests after the app's one call a minute is used up.
func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	const list = "/v3/users/alice/blockedusers"
	nobody := map[string]string{"appId": "nobody"}
	for _, tt := range []struct {
		name  string
		spent bool
		q     request
		want  string
	}{
		{"version, endpoint", false, request{target: "/v9/nothing", key: fullKey}, "ERR_INVALID_API_VERSION"},
		{"version, app", false, request{target: "/v9/users/alice/blockedusers", key: fullKey, header: nobody}, "ERR_INVALID_API_VERSION"},
		{"endpoint, app", false, request{target: "/v3/nothing", key: fullKey, header: nobody}, "ERR_API_NOT_FOUND"},
		{"endpoint, key", false, request{target: "/v3/nothing", key: "wrong"}, "ERR_API_NOT_FOUND"},
		{"method, key", false, request{method: "PATCH", target: list}, "ERR_API_NOT_FOUND"},
		{"endpoint, limit", true, request{target: "/v3/nothing", key: fullKey}, "ERR_API_NOT_FOUND"},
		{"app, no key", false, request{target: list, header: nobody}, "AUTH_ERR_INVALID_APPID"},
		{"app, key", false, request{target: list, key: "wrong", header: nobody}, "AUTH_ERR_INVALID_APPID"},
		{"app, scope", false, request{target: list, key: authKey, header: nobody}, "AUTH_ERR_INVALID_APPID"},
		{"no key, uid", false, request{target: "/v3/users/nobody/blockedusers"}, "AUTH_ERR_EMPTY_APIKEY"},
		{"key, uid", false, request{target: "/v3/users/nobody/blockedusers", key: "wrong"}, "AUTH_ERR_APIKEY_NOT_FOUND"},
		{"key, limit", true, request{target: list, key: "wrong"}, "AUTH_ERR_APIKEY_NOT_FOUND"},
		{"key, body", false, request{target: list, key: "wrong", body: strings.Repeat("x", 200)}, "AUTH_ERR_APIKEY_NOT_FOUND"},
		{"scope, uid", false, request{target: "/v3/users/nobody/blockedusers", key: authKey}, "AUTH_ERR_NO_ACCESS"},
		{"scope, limit", true, request{target: list, key: authKey}, "AUTH_ERR_NO_ACCESS"},
		{"scope, parameters", false, request{target: list + "?page=x", key: authKey}, "AUTH_ERR_NO_ACCESS"},
		{"limit, uid", true, request{target: "/v3/users/nobody/blockedusers", key: fullKey}, "ERR_TOO_MANY_REQUESTS"},
		{"limit, parameters", true, request{target: list + "?page=x", key: fullKey}, "ERR_TOO_MANY_REQUESTS"},
		{"limit, body", true, request{target: list, key: fullKey, body: strings.Repeat("x", 200)}, "ERR_TOO_MANY_REQUESTS"},
		{"uid, parameters", false, request{target: "/v3/users/nobody/blockedusers?perPage=x&page=0&direction=up", key: fullKey}, "ERR_UID_NOT_FOUND"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := chatdouble.Start(t, app(pair, "standard: 1"), chatdouble.WithMaxBody(100))
			clockOf(t, srv)
			if tt.spent {
				get(srv, list)
			}
			r := send(srv, tt.q)
			if got, err := codeOf(r.Status, []byte(r.Body)); got != tt.want {
				t.Errorf("%s %v, want %s: %d %s", got, err, tt.want, r.Status, r.Body)
			}
		})
	}
}

// Assumed, as is the rest of the order.
func TestNoAppComesBeforeNoKey(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	for _, key := range []string{"", "wrong", fullKey} {
		r := send(srv, request{target: "/v3/users/nobody/blockedusers?page=x", key: key})
		if got, err := codeOf(r.Status, []byte(r.Body)); got != "AUTH_ERR_EMPTY_APPID" {
			t.Errorf("key %q: %s %v", key, got, err)
		}
	}
}
