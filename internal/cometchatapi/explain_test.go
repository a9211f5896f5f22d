package cometchatapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/desk"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

// chatDesk is a desk with two apps.
type chatDesk struct{ *desk.Desk }

const (
	otherKey   = "ffffffffffffffffffffffffffffffffffffffff"
	aliceToken = "alice_1234567890abcdef"
)

var deskNoon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func newDesk(t testing.TB) chatDesk {
	t.Helper()
	d := desk.New(deskNoon, func(apps *gateway.Apps) gateway.Vendor { return cometchatapi.New(apps) })
	add := func(id, region string, fill func(*store.Tx)) {
		d.Add(t, &gateway.App{
			Vendor: cometchatapi.Vendor, ID: id, Region: region, Quotas: map[string]int{"core": 5, "standard": 5, "app": 10, "import": 5},
		}, store.ByTime, fill)
	}
	add("first", "us", func(tx *store.Tx) {
		tx.PutKey(store.Key{Value: fullKey, Name: "rest", Scope: cometchatapi.FullAccess})
		tx.PutKey(store.Key{Value: "76543210fedcba9876543210fedcba9876543210", Name: "auth", Scope: cometchatapi.AuthOnly})
		for _, uid := range []string{"alice", "bob"} {
			tx.PutUser(store.User{ID: uid, Name: uid, CreatedAt: deskNoon})
		}
		tx.PutUser(store.User{ID: "gone", Name: "gone", CreatedAt: deskNoon, DeactivatedAt: deskNoon})
		tx.PutToken(store.Token{Value: aliceToken, UserID: "alice", CreatedAt: deskNoon})
	})
	add("second", "eu", func(tx *store.Tx) {
		tx.PutKey(store.Key{Value: otherKey, Name: "rest", Scope: cometchatapi.FullAccess})
	})
	d.App, _ = d.Apps.Find("first") // alice, bob and gone, who is deactivated, are in it
	return chatDesk{d}
}

// ask sends a request and returns its entry in the journal and the reason beside the answer.
func (d chatDesk) ask(q request) (journal.Entry, string) {
	if q.method == "" {
		q.method = http.MethodGet
	}
	r := httptest.NewRequest(q.method, q.target, strings.NewReader(q.body))
	r.Host = q.host
	if q.key != "" {
		r.Header.Set("apikey", q.key)
	}
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	return d.Ask(r)
}

const (
	firstHost = "first.api-us.localhost:8080"
	listURL   = "/v3/users/alice/blockedusers"
	deskAuth  = "76543210fedcba9876543210fedcba9876543210"
)

