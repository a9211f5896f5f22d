package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// Recorded: fixture message/get_message: data.entities is there, members are in the order of the vendor's
// database, slashes are escaped. A message that a fixture holds is read back so, however it was loaded,
// and the state that it makes gives the same answers again.
func TestMessagesOfFixtures(t *testing.T) {
	t.Parallel()
	const people = `
      - {uid: alice, name: Alice, avatar: "https://a/b", createdAt: 2024-01-01T00:00:00Z}
      - {uid: bob, createdAt: 2024-01-02T00:00:00Z}
`
	const alice = `{"uid":"alice","name":"Alice","role":"default","avatar":"https:\/\/a\/b","status":"offline","createdAt":1704067200}`
	const bob = `{"uid":"bob","name":"bob","role":"default","status":"offline","createdAt":1704153600`
	const system = `{"uid":"app_system","name":"System","role":"default","status":"offline"}`
	entities := func(sender, receiver string) string {
		return `"entities":{"sender":{"entity":` + sender + `,"entityType":"user"},"receiver":{"entity":` + receiver + `,"entityType":"user"}}`
	}
	wants := []string{
		`{"text":"a\/b \u00e9",` + entities(alice, bob+`,"conversationId":"alice_user_bob"}`) + `,"metadata":{"b":2,"aa":1}}`,
		`{"text":"from the system",` + entities(system, bob+`}`) + `}`,
		`{"text":"as it was","entities":{"on":1}}`,
		`{` + entities(alice, bob+`,"conversationId":"alice_user_bob"}`) + `}`,
	}
	const messages = `{"messages": [
		{"sender": "alice", "receiver": "bob", "data": {"metadata": {"aa": 1, "b": 2}, "text": "a/b é"}},
		{"sender": "app_system", "receiver": "bob", "data": {"text": "from the system"}},
		{"sender": "alice", "receiver": "bob", "data": {"entities": {"on": 1}, "text": "as it was"}},
		{"sender": "alice", "receiver": "bob", "data": {}}]}`
	check := func(how string, w *world) {
		t.Helper()
		for i, want := range wants {
			if got := w.must("GET", fmt.Sprintf("/v3/messages/%d", i+1), ""); !strings.Contains(got, `"data":`+want+`,"sentAt"`) {
				t.Errorf("%s, message %d\n got: %s\nwant: ...%s", how, i+1, got, want)
			}
		}
	}
	asYAML := newWorld(t, people+"    "+strings.TrimSuffix(strings.TrimPrefix(messages, "{"), "}")+"\n")
	check("loaded", asYAML)
	merged := newWorld(t, people)
	merged.must("PATCH", "/__admin/apps/cometchat:app/state", messages)
	check("added", merged)

	// The people are those of then.
	asYAML.must("PUT", "/v3/users/alice", `{"name":"Another"}`)
	check("after a change", asYAML)
	state := asYAML.must("GET", "/__admin/apps/cometchat:app/state", "")
	put := newWorld(t, people)
	put.must("PUT", "/__admin/apps/cometchat:app/state", state)
	check("put back", put)
	if again := put.must("GET", "/__admin/apps/cometchat:app/state", ""); again != state {
		t.Errorf("the state came back as\n%s\nwas\n%s", again, state)
	}
	if err := asYAML.srv.Reset("cometchat:app"); err != nil {
		t.Fatal(err)
	}
	check("reset", asYAML)
}

// The vendor's limits refuse calls, not what a fixture holds: 200 auth tokens of one user are recorded
// (recca0120/comet-chat, fixture auth_token/list_auth_tokens).
func TestFixtureBeyondTheLimits(t *testing.T) {
	t.Parallel()
	list := func(n int, format string) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(format, i))
		}
		return strings.Join(all, ", ")
	}
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("large.yaml", `
cometchat:
  - appId: app
    apiKeys: [{key: `+fullKey+`, scope: fullAccess}, `+list(30, "{name: n%d, key: k%[1]d, scope: authOnly}")+`]
    roles: [`+list(30, "{role: r%d}")+`]
    users:
      - {uid: alice, authTokens: [`+list(200, "{authToken: t%d}")+`], friends: [`+list(1100, "u%d")+`]}
      - {uid: bob}
      - `+strings.ReplaceAll(list(1100, "{uid: u%d}"), ", ", "\n      - ")+`
`), chatdouble.WithLimits(false))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, srv: srv}
	total := func(target string) (n int) {
		t.Helper()
		var answer struct {
			Data []any
			Meta struct{ Pagination struct{ Total int } }
		}
		if err := json.Unmarshal([]byte(w.must("GET", target, "")), &answer); err != nil {
			t.Fatal(err)
		}
		return max(answer.Meta.Pagination.Total, len(answer.Data))
	}
	for target, want := range map[string]int{
		"/v3/users/alice/auth_tokens": 200, "/v3/apikeys": 31, "/v3/roles": 31, "/v3/users/alice/friends?perPage=1000": 1000,
	} {
		if got := total(target); got != want {
			t.Errorf("%s: %d, want %d", target, got, want)
		}
	}
	w.must("POST", "/v3/users/alice/auth_tokens", `{"force":true}`)
	if status, _ := w.ask("GET", "/v3/users/alice/auth_tokens/t0", ""); status != http.StatusNotFound || total("/v3/users/alice/auth_tokens") != 200 {
		t.Errorf("the oldest token is there after one more was made: %d", status)
	}
	for _, call := range []struct{ target, body string }{{"/v3/apikeys", `{"name":"more"}`}, {"/v3/roles", `{"role":"more","name":"More"}`}} {
		if status, body := w.ask("POST", call.target, call.body); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", call.target, status, body)
		}
	}
	if got := w.must("POST", "/v3/users/alice/friends", uids("accepted", "bob")); !strings.Contains(got, "ERR_FAILED_TO_ADD_FRIEND") {
		t.Errorf("one more friend: %s", got)
	}
}

