package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

var keyDigits = regexp.MustCompile(`[0-9a-f]{40}`)

// makeKey makes an API key and returns it.
func makeKey(t *testing.T, srv *chatdouble.Server, name, scope string) string {
	t.Helper()
	r := act(srv, "POST /v3/apikeys", fmt.Sprintf(`{"name":%q,"scope":%q}`, name, scope))
	var answer struct{ Data struct{ APIKey string } }
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || !keyDigits.MatchString(answer.Data.APIKey) || len(answer.Data.APIKey) != 40 {
		t.Fatalf("no key %s: %d %s", name, r.Status, r.Body)
	}
	return answer.Data.APIKey
}

// Page "API Keys": its samples, with their keys in the place of this server's.
func TestDocumentedAPIKeys(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv).Freeze(time.Unix(1625206799, 0))
	r := act(srv, "POST /v3/apikeys", `{"name":"John's apiKey"}`)
	key := keyDigits.FindString(r.Body)
	golden.Bytes(t, "CreateAPIKey/documented.json", []byte(strings.ReplaceAll(r.Body, key, "f1915e328e249ffaaafd97fb46a57ba55d233fbf")))
	wantBody(t, act(srv, "GET /v3/apikeys/"+key, ""), r.Body)
	r = act(srv, "DELETE /v3/apikeys/"+key, "")
	golden.Bytes(t, "DeleteAPIKey/documented.json", []byte(strings.ReplaceAll(r.Body, key, "fcf32d085482db7ef10e971967d70a91cdb6677a")))
	for _, method := range []string{"GET", "PUT", "DELETE"} { // a second delete too
		r := act(srv, method+" /v3/apikeys/"+key, `{"name":" "}`)
		wantCode(t, r, 404, "ERR_APIKEY_NOT_FOUND")
		if strings.Count(r.Body, "The key "+key+" does not exist. Please use correct apiKey.") != 2 {
			t.Error(r.Body)
		}
	}
}

// Asserted by a live test suite: duplicate name, blank name or scope. Page "API Keys": the length.
func TestCreateAPIKeyChecks(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	for body, details := range map[string]string{
		"":                               `"name":["The name field is required."]`,
		`{"name":" "}`:                   `"name":["The name field is required."]`,
		`{"name":1}`:                     `"name":["The name must be a string."]`,
		`{"name":"n","scope":" "}`:       `"scope":["The scope field must have a value."]`,
		`{"name":"n","scope":"rest"}`:    `"scope":["The selected scope is invalid."]`,
		`{"name":"n","scope":["x"]}`:     `"scope":["The scope must be a string."]`,
		`{"name":"rest"}`:                `"name":["The name has already been taken."]`,
		`{"name":" rest ","scope":null}`: `"name":["The name has already been taken."]`,
		`{"name":"` + strings.Repeat("n", 101) + `","scope":"no"}`: `"name":["The name may not be greater than 100 characters."],"scope":["The selected scope is invalid."]`,
	} {
		if r := act(srv, "POST /v3/apikeys", body); r.Status != 400 || r.Body != badRequest(details) {
			t.Errorf("%.50s: %d %s", body, r.Status, r.Body)
		}
	}
	if _, total := column(t, act(srv, "GET /v3/apikeys", "").Body, "apiKey"); total != 2 {
		t.Errorf("%d keys after calls that were refused", total)
	}
	wantCode(t, act(srv, "POST /v3/apikeys", `{"name":"`+strings.Repeat("é", 100)+`"}`), 200, "")
	wantCode(t, act(srv, "POST /v3/apikeys", `{"name":"Rest"}`), 200, "")
}

