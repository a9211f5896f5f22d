package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// Page "Data Import": the sample (times as texts in the request, numbers in the answer). Slashes are
// escaped as in every recorded answer.
func TestDocumentedImport(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	r := act(srv, "POST /v3/data_import/users", `{"users":{"uid1":{"uid":"uid1","name":"uid1","avatar":"https://assets.cometchat.io/sampleapp/v2/users/cometchat-uid-1.webp",`+
		`"role":"default","metadata":{"key":"value"},"createdAt":"1673421419","lastActiveAt":"1673421425"}}}`)
	if r.Status != 200 || rates(r) != "60/59 100000/99999" {
		t.Errorf("status %d, limits %s", r.Status, rates(r))
	}
	golden.Bytes(t, "ImportUsers/documented.json", []byte(r.Body))
}

// failedImport is an entry that is not right.
func failedImport(details string) string {
	const text = "The user's data does not have the right format."
	return `{"success":false,"error":{"message":"` + text + `","devMessage":"` + text + `","source":"chat-api","details":{` + details + `},"code":"ERR_IMPORT_INVALID_USER_FORMAT"}}`
}

// Page "Data Import": the members. Each entry is answered for itself, in the order of the request,
// which is neither that of the alphabet nor that of a map.
func TestImportEntries(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: taken}\n      - {uid: off}\n    roles: [{role: mod}]\n", ""))
	clockOf(t, srv)
	act(srv, "DELETE /v3/users/off", "")
	required := func(name string) string { return `"` + name + `":["The ` + name + ` field is required."]` }
	exists := func(uid string) string {
		return `{"success":false,"error":{"message":"The uid ` + uid + ` already exists. Please use another uid or try after permanently deleting the user.",` +
			`"devMessage":"The uid ` + uid + ` already exists. Please use another uid or try recreating after permanently deleting the user.","source":"chat-api","code":"ERR_UID_ALREADY_EXISTS"}}`
	}
	good := func(members string) string { return `{"success":true,"data":{` + members + `}}` }
	entries := []struct{ key, value, answerKey, answer string }{
		{"zed", `{"uid":"zed","name":"Z","createdAt":1673421419}`, "zed", good(`"uid":"zed","name":"Z","status":"offline","role":"default","createdAt":1673421419`)},
		{"Alice", `{"uid":"ALICE","name":"A","role":"mod","tags":["x"],"lastActiveAt":0,"createdAt":""}`, "alice", good(`"uid":"alice","name":"A","status":"offline","role":"mod","createdAt":1714564800,"tags":["x"]`)},
		{"m", `{"uid":"m","name":"M","createdAt":"1673421419","deactivatedAt":"1673421430"}`, "m", good(`"uid":"m","name":"M","status":"offline","role":"default","createdAt":1673421419,"deactivatedAt":1673421430`)},
		{"b", `{"uid":"b","name":"B","deactivatedAt":0}`, "b", good(`"uid":"b","name":"B","status":"offline","role":"default","createdAt":1714564800`)},
		{"Taken", `{"uid":"taken","name":"T"}`, "taken", exists("taken")},
		{"off", `{"uid":"off","name":"T"}`, "off", exists("off")},
		{"No1", `{}`, "No1", failedImport(required("uid") + "," + required("name"))},
		{"no2", `"text"`, "no2", failedImport(required("uid") + "," + required("name"))},
		{"no3", `null`, "no3", failedImport(required("uid") + "," + required("name"))},
		{"no4", `{"uid":"other","name":"N"}`, "no4", failedImport(`"uid":["The uid must be the name of the entry."]`)},
		{"no 5", `{"uid":"no 5","name":"N"}`, "no 5", failedImport(`"uid":["The uid may only contain letters, numbers, dashes and underscores."]`)},
		{"no6", `{"uid":"no6","name":" ","avatar":"x","role":"none","createdAt":"soon","lastActiveAt":12,"deactivatedAt":1673421419000}`, "no6", failedImport(required("name") +
			`,"avatar":["The avatar must be a valid URL."],"createdAt":["The created at must be an integer."],"lastActiveAt":["The last active at must be 10 digits."],` +
			`"deactivatedAt":["The deactivated at must be 10 digits."],"role":["The selected role is invalid."]`)},
		{"no7", `{"uid":"no7","name":"N","createdAt":1.5e9,"lastActiveAt":-1673421419,"deactivatedAt":true}`, "no7", failedImport(`"createdAt":["The created at must be an integer."],` +
			`"lastActiveAt":["The last active at must be 10 digits."],"deactivatedAt":["The deactivated at must be an integer."]`)},
		{"c/d", `[]`, `c\/d`, failedImport(required("uid") + "," + required("name"))},
		{"a", `{"uid":"a","name":"last"}`, "a", good(`"uid":"a","name":"last","status":"offline","role":"default","createdAt":1714564800`)},
	}
	var body, want []string
	for _, e := range entries {
		body = append(body, fmt.Sprintf("%q:%s", e.key, e.value))
		want = append(want, fmt.Sprintf(`"%s":%s`, e.answerKey, e.answer))
	}
	r := act(srv, "POST /v3/data_import/users", `{"users":{`+strings.Join(body, ",")+`}}`)
	wantBody(t, r, `{"data":{`+strings.Join(want, ",")+`}}`)
	if page := readPage(t, get(srv, "/v3/users").Body); page.uids() != "a b alice taken zed" {
		t.Errorf("people: %s", page.uids())
	}
	wantCode(t, get(srv, "/v3/users/m"), 404, "ERR_UID_NOT_FOUND")
	wantBody(t, act(srv, "PUT /v3/users", `{"uidsToActivate":["m"]}`), `{"data":{"reactivatedUids":["m"]}}`)
	if got := get(srv, "/v3/users/taken").Body; !strings.Contains(got, `"name":"taken"`) {
		t.Errorf("the import changed who was there: %s", got)
	}
}

