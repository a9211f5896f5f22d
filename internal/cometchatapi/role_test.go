package cometchatapi_test

import (
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
