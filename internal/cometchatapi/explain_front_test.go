package cometchatapi_test

import (
	"cmp"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Every way to an app, over real connections: the explanation finds the app by the same way, and says
// of none that it has changed.
func TestExplainOverRealConnections(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	own := srv.CometChat(t)
	const users = "/v3/users/alice"
	for _, tt := range []struct {
		name string
		url  string // of the server when empty
		request
		check, detail string // the one that failed, or how the app was found
	}{
		{"host", "", request{target: users, host: "second.api-eu.localhost", key: fullKey}, "", `"second" in region "eu", found by the host "second.api-eu.localhost"`},
		{"header", "", request{target: users, key: fullKey, header: map[string]string{"appId": "first"}}, "", `"first" in region "us", found by the header appId`},
		{"path", "", request{target: "/__apps/second" + users, key: fullKey}, "", `"second" in region "eu", found by the path, which begins with /__apps/second`},
		{"port", own.BaseURL, request{target: "/users", key: own.APIKey}, "", `"` + own.AppID + `" in region "us", found by the port, which is its own`},
		{"path-unknown", "", request{target: "/__apps/nobody" + users, key: fullKey}, "app", `this server has no CometChat app "nobody"; it has "first", "second", "` + own.AppID + `"`},
		{"nobody", "", request{target: users, key: fullKey}, "app", "this server has 3 CometChat apps and the request names none; send the header appId, or use the base URL /__apps/{appId}/v3"},
		{"no-version", "", request{target: "/users/alice/blockedusers", key: fullKey}, "vendor", "no such path: CometChat is under /v3, ZIM at /, the server's own API under /__admin; the nearest is GET /v3/users/{uid}/blockedusers; the path lacks /v3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := srv.Explain(connect(t, cmp.Or(tt.url, srv.URL), tt.request).ID())
			var check, detail string
			for _, c := range e.Checks {
				if c.Verdict == "failed" {
					check, detail = c.Name, c.Detail
					break
				}
				if c.Name == "app" {
					detail = c.Detail
				}
			}
			last := e.Checks[len(e.Checks)-1]
			if check != tt.check || detail != tt.detail || last.Name == "unchanged since" {
				t.Errorf("%q failed, %q; want %q, %q\n%+v", check, detail, tt.check, tt.detail, e)
			}
		})
	}
}
