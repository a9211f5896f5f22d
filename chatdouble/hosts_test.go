package chatdouble_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A host of one vendor never gets the other vendor's answer, whatever the path. The journal has what
// matched nothing, by its vendor, and says why.
func TestVendorByHost(t *testing.T) {
	t.Parallel()
	const (
		zimError   = `{"Code":100000006,`
		chatError  = `{"error":{`
		plainError = "404 page not found\n"
	)
	for _, tt := range []struct {
		host, path string
		status     int
		begin      string // of the body
		vendor     string // in the journal
		reason     string // a part of it
	}{
		{"zim-api.zego.im", "/v2/peers/message", 404, plainError, "zim", "all of ZIM is at /"},
		{"ZIM-API-FRA.zego.IM:443", "/v3/users", 404, plainError, "zim", "all of ZIM is at /"},
		{"auth-api.zego.im", "/licence", 404, plainError, "zim", "all of ZIM is at /"},
		{"zim-api.localhost:8080", "/v2/peers/message", 404, plainError, "zim", "all of ZIM is at /"},
		{"zim-api.zego.im.", "/", 200, zimError, "zim", "Action is missing"},
		{"zim-api.zego.im", "", 200, zimError, "zim", "Action is missing"},

		{"mockapp.api-us.cometchat.io", "/", 404, chatError, "cometchat", "all of CometChat is under /v3"},
		{"mockapp.api-us.cometchat.io", "/?Action=QueryBlacklist", 404, chatError, "cometchat", "all of CometChat is under /v3"},
		{"mockapp.api-us.cometchat.io", "/users/a/blockedusers", 404, chatError, "cometchat", "the nearest is GET /v3/users/{uid}/blockedusers; the path lacks /v3"},
		{"api-us.cometchat.io:443", "/x", 404, chatError, "cometchat", "no such path"},
		{"mockapp.apiclient-eu.cometchat.io", "/v9/me", 404, chatError, "cometchat", "the version in the path"},
		{"mockapp.websocket-us.cometchat.io", "/x", 404, chatError, "cometchat", "no such path"},
		{"mockapp.api-us.localhost:8080", "/", 404, chatError, "cometchat", "no such path"},

		// Any other host: by the path alone.
		{"example.com", "/v2/peers/message", 404, chatError, "cometchat", "the version in the path"},
		{"zego.im.example.com", "/x", 404, plainError, "", "no such path"},
		{"notzego.im", "/x", 404, plainError, "", "no such path"},
		{"evil-cometchat.io", "/", 200, zimError, "zim", "Action is missing"},
		{"api-gateway.example.com", "/", 200, zimError, "zim", "Action is missing"},
		{"127.0.0.1:8080", "/x", 404, plainError, "", "no such path"},
		{"[::1]:8080", "/", 200, zimError, "zim", "Action is missing"},
	} {
		t.Run(tt.host+tt.path, func(t *testing.T) {
			t.Parallel()
			var unmatched []chatdouble.Request // told before the client has its answer
			srv := chatdouble.Start(t, chatdouble.WithUnmatched(func(r chatdouble.Request) { unmatched = append(unmatched, r) }))
			r := request(t, http.MethodGet, srv.URL+tt.path, nil)
			r.Host = tt.host
			got, err := do(r)
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != tt.status || !strings.HasPrefix(got.Body, tt.begin) {
				t.Errorf("the answer is %d %s, want %d %s...", got.Status, got.Body, tt.status, tt.begin)
			}
			if plain := strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain"); plain != (tt.begin == plainError) {
				t.Errorf("Content-Type is %s", got.Header.Get("Content-Type"))
			}
			if reason := got.Header.Get("X-Chatdouble-Reason"); !strings.Contains(reason, tt.reason) {
				t.Errorf("the reason is %q, want %q in it", reason, tt.reason)
			}
			if len(unmatched) != 1 || unmatched[0].Vendor != tt.vendor {
				t.Fatalf("unmatched are %+v, want one of vendor %q", unmatched, tt.vendor)
			}
			if text := srv.Explain(unmatched[0].ID).String(); !strings.Contains(text, "unmatched") || !strings.Contains(text, ": failed (") || !strings.Contains(text, tt.reason) {
				t.Errorf("the explanation is %s, want what failed and %q", text, tt.reason)
			}
		})
	}
}
