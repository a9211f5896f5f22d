package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// SDKs: with onBehalfOf block members, without it none. Asserted by a live test suite: an unknown
// onBehalfOf is refused, here first. Assumed: metadata and tags are shown.
func TestGetUserOnBehalfOf(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(crowd, ""))
	as := func(me, target string) reply {
		t.Helper()
		return send(srv, request{target: target, key: fullKey, header: map[string]string{"onBehalfOf": me}})
	}
	for _, uid := range []string{"full", "mutual", "another", "bare"} {
		golden.Bytes(t, "GetUser/on-behalf-of-"+uid+".json", []byte(as("ME", "/v3/users/"+uid).Body))
	}
	golden.Bytes(t, "GetUser/full.json", []byte(get(srv, "/v3/users/FULL").Body))
	if got, want := as("me", "/v3/users/me").Body, get(srv, "/v3/users/me").Body; got != want || strings.Contains(got, "conversationId") {
		t.Errorf("myself: %s, want %s", got, want)
	}
	for _, tt := range []struct{ me, uid, named string }{
		{"nobody", "bare", "nobody"}, {"nobody", "nobody2", "nobody"}, {"me", "nobody2", "nobody2"}, {" Nobody ", "bare", "nobody"},
	} {
		r := as(tt.me, "/v3/users/"+tt.uid)
		wantCode(t, r, 404, "ERR_UID_NOT_FOUND")
		if !strings.Contains(r.Body, "The UID "+tt.named+" does not exist") {
			t.Errorf("%s as %s: %s", tt.uid, tt.me, r.Body)
		}
	}
	// The vendor ignores the header elsewhere (assumed).
	r := send(srv, request{method: "PUT", target: "/v3/users/bare", key: fullKey, body: "{}", header: map[string]string{"onBehalfOf": "nobody"}})
	wantCode(t, r, 200, "")
}

