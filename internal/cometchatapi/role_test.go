package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

const managerBody = `{"role":"manager","name":"manager","description":"This role gives an update access",` +
	`"metadata":{"email":"managers@gmail.com"},"settings":{"listUsers":"all","sendMessagesTo":"friendsOnly"}}`

// The vendor's OpenAPI file: the sample and the text.
func TestDocumentedRoles(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv).Freeze(time.Unix(1638343994, 0))
	golden.Bytes(t, "CreateRole/documented.json", []byte(act(srv, "POST /v3/roles", managerBody).Body))
	golden.Bytes(t, "CreateRole/documented.json", []byte(act(srv, "GET /v3/roles/Manager", "").Body))
	golden.Bytes(t, "DeleteRole/documented.json", []byte(act(srv, "DELETE /v3/roles/MANAGER", "").Body))
	wantCode(t, act(srv, "DELETE /v3/roles/manager", ""), 404, "ERR_ROLE_NOT_FOUND")
}

// Page "Properties and Constraints": the bounds. Assumed: the texts.
func TestCreateRoleChecks(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	for body, details := range map[string]string{
		"":                             `"role":["The role field is required."],"name":["The name field is required."]`,
		"[1]":                          `"role":["The role field is required."],"name":["The name field is required."]`,
		`{"role":" ","name":" "}`:      `"role":["The role field is required."],"name":["The name field is required."]`,
		`{"role":1,"name":[]}`:         `"role":["The role must be a string."],"name":["The name must be a string."]`,
		`{"role":"a b","name":"n"}`:    `"role":["The role may only contain letters, numbers, dashes and underscores."]`,
		`{"role":"\u212a","name":"n"}`: `"role":["The role may only contain letters, numbers, dashes and underscores."]`,
		`{"role":"` + strings.Repeat("r", 101) + `","name":"n"}`:                   `"role":["The role may not be greater than 100 characters."]`,
		`{"role":"r","name":"` + strings.Repeat("é", 101) + `"}`:                   `"name":["The name may not be greater than 100 characters."]`,
		`{"role":"r","name":"n","description":"` + strings.Repeat("é", 256) + `"}`: `"description":["The description may not be greater than 255 characters."]`,
		`{"role":"r","name":"n","metadata":1}`:                                     `"metadata":["The metadata must be an array."]`,
		`{"role":"r","name":"n","settings":"all"}`:                                 `"settings":["The settings must be an array."]`,
		`{"role":"r","name":"n","settings":[1]}`:                                   `"settings":["The settings must be an array."]`,
		`{"role":"r","name":"n","settings":{"listUsers":"some","sendMessagesTo":1}}`: `"settings.listUsers":["The selected settings.listUsers is invalid."],` +
			`"settings.sendMessagesTo":["The selected settings.sendMessagesTo is invalid."]`,
	} {
		if r := act(srv, "POST /v3/roles", body); r.Status != 400 || r.Body != badRequest(details) {
			t.Errorf("%.60s: %d\n got: %s\nwant: %s", body, r.Status, r.Body, badRequest(details))
		}
	}
	long := strings.Repeat("é", 255)
	r := act(srv, "POST /v3/roles", `{"role":" A-1_z ","name":" N ","description":"`+long+`","metadata":{},"settings":[],"more":true}`)
	wantBody(t, r, `{"data":{"role":"a-1_z","name":"N","description":"`+strings.Repeat(`\u00e9`, 255)+`","createdAt":1714564800}}`)
	if got := rates(r); !strings.HasPrefix(got, "20000/") {
		t.Errorf("X-RateLimit headers %s, want those of a standard call", got)
	}
	for _, role := range []string{"a-1_z", "A-1_Z", "default"} {
		r := act(srv, "POST /v3/roles", `{"role":"`+role+`","name":"other"}`)
		wantCode(t, r, 400, "ERR_ROLE_ALREADY_EXISTS")
		text := "The role " + strings.ToLower(role) + " already exists. Please use another role or try after permanently deleting the role."
		if strings.Count(r.Body, text) != 2 {
			t.Error(r.Body)
		}
	}
}