// A fixture that says something twice, or what the vendor would not take, is refused with its place.
func TestFixturesRefused(t *testing.T) {
	t.Parallel()
	const key = "{key: " + fullKey + ", scope: fullAccess}"
	var all strings.Builder
	for _, wrong := range []string{
		"apiKeys: [" + key + ", " + key + "]",
		"roles: [{role: mod}, {role: mod}]",
		"roles: [{role: moderator}]\n    users: [{uid: alice, role: moderater}]",
		"users: [{uid: alice, authTokens: [{authToken: t}]}, {uid: bob, authTokens: [{authToken: t}]}]",
		"users: [{uid: Alice}]",
		"users: [{uid: a b}]",
		"users: [{uid: alice}, {uid: alice}]",
		"users: [{uid: alice, blocks: [nobody]}]",
		"messages: [{sender: nobody, receiver: alice, data: {text: x}}]",
	} {
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", "cometchat:\n  - appId: app\n    "+wrong+"\n"))
		fmt.Fprintf(&all, "%s\n  %v\n", wrong, err)
	}
	golden.Bytes(t, "fixtures/refused.txt", []byte(all.String()))
}

// What is merged into an app that is there changes what it names and leaves the rest: people, their ties and tokens, keys,
// of which one with a known name takes the place of the other.
func TestFixturesMerged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
      - {uid: alice, name: Alice, metadata: {a: 1}, tags: [x], blocks: [bob, {uid: carl, at: 2024-02-01T00:00:00Z}], friends: [bob], authTokens: [{authToken: of_alice, platform: WEB}]}
      - {uid: bob}
      - {uid: carl, role: mod, deactivatedAt: 2024-03-01T00:00:00Z}
    roles: [{role: mod, name: Moderator}]
    webhooks: [{id: hook, url: "http://localhost:1/x"}]
`)
	const state = "/__admin/apps/cometchat:app/state"
	for _, part := range []string{
		`{"users": [{"uid": "alice", "name": "Al", "blocks": ["bob", "dora"], "friends": ["bob"], "authTokens": [{"authToken": "of_alice", "userAgent": "x"}]}, {"uid": "dora", "role": "mod"}]}`,
		`{"apiKeys": [{"key": "76543210fedcba9876543210fedcba9876543210", "name": "auth", "scope": "authOnly"}, {"key": "0123456789abcdef0123456789abcdef01234567", "name": "main", "scope": "fullAccess"}, {"key": "1111111111111111111111111111111111111111", "name": "third", "scope": "authOnly"}]}`,
		`{"roles": [{"role": "mod", "description": "d"}], "webhooks": [{"id": "hook", "url": "http://localhost:2/x", "retryOnFailure": true}]}`,
	} {
		w.must("PATCH", state, part)
	}
	golden.Bytes(t, "fixtures/merged.json", []byte(w.must("GET", state, "")))
	for _, part := range []string{
		`{"users": [{"uid": "bob", "authTokens": [{"authToken": "of_alice"}]}]}`,
		`{"users": [{"uid": "bob", "role": "modd"}]}`,
	} {
		if status, body := w.ask("PATCH", state, part); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", part, status, body)
		}
	}
	w.must("PUT", state, `{"users": [{"uid": "alice"}]}`) // its keys stay
	if got := w.must("GET", "/v3/users/alice", ""); !strings.Contains(got, `"name":"alice"`) {
		t.Errorf("after PUT: %s", got)
	}
}
