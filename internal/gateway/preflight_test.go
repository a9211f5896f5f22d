package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// What a browser asks before a call is the vendor's to answer, when it is asked as browsers ask; it stands in no
// journal.
func TestPreflight(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	wantReply(t, b.send(httptest.NewRequest(http.MethodOptions, "/page", nil)), 200, "ask on, since 12:00:00")
	if n := b.RequestCount(); n != 0 {
		t.Errorf("%d requests were counted", n)
	}
	for _, call := range []struct{ method, path string }{{"OPTIONS", "/hello"}, {"options", "/page"}, {"GET", "/page"}} {
		wantReply(t, b.send(httptest.NewRequest(call.method, call.path, nil)), 200, "hello")
	}
	if n := len(b.app.Journal.Entries()); n != 3 {
		t.Errorf("the journal has %d calls, want 3", n)
	}
}
