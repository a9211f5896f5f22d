package cometchatapi_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/golden"
)

// A fault rule answers any code of the vendor's. One that needs no name in its text has the body of its file, where there
// is one; all of them stand in faults.txt.
func TestFaultWithEachCode(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	var all strings.Builder
	for _, known := range cometchatapi.Codes() {
		code := known.Code
		app := srv.CometChat(t)
		app.AddUsers(chatdouble.User{ID: "user_000"})
		app.Fail(chatdouble.Fault{Operation: "ListBlockedUsers", User: "user_000", Code: code, Times: 2})
		ask := request{target: "/v3/users/user_000/blockedusers", key: app.APIKey, header: map[string]string{"appId": app.AppID}}
		send(srv, ask)
		r := send(srv, ask)
		if got, err := codeOf(r.Status, []byte(r.Body)); got != code || err != nil {
			t.Errorf("%s: answered is %s %v: %s", code, got, err, r.Body)
		}
		fmt.Fprintf(&all, "%d %s\n", r.Status, r.Body)
		file := filepath.Join("Errors", code+".json")
		if _, err := os.Stat(filepath.Join("testdata", file)); err == nil && !namesSomething[code] {
			golden.Bytes(t, file, []byte(r.Body))
		}
		if got := r.Header.Get("Retry-After") != ""; got != (r.Status == 429) {
			t.Errorf("%s: Retry-After %q on a %d", code, r.Header.Get("Retry-After"), r.Status)
		}
		// The two are used up, and nothing was counted: the calls were refused before.
		if r := send(srv, ask); r.Status != 200 || rates(r) != "20000/19999 100000/99999" {
			t.Errorf("after the faults with %s: status %d, %s", code, r.Status, rates(r))
		}
	}
	golden.Bytes(t, "Errors/faults.txt", []byte(all.String()))
}

// namesSomething are the codes whose text names a key, a token or an app, which a fault does not have.
var namesSomething = map[string]bool{
	"AUTH_ERR_APIKEY_NOT_FOUND": true, "AUTH_ERR_NO_ACCESS": true, "AUTH_ERR_INVALID_APPID": true,
	"AUTH_ERR_AUTH_TOKEN_NOT_FOUND": true,
}

// What is not a code of the vendor cannot be injected.
func TestUnknownCodes(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"", "ERR", "err_uid_not_found", "660300005", "ERR_UID_NOT_FOUND "} {
		if cometchatapi.KnownCode(code) {
			t.Errorf("%q is a known code", code)
		}
	}
}

// A fault for one user or another operation leaves other calls alone; one without a user holds for
// every call, and Times 0 until the reset.
func TestFaultsThatMatch(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app, other := srv.CometChat(t), srv.CometChat(t)
	for _, a := range []*chatdouble.CometChat{app, other} {
		a.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	}
	status := func(a *chatdouble.CometChat, uid string) int {
		t.Helper()
		return send(srv, request{target: "/v3/users/" + uid + "/blockedusers", key: a.APIKey, header: map[string]string{"appId": a.AppID}}).Status
	}
	app.Fail(chatdouble.Fault{User: "alice", Code: "ERR_EXCEPTION"})
	for _, uid := range []string{"alice", "ALICE", "alice"} {
		if got := status(app, uid); got != 500 {
			t.Errorf("%s: status %d, want 500", uid, got)
		}
	}
	if got := status(app, "bob"); got != 200 {
		t.Errorf("bob: status %d, want 200", got)
	}
	if got := status(other, "alice"); got != 200 {
		t.Errorf("alice of another app: status %d, want 200", got)
	}
	app.Fail(chatdouble.Fault{Code: "ERR_PLAN_RESTRICTION"})
	if got := status(app, "bob"); got != 402 {
		t.Errorf("bob, second fault: status %d, want 402", got)
	}
	if got := status(app, "alice"); got != 500 {
		t.Errorf("alice, older fault first: status %d, want 500", got)
	}
}

// A fault after the call: the call was counted and its answer is lost.
func TestFaultAfterTheCall(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"})
	app.Fail(chatdouble.Fault{Code: "ERR_OPERATION_FAILED", After: true, Times: 1})
	ask := request{target: aliceList, key: app.APIKey, header: map[string]string{"appId": app.AppID}}
	r := send(srv, ask)
	if code, err := codeOf(r.Status, []byte(r.Body)); code != "ERR_OPERATION_FAILED" || r.Status != 500 || rates(r) != "20000/19999 100000/99999" {
		t.Errorf("%d %s %v, %s", r.Status, code, err, rates(r))
	}
	if r := send(srv, ask); r.Status != 200 || rates(r) != "20000/19998 100000/99998" {
		t.Errorf("afterwards: status %d, %s", r.Status, rates(r))
	}
	// A call that is refused anyway uses no such fault up.
	app.Fail(chatdouble.Fault{Code: "ERR_OPERATION_FAILED", After: true, Times: 1})
	ask.target = "/v3/users/nobody/blockedusers"
	if r := send(srv, ask); r.Status != 404 {
		t.Errorf("unknown user: status %d, want 404", r.Status)
	}
	ask.target = aliceList
	if r := send(srv, ask); r.Status != 500 {
		t.Errorf("the fault is gone: status %d, want 500", r.Status)
	}
}

// A status and body of one's own are sent as they are.
func TestFaultWithStatusAndBody(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	app.Fail(chatdouble.Fault{Status: 503, Body: "<html>down</html>", Times: 1})
	r := send(srv, request{target: aliceList, key: app.APIKey, header: map[string]string{"appId": app.AppID}})
	if r.Status != 503 || r.Body != "<html>down</html>" {
		t.Errorf("%d %q", r.Status, r.Body)
	}
	app.Fail(chatdouble.Fault{JSON: map[string]int{"a": 1}, Times: 1})
	r = send(srv, request{target: aliceList, key: app.APIKey, header: map[string]string{"appId": app.AppID}})
	if r.Status != 200 || r.Body != `{"a":1}` || r.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %q as %q", r.Status, r.Body, r.Header.Get("Content-Type"))
	}
}