// A key works from its making to its end, with the scope that it has at the time.
func TestLifeOfAnAPIKey(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	key := makeKey(t, srv, "new", "authOnly")
	list := func() reply {
		return send(srv, request{target: "/v3/users/alice/blockedusers", key: key})
	}
	wantCode(t, list(), 403, "AUTH_ERR_NO_ACCESS")
	clock.Advance(2500 * time.Millisecond)
	wantBody(t, act(srv, "PUT /v3/apikeys/"+key, `{"scope":"fullAccess"}`),
		`{"data":{"apiKey":"`+key+`","name":"new","scope":"fullAccess","createdAt":1714564800,"updatedAt":1714564802}}`)
	wantCode(t, list(), 200, "")
	wantBody(t, act(srv, "PUT /v3/apikeys/"+key, `{"name":"newer"}`),
		`{"data":{"apiKey":"`+key+`","name":"newer","scope":"fullAccess","createdAt":1714564800,"updatedAt":1714564802}}`)
	wantCode(t, act(srv, "PUT /v3/apikeys/"+key, `{"name":"newer"}`), 200, "") // its own name is not taken
	for body, details := range map[string]string{
		`{"name":" "}`:                        `"name":["The name field must have a value."]`,
		`{"scope":""}`:                        `"scope":["The scope field must have a value."]`,
		`{"name":"auth","scope":"authOnly"}`:  `"name":["The name has already been taken."]`,
		`{"name":"other","scope":"authonly"}`: `"scope":["The selected scope is invalid."]`,
	} {
		if r := act(srv, "PUT /v3/apikeys/"+key, body); r.Status != 400 || r.Body != badRequest(details) {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
	wantBody(t, act(srv, "PUT /v3/apikeys/"+key, ""),
		`{"data":{"apiKey":"`+key+`","name":"newer","scope":"fullAccess","createdAt":1714564800,"updatedAt":1714564802}}`)
	wantCode(t, act(srv, "DELETE /v3/apikeys/"+key, ""), 200, "")
	wantCode(t, list(), 401, "AUTH_ERR_APIKEY_NOT_FOUND")
}

// Page "Error Guide": ERR_APIKEY_NO_SELF_ACTION. Assumed: its status and text.
func TestAPIKeyCannotActOnItself(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	before := act(srv, "GET /v3/apikeys/"+fullKey, "")
	wantCode(t, before, 200, "")
	for _, call := range []string{"PUT", "DELETE"} {
		r := act(srv, call+" /v3/apikeys/"+fullKey, `{"name":" "}`)
		wantCode(t, r, 403, "ERR_APIKEY_NO_SELF_ACTION")
		if strings.Contains(r.Body, fullKey) || strings.Contains(r.Header.Get("X-Chatdouble-Reason"), fullKey) {
			t.Errorf("the answer shows the key: %s", r.Body)
		}
	}
	wantBody(t, act(srv, "GET /v3/apikeys/"+fullKey, ""), before.Body)
	key := makeKey(t, srv, "second", "fullAccess")
	r := send(srv, request{method: "DELETE", target: "/v3/apikeys/" + fullKey, key: key})
	wantBody(t, r, `{"data":{"success":true,"message":"The Api Key `+fullKey+` has been deleted successfully."}}`)
	wantCode(t, act(srv, "GET /v3/apikeys", ""), 401, "AUTH_ERR_APIKEY_NOT_FOUND")
}

// Asserted by a live test suite: the newest first, an unknown scope finds nothing. Page "API Keys":
// scope, searchKey, no cursor.
func TestListAPIKeys(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	clock.Advance(time.Second)
	third := makeKey(t, srv, "Backend", "fullAccess")
	fourth := makeKey(t, srv, "back up", "authOnly")
	for query, want := range map[string]string{
		"":                               "[back up Backend auth rest] 4",
		"?scope=":                        "[back up Backend auth rest] 4",
		"?scope=fullAccess":              "[Backend rest] 2",
		"?scope=authOnly":                "[back up auth] 2",
		"?scope=FULLACCESS":              "[] 0",
		"?scope=nothing":                 "[] 0",
		"?searchKey=BACK":                "[back up Backend] 2",
		"?searchKey=back&scope=authOnly": "[back up] 1",
		"?searchKey=ackend":              "[] 0",
		"?searchKey=" + third[:10]:       "[Backend] 1",
		"?searchKey=" + fourth:           "[back up] 1",
		"?perPage=3&page=2":              "[rest] 4",
	} {
		r := act(srv, "GET /v3/apikeys"+query, "")
		if got, total := column(t, r.Body, "name"); fmt.Sprint(got, total) != want || strings.Contains(r.Body, "cursor") {
			t.Errorf("%s: %s, want %s", query, r.Body, want)
		}
	}
	wantBody(t, act(srv, "GET /v3/apikeys?scope=x", ""), `{"data":[],"meta":{"pagination":{"total":0,"count":0,"per_page":100,"current_page":1,"total_pages":1}}}`)
	wantCode(t, act(srv, "GET /v3/apikeys?page=0", ""), 400, "ERR_BAD_REQUEST")
}

// Page "API Keys": at most 25 keys.
func TestTwentyFiveAPIKeys(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	seen := map[string]bool{}
	for i := range 23 {
		seen[makeKey(t, srv, fmt.Sprint("key ", i), "authOnly")] = true
	}
	if len(seen) != 23 {
		t.Errorf("%d different keys of 23", len(seen))
	}
	r := act(srv, "POST /v3/apikeys", `{"name":"more"}`)
	if r.Status != 400 || r.Body != badRequest(`"name":["The app may not have more than 25 API keys."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	for key := range seen {
		wantCode(t, act(srv, "DELETE /v3/apikeys/"+key, ""), 200, "")
		break
	}
	wantCode(t, act(srv, "POST /v3/apikeys", `{"name":"more"}`), 200, "")
}
