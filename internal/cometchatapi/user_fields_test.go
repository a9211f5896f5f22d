package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// items is a JSON list of n texts.
func items(n int, text string) string {
	return "[" + strings.TrimSuffix(strings.Repeat(strconv.Quote(text)+",", n), ",") + "]"
}

// refusedMembers are members that neither a new user nor an update may have, with what the refusal
// says. Page "Properties and Constraints": the bounds. Assumed: most texts.
var refusedMembers = map[string]string{
	`"name":"` + strings.Repeat("é", 101) + `"`: `"name":["The name may not be greater than 100 characters."]`,
	`"name":5`:            `"name":["The name must be a string."]`,
	`"name":["a"]`:        `"name":["The name must be a string."]`,
	`"avatar":"nonsense"`: `"avatar":["The avatar must be a valid URL."]`,
	`"avatar":"/a/b.png"`: `"avatar":["The avatar must be a valid URL."]`,
	`"link":"foo.bar"`:    `"link":["The link must be a valid URL."]`,
	`"link":"https://x.y/` + strings.Repeat("a", 3001-12) + `"`: `"link":["The link may not be greater than 3000 characters."]`,
	`"avatar":{}`:           `"avatar":["The avatar must be a string."]`,
	`"role":"no-such-role"`: `"role":["The selected role is invalid."]`,
	`"statusMessage":true`:  `"statusMessage":["The status message must be a string."]`,
	`"metadata":[1]`:        `"metadata":["The metadata must be an array."]`,
	`"metadata":5`:          `"metadata":["The metadata must be an array."]`,
	`"metadata":{"a":"` + strings.Repeat("x", 5121-8) + `"}`: `"metadata":["The metadata may not be greater than 5120 characters."]`,
	`"metadata":"` + strings.Repeat("x", 5119) + `"`:         `"metadata":["The metadata may not be greater than 5120 characters."]`,
	`"tags":"a"`:               `"tags":["The tags must be an array."]`,
	`"tags":{"0":"a"}`:         `"tags":["The tags must be an array."]`,
	`"tags":["a"," "]`:         `"tags.1":["The tags.1 field is required."]`,
	`"tags":[""]`:              `"tags.0":["The tags.0 field is required."]`,
	`"tags":[null,5]`:          `"tags.0":["The tags.0 field is required."],"tags.1":["The tags.1 must be a string."]`,
	`"tags":` + items(26, "a"): `"tags":["The tags may not have more than 25 items."]`,
	`"tags":["a","` + strings.Repeat("t", 101) + `"]`:                                `"tags.1":["The tags.1 may not be greater than 100 characters."]`,
	`"avatar":"x","tags":[" "],"role":"no-such-role","link":"x"`:                     `"avatar":["The avatar must be a valid URL."],"link":["The link must be a valid URL."],"tags.0":["The tags.0 field is required."],"role":["The selected role is invalid."]`,
	`"metadata":{"a":` + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + `}`: `"metadata":["The metadata may not be greater than 5120 characters."]`,
}

func TestRefusedMembers(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: alice}\n", ""))
	before := get(srv, "/v3/users?withTags=1").Body
	for members, want := range refusedMembers {
		create := `{"uid":"bob","name":"Bob",` + members + `}`
		for call, body := range map[string]string{"POST /v3/users": create, "PUT /v3/users/alice": "{" + members + "}"} {
			if r := act(srv, call, body); r.Status != 400 || r.Body != badRequest(want) {
				t.Errorf("%s %.200s: status %d\n got: %s\nwant: %s", call, body, r.Status, r.Body, badRequest(want))
			}
		}
	}
	if after := get(srv, "/v3/users?withTags=1").Body; after != before {
		t.Errorf("refused requests changed the state\n from: %s\n   to: %s", before, after)
	}
}

