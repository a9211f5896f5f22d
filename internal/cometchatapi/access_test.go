package cometchatapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
)

// TestWhoIsLetIn asks each operation with nothing, with what is unknown, and with what lets one in elsewhere. An API key
// and an auth token open different surfaces; an operation that both have is declared twice.
func TestWhoIsLetIn(t *testing.T) {
	t.Parallel()
	srv := desk(t, chatdouble.WithLimits(false))
	before := firstOf(t, srv).State()
	opens := map[string]bool{}
	for _, op := range cometchatapi.Operations() {
		opens[op.Credential+" "+op.Method+" "+op.Path] = true
	}
	for _, op := range cometchatapi.Operations() {
		call := op.Method + " " + op.Path
		ask := func(header, value, code string) {
			t.Helper()
			target := "/v3" + strings.NewReplacer("{", "", "}", "").Replace(op.Path)
			r := send(srv, request{method: op.Method, target: target, host: firstHost, body: "{}", header: map[string]string{header: value}})
			if got, err := codeOf(r.Status, []byte(r.Body)); got != code || err != nil || r.Status == http.StatusUnauthorized && rates(r) != "none" {
				t.Errorf("%s with %s %q: %d %s %v, X-RateLimit headers %s, want %s", op.Name, header, value, r.Status, got, err, rates(r), code)
			}
			if want := "(" + op.Name + ") is for end users"; code == "ERR_API_NOT_FOUND" && !strings.Contains(r.Reason(), want) {
				t.Errorf("%s: %q, want %q", op.Name, r.Reason(), want)
			}
		}
		if op.Credential == "authToken" {
			ask("authToken", fullKey, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
			ask("authToken", goneToken, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
			if !opens["apikey "+call] {
				ask("apikey", "", "AUTH_ERR_EMPTY_AUTH_TOKEN")
				ask("apikey", fullKey, "ERR_API_NOT_FOUND")
			}
			continue
		}
		ask("apikey", "", "AUTH_ERR_EMPTY_APIKEY")
		ask("apikey", otherKey, "AUTH_ERR_APIKEY_NOT_FOUND") // of another app
		if op.Scope == cometchatapi.FullAccess {
			ask("apikey", deskAuth, "AUTH_ERR_NO_ACCESS")
		}
		if !opens["authToken "+call] {
			ask("authToken", aliceToken, "AUTH_ERR_EMPTY_APIKEY")
		}
	}
	if after := firstOf(t, srv).State(); after != before {
		t.Errorf("calls that were not let in changed the state to\n%s\nfrom\n%s", after, before)
	}
}

// A token opens its own app and no other.
func TestTokenOfAnotherApp(t *testing.T) {
	t.Parallel()
	srv := desk(t)
	for app, status := range map[string]int{"first": http.StatusOK, "second": http.StatusUnauthorized, "nobody": http.StatusUnauthorized} {
		r := send(srv, request{target: "/v3.0/me", header: map[string]string{"appId": app, "authToken": aliceToken}})
		if r.Status != status {
			t.Errorf("%s: %d, want %d: %s", app, r.Status, status, r.Body)
		}
	}
}
