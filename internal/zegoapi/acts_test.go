package zegoapi_test

import (
	"net/http"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// act asks for an act that may be refused.
func (f *front) act(t testing.TB, body string) (status int, answer string) {
	t.Helper()
	r := vendortest.Ask(f.server, vendortest.Request{Method: http.MethodPost, Target: "/__admin/apps/zim:" + f.appID + "/acts", Body: body})
	return r.Status, r.Body
}

// patch merges a fixture that may be refused.
func (f *front) patch(t testing.TB, fixture string) (status int, answer string) {
	t.Helper()
	r := vendortest.Ask(f.server, vendortest.Request{Method: http.MethodPatch, Target: "/__admin/apps/zim:" + f.appID + "/state", Body: fixture})
	return r.Status, r.Body
}
