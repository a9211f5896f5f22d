package zegoapi_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/desk"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// FuzzExplain asks anything and wants it explained. Property: exactly the refused calls have a check
// that failed; it is the one of the recorded code and says what the header says; and since nobody is
// ever unregistered and no key changes, nothing is said to have changed.
func FuzzExplain(f *testing.F) {
	d := newDesk(f)
	d.EnforceLimits = false
	good := d.signed("QueryBlacklist").with("FromUserId=alice")
	for _, query := range []string{
		"", "Action=QueryBlacklist", "action=QueryBlacklist", "Action=Nope", "Action=CreateGroup", "%zz=%", good, good + "&Limit=x",
		strings.Replace(good, "alice", "nobody", 1), strings.Replace(good, "2.0", "3.0", 1), strings.ToUpper(good), good[:len(good)-30],
		d.signed("AddUsersToBlacklist").with("FromUserId=alice&UserIds=bob&UserIds=alice"),
		d.signed("AddUsersToBlacklist").with("FromUserId=alice&UserIds=nobody"),
		d.signed("UserRegister").with("FromUserId=nobody"), d.signed("QueryUserOnlineState").with("FromUserId=nobody&UserId[]=bob"),
		strings.Repeat("x", 20_000), good + "&x=" + strings.Repeat("x", 20_000), "Action=QueryBlacklist&Action=" + strings.Repeat("y", 70),
	} {
		f.Add("GET", query, []byte(nil))
		f.Add("POST", query, []byte(`{"FromUserId":"bob","UserInfo":[{"UserId":"x"}]}`))
		f.Add("PUT", query, bytes.Repeat([]byte("x"), 10_001))
	}
	for _, op := range zegoapi.Operations() {
		f.Add("POST", d.signed(op.Name).with(), []byte(`{"FromUserId":"alice","UserIds":["bob"],"UserId":"bob"}`))
	}
	f.Fuzz(func(t *testing.T, method, query string, body []byte) {
		d.Journal.Clear()
		d.App.Journal.Clear()
		w := httptest.NewRecorder()
		d.ServeHTTP(w, &http.Request{
			Method: method, URL: &url.URL{Path: "/", RawQuery: query}, RequestURI: "/?" + query, Proto: "HTTP/1.1", Host: "localhost",
			Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		})
		e, reason := d.Last(), w.Header().Get("X-Chatdouble-Reason")
		checks := d.Explain(e)
		first := desk.Failed(checks)
		_ = d.Nearest(e)
		switch {
		case (first.Verdict == gateway.Failed) != (e.Code != ""):
			t.Errorf("Code %q, %q; first failed is %+v", e.Code, reason, first)
		case e.Code == "":
		case first.Detail != reason:
			t.Errorf("%+v failed, the header says %q", first, reason)
		case strings.HasSuffix(first.Name, ")") && !strings.HasSuffix(first.Name, "("+e.Code+")"):
			t.Errorf("%s failed, the Code is %s", first.Name, e.Code)
		}
		if last := checks[len(checks)-1]; last.Name == "unchanged since" && last.Verdict == gateway.Failed {
			t.Errorf("%+v, but nothing has", last)
		}
		for _, c := range checks {
			if bytes.ContainsFunc([]byte(c.Detail), func(r rune) bool { return r < ' ' || r > '~' }) || strings.Contains(c.Detail, sampleSecret) {
				t.Errorf("%q is not fit to be shown", c.Detail)
			}
		}
		if t.Failed() {
			t.Log("\n" + desk.Verdicts(checks, 42))
		}
	})
}
