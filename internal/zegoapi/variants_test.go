package zegoapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// An app that is not switched on in the console, whose answers a page of any origin may read.
func TestServiceOffAndPages(t *testing.T) {
	t.Parallel()
	f := openSample(t, "variants: {service: off, cors: on}")
	a := f.list(t, "FromUserId=alice")
	if a.refused(t, 100000016, "service: off"); a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("no page may read it: %v", a.Header)
	}
	ask := func(query string) vendortest.Reply {
		return vendortest.Ask(f.server, vendortest.Request{
			Method: http.MethodOptions, Target: "/?" + query,
			Header: map[string]string{"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"},
		})
	}
	r := ask("AppId=" + sampleID)
	if r.Status != http.StatusNoContent || r.Header.Get("Access-Control-Allow-Origin") != "*" || r.Header.Get("Access-Control-Allow-Methods") != "GET, POST, OPTIONS" {
		t.Errorf("preflight: HTTP %d, %v", r.Status, r.Header)
	}
	if r := ask("AppId=1"); r.Status != http.StatusMethodNotAllowed || r.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight for no app: HTTP %d, %v", r.Status, r.Header)
	}
}

// By the vendor's own host names all paths are the vendor's. Assumed: one that it has not is 404 in plain text.
func TestOtherPathsOfTheVendorsHost(t *testing.T) {
	t.Parallel()
	f := sample(t)
	for host, status := range map[string]int{"zim-api.zego.im": 404, "zim-api.localhost": 404} {
		r := vendortest.Ask(f.server, vendortest.Request{Host: host, Target: "/v1?" + f.signed("FromUserId=alice")})
		if r.Status != status || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/plain") || !strings.Contains(r.Reason(), "/?Action=") {
			t.Errorf("%s: HTTP %d, %s, %q", host, r.Status, r.Header.Get("Content-Type"), r.Reason())
		}
		if first := vendortest.FirstFailed(f.server.Explain(r.ID()).Checks); first.Name != "path" || first.Detail != r.Reason() {
			t.Errorf("%s: the check that failed is %+v", host, first)
		}
	}
}

// Where there are many apps, or none, the refusal says so.
func TestUnknownAppAmongMany(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t)
	f := another(t, server)
	for range 3 {
		another(t, server)
	}
	c := f.right()
	c.appID = "1"
	f.ask(t, "GET", c.with(), "").refused(t, 100000010, "GET /__admin/apps lists the")
}

// Marks that make no sense are refused by the server's own API, and change nothing. Who logs in is there from then on.
func TestMarksOfUsers(t *testing.T) {
	t.Parallel()
	f := sample(t)
	f.SetOnlineState("alice", "loggedIn")
	f.SetOnlineState("new", "online")
	state := f.State()
	if !strings.Contains(state, "loggedInAt: \"2021-03-08T07:02:23Z\"") && !strings.Contains(state, "loggedInAt: 2021-03-08T07:02:23Z") || !strings.Contains(state, "userId: new") {
		t.Errorf("nobody has logged in:\n%s", state)
	}
	for _, tt := range []struct{ id, mark, word string }{
		{"alice", "Online", "loggedIn"},
		{"alice", "", "empty"},
		{"ghost", "offline", "log in first"},
		{"ghost", "loggedOut", "log in first"},
		{"a*b", "online", "character"},
		{strings.Repeat("x", 33), "online", "32 bytes"},
	} {
		r := vendortest.Ask(f.server, vendortest.Request{
			Method: http.MethodPut, Target: "/__admin/apps/zim:" + sampleID + "/users/" + tt.id + "/state", Body: toJSON(t, body{"state": tt.mark}),
		})
		if r.Status < 400 || r.Status >= 500 || !strings.Contains(r.Body, tt.word) {
			t.Errorf("%q %q: HTTP %d %s, want a refusal with %q", tt.id, tt.mark, r.Status, r.Body, tt.word)
		}
	}
	if after := f.State(); after != state {
		t.Errorf("a refusal changed the state to\n%s\nfrom\n%s", after, state)
	}
}
