package cometchatapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
)

// allowed is what every answer says to browsers (recorded: fixture block_user/unblock_user).
var allowed = map[string]string{
	"Access-Control-Allow-Origin":  "*",
	"Access-Control-Allow-Methods": "OPTIONS,HEAD,GET,POST,PUT,PATCH,DELETE",
	"Access-Control-Allow-Headers": "Content-Type,Accept,Cache-Control,Authorization,X-Requested-With,appId,apiKey,authToken,onBehalfOf,resource,Accept-Encoding,group,region,sdk,guid,uid,clientEnvironment,extensionId,username,password,callToken,onBehalfOfUser",
}

// preflight is a request as a browser sends it before a call of the SDK, without app and key.
func preflight(method, path string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Origin", "https://page.example")
	r.Header.Set("Access-Control-Request-Method", "PUT")
	r.Header.Set("Access-Control-Request-Headers", "appid,authtoken,content-type,resource,sdk")
	return r
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	api := cometchatapi.New(nil)
	on := clock.System()
	on.Freeze(time.Date(2031, 5, 4, 3, 2, 1, 0, time.UTC))
	for _, path := range []string{"/v3/me", "/v3.0/users/alice/blockedusers", "/v3.0/no/such/path", "/v3", "/v3.0/"} {
		w := httptest.NewRecorder()
		if !api.Preflight(w, preflight("OPTIONS", path), on) || w.Code != http.StatusOK || w.Body.Len() != 0 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		for name, want := range allowed {
			if got := w.Header()[name]; len(got) != 1 || got[0] != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if got := w.Header().Get("Date"); got != "Sun, 04 May 2031 03:02:01 GMT" {
			t.Errorf("%s: Date is %q, want the clock's", path, got)
		}
		if names := slices.Sorted(maps.Keys(w.Header())); fmt.Sprint(names) != "[Access-Control-Allow-Headers Access-Control-Allow-Methods Access-Control-Allow-Origin Content-Length Date]" {
			t.Errorf("%s: headers %s", path, names)
		}
	}
	plain := preflight("OPTIONS", "/v3/me")
	plain.Header.Del("Access-Control-Request-Method")
	for _, r := range []*http.Request{
		plain, preflight("OPTIONS", "/v2/me"),
		preflight("OPTIONS", "/"), preflight("OPTIONS", "/__admin/apps"), preflight("OPTIONS", "/v3x/me"),
	} {
		w := httptest.NewRecorder()
		if api.Preflight(w, r, on) || len(w.Header()) > 0 || w.Body.Len() > 0 {
			t.Errorf("%s %s is taken for a preflight: %v", r.Method, r.URL, w.Header())
		}
	}
}

// A browser asks before the call and looks at the answer's headers also when it is a refusal.
func TestCallsFromABrowser(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	ask := map[string]string{"Origin": "https://page.example", "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "appid,authtoken"}
	token := makeToken(t, srv, "alice")
	for name, r := range map[string]reply{
		"preflight":                       send(srv, request{method: "OPTIONS", target: "/v3.0/me", header: ask}),
		"preflight of a path nobody has":  send(srv, request{method: "OPTIONS", target: "/v3.0/x/y", header: ask}),
		"preflight of an app nobody has":  send(srv, request{method: "OPTIONS", target: "/v3.0/me", host: "nobody.apiclient-us.localhost", header: ask}),
		"good call":                       actAs(srv, token, "GET /v3.0/me", ""),
		"call with an unknown token":      actAs(srv, "x", "GET /v3.0/me", ""),
		"call without a token":            send(srv, request{target: "/v3.0/me"}),
		"call that is refused as invalid": actAs(srv, token, "PUT /v3.0/me", `{"name":""}`),
		"call of a path nobody has":       actAs(srv, token, "GET /v3.0/x/y", ""),
	} {
		for header, want := range allowed {
			if got := r.Header.Get(header); got != want {
				t.Errorf("%s: %d, %s is %q", name, r.Status, header, got)
			}
		}
	}
	r := send(srv, request{method: "OPTIONS", target: "/v3.0/me", header: ask})
	if r.Status != 200 || r.Body != "" {
		t.Errorf("preflight: %d %s", r.Status, r.Body)
	}
	wantCode(t, send(srv, request{method: "OPTIONS", target: "/v3.0/me"}), 404, "ERR_API_NOT_FOUND")
}
