package cometchatapi_test

import (
	"fmt"
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