// Page "Properties and Constraints": what is just within the bounds. Besides: what is trimmed, what
// counts as not given, what is ignored, and how it is shown.
func TestAcceptedMembers(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	link := "https://x.y/" + strings.Repeat("a", 3000-12)
	object := `{"a":"` + strings.Repeat("x", 5120-8) + `"}`
	for members, want := range map[string]string{
		`"name":"` + long + `"`: `"name":"` + strings.Repeat(`\u00e9`, 100) + `","status":"offline","role":"default"`,
		`"link":"` + link + `"`: `"name":"Bob","link":"` + strings.ReplaceAll(link, "/", `\/`) + `","status":"offline","role":"default"`,
		`"name":"  Bob  ","statusMessage":" hi ","avatar":" https://a.b/c ","role":" Mod "`: `"name":"Bob","avatar":"https:\/\/a.b\/c","status":"offline","statusMessage":"hi","role":"mod"`,
		`"metadata":` + object:                `"name":"Bob","metadata":` + object + `,"status":"offline","role":"default"`,
		`"metadata":{"b":1, "a":{"/":"é"}}`:   `"name":"Bob","metadata":{"b":1,"a":{"\/":"\u00e9"}},"status":"offline","role":"default"`,
		`"metadata":"{\"b\":1, \"a\":\"x\"}"`: `"name":"Bob","metadata":{"b":1,"a":"x"},"status":"offline","role":"default"`,
		`"metadata":"a text / only"`:          `"name":"Bob","metadata":"a text \/ only","status":"offline","role":"default"`,
		`"metadata":{}`:                       `"name":"Bob","status":"offline","role":"default"`,
		`"metadata":[]`:                       `"name":"Bob","status":"offline","role":"default"`,
		`"metadata":" \n"`:                    `"name":"Bob","status":"offline","role":"default"`,
		`"metadata":null,"avatar":"","link":" ","role":"","tags":[],"statusMessage":null`:                                                                                `"name":"Bob","status":"offline","role":"default"`,
		`"status":"available","createdAt":1,"updatedAt":2,"lastActiveAt":3,"deactivatedAt":0,"hasBlockedMe":true,"blockedByMe":false,"auth_headers":[],"unset":["name"]`: `"name":"Bob","status":"offline","role":"default"`,
	} {
		srv := chatdouble.Start(t, app("\n    roles: [{role: mod}]\n", ""))
		clockOf(t, srv)
		wantBody(t, act(srv, "POST /v3/users", `{"uid":"bob","name":"Bob",`+members+`}`), `{"data":{"uid":"bob",`+want+`,"createdAt":1714564800}}`)
		wantBody(t, get(srv, "/v3/users/bob"), `{"data":{"uid":"bob",`+want+`,"createdAt":1714564800}}`)
	}
}

// Page "Users": tags before authToken. Page "Properties and Constraints": 25 of 100 characters.
func TestTagsOfANewUser(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	clockOf(t, srv)
	tag := strings.Repeat("t", 100)
	r := act(srv, "POST /v3/users", `{"uid":"user_000","name":"n","tags":[" a/b ","é","a/b"],"withAuthToken":"true"}`)
	const head, tail = `{"data":{"uid":"user_000","name":"n","status":"offline","role":"default","createdAt":1714564800,"tags":["a\/b","\u00e9","a\/b"],"authToken":"user_000_1714564800`, `"}}`
	if r.Status != 200 || !strings.HasPrefix(r.Body, head) || len(r.Body) != len(head)+30+len(tail) {
		t.Errorf("status %d: %s", r.Status, r.Body)
	}
	r = act(srv, "POST /v3/users", `{"uid":"b","name":"n","tags":`+items(25, tag)+`}`)
	if r.Status != 200 || strings.Count(r.Body, `"`+tag+`"`) != 25 {
		t.Errorf("status %d: %s", r.Status, r.Body)
	}
}