// Of entries whose names differ in case only, the last one counts, at the place of the first.
func TestImportOfOneUIDTwice(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	clockOf(t, srv)
	r := act(srv, "POST /v3/data_import/users", `{"users":{"A":{"uid":"a","name":"1"},"b":{"uid":"b","name":"2"},"a":{"uid":"a","name":"3"},"a":{"uid":"a","name":"4"}}}`)
	wantBody(t, r, `{"data":{"a":{"success":true,"data":{"uid":"a","name":"4","status":"offline","role":"default","createdAt":1714564800}},`+
		`"b":{"success":true,"data":{"uid":"b","name":"2","status":"offline","role":"default","createdAt":1714564800}}}}`)
}

// Page "Data Import": 50 entities a request.
func TestImportRefused(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""), chatdouble.WithLimits(false))
	people := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`"u%d":{"uid":"u%[1]d","name":"n"}`, i))
		}
		return `{"users":{` + strings.Join(all, ",") + `}}`
	}
	for body, want := range map[string]string{
		``: "The users field is required.", `{}`: "The users field is required.", `{"users":null}`: "The users field is required.",
		`{"users":{}}`: "The users field is required.", `{"users":[]}`: "The users field is required.", `{"users":{"a":{"uid":"a","name":"n"}}`: "The users field is required.",
		`{"users":[{"uid":"a","name":"n"}]}`: "The users must be an array.", `{"users":"a"}`: "The users must be an array.", `{"users":7}`: "The users must be an array.",
		people(51): "The users may not have more than 50 items.", people(10_000): "The users may not have more than 50 items.",
	} {
		if r := act(srv, "POST /v3/data_import/users", body); r.Status != 400 || r.Body != badRequest(`"users":["`+want+`"]`) {
			t.Errorf("%.80s: status %d: %s", body, r.Status, r.Body)
		}
	}
	if uids, _ := column(t, get(srv, "/v3/users").Body, "uid"); len(uids) != 0 {
		t.Errorf("refused bodies made %q", uids)
	}
	wantCode(t, act(srv, "POST /v3/data_import/users", people(50)), 200, "")
	if _, total := column(t, get(srv, "/v3/users").Body, "uid"); total != 50 {
		t.Errorf("%d people, want 50", total)
	}
}

// Page "Data Import": 60 requests a minute, counted for themselves.
func TestImportLimit(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	clock := clockOf(t, srv)
	const call = "POST /v3/data_import/users"
	for n := range 60 {
		if got, want := rates(act(srv, call, "")), fmt.Sprintf("60/%d 100000/%d", 59-n, 99_999-n); got != want {
			t.Fatalf("call %d: limits %s, want %s", n, got, want)
		}
	}
	wantCode(t, act(srv, call, ""), 429, "ERR_TOO_MANY_REQUESTS")
	wantCode(t, get(srv, "/v3/users"), 200, "")
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"a","name":"n"}`), 200, "")
	clock.Advance(time.Minute)
	wantCode(t, act(srv, call, ""), 400, "ERR_BAD_REQUEST")
	// The other imports are the vendor's, but not this server's.
	wantCode(t, act(srv, "POST /v3/data_import/groups", ""), 404, "ERR_API_NOT_FOUND")
}