// Recorded: permanent, unknown uid. Asserted by a live test suite: the rest.
func TestDeleteUser(t *testing.T) {
	t.Parallel()
	const gone = `{"data":{"success":true,"message":"User with UID alice has been deleted successfully."}}`
	const off = `{"data":{"deactivatedUids":["alice"]}}`
	for body, want := range map[string]string{
		`{"permanent":true}`: gone, `{"permanent":1}`: gone, `{"permanent":"true"}`: gone, `{"permanent":"1"}`: gone,
		`{"permanent":false}`: off, `{"permanent":0}`: off, `{"permanent":null}`: off, `{}`: off, `[]`: off, ``: off, `{`: off,
	} {
		srv := chatdouble.Start(t, app("\n      - {uid: alice}\n", ""))
		wantBody(t, act(srv, "DELETE /v3/users/ALICE", body), want)
		wantCode(t, get(srv, "/v3/users/alice"), 404, "ERR_UID_NOT_FOUND")
		if want == off {
			wantBody(t, act(srv, "DELETE /v3/users/alice", body), `{"data":{"alreadyDeactivatedUids":["alice"]}}`)
			wantBody(t, act(srv, "DELETE /v3/users/alice", `{"permanent":true}`), gone)
		}
		wantCode(t, act(srv, "DELETE /v3/users/alice", body), 404, "ERR_UID_NOT_FOUND")
		wantCode(t, act(srv, "POST /v3/users", `{"uid":"alice","name":"another"}`), 200, "")
	}
	srv := chatdouble.Start(t, app("\n      - {uid: alice}\n", ""))
	for _, body := range []string{`{"permanent":"yes"}`, `{"permanent":2}`, `{"permanent":[]}`} {
		if r := act(srv, "DELETE /v3/users/alice", body); r.Status != 400 || r.Body != badRequest(`"permanent":["The permanent field must be true or false."]`) {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
	wantCode(t, act(srv, "DELETE /v3/users/nobody", `{"permanent":2}`), 404, "ERR_UID_NOT_FOUND")
	wantCode(t, get(srv, "/v3/users/alice"), 200, "")
	wantCode(t, act(srv, "DELETE /v3/users/blockedusers", ""), 404, "ERR_UID_NOT_FOUND") // a uid like any other
}

// Page "Reactivate users", a live test suite: the lists, at most 25; uids of the vendor's samples.
func TestDeactivateAndReactivate(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(`
      - {uid: cometchat-uid-1}
      - {uid: cometchat-uid-2}
      - {uid: cometchat-uid-3}
`, ""))
	for _, tt := range []struct{ call, body, want string }{
		{"PUT", `{"uidsToActivate":["InvalidUID"]}`, `{"data":{"notFound":["InvalidUID"]}}`},
		{"PUT", `{"uidsToActivate":["cometchat-uid-1"]}`, `{"data":{"nonDeactivatedUids":["cometchat-uid-1"]}}`},
		{"DELETE", `{"uidsToDeactivate":["cometchat-uid-2","cometchat-uid-3"]}`, `{"data":{"deactivatedUids":["cometchat-uid-2","cometchat-uid-3"]}}`},
		{"DELETE", `{"uidsToDeactivate":["Nobody","COMETCHAT-uid-2"," cometchat-uid-1 ","nobody","cometchat-uid-1"]}`, `{"data":{"deactivatedUids":["cometchat-uid-1"],"alreadyDeactivatedUids":["cometchat-uid-2"],"notFound":["Nobody"]}}`},
		{"PUT", `{"uidsToActivate":["x/y","cometchat-uid-3","cometchat-uid-1"]}`, `{"data":{"reactivatedUids":["cometchat-uid-3","cometchat-uid-1"],"notFound":["x\/y"]}}`},
		{"PUT", `{"uidsToActivate":["cometchat-uid-1","zoë","cometchat-uid-2"]}`, `{"data":{"reactivatedUids":["cometchat-uid-2"],"nonDeactivatedUids":["cometchat-uid-1"],"notFound":["zo\u00eb"]}}`},
	} {
		r := act(srv, tt.call+" /v3/users", tt.body)
		wantBody(t, r, tt.want)
		if got := rates(r); !strings.HasPrefix(got, "20000/") {
			t.Errorf("%s is no standard operation: %s", tt.call, got)
		}
	}
	before := get(srv, "/v3/users").Body
	for call, member := range map[string]string{"DELETE": "uidsToDeactivate", "PUT": "uidsToActivate"} {
		attribute := map[string]string{"DELETE": "uids to deactivate", "PUT": "uids to activate"}[call]
		for value, want := range map[string]string{
			`null`:                     `"%[1]s":["The %[2]s field is required."]`,
			`[]`:                       `"%[1]s":["The %[2]s field is required."]`,
			`"cometchat-uid-1"`:        `"%[1]s":["The %[2]s must be an array."]`,
			`{"a":"cometchat-uid-1"}`:  `"%[1]s":["The %[2]s must be an array."]`,
			`["cometchat-uid-1"," "]`:  `"%[1]s.1":["The %[1]s.1 field is required."]`,
			`["cometchat-uid-1",7]`:    `"%[1]s.1":["The %[1]s.1 must be a string."]`,
			items(26, "x"):             `"%[1]s":["The %[2]s may not have more than 25 items."]`,
			items(10_000, "some-user"): `"%[1]s":["The %[2]s may not have more than 25 items."]`,
		} {
			r := act(srv, call+" /v3/users", `{"`+member+`":`+value+`}`)
			if want := badRequest(fmt.Sprintf(want, member, attribute)); r.Status != 400 || r.Body != want {
				t.Errorf("%s %.100s: status %d\n got: %.300s\nwant: %s", call, value, r.Status, r.Body, want)
			}
		}
		r := act(srv, call+" /v3/users", `{"`+member+`":`+items(25, "Nobody")+`}`)
		wantBody(t, r, `{"data":{"notFound":["Nobody"]}}`)
	}
	if after := get(srv, "/v3/users").Body; after != before {
		t.Errorf("refused bodies made %s of %s", after, before)
	}
}

// tied is a person with ties to others in every direction.
const tied = `
      - {uid: alice, blocks: [bob, carl], friends: [bob, carl]}
      - {uid: bob, blocks: [alice]}
      - {uid: carl}
`

// Page "Users": a deactivated user is hidden and refused; tokens work again afterwards. Assumed:
// friends and blocks with their times are there again.
func TestDeactivatedUserComesBackWhole(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(tied, ""))
	clock := clockOf(t, srv)
	token := makeToken(t, srv, "alice")
	reads := []string{
		"/v3/users", "/v3/users/alice", "/v3/users/alice/blockedusers?direction=both", "/v3/users/bob/blockedusers", "/v3/users/carl/blockedusers?direction=hasBlockedMe",
		"/v3/users/alice/friends", "/v3/users/bob/friends", "/v3/users/alice/auth_tokens",
	}
	look := func() (all []string) {
		for _, target := range reads {
			all = append(all, get(srv, target).Body)
		}
		return append(all, actAs(srv, token, "GET /v3.0/users/bob", "").Body)
	}
	before := look()
	clock.Advance(time.Hour)
	wantCode(t, act(srv, "DELETE /v3/users/alice", ""), 200, "")
	for _, target := range reads {
		r := get(srv, target)
		if strings.HasPrefix(target, "/v3/users/alice") {
			wantCode(t, r, 404, "ERR_UID_NOT_FOUND")
		} else if strings.Contains(r.Body, `"uid":"alice"`) {
			t.Errorf("%s shows her: %s", target, r.Body)
		}
	}
	wantCode(t, act(srv, "PUT /v3/users/alice", `{"name":"x"}`), 404, "ERR_UID_NOT_FOUND")
	wantCode(t, send(srv, request{target: "/v3/users/bob", key: fullKey, header: map[string]string{"onBehalfOf": "alice"}}), 404, "ERR_UID_NOT_FOUND")
	wantCode(t, actAs(srv, token, "GET /v3.0/users", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")

	wantCode(t, act(srv, "PUT /v3/users", `{"uidsToActivate":["alice"]}`), 200, "")
	for i, after := range look() {
		if after != before[i] {
			t.Errorf("%d: she comes back different\n from: %s\n   to: %s", i, before[i], after)
		}
	}
}

// Assumed: after a permanent deletion the uid is free, and who takes it has nothing of the one before.
func TestDeletedUserLeavesNothing(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(tied, ""))
	token := makeToken(t, srv, "alice")
	wantCode(t, act(srv, "DELETE /v3/users/alice", `{"permanent":true}`), 200, "")
	wantCode(t, actAs(srv, token, "GET /v3.0/users", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	wantCode(t, act(srv, "PUT /v3/users", `{"uidsToActivate":["alice"]}`), 200, "")
	if people, total := column(t, get(srv, "/v3/users?withDeactivated=1").Body, "uid"); total != 2 || strings.Contains(fmt.Sprint(people), "alice") {
		t.Errorf("%d people: %q", total, people)
	}
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"alice","name":"another"}`), 200, "")
	for _, target := range []string{
		"/v3/users/alice/blockedusers?direction=both", "/v3/users/bob/blockedusers?direction=both", "/v3/users/carl/blockedusers?direction=both",
		"/v3/users/alice/friends", "/v3/users/bob/friends", "/v3/users/alice/auth_tokens",
	} {
		if uids, _ := column(t, get(srv, target).Body, "uid"); len(uids) != 0 {
			t.Errorf("%s: %q", target, uids)
		}
	}
	wantCode(t, actAs(srv, token, "GET /v3.0/users", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
}

// The token made with a user works like any other and is hers.
func TestTokenMadeWithTheUser(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: bob}\n", ""))
	clockOf(t, srv)
	body := act(srv, "POST /v3/users", `{"uid":"USER_000","name":"n","withAuthToken":true}`).Body
	token := digits.FindString(body)
	if want := `{"data":{"uid":"user_000","name":"n","status":"offline","role":"default","createdAt":1714564800,"authToken":"` + token + `"}}`; body != want || token == "" {
		t.Fatalf("got %s, want %s", body, want)
	}
	wantCode(t, actAs(srv, token, "GET /v3.0/users/bob", ""), 200, "")
	wantBody(t, get(srv, "/v3/users/user_000/auth_tokens/"+token), `{"data":{"uid":"user_000","authToken":"`+token+`","createdAt":1714564800}}`)
	other := digits.FindString(act(srv, "POST /v3/users", `{"uid":"user_000-b","name":"n","withAuthToken":true}`).Body)
	if strings.Contains(get(srv, "/v3/users/user_000").Body, "authToken") || other == token {
		t.Errorf("token shown again, or made twice: %s", other)
	}
}