// Page "Properties and Constraints": a-z, 0-9, - and _, at most 100. Assumed: the refusals.
func TestUIDOfANewUser(t *testing.T) {
	t.Parallel()
	const characters, length = "The uid may only contain letters, numbers, dashes and underscores.", "The uid may not be greater than 100 characters."
	srv := chatdouble.Start(t, app("", ""))
	for uid, want := range map[string]string{
		"alice": "alice", "Bob": "bob", " Carl ": "carl", "0": "0", "-": "-", "_": "_",
		"D9B2D63D-A233-4123-847A-7090A7C4B2A6": "d9b2d63d-a233-4123-847a-7090a7c4b2a6",
		strings.Repeat("U", 100):               strings.Repeat("u", 100),
		strings.Repeat("u", 101):               length,
		"a b":                                  characters,
		"a.b":                                  characters,
		"a/b":                                  characters,
		"a%20":                                 characters,
		"zoë":                                  characters,
		"\u212a":                               characters, // the Kelvin sign, whose lower case is k
		"\u0130":                               characters, // a capital I with a dot, whose lower case is i
		"a\u0000":                              characters,
	} {
		body, _ := json.Marshal(map[string]string{"uid": uid, "name": "n"})
		r := act(srv, "POST /v3/users", string(body))
		if want == characters || want == length {
			if want := badRequest(`"uid":["` + want + `"]`); r.Status != 400 || r.Body != want {
				t.Errorf("%q: status %d\n got: %s\nwant: %s", uid, r.Status, r.Body, want)
			}
			continue
		}
		if r.Status != 200 || !strings.HasPrefix(r.Body, `{"data":{"uid":"`+want+`",`) {
			t.Errorf("%q: status %d: %s", uid, r.Status, r.Body)
		}
		wantCode(t, get(srv, "/v3/users/"+want), 200, "")
	}
	if r := act(srv, "POST /v3/users", `{"uid":5,"name":"n"}`); r.Body != badRequest(`"uid":["The uid must be a string."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

// Asserted by a live test suite: uids are lower-cased. Recorded: the text (user/create_user_fail).
func TestUIDThatDiffersOnlyInCase(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: alice, name: first}\n", ""))
	for _, uid := range []string{"alice", "ALICE", " aLiCe "} {
		r := act(srv, "POST /v3/users", `{"uid":"`+uid+`","name":"second"}`)
		wantCode(t, r, 400, "ERR_UID_ALREADY_EXISTS")
		if !strings.Contains(r.Body, "The uid alice already exists.") {
			t.Errorf("%s: %s", uid, r.Body)
		}
		if got := get(srv, "/v3/users/"+strings.TrimSpace(uid)); !strings.Contains(got.Body, `"uid":"alice","name":"first"`) {
			t.Errorf("GET %s: %s", uid, got.Body)
		}
	}
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"App_System","name":"mine"}`), 400, "ERR_UID_ALREADY_EXISTS")
	wantCode(t, get(srv, "/v3/users/app_system"), 404, "ERR_UID_NOT_FOUND")
	// Assumed: deactivated is not gone, and bad members come first.
	act(srv, "DELETE /v3/users/alice", "")
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"alice","name":"third"}`), 400, "ERR_UID_ALREADY_EXISTS")
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"alice","name":""}`), 400, "ERR_BAD_REQUEST")
}

