package cometchatapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A call of the other surface, or near one: the reason says for whom it is.
func TestCallOfTheOtherSurface(t *testing.T) {
	t.Parallel()
	srv := desk(t, chatdouble.WithLimits(false))
	for want, q := range map[string]request{
		"the nearest is GET /v3/settings, not PATCH; it is for end users": {method: "PATCH", target: "/v3/settings", host: firstHost, key: fullKey},
		"ListRoles is for API keys only":                                  {target: "/v3/roles", host: "first.apiclient-us.localhost", header: map[string]string{"authToken": aliceToken}},
	} {
		if r := send(srv, q); !strings.Contains(r.Reason(), want) {
			t.Errorf("%s %s: %q, want %q", q.method, q.target, r.Reason(), want)
		}
	}
}

// A base URL with a slash at its end is the usual slip: two slashes in front of the version, or behind
// it.
func TestTwoSlashes(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	for _, target := range []string{"//v3/users", "/v3//users", "/v3/users//alice", "/__apps/first//v3/users"} {
		r := send(srv, request{target: target, host: "first.api-us.localhost", key: fullKey})
		if reason := r.Header.Get("X-Chatdouble-Reason"); r.Status != http.StatusNotFound || !strings.Contains(reason, "two slashes stand together") {
			t.Errorf("%s: %d, %q", target, r.Status, reason)
		}
	}
}

// What the refusal of a request without an app says to use can be used.
func TestAdviceForARequestWithoutApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	r := send(srv, request{target: "/v3/users/one", host: "localhost", key: fullKey})
	_, base, ok := strings.Cut(r.Header.Get("X-Chatdouble-Reason"), "or use the base URL ")
	if !ok {
		t.Fatalf("%q", r.Header.Get("X-Chatdouble-Reason"))
	}
	base = strings.ReplaceAll(base, "{appId}", "first")
	wantCode(t, send(srv, request{target: base + "/users/one", host: "localhost", key: fullKey}), http.StatusOK, "")
}