// Asserted by a live test suite: the newest first. OpenAPI file: real totals, no cursor, default role.
func TestListRoles(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	got, total := column(t, act(srv, "GET /v3/roles", "").Body, "role")
	if fmt.Sprint(got, total) != "[default] 1" {
		t.Errorf("a fresh app has the roles %s", got)
	}
	wantCode(t, act(srv, "GET /v3/roles/default", ""), 200, "")
	for _, role := range []string{"c", "a", "b"} {
		clock.Advance(time.Second)
		act(srv, "POST /v3/roles", `{"role":"`+role+`","name":"`+role+`"}`)
	}
	act(srv, "POST /v3/roles", `{"role":"z","name":"z"}`) // in the same second as b
	for query, want := range map[string]string{
		"": "[z b a c default] 5", "?perPage=2": "[z b] 5", "?perPage=2&page=3": "[default] 5", "?page=2": "[] 5",
	} {
		r := act(srv, "GET /v3/roles"+query, "")
		if got, total := column(t, r.Body, "role"); fmt.Sprint(got, total) != want || strings.Contains(r.Body, "cursor") {
			t.Errorf("%s: %s, want %s", query, r.Body, want)
		}
	}
	wantCode(t, act(srv, "GET /v3/roles?perPage=0", ""), 400, "ERR_BAD_REQUEST")
}

// The vendor's OpenAPI file: unset, and updatedAt behind createdAt.
func TestUpdateRole(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clock := clockOf(t, srv)
	act(srv, "POST /v3/roles", managerBody)
	clock.Advance(1500 * time.Millisecond)
	const (
		start       = `{"data":{"role":"manager","name":`
		description = `,"description":"This role gives an update access"`
		metadata    = `,"metadata":{"email":"managers@gmail.com"}`
		settings    = `,"settings":{"listUsers":"all","sendMessagesTo":"friendsOnly"}`
		end         = `,"createdAt":1714564800,"updatedAt":1714564801}}`
	)
	for _, step := range []struct{ body, want string }{
		{"", `"manager"` + description + metadata + settings},
		{`{"role":"other","name":"Boss","description":" ","metadata":null,"settings":{}}`, `"Boss"` + description + metadata + settings},
		{`{"unset":["settings"]}`, `"Boss"` + description + metadata},
		{`{"settings":{"listUsers":"friendsOnly","x":[1, 2]},"description":"d"}`, `"Boss","description":"d"` + metadata + `,"settings":{"listUsers":"friendsOnly","x":[1,2]}`},
		{`{"unset":["description","metadata","metadata"],"metadata":{"a":1}}`, `"Boss","settings":{"listUsers":"friendsOnly","x":[1,2]}`},
		{`{"metadata":{"a":"/"},"unset":[]}`, `"Boss","metadata":{"a":"\/"},"settings":{"listUsers":"friendsOnly","x":[1,2]}`},
	} {
		wantBody(t, act(srv, "PUT /v3/roles/Manager", step.body), start+step.want+end)
		wantBody(t, act(srv, "GET /v3/roles/manager", ""), start+step.want+end)
	}
	before := act(srv, "GET /v3/roles/manager", "").Body
	for body, details := range map[string]string{
		`{"name":" ","description":"new"}`: `"name":["The name field must have a value."]`,
		`{"unset":["name","settings"]}`:    `"unset.0":["The selected unset.0 is invalid."]`,
		`{"unset":"settings"}`:             `"unset":["The unset must be an array."]`,
		`{"unset":[" "]}`:                  `"unset.0":["The unset.0 field is required."]`,
		`{"settings":{"listUsers":"no"}}`:  `"settings.listUsers":["The selected settings.listUsers is invalid."]`,
	} {
		if r := act(srv, "PUT /v3/roles/manager", body); r.Status != 400 || r.Body != badRequest(details) {
			t.Errorf("%s: %d %s", body, r.Status, r.Body)
		}
	}
	wantBody(t, act(srv, "GET /v3/roles/manager", ""), before)
	wantCode(t, act(srv, "PUT /v3/roles/default", `{"name":"Everybody"}`), 200, "")
}

