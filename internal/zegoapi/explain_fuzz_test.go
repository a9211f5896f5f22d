package zegoapi_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// FuzzExplain asks anything and wants it explained. Property: exactly the refused calls have a check
// that failed; it is the one of the recorded code and says what the header says; and since nobody is
// ever unregistered and no key changes, nothing is said to have changed.
func FuzzExplain(f *testing.F) {
	app := sample(f, chatdouble.WithLimits(false))
	good := app.signed("FromUserId=alice")
	for _, query := range []string{
		"", "Action=QueryBlacklist", "action=QueryBlacklist", "Action=Nope", "Action=" + zegoapi.MadeUp, "%zz=%", good, good + "&Limit=x",
		strings.Replace(good, "alice", "nobody", 1), strings.Replace(good, "2.0", "3.0", 1), strings.ToUpper(good), good[:len(good)-30],
		app.signedFor("AddUsersToBlacklist", "FromUserId=alice&UserIds=bob&UserIds=alice"),
		app.signedFor("AddUsersToBlacklist", "FromUserId=alice&UserIds=nobody"),
		app.signedFor("UserRegister", "FromUserId=nobody"), app.signedFor("QueryUserOnlineState", "FromUserId=nobody&UserId[]=bob"),
		strings.Repeat("x", 20_000), good + "&x=" + strings.Repeat("x", 20_000), "Action=QueryBlacklist&Action=" + strings.Repeat("y", 70),
	} {
		f.Add("GET", query, []byte(nil))
		f.Add("POST", query, []byte(`{"FromUserId":"bob","UserInfo":[{"UserId":"x"}]}`))
		f.Add("PUT", query, bytes.Repeat([]byte("x"), 10_001))
	}
	for _, op := range zegoapi.Operations() {
		f.Add("POST", app.signedFor(op.Name), []byte(`{"FromUserId":"alice","UserIds":["bob"],"UserId":"bob"}`))
	}
	f.Fuzz(func(t *testing.T, method, query string, body []byte) {
		app.server.ClearRequests()
		r := vendortest.Ask(app.server, vendortest.Request{Method: method, Target: "/?" + query, Body: string(body)})
		code, reason := vendortest.Entry(t, app.server, r).Code, r.Reason()
		checks := app.server.Explain(r.ID()).Checks
		first := vendortest.FirstFailed(checks)
		switch {
		case (first.Verdict == vendortest.Failed) != (code != ""):
			t.Errorf("Code %q, %q; first failed is %+v", code, reason, first)
		case code == "":
		case first.Detail != reason:
			t.Errorf("%+v failed, the header says %q", first, reason)
		case strings.HasSuffix(first.Name, ")") && !strings.HasSuffix(first.Name, "("+code+")"):
			t.Errorf("%s failed, the Code is %s", first.Name, code)
		}
		if last := checks[len(checks)-1]; last.Name == "unchanged since" && last.Verdict == vendortest.Failed {
			t.Errorf("%+v, but nothing has", last)
		}
		for _, c := range checks {
			if bytes.ContainsFunc([]byte(c.Detail), func(r rune) bool { return r < ' ' || r > '~' }) || strings.Contains(c.Detail, sampleSecret) {
				t.Errorf("%q is not fit to be shown", c.Detail)
			}
		}
		if t.Failed() {
			t.Log("\n" + vendortest.Verdicts(checks, 42))
		}
	})
}
