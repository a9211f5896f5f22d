package cometchatapi_test

import (
	"fmt"
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