// Page "Error Guide": the codes. Assumed: their statuses and texts, and that the body does not matter.
func TestRoleRefusals(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		r := act(srv, method+" /v3/roles/No%20Body", `{"name":5}`)
		wantCode(t, r, 404, "ERR_ROLE_NOT_FOUND")
		if text := "The role no%20body does not exist. Please use correct role or use create role API."; strings.Count(r.Body, text) != 2 {
			t.Error(r.Body)
		}
	}
	wantCode(t, act(srv, "DELETE /v3/roles/Default", ""), 403, "ERR_ROLE_DELETE_DENIED")
	wantCode(t, act(srv, "GET /v3/roles/default", ""), 200, "")
	for _, call := range []string{"PUT /v3/roles", "DELETE /v3/roles", "POST /v3/roles/default", "GET /v3/roles/a/b"} {
		wantCode(t, act(srv, call, "{}"), 404, "ERR_API_NOT_FOUND")
	}
}

// Page "Properties and Constraints": at most 25 roles. Assumed: the default role is one of them.
func TestTwentyFiveRoles(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for i := range 24 {
		wantCode(t, act(srv, "POST /v3/roles", fmt.Sprintf(`{"role":"r%d","name":"n"}`, i)), 200, "")
	}
	r := act(srv, "POST /v3/roles", `{"role":"more","name":"n"}`)
	if r.Status != 400 || r.Body != badRequest(`"role":["The app may not have more than 25 roles."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	wantCode(t, act(srv, "POST /v3/roles", `{"role":"r3","name":"n"}`), 400, "ERR_ROLE_ALREADY_EXISTS")
	act(srv, "DELETE /v3/roles/r7", "")
	wantCode(t, act(srv, "POST /v3/roles", `{"role":"more","name":"n"}`), 200, "")
	if _, total := column(t, act(srv, "GET /v3/roles?perPage=1", "").Body, "role"); total != 25 {
		t.Errorf("%d roles", total)
	}
}

// Who had a role that is deleted has the default one, deactivated or not, and a role of that name
// that is made later does not come back to anybody.
func TestPeopleOfADeletedRole(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv)
	act(srv, "POST /v3/roles", `{"role":"boss","name":"Boss"}`)
	act(srv, "POST /v3/roles", `{"role":"other","name":"Other"}`)
	for uid, role := range map[string]string{"one": "boss", "two": "boss", "three": "other", "four": "default"} {
		wantCode(t, act(srv, "POST /v3/users", `{"uid":"`+uid+`","name":"n","role":"`+role+`"}`), 200, "")
	}
	act(srv, "DELETE /v3/users", `{"uidsToDeactivate":["two"]}`)
	wantCode(t, act(srv, "DELETE /v3/roles/boss", ""), 200, "")
	wantCode(t, act(srv, "POST /v3/users", `{"uid":"five","name":"n","role":"boss"}`), 400, "ERR_BAD_REQUEST")
	act(srv, "POST /v3/roles", `{"role":"boss","name":"Boss"}`)
	act(srv, "PUT /v3/users", `{"uidsToActivate":["two"]}`)
	for uid, role := range map[string]string{"one": "default", "two": "default", "three": "other", "four": "default"} {
		wantBody(t, act(srv, "GET /v3/users/"+uid, ""), `{"data":{"uid":"`+uid+`","name":"n","status":"offline","role":"`+role+`","createdAt":1714564800}}`)
	}
}
