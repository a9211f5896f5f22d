package cometchatapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// A reason that repeats the error says nothing: the error is in the body already. So for each code that a
// request can cause, the reason says what is the case instead.
func TestReasonsSayWhatIsTheCase(t *testing.T) {
	t.Parallel()
	srv := desk(t, chatdouble.WithLimits(false))
	const messageURL = "/v3/messages"
	firstOf(t, srv).MergeState(`
roles: [{role: boss, name: Boss}]
users: [{uid: carl, name: Carl}, {uid: dora, name: Dora}]
`)
	as := func(uid string) map[string]string { return map[string]string{"onBehalfOf": uid} }
	for _, pair := range [][2]string{{"alice", "carl"}, {"carl", "bob"}} {
		firstOf(t, srv).Block(pair[0], pair[1])
	}
	for _, pair := range [][2]string{{"alice", "bob"}, {"bob", "carl"}} { // the second is withheld
		send(srv, request{method: "POST", target: messageURL, host: firstHost, key: fullKey, header: as(pair[0]), body: text(pair[1], "hi")})
	}
	token := map[string]string{"authToken": goneToken}
	deactivated := "the user gone is there but deactivated"
	for _, tt := range []struct {
		call, body string
		header     map[string]string
		code       string
		words      string
	}{
		{"GET /v3/users/gone", "", nil, "ERR_UID_NOT_FOUND", deactivated},
		{"PUT /v3/users/gone", "{}", nil, "ERR_UID_NOT_FOUND", deactivated},
		{"GET /v3/users/gone/friends", "", nil, "ERR_UID_NOT_FOUND", deactivated},
		{"POST /v3/users/gone/auth_tokens", "", nil, "ERR_UID_NOT_FOUND", deactivated},
		{"GET /v3/users/gone/messages", "", nil, "ERR_UID_NOT_FOUND", deactivated},
		{"GET /v3/users", "", as("gone"), "ERR_UID_NOT_FOUND", deactivated},
		{"GET /v3/users/alice", "", as("gone"), "ERR_UID_NOT_FOUND", deactivated},
		{"POST " + messageURL, text("GONE", "x"), nil, "ERR_UID_NOT_FOUND", deactivated},
		{"POST " + messageURL, text("alice", "x"), as("gone"), "ERR_UID_NOT_FOUND", deactivated},
		{"GET /v3/me", "", token, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", deactivated},
		{"GET /v3/users/nobody", "", nil, "ERR_UID_NOT_FOUND", `no user has the uid "nobody"; the app has 5 users`},
		{"PUT /v3/users/nobody", "{}", nil, "ERR_UID_NOT_FOUND", `no user has the uid "nobody"`},
		{"DELETE /v3/users/nobody", "", nil, "ERR_UID_NOT_FOUND", `no user has the uid "nobody"`},
		{"DELETE /v3/users/nobody/blockedusers", "{}", nil, "ERR_UID_NOT_FOUND", `no user has the uid "nobody"`},
		{"GET /v3/users/%61lice", "", nil, "ERR_UID_NOT_FOUND", "a uid in a path is not percent-decoded"},
		{"POST /v3/users", `{"uid":"bob","name":"B"}`, nil, "ERR_UID_ALREADY_EXISTS", "the user bob is there since 2024-05-01T12:00:00Z"},
		{"POST /v3/users", `{"uid":"gone","name":"B"}`, nil, "ERR_UID_ALREADY_EXISTS", "is deactivated"},
		{"POST /v3/users", `{"uid":"new","name":"B","role":"king"}`, nil, "ERR_BAD_REQUEST", `(role is "king")`},
		{"POST /v3/users", `{"uid":"new","name":"B","tags":["a",{"b":1}]}`, nil, "ERR_BAD_REQUEST", `(tags.1 is {"b":1})`},
		{"GET /v3/users?perPage=0", "", nil, "ERR_BAD_REQUEST", `(perPage is "0")`},
		{"GET /v3/users/alice/blockedusers?direction=up", "", nil, "ERR_BAD_REQUEST", `(direction is "up")`},
		{"GET /v3/roles/king", "", nil, "ERR_ROLE_NOT_FOUND", "there are default, boss"},
		{"POST /v3/roles", `{"role":"boss","name":"B"}`, nil, "ERR_ROLE_ALREADY_EXISTS", `the role boss is there since 2024-05-01T12:00:00Z, named "Boss"`},
		{"DELETE /v3/roles/default", "", nil, "ERR_ROLE_DELETE_DENIED", "every app has the role default"},
		{"GET /v3/apikeys/nothing", "", nil, "ERR_APIKEY_NOT_FOUND", "the app has no API key nothing"},
		{"DELETE /v3/apikeys/" + fullKey, "", nil, "ERR_APIKEY_NO_SELF_ACTION", "is the one in the header apikey"},
		{"POST /v3/apikeys", `{"name":"rest"}`, nil, "ERR_BAD_REQUEST", `(name is "rest")`},
		{"GET /v3/users/alice/auth_tokens/x", "", nil, "ERR_AUTH_TOKEN_NOT_FOUND", "the app has no auth token"},
		{"GET /v3/users/bob/auth_tokens/" + aliceToken, "", nil, "ERR_AUTH_TOKEN_NOT_FOUND", "belongs to another user"},
		{"POST " + messageURL, text("carl", "x"), as("alice"), "ERR_BLOCKED_RECEIVER", "alice blocks carl since 2024-05-01T12:00:00Z; DELETE /v3/users/alice/blockedusers"},
		{"GET " + messageURL + "/9", "", nil, "ERR_MESSAGE_ID_NOT_FOUND", "no message 9"},
		{"GET " + messageURL + "/x", "", nil, "ERR_MESSAGE_ID_NOT_FOUND", `"x" is no message id`},
		{"GET " + messageURL + "/1", "", as("dora"), "ERR_MESSAGE_NO_ACCESS", "message 1 is between alice and bob, and onBehalfOf is dora"},
		{"GET " + messageURL + "/2", "", as("carl"), "ERR_MESSAGE_ID_NOT_FOUND", "was never delivered"},
		{"POST /v3/data_import/users", `{"users":7}`, nil, "ERR_BAD_REQUEST", "(users is 7)"},
	} {
		t.Run(tt.call+" "+tt.code, func(t *testing.T) {
			method, target, _ := strings.Cut(tt.call, " ")
			q := request{method: method, target: target, host: firstHost, body: tt.body, header: tt.header, key: fullKey}
			if tt.header["authToken"] != "" {
				q.key = ""
			}
			r := send(srv, q)
			reason := r.Reason()
			var answer struct{ Error struct{ Message string } }
			if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || answer.Error.Message == "" {
				t.Fatalf("%v: %s", err, r.Body)
			}
			if e := vendortest.Entry(t, srv, r); e.Code != tt.code || !strings.Contains(reason, tt.words) {
				t.Errorf("%s, %q; want %s, %q", e.Code, reason, tt.code, tt.words)
			}
			if strings.Contains(reason, answer.Error.Message) {
				t.Errorf("the reason %q repeats the error", reason)
			}
			vendortest.InOrder(t, srv.Explain(r.ID()).Checks, reason)
			noSecrets(t, reason)
		})
	}
}

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