// Assumed: a form with name[] for lists.
func TestFormBody(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	clockOf(t, srv)
	form := func(call string, values url.Values) reply {
		method, target, _ := strings.Cut(call, " ")
		return send(srv, request{
			method: method, target: target, key: fullKey, body: values.Encode(),
			header: map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
		})
	}
	wantBody(t, form("POST /v3/users", url.Values{
		"uid": {"Alice"}, "name": {"Zoë & co"}, "metadata": {`{"a":1}`}, "tags[]": {"x", "y"}, "withAuthToken": {"0"},
	}), `{"data":{"uid":"alice","name":"Zo\u00eb & co","metadata":{"a":1},"status":"offline","role":"default","createdAt":1714564800,"tags":["x","y"]}}`)
	wantBody(t, form("PUT /v3/users/alice", url.Values{"unset[0]": {"metadata"}, "name": {"Al"}}),
		`{"data":{"uid":"alice","name":"Al","status":"offline","role":"default","createdAt":1714564800,"updatedAt":1714564800,"tags":["x","y"]}}`)
	wantBody(t, form("DELETE /v3/users", url.Values{"uidsToDeactivate[]": {"alice", "nobody"}}), `{"data":{"deactivatedUids":["alice"],"notFound":["nobody"]}}`)
	wantBody(t, form("DELETE /v3/users/alice", url.Values{"permanent": {"1"}}), `{"data":{"success":true,"message":"User with UID alice has been deleted successfully."}}`)
	if r := form("POST /v3/users", url.Values{"uid": {"a"}, "name[]": {"n"}}); r.Body != badRequest(`"name":["The name must be a string."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

// JavaScript SDK 4.2.0: an authOnly key creates and updates users. Assumed: no more.
func TestUsersWithTheAuthKey(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("\n      - {uid: alice}\n", ""))
	for call, want := range map[string]int{
		"POST /v3/users": 200, "PUT /v3/users/alice": 200,
		"GET /v3/users": 403, "GET /v3/users/alice": 403, "DELETE /v3/users/alice": 403, "DELETE /v3/users": 403, "PUT /v3/users": 403,
		"POST /v3/data_import/users": 403,
	} {
		method, target, _ := strings.Cut(call, " ")
		r := send(srv, request{method: method, target: target, key: authKey, body: `{"uid":"bob","name":"Bob"}`})
		code := map[int]string{403: "AUTH_ERR_NO_ACCESS"}[want]
		if wantCode(t, r, want, code); t.Failed() {
			t.Fatalf("%s", call)
		}
	}
}

// Page "Users": unset. Asserted by a live test suite: the refusal of a blank name.
func TestUpdateUser(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(fmt.Sprintf(`
      - uid: alice
        name: Alice
        avatar: https://a.b/c
        link: https://l.m/n
        metadata: {a: 1}
        tags: [x, y]
        statusMessage: hi
        status: available
        createdAt: %s
        lastActiveAt: %s
    roles: [{role: mod}]
`, at(1700000000), at(1700000001)), ""))
	clock := clockOf(t, srv)
	const head = `{"data":{"uid":"alice","name":"Alice",`
	for _, tt := range []struct{ body, want string }{
		{`{}`, head + `"link":"https:\/\/l.m\/n","avatar":"https:\/\/a.b\/c","metadata":{"a":1},"status":"available","statusMessage":"hi","role":"default","lastActiveAt":1700000001,"createdAt":1700000000,"updatedAt":1714564800,"tags":["x","y"]}}`},
		{`{"unset":["avatar","metadata"],"avatar":"https://x.y/z","tags":[]}`, head + `"link":"https:\/\/l.m\/n","status":"available","statusMessage":"hi","role":"default","lastActiveAt":1700000001,"createdAt":1700000000,"updatedAt":1714564801}}`},
		{`{"metadata":"a text","tags":["z"],"role":"MOD","uid":"bob","name":"Al"}`, `{"data":{"uid":"alice","name":"Al","link":"https:\/\/l.m\/n","metadata":"a text","status":"available","statusMessage":"hi","role":"mod","lastActiveAt":1700000001,"createdAt":1700000000,"updatedAt":1714564802,"tags":["z"]}}`},
		{`{"unset":["link"],"metadata":{},"name":"Alice"}`, head + `"status":"available","statusMessage":"hi","role":"mod","lastActiveAt":1700000001,"createdAt":1700000000,"updatedAt":1714564803,"tags":["z"]}}`},
		{`{"hasBlockedMe":false,"blockedByMe":false,"deactivatedAt":0,"uid":"alice","tags":null}`, head + `"status":"available","statusMessage":"hi","role":"mod","lastActiveAt":1700000001,"createdAt":1700000000,"updatedAt":1714564804,"tags":["z"]}}`},
	} {
		wantBody(t, act(srv, "PUT /v3/users/Alice", tt.body), tt.want)
		wantBody(t, get(srv, "/v3/users/alice"), tt.want)
		clock.Advance(1000000000)
	}
	before := get(srv, "/v3/users/alice").Body
	for body, want := range map[string]string{
		`{"name":" "}`:                          `"name":["The name field must have a value."]`,
		`{"unset":["name","avatar","tags"]}`:    `"unset.0":["The selected unset.0 is invalid."],"unset.2":["The selected unset.2 is invalid."]`,
		`{"unset":"avatar"}`:                    `"unset":["The unset must be an array."]`,
		`{"unset":[""],"name":"","avatar":"x"}`: `"name":["The name field must have a value."],"avatar":["The avatar must be a valid URL."],"unset.0":["The unset.0 field is required."]`,
	} {
		if r := act(srv, "PUT /v3/users/alice", body); r.Status != 400 || r.Body != badRequest(want) {
			t.Errorf("%s: status %d\n got: %s\nwant: %s", body, r.Status, r.Body, badRequest(want))
		}
	}
	if after := get(srv, "/v3/users/alice").Body; after != before {
		t.Errorf("refused updates made %s of %s", after, before)
	}
	// Assumed: an unknown user is refused before a bad body.
	wantCode(t, act(srv, "PUT /v3/users/nobody", `{"name":" "}`), 404, "ERR_UID_NOT_FOUND")
	wantCode(t, act(srv, "PUT /v3/users/bob", `{}`), 404, "ERR_UID_NOT_FOUND")
}
