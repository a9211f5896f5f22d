package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// twoApps have the same key. In first, alice has blocked one; in second, two.
var twoApps = chatdouble.WithFixtureYAML("two.yaml", fmt.Sprintf(`
cometchat:
  - appId: first
    region: us
    apiKeys: [{key: %[1]s, scope: fullAccess}]
    users: [{uid: alice, blocks: [one]}, {uid: one}]
  - appId: second
    region: eu
    apiKeys: [{key: %[1]s, scope: fullAccess}]
    users: [{uid: alice, blocks: [two]}, {uid: two}]
`, fullKey))

// Documented: the host names the app. Android SDK: so does the header, beside a host of the region
// alone. Assumed: the host wins; unknown app and wrong region are AUTH_ERR_INVALID_APPID.
func TestAppOfARequest(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	for _, tt := range []struct{ host, header, want string }{
		{"first.api-us.cometchat.io", "", "one"},
		{"first.api-us.localhost", "", "one"},
		{"first.api-us.localhost:8080", "", "one"},
		{"FIRST.Api-US.LocalHost", "", "one"},
		{"first.apiclient-us.cometchat.io", "", "one"},
		{"second.api-eu.cometchat.io", "", "two"},
		{"second.apiclient-eu.localhost", "", "two"},
		{"second.api-us.localhost", "", "AUTH_ERR_INVALID_APPID"},
		{"nobody.api-us.localhost", "", "AUTH_ERR_INVALID_APPID"},

		{"", "first", "one"},
		{"", "second", "two"},
		{"localhost", "second", "two"},
		{"localhost", "nobody", "AUTH_ERR_INVALID_APPID"},
		{"localhost", "a/b", "AUTH_ERR_INVALID_APPID"},
		{"api-us.cometchat.io", "first", "one"},
		{"api-eu.cometchat.io", "second", "two"},
		{"apiclient-eu.cometchat.io", "second", "two"},
		{"api-eu.cometchat.io", "first", "AUTH_ERR_INVALID_APPID"},

		{"", "", "AUTH_ERR_EMPTY_APPID"},
		{"localhost", "", "AUTH_ERR_EMPTY_APPID"},
		{"api-us.cometchat.io", "", "AUTH_ERR_EMPTY_APPID"},

		{"first.api-us.localhost", "first", "one"},
		{"first.api-us.localhost", "second", "one"},
		{"second.api-eu.localhost", "nobody", "two"},
		{"nobody.api-us.localhost", "first", "AUTH_ERR_INVALID_APPID"},
	} {
		q := request{target: "/v3/users/alice/blockedusers", host: tt.host, key: fullKey}
		if tt.header != "" {
			q.header = map[string]string{"appId": tt.header}
		}
		r := send(srv, q)
		got, err := codeOf(r.Status, []byte(r.Body))
		if r.Status == 200 {
			got = readPage(t, r.Body).uids()
		}
		if got != tt.want || err != nil {
			t.Errorf("host %q, header %q: %s %v, want %s: %s", tt.host, tt.header, got, err, tt.want, r.Body)
		}
		if r.Status == 401 && rates(r) != "none" {
			t.Errorf("host %q, header %q: X-RateLimit headers %s on a 401", tt.host, tt.header, rates(r))
		}
	}
}

// Page "Error Guide": the codes. Assumed: the texts.
func TestTextsAboutTheApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	for _, tt := range []struct{ host, header, text, code string }{
		{"localhost", "", "The appId is missing in the headers.", "AUTH_ERR_EMPTY_APPID"},
		{"localhost", "a/b é", `The appId a\/b \u00e9 is invalid or does not exist in this region.`, "AUTH_ERR_INVALID_APPID"},
		{"Nobody.api-us.localhost", "", "The appId nobody is invalid or does not exist in this region.", "AUTH_ERR_INVALID_APPID"},
		{"first.api-eu.localhost", "", "The appId first is invalid or does not exist in this region.", "AUTH_ERR_INVALID_APPID"},
	} {
		r := send(srv, request{target: "/v3/users/alice/blockedusers", host: tt.host, key: fullKey, header: map[string]string{"appId": tt.header}})
		want := `{"error":{"message":"` + tt.text + `","devMessage":"` + tt.text + `","source":"chat-api","code":"` + tt.code + `"}}`
		if r.Status != 401 || r.Body != want {
			t.Errorf("status %d\n got: %s\nwant: %s", r.Status, r.Body, want)
		}
	}
}