// Slips as people make them: the code, what the header says, the check that failed, and for what
// matched no operation the nearest one.
func TestSlipsAreExplained(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		request
		code    string
		check   string
		words   string
		nearest string
	}{
		{"version-2", request{target: "/v2/users/alice", key: fullKey}, "ERR_INVALID_API_VERSION", "version", `"v2"; v3 and v3.0 are known`, "GET /v3/users/{uid}; the version is v3"},
		{"user-singular", request{target: "/v3/user/alice/blockedusers", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is GET /v3/users/{uid}/blockedusers", "GET /v3/users/{uid}/blockedusers"},
		{"blocked-singular", request{target: "/v3/users/alice/blockeduser", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is GET /v3/users/{uid}/blockedusers", "GET /v3/users/{uid}/blockedusers"},
		{"blocked-with-dash", request{target: "/v3/users/alice/blocked-users", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is", "GET /v3/users/{uid}/blockedusers"},
		{"camel-case", request{target: "/v3/users/alice/blockedUsers", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is", "GET /v3/users/{uid}/blockedusers"},
		{"wrong-method", request{method: "PUT", target: listURL, key: fullKey}, "ERR_API_NOT_FOUND", "route", "not PUT", "GET or POST or DELETE /v3/users/{uid}/blockedusers, not PUT"},
		{"uid-behind-the-list", request{method: "DELETE", target: listURL + "/bob", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is DELETE /v3/users/{uid}/blockedusers", "DELETE /v3/users/{uid}/blockedusers"},
		{"version-twice", request{target: "/v3/v3/users/alice", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is GET /v3/users/{uid}", "GET /v3/users/{uid}"},
		{"not-emulated", request{target: "/v3/groups/g", key: fullKey}, "ERR_API_NOT_FOUND", "route", "known to the vendor, not emulated", "GET under /v3/groups, known to the vendor, not emulated"},
		{"near-not-emulated", request{target: "/v3/group/g", key: fullKey}, "ERR_API_NOT_FOUND", "route", "no operation GET /v3/group/g", "GET under /v3/groups, known to the vendor, not emulated"},
		{"no-app", request{target: listURL, host: "localhost", key: fullKey}, "AUTH_ERR_EMPTY_APPID", "app", "send the header appId", ""},
		{"app-misspelt", request{target: listURL, key: fullKey, header: map[string]string{"appId": "First"}}, "AUTH_ERR_INVALID_APPID", "app", `the case of letters counts: it has "first"`, ""},
		{"app-unknown", request{target: listURL, host: "frist.api-us.localhost", key: fullKey}, "AUTH_ERR_INVALID_APPID", "app", `no CometChat app "frist"; it has "first", "second"`, ""},
		{"wrong-region", request{target: listURL, host: "first.api-eu.localhost", key: fullKey}, "AUTH_ERR_INVALID_APPID", "app", `in region "us", the host says "eu"`, ""},
		{"no-key", request{target: listURL, host: firstHost}, "AUTH_ERR_EMPTY_APIKEY", "apikey", "send one of the app's API keys", ""},
		{"key-as-bearer", request{target: listURL, host: firstHost, header: map[string]string{"Authorization": "Bearer " + fullKey}}, "AUTH_ERR_EMPTY_APIKEY", "apikey", "Authorization is not looked at", ""},
		{"key-in-query", request{target: listURL + "?apiKey=" + fullKey, host: firstHost}, "AUTH_ERR_EMPTY_APIKEY", "apikey", "sent in the query", ""},
		{"key-with-dash", request{target: listURL, host: firstHost, header: map[string]string{"api-key": fullKey}}, "AUTH_ERR_EMPTY_APIKEY", "apikey", "only apikey is looked at", ""},
		{"key-unset", request{target: listURL, host: firstHost, key: "undefined"}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "a setting that was never filled in", ""},
		{"key-quoted", request{target: listURL, host: firstHost, key: `"` + fullKey + `"`}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "something around it", ""},
		{"key-upper-case", request{target: listURL, host: firstHost, key: strings.ToUpper(fullKey)}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "in upper case", ""},
		{"key-of-other-app", request{target: listURL, host: firstHost, key: otherKey}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", `a key of app "second"`, ""},
		{"app-id-as-key", request{target: listURL, host: firstHost, key: "first"}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "the id of the app", ""},
		{"token-as-key", request{target: listURL, host: firstHost, key: aliceToken}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "header authToken", ""},
		{"key-cut-off", request{target: listURL, host: firstHost, key: fullKey[:20]}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "sent with 20 characters, the app has 2 of 40 characters", ""},
		{"auth-key", request{target: listURL, host: firstHost, key: deskAuth}, "AUTH_ERR_NO_ACCESS", "scope", `"auth" has the scope authOnly; ListBlockedUsers needs fullAccess`, ""},
		{"no-token", request{target: "/v3/me", host: "first.apiclient-us.localhost"}, "AUTH_ERR_EMPTY_AUTH_TOKEN", "authToken", "/users/{uid}/auth_tokens makes a token", ""},
		{"key-as-token", request{target: "/v3/me", host: firstHost, header: map[string]string{"authToken": fullKey}}, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", "known authToken", "belongs into the header apikey", ""},
		{"token-unknown", request{target: "/v3/me", host: firstHost, header: map[string]string{"authToken": "alice_x"}}, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", "known authToken", "no such auth token", ""},
		{"body-too-large", request{method: "POST", target: listURL, host: firstHost, key: fullKey, body: strings.Repeat("x", 10_001)}, "ERR_BAD_REQUEST", "body", "--max-body", ""},
		{"user-unknown", request{target: "/v3/users/alise", host: firstHost, key: fullKey}, "ERR_UID_NOT_FOUND", "user", `no user has the uid "alise"`, ""},
		{"user-deactivated", request{target: "/v3/users/gone/blockedusers", host: firstHost, key: fullKey}, "ERR_UID_NOT_FOUND", "user", "there but deactivated", ""},
		{"page-a-word", request{target: listURL + "?page=two", host: firstHost, key: fullKey}, "ERR_BAD_REQUEST", "parameters", `page must be an integer. (page is "two")`, ""},
		{"list-missing", request{method: "POST", target: listURL, host: firstHost, key: fullKey, body: `{"uids":["bob"]}`}, "ERR_BAD_REQUEST", "parameters", "blocked uids field is required", ""},
		{"two-missing", request{method: "POST", target: "/v3/users", host: firstHost, key: fullKey, body: `{"id":"x"}`}, "ERR_BAD_REQUEST", "parameters", "The uid field is required. The name field is required; the parameter id is not one of CreateUser and had no effect; did you mean uid", ""},
		{"broken-json", request{method: "POST", target: "/v3/users", host: firstHost, key: fullKey, body: `{"uid":"x","name":"X",}`}, "ERR_BAD_REQUEST", "parameters", "no JSON object, so it counts as empty", ""},
		{"user-twice", request{method: "POST", target: "/v3/users", host: firstHost, key: fullKey, body: `{"uid":"bob","name":"Bob"}`}, "ERR_UID_ALREADY_EXISTS", "operation", `the user bob is there since 2024-05-01T12:00:00Z, named "bob"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			e, reason := d.ask(tt.request)
			if e.Code != tt.code || !strings.Contains(reason, tt.words) {
				t.Errorf("%s, %q; want %s, %q", e.Code, reason, tt.code, tt.words)
			}
			checks := d.Explain(e)
			if first := desk.Failed(checks); first.Name != tt.check {
				t.Errorf("%q failed, want %q", first.Name, tt.check)
			}
			desk.InOrder(t, checks, reason)
			if tt.nearest != "" {
				if near := d.Nearest(e); near != tt.nearest {
					t.Errorf("nearest is %q, want %q", near, tt.nearest)
				}
			}
			noSecrets(t, reason+desk.Verdicts(checks, 18))
		})
	}
}

// noSecrets fails when a text tells what lets somebody in.
func noSecrets(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{fullKey, otherKey, deskAuth, aliceToken} {
		if strings.Contains(strings.ToLower(text), secret) {
			t.Errorf("a key or token is told: %s", text)
		}
	}
}

// Whole explanations, one file each.
func TestExplanations(t *testing.T) {
	t.Parallel()
	good := request{target: listURL, host: firstHost, key: fullKey}
	for _, tt := range []struct {
		name   string
		ask    request
		before func(chatDesk)
		after  func(chatDesk) // what happens between the request and the question
	}{
		{name: "answered", ask: good},
		{name: "as-me", ask: request{target: "/v3/blockedusers", header: map[string]string{"authToken": aliceToken, "appId": "first"}}},
		{name: "auth-key", ask: request{target: listURL, header: map[string]string{"apikey": deskAuth, "appId": "first"}}},
		{name: "unmatched", ask: request{target: "/v3/users/alice/block", host: firstHost, key: fullKey}},
		{name: "limit", ask: good, before: func(d chatDesk) {
			for range 5 {
				d.ask(good)
			}
		}},
		{name: "key-deleted", ask: good, after: func(d chatDesk) {
			desk.Update(t, d.App, func(tx *store.Tx) { tx.DeleteKey(fullKey) })
		}},
		{name: "fault", ask: good, before: func(d chatDesk) { d.App.Faults.Add(faults.Rule{Code: "ERR_EXCEPTION"}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			if tt.before != nil {
				tt.before(d)
			}
			e, _ := d.ask(tt.ask)
			if tt.after != nil {
				tt.after(d)
			}
			text := desk.Verdicts(d.Explain(e), 18)
			golden.Bytes(t, "explain/"+tt.name+".txt", []byte(text))
			noSecrets(t, text)
		})
	}
}

// How the app was found is said for every way.
func TestHowTheAppWasFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.EnforceLimits = false
	ask := func(prepare func(*http.Request)) string {
		r := httptest.NewRequest(http.MethodGet, listURL, nil)
		r.Host = "127.0.0.1:41234"
		r.Header.Set("apikey", fullKey)
		prepare(r)
		d.ServeHTTP(httptest.NewRecorder(), r)
		for _, c := range d.Explain(d.Last()) {
			if c.Name == "app" && c.Verdict == gateway.Passed {
				return c.Detail
			}
		}
		return "no app"
	}
	for _, tt := range []struct {
		prepare func(*http.Request)
		want    string
	}{
		{func(r *http.Request) { r.Host = firstHost }, `the host "first.api-us.localhost:8080"`},
		{func(r *http.Request) { r.Header.Set("appId", "first") }, "the header appId"},
		{func(r *http.Request) { *r = *r.WithContext(gateway.WithApp(r.Context(), d.App)) }, "the port"},
		{func(r *http.Request) {
			r.RequestURI = "/__apps/first" + r.RequestURI // as a handler before this one leaves it
			*r = *r.WithContext(gateway.WithApp(r.Context(), d.App))
		}, "the path, which begins with /__apps/first"},
	} {
		if got := ask(tt.prepare); !strings.HasPrefix(got, `"first" in region "us", found by `+tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	d.Apps.Remove("second")
	if got := ask(func(*http.Request) {}); !strings.Contains(got, "only app") {
		t.Errorf("%q, want the only app", got)
	}
}

// What was refused may be right by now, and the other way round: the record stands, and the change
// is said.
func TestRecordStands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		ask    request
		change func(*store.Tx)
		check  string // that failed then
		words  string // about now
	}{
		{"user-made-since", request{target: "/v3/users/carol"}, func(tx *store.Tx) { tx.PutUser(store.User{ID: "carol"}) }, "user", `user would pass now: "carol" is there`},
		{"user-back-since", request{target: "/v3/users/gone"}, func(tx *store.Tx) { tx.PutUser(store.User{ID: "gone"}) }, "user", `user would pass now: "gone" is there`},
		{"user-gone-since", request{target: "/v3/users/alice"}, func(tx *store.Tx) { tx.DeleteUser("alice") }, "", "The UID alice does not exist"},
		{"scope-given-since", request{target: listURL, key: deskAuth}, func(tx *store.Tx) { tx.PutKey(store.Key{Value: deskAuth, Scope: cometchatapi.FullAccess}) }, "scope", "scope would pass now: it has fullAccess"},
		{"key-lost-since", request{target: listURL}, func(tx *store.Tx) { tx.DeleteKey(fullKey) }, "", "known apikey would fail now"},
		{"other-user-made-since", request{
			method: "POST", target: "/v3/messages", header: map[string]string{"onBehalfOf": "carol"},
			body: `{"receiver":"bob","receiverType":"user","category":"message","type":"text","data":{"text":"hi"}}`,
		}, func(tx *store.Tx) { tx.PutUser(store.User{ID: "carol"}) }, "user", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			tt.ask.host = firstHost
			if tt.ask.key == "" {
				tt.ask.key = fullKey
			}
			e, reason := d.ask(tt.ask)
			desk.Update(t, d.App, tt.change)
			checks := d.Explain(e)
			if tt.check != "" {
				if first := desk.Failed(checks); first.Name != tt.check || first.Detail != reason {
					t.Errorf("first failed is %+v, want %s with %q", first, tt.check, reason)
				}
			}
			last := checks[len(checks)-1]
			if said := last.Name == "unchanged since" && last.Verdict == gateway.Failed; said != (tt.words != "") || !strings.Contains(last.Detail, tt.words) {
				t.Errorf("last is %+v, want %q\n%s", last, tt.words, desk.Verdicts(checks, 18))
			}
		})
	}
}

// The nearest operation of requests that never came to the vendor, and of paths with several slips.
func TestNearest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, tt := range []struct{ method, url, want string }{
		{"GET", "/users/alice/blockedusers?page=1", "GET /v3/users/{uid}/blockedusers; the path lacks /v3"},
		{"POST", "/users", "POST /v3/users; the path lacks /v3"},
		{"PUT", "/user/alice", "PUT /v3/users/{uid}; the path lacks /v3"},
		{"GET", "/api/v3/users", "GET /v3/users"},
		{"GET", "/v3.0/user", "GET /v3/users"},
		{"GET", "/v3/users/alice/blacklist", "GET /v3/users/{uid}/blockedusers"},
		{"POST", "/v3/users/alice/blockusers", "POST /v3/users/{uid}/blockedusers"},
		{"POST", "/v3/users/alice/authtokens", "POST /v3/users/{uid}/auth_tokens"},
		{"POST", "/v3/users/alice/friend", "POST /v3/users/{uid}/friends"},
		{"PATCH", "/v3/users/alice", "GET or PUT or DELETE /v3/users/{uid}, not PATCH"},
		{"GET", "/v3/apikey", "GET /v3/apikeys"},
		{"POST", "/v3/messages/356", "GET /v3/messages/{id}, not POST"},
		{"POST", "/v3/messages/356/reactions/x", "POST under /v3/messages, known to the vendor, not emulated"},
		{"PUT", "/v3/messages/356", "PUT under /v3/messages, known to the vendor, not emulated"},
		{"GET", "/v3/calls", "GET under /v3/calls, known to the vendor, not emulated"},
		{"GET", "/__apps/first/v3/user", "GET /v3/users"},
		{"GET", "/favicon.ico", ""},
		{"GET", "/", ""},
		{"GET", "/v3", ""},
		{"GET", "/health", ""},
		{"GET", "/?Action=QueryBlacklist", ""},
		{"GET", "/v3/" + strings.Repeat("x/", 10_000), ""},
		{"GET", "/v3/" + strings.Repeat("x", 100_000), ""},
	} {
		if got := d.Nearest(journal.Entry{Method: tt.method, URL: tt.url}); got != tt.want {
			t.Errorf("%s %.60s: %q, want %q", tt.method, tt.url, got, tt.want)
		}
	}
}

// Nobody may read a token in the reason of a path that is not there.
func TestReasonHidesTokensInPaths(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, reason := d.ask(request{method: "PATCH", target: "/v3/users/alice/auth_tokens/" + aliceToken, host: firstHost, key: fullKey})
	noSecrets(t, reason)
	if !strings.Contains(reason, "/users/alice/auth_tokens/***") {
		t.Errorf("%q", reason)
	}
}

// Explaining changes nothing: neither counters nor rules nor journals.
func TestExplainChangesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	refused, _ := d.ask(request{target: listURL, host: firstHost, key: deskAuth}) // it counts
	d.App.Faults.Add(faults.Rule{Code: "ERR_EXCEPTION", Times: 1})
	desk.Update(t, d.App, func(tx *store.Tx) { tx.PutKey(store.Key{Value: deskAuth, Scope: "none"}) })
	for range 100 {
		d.Explain(refused)
	}
	if n := len(d.App.Journal.Entries()) + len(d.Journal.Entries()); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
	good := request{target: listURL, host: firstHost, key: fullKey}
	if e, _ := d.ask(good); e.Code != "ERR_EXCEPTION" {
		t.Errorf("the fault rule was used up: %q", e.Code)
	}
	for i := range 4 {
		if e, reason := d.ask(good); e.Code != "" {
			t.Fatalf("call %d: %s (%s): explaining counted", i+2, e.Code, reason)
		}
	}
}
