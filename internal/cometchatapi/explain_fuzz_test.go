package cometchatapi_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// checkOf is the check that refuses with a code. Codes that are not here are the operation's own.
var checkOf = map[string]string{
	"":                        "vendor", // refused before any vendor saw it
	"ERR_INVALID_API_VERSION": "version", "ERR_API_NOT_FOUND": "route",
	"AUTH_ERR_EMPTY_APPID": "app", "AUTH_ERR_INVALID_APPID": "app",
	"AUTH_ERR_EMPTY_APIKEY": "apikey", "AUTH_ERR_APIKEY_NOT_FOUND": "known apikey", "AUTH_ERR_NO_ACCESS": "scope",
	"AUTH_ERR_EMPTY_AUTH_TOKEN": "authToken", "AUTH_ERR_AUTH_TOKEN_NOT_FOUND": "known authToken",
	"ERR_UID_NOT_FOUND": "user",
}

// FuzzExplain asks anything and wants it explained. Property: a refused call has a check that failed,
// first the one of the recorded code, which says what the header says; and where the call changed
// nothing, nothing is said to have changed.
func FuzzExplain(f *testing.F) {
	srv := desk(f, chatdouble.WithLimits(false))
	for _, op := range cometchatapi.Operations() {
		path := strings.NewReplacer("{uid}", "alice", "{id}", "1", "{apiKey}", otherKey, "{authToken}", aliceToken, "{role}", "default").Replace(op.Path)
		for _, body := range []string{"", `{"uid":"bob","blockedUids":["bob","x"],"accepted":["bob"],"receiver":"nobody","name":""}`} {
			f.Add(op.Method, "/v3"+path, firstHost, "", fullKey, "", []byte(body))
			f.Add(op.Method, "/v3.0"+path+"?perPage=x", "", "first", "", aliceToken, []byte(body))
			f.Add(op.Method, path, "nobody.api-us.x", "second", deskAuth, "nobody", []byte(body))
		}
	}
	for _, target := range []string{"/", "", "/v3", "/v3/", "/v9/users", "/v3/%zz", "/v3/users/%20/friends", "/v3/users/\xff", "/__apps/first/v3/users", "/__apps/", "*", "/v3/" + strings.Repeat("y/", 9000)} {
		f.Add("GET", target, "localhost", "first", fullKey, "", []byte(nil))
		f.Add("CONNECT", target, strings.Repeat("h", 400), "", "", "", bytes.Repeat([]byte("x"), 10_001))
	}
	f.Fuzz(func(t *testing.T, method, target, host, appID, key, token string, body []byte) {
		q := vendortest.Request{Method: method, Target: target, Host: host, Header: map[string]string{}, Body: string(body)}
		for name, value := range map[string]string{"appId": appID, "apikey": key, "authToken": token} {
			if value != "" {
				q.Header[name] = value
			}
		}
		srv.ClearRequests()
		r := vendortest.Ask(srv, q)
		if r.ID() == "" { // the server's own
			return
		}
		e, reason := vendortest.Entry(t, srv, r), r.Reason()
		checks := srv.Explain(r.ID()).Checks
		first := vendortest.FirstFailed(checks)
		_ = srv.Unmatched()
		want, refused := checkOf[e.Code], r.Status >= 400 || e.Code != ""
		switch {
		case !refused && first.Verdict == vendortest.Failed && (first.Name != "unchanged since" || method == http.MethodGet):
			t.Errorf("%+v failed in a call that went well", first)
		case !refused:
		case first.Verdict != vendortest.Failed || first.Detail != reason:
			t.Errorf("%s, %q; first failed is %+v", e.Code, reason, first)
		case want != "" && first.Name != want:
			t.Errorf("%s failed, the code is %s", first.Name, e.Code)
		}
		if last := checks[len(checks)-1]; refused && last.Name == "unchanged since" && last.Verdict == vendortest.Failed {
			t.Errorf("%+v, but nothing has", last)
		}
		for _, c := range checks {
			if bytes.ContainsFunc([]byte(c.Detail), func(r rune) bool { return r < ' ' || r > '~' }) || strings.Contains(c.Detail, fullKey) {
				t.Errorf("%q is not fit to be shown", c.Detail)
			}
		}
		if t.Failed() {
			t.Logf("%s %s, code %s\n%s", method, target, e.Code, vendortest.Verdicts(checks, 18))
		}
	})
}