// Public programs of the time before v3 (diegostamigni/Rest.CometChat): the host of the region, and the app in a header.
// Assumed: the answers, errors included, are those of v3.
func TestOlderVersion(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps, chatdouble.WithLimits(false))
	for _, tt := range []struct{ method, path, key, appID, body, code string }{
		{"GET", "/users/alice/blockedusers", fullKey, "first", "", ""},
		{"POST", "/messages", fullKey, "first", `{"receiver":"one","data":{"text":"hi"}}`, ""},
		{"GET", "/users/ghost", fullKey, "first", "", "ERR_UID_NOT_FOUND"},
		{"POST", "/users", fullKey, "first", "{}", "ERR_BAD_REQUEST"},
		{"GET", "/userss", fullKey, "first", "", "ERR_API_NOT_FOUND"},
		{"GET", "/users", fullKey, "nobody", "", "AUTH_ERR_INVALID_APPID"},
		{"GET", "/users", "", "first", "", "AUTH_ERR_EMPTY_APIKEY"},
		{"GET", "/users", strings.Repeat("a", 40), "first", "", "AUTH_ERR_APIKEY_NOT_FOUND"},
	} {
		q := request{
			method: tt.method, host: "api-us.cometchat.io", body: tt.body,
			header: map[string]string{"appId": tt.appID, "apiKey": tt.key, "Content-Type": "application/json"},
		}
		ask := func(version string) reply {
			srv.App(t, "cometchat:first").Reset()
			srv.App(t, "cometchat:first").Clock().Freeze(noon)
			q.target = version + tt.path
			return send(srv, q)
		}
		old, r := ask("/v2.0"), ask("/v3")
		if code, _ := codeOf(old.Status, []byte(old.Body)); old.Status != r.Status || old.Body != r.Body || old.Status != 200 && code != tt.code {
			t.Errorf("%s %s: %d %s\nunder /v3: %d %s", tt.method, tt.path, old.Status, old.Body, r.Status, r.Body)
		}
		for name := range r.Header {
			if !strings.HasPrefix(name, "X-Chatdouble") && old.Header.Get(name) != r.Header.Get(name) {
				t.Errorf("%s %s: %s is %q, under /v3 %q", tt.method, tt.path, name, old.Header.Get(name), r.Header.Get(name))
			}
		}
	}
}

func TestSpellingOfTheAppHeader(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, twoApps)
	for _, name := range []string{"appId", "appid", "APPID", "AppID"} {
		r := send(srv, request{target: "/v3/users/alice/blockedusers", key: fullKey, header: map[string]string{name: "second"}})
		if r.Status != 200 || readPage(t, r.Body).uids() != "two" {
			t.Errorf("%s: status %d: %s", name, r.Status, r.Body)
		}
	}
}

// This server's own rule: where there is one app, a request that names none means that one.
func TestOnlyApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for _, host := range []string{"", "localhost", "chat.internal.example:8080", "[::1]:8080"} {
		r := send(srv, request{target: "/v3/users/alice/blockedusers", host: host, key: fullKey})
		if r.Status != 200 || readPage(t, r.Body).uids() != "bob" {
			t.Errorf("host %q: status %d: %s", host, r.Status, r.Body)
		}
	}
	for _, q := range []request{{host: "other.api-us.localhost"}, {header: map[string]string{"appId": "other"}}} {
		q.target, q.key = "/v3/users/alice/blockedusers", fullKey
		r := send(srv, q)
		if code, _ := codeOf(r.Status, []byte(r.Body)); code != "AUTH_ERR_INVALID_APPID" {
			t.Errorf("host %q, header %v: %s", q.host, q.header, r.Body)
		}
	}
}

// A fresh app of the library answers on a port of its own without any name.
func TestFreshAppNeedsNoName(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	app.Block("alice", "bob")
	srv.CometChat(t) // another one changes nothing
	r := connect(t, app.BaseURL, request{target: "/users/alice/blockedusers", key: app.APIKey})
	if r.Status != 200 || readPage(t, r.Body).uids() != "bob" {
		t.Errorf("status %d: %s", r.Status, r.Body)
	}
}

// Which apps there are is said when they are few.
func TestAppsThatThereAre(t *testing.T) {
	t.Parallel()
	for apps, want := range map[int]string{0: "it has none", 4: "GET /__admin/apps lists the 4 that it has"} {
		srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("none.yaml", "zim: []\n"))
		for range apps {
			srv.CometChat(t)
		}
		r := send(srv, request{target: aliceList, host: "nobody.api-us.localhost", key: fullKey})
		if wantCode(t, r, 401, "AUTH_ERR_INVALID_APPID"); !strings.Contains(r.Reason(), want) {
			t.Errorf("%d apps: %q, want %q", apps, r.Reason(), want)
		}
	}
}
