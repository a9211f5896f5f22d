package cometchatapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

const (
	otherKey   = "ffffffffffffffffffffffffffffffffffffffff"
	aliceToken = "alice_1234567890abcdef"
	goneToken  = "gone_1234567890abcdef"
)

// desk is a server with two apps whose clock is held still.
func desk(t testing.TB, opts ...chatdouble.Option) *chatdouble.Server {
	t.Helper()
	const limits = "limits: {core: 5, standard: 5, app: 10}"
	return chatdouble.Start(t, append(opts, chatdouble.WithFrozenTime(noon), chatdouble.WithMaxBody(10_000),
		chatdouble.WithFixtureYAML("desk.yaml", fmt.Sprintf(`
epoch: 2024-05-01T12:00:00Z
cometchat:
  - appId: first
    `+limits+`
    apiKeys: [{name: rest, key: %q, scope: fullAccess}, {name: auth, key: %q, scope: authOnly}]
    users:
      - {uid: alice, createdAt: 2024-05-01T12:00:00Z, authTokens: [{authToken: %s}]}
      - {uid: bob, createdAt: 2024-05-01T12:00:00Z}
      - {uid: gone, createdAt: 2024-05-01T12:00:00Z, deactivatedAt: 2024-05-01T12:00:00Z, authTokens: [{authToken: %s}]}
  - appId: second
    region: eu
    `+limits+`
    apiKeys: [{name: rest, key: %s, scope: fullAccess}]
`, fullKey, deskAuth, aliceToken, goneToken, otherKey)))...)
}

// firstOf is the app in which alice, bob and gone are, who is deactivated.
func firstOf(t testing.TB, srv *chatdouble.Server) *chatdouble.App {
	t.Helper()
	return srv.App(t, "cometchat:first")
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
		{"version-2", request{target: "/v2/users/alice", key: fullKey}, "ERR_INVALID_API_VERSION", "version", `"v2"; v3, v3.0 and v2.0 are known`, "GET /v3/users/{uid}; the version is v3"},
		{"user-singular", request{target: "/v3/user/alice/blockedusers", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is GET /v3/users/{uid}/blockedusers", "GET /v3/users/{uid}/blockedusers"},
		{"blocked-singular", request{target: "/v3/users/alice/blockeduser", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is GET /v3/users/{uid}/blockedusers", "GET /v3/users/{uid}/blockedusers"},
		{"blocked-with-dash", request{target: "/v3/users/alice/blocked-users", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is", "GET /v3/users/{uid}/blockedusers"},
		{"camel-case", request{target: "/v3/users/alice/blockedUsers", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is", "GET /v3/users/{uid}/blockedusers"},
		{"wrong-method", request{method: "PUT", target: listURL, key: fullKey}, "ERR_API_NOT_FOUND", "route", "not PUT", "GET or POST or DELETE /v3/users/{uid}/blockedusers, not PUT"},
		{"uid-behind-the-list", request{method: "DELETE", target: listURL + "/bob", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is DELETE /v3/users/{uid}/blockedusers", "DELETE /v3/users/{uid}/blockedusers"},
		{"version-twice", request{target: "/v3/v3/users/alice", key: fullKey}, "ERR_API_NOT_FOUND", "route", "the nearest is GET /v3/users/{uid}", "GET /v3/users/{uid}"},
		{"not-emulated", request{target: "/v3/calls/c", key: fullKey}, "ERR_API_NOT_FOUND", "route", "known to the vendor, not emulated", "GET under /v3/calls of the family Calls, known to the vendor, not emulated"},
		{"near-not-emulated", request{target: "/v3/call/c", key: fullKey}, "ERR_API_NOT_FOUND", "route", "no operation GET /v3/call/c", "GET under /v3/calls of the family Calls, known to the vendor, not emulated"},
		{"family", request{method: "POST", target: "/v3/notifications/push/v1/tokens", key: fullKey}, "ERR_API_NOT_FOUND", "route", "of the family Notifications is known to the vendor, not emulated; a fault rule that matches its path", "POST under /v3/notifications of the family Notifications, known to the vendor, not emulated"},
		{"family-agents", request{target: "/v3/ai-agents/agent-builder/agents", key: fullKey}, "ERR_API_NOT_FOUND", "route", "of the family AI Agents is known to the vendor, not emulated", "GET under /v3/ai-agents of the family AI Agents, known to the vendor, not emulated"},
		{"family-campaigns", request{target: "/v3/campaigns", key: fullKey}, "ERR_API_NOT_FOUND", "route", "of the family Campaigns", "GET under /v3/campaigns of the family Campaigns, known to the vendor, not emulated"},
		{"host-of-calls", request{target: "/v3/users", host: "app.call-us.cometchat.io", key: fullKey}, "ERR_API_NOT_FOUND", "route", "GET /v3/users of the family Calls is known to the vendor, not emulated", ""},
		{"host-of-management", request{target: "/apps/app/webhooks", host: "apimgmt.cometchat.io"}, "ERR_API_NOT_FOUND", "route", "GET /apps/app/webhooks of the family Management is known to the vendor, not emulated", ""},
		{"no-version", request{target: "/favicon.ico", host: firstHost, key: fullKey}, "ERR_INVALID_API_VERSION", "version", "all of CometChat is under /v3", ""},
		{"no-version-elsewhere", request{target: "/users", host: "x.localhost", key: fullKey}, "", "vendor", "no such path", "GET /v3/users; the path lacks /v3"},
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
		{"key-with-its-kind", request{target: listURL, host: firstHost, key: "Bearer " + fullKey}, "AUTH_ERR_APIKEY_NOT_FOUND", "known apikey", "something around it", ""},
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
			srv := desk(t)
			r := send(srv, tt.request)
			reason := r.Reason()
			if e := vendortest.Entry(t, srv, r); e.Code != tt.code || !strings.Contains(reason, tt.words) {
				t.Errorf("%s, %q; want %s, %q", e.Code, reason, tt.code, tt.words)
			}
			checks := srv.Explain(r.ID()).Checks
			if first := vendortest.FirstFailed(checks); first.Name != tt.check {
				t.Errorf("%q failed, want %q", first.Name, tt.check)
			}
			vendortest.InOrder(t, checks, reason)
			if tt.nearest != "" {
				if lost := srv.Unmatched(); len(lost) != 1 || lost[0].Nearest != tt.nearest {
					t.Errorf("unmatched %v, want the nearest to be %q", lost, tt.nearest)
				}
			}
			noSecrets(t, reason+vendortest.Verdicts(checks, 18))
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
		before func(*chatdouble.Server)
		after  func(*chatdouble.Server) // what happens between the request and the question
	}{
		{name: "answered", ask: good},
		{name: "as-me", ask: request{target: "/v3/blockedusers", header: map[string]string{"authToken": aliceToken, "appId": "first"}}},
		{name: "auth-key", ask: request{target: listURL, header: map[string]string{"apikey": deskAuth, "appId": "first"}}},
		{name: "unmatched", ask: request{target: "/v3/users/alice/block", host: firstHost, key: fullKey}},
		{name: "limit", ask: good, before: func(srv *chatdouble.Server) {
			for range 5 {
				send(srv, good)
			}
		}},
		{name: "key-deleted", ask: good, after: func(srv *chatdouble.Server) {
			replace(firstOf(t, srv), `- {name: rest, key: "`+fullKey+`", scope: fullAccess, createdAt: 2024-05-01T12:00:00Z}`, "")
		}},
		{name: "fault", ask: good, before: func(srv *chatdouble.Server) { firstOf(t, srv).Fail(chatdouble.Fault{Code: "ERR_EXCEPTION"}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := desk(t)
			if tt.before != nil {
				tt.before(srv)
			}
			r := send(srv, tt.ask)
			if tt.after != nil {
				tt.after(srv)
			}
			text := vendortest.Verdicts(srv.Explain(r.ID()).Checks, 18)
			golden.Bytes(t, "explain/"+tt.name+".txt", []byte(text))
			noSecrets(t, text)
		})
	}
}

// replace changes the state of an app.
func replace(app *chatdouble.App, old, by string) {
	app.SetState(strings.ReplaceAll(app.State(), old, by))
}

// Nobody need name the only app.
func TestTheOnlyAppWasFound(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for _, c := range srv.Explain(get(srv, aliceList).ID()).Checks {
		if c.Name == "app" && (c.Verdict != vendortest.Passed || !strings.Contains(c.Detail, "only app")) {
			t.Errorf("%+v", c)
		}
	}
}

// What was refused may be right by now, and the other way round: the record stands, and the change
// is said.
func TestRecordStands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		ask    request
		change func(*chatdouble.Server, *chatdouble.App)
		check  string // that failed then
		words  string // about now
	}{
		{"user-made-since", request{target: "/v3/users/carol"}, func(_ *chatdouble.Server, app *chatdouble.App) { app.AddUsers(chatdouble.User{ID: "carol"}) }, "user", `user would pass now: "carol" is there`},
		{"user-back-since", request{target: "/v3/users/gone"}, func(srv *chatdouble.Server, _ *chatdouble.App) {
			send(srv, request{method: "PUT", target: "/v3/users", host: firstHost, key: fullKey, body: `{"uidsToActivate":["gone"]}`})
		}, "user", `user would pass now: "gone" is there`},
		{"user-gone-since", request{target: "/v3/users/alice"}, func(srv *chatdouble.Server, _ *chatdouble.App) {
			send(srv, request{method: "DELETE", target: "/v3/users/alice", host: firstHost, key: fullKey, body: `{"permanent":true}`})
		}, "", "The UID alice does not exist"},
		{"scope-given-since", request{target: listURL, key: deskAuth}, func(_ *chatdouble.Server, app *chatdouble.App) { replace(app, "authOnly", "fullAccess") }, "scope", "scope would pass now: it has fullAccess"},
		{"key-lost-since", request{target: listURL}, func(_ *chatdouble.Server, app *chatdouble.App) { replace(app, fullKey, strings.Repeat("5", 40)) }, "", "known apikey would fail now"},
		{"other-user-made-since", request{
			method: "POST", target: "/v3/messages", header: map[string]string{"onBehalfOf": "carol"},
			body: `{"receiver":"bob","receiverType":"user","category":"message","type":"text","data":{"text":"hi"}}`,
		}, func(_ *chatdouble.Server, app *chatdouble.App) { app.AddUsers(chatdouble.User{ID: "carol"}) }, "user", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := desk(t)
			tt.ask.host = firstHost
			if tt.ask.key == "" {
				tt.ask.key = fullKey
			}
			r := send(srv, tt.ask)
			tt.change(srv, firstOf(t, srv))
			checks := srv.Explain(r.ID()).Checks
			if tt.check != "" {
				if first := vendortest.FirstFailed(checks); first.Name != tt.check || first.Detail != r.Reason() {
					t.Errorf("first failed is %+v, want %s with %q", first, tt.check, r.Reason())
				}
			}
			last := checks[len(checks)-1]
			if said := last.Name == "unchanged since" && last.Verdict == vendortest.Failed; said != (tt.words != "") || !strings.Contains(last.Detail, tt.words) {
				t.Errorf("last is %+v, want %q\n%s", last, tt.words, vendortest.Verdicts(checks, 18))
			}
		})
	}
}

// The nearest operation of requests that never came to the vendor, and of paths with several slips.
func TestNearest(t *testing.T) {
	t.Parallel()
	gate := gateway.New(gateway.NewCore(1), cometchatapi.New(&gateway.Apps{}))
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
		{"POST", "/v3/messages/356", "GET or PUT or DELETE /v3/messages/{id}, not POST"},
		{"GET", "/v3/calls", "GET under /v3/calls of the family Calls, known to the vendor, not emulated"},
		{"GET", "/__apps/first/v3/user", "GET /v3/users"},
		{"GET", "/favicon.ico", ""},
		{"GET", "/", ""},
		{"GET", "/v3", ""},
		{"GET", "/health", ""},
		{"GET", "/?Action=QueryBlacklist", ""},
		{"GET", "/v3/" + strings.Repeat("x/", 10_000), ""},
		{"GET", "/v3/" + strings.Repeat("x", 100_000), ""},
	} {
		if got := gate.Nearest(journal.Entry{Method: tt.method, URL: tt.url}); got != tt.want {
			t.Errorf("%s %.60s: %q, want %q", tt.method, tt.url, got, tt.want)
		}
	}
}

// Explaining changes nothing: neither counters nor rules nor journals.
func TestExplainChangesNothing(t *testing.T) {
	t.Parallel()
	srv := desk(t)
	refused := send(srv, request{target: listURL, host: firstHost, key: deskAuth}) // it counts
	firstOf(t, srv).Fail(chatdouble.Fault{Code: "ERR_EXCEPTION", Times: 1})
	replace(firstOf(t, srv), "authOnly", "fullAccess")
	for range 100 {
		srv.Explain(refused.ID())
	}
	if n := len(srv.Requests()); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
	good := request{target: listURL, host: firstHost, key: fullKey}
	wantCode(t, send(srv, good), http.StatusInternalServerError, "ERR_EXCEPTION") // else the fault rule was used up
	for i := range 4 {
		if r := send(srv, good); r.Status != http.StatusOK {
			t.Fatalf("call %d: %d (%s): explaining counted", i+2, r.Status, r.Reason())
		}
	}
}
