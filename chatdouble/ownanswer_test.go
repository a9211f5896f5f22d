package chatdouble_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// answerTo is what a client gets, in one line.
func answerTo(t *testing.T, method, url string, header ...string) string {
	t.Helper()
	a, err := do(request(t, method, url, nil, header...))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(http.StatusText(a.Status) + " " + a.Header.Get("Content-Type") + " " + a.Body)
}

// What is not emulated can be given an answer, of either vendor and where no vendor is. Nobody is told of
// such a call as one that was not expected.
func TestOwnAnswers(t *testing.T) {
	t.Parallel()
	each(t, []chatdouble.Option{chatdouble.WithFailOnUnmatched()}, func(t *testing.T, srv *chatdouble.Server, c *chatdouble.Control, outer, inner *spy) {
		chat, zim := c.CometChat(inner), c.ZIM(inner)
		chat.Fail(chatdouble.Fault{Method: "GET", Path: "/v3/groups/*", JSON: map[string]any{"data": []int{}}})
		chat.Fail(chatdouble.Fault{Path: "/v3/groups", Status: 503, Body: "busy", Headers: http.Header{"Retry-After": {"5"}, "Via": {"a", "b"}}})
		zim.Fail(chatdouble.Fault{Action: "SendRoomMessage", JSON: json.RawMessage(`{"Code":0}`)})
		inMyPath := c.Fail(chatdouble.Fault{Path: "/callback", Body: "got it"})

		params := url.Values{"Action": {"SendRoomMessage"}}
		zimClient{AppID: zim.AppID, ServerSecret: "wrong"}.sign(params, time.Now()) // nothing is checked
		for _, tt := range []struct{ method, url, want string }{
			{"GET", chat.BaseURL + "/groups/a?page=2", `OK application/json {"data":[]}`},
			{"POST", chat.BaseURL + "/groups", "Service Unavailable text/plain; charset=utf-8 busy"},
			{"POST", zim.BaseURL + "/?" + params.Encode(), `OK application/json; charset=utf-8 {"Code":0}`},
			{"POST", srv.URL + "/callback", "OK text/plain; charset=utf-8 got it"},
		} {
			if got := answerTo(t, tt.method, tt.url); got != tt.want {
				t.Errorf("%s %s answers %s, want %s", tt.method, tt.url, got, tt.want)
			}
		}
		if n := len(chat.Unmatched()) + len(zim.Unmatched()); n != 0 {
			t.Errorf("%d calls are unmatched", n)
		}
		if got := chat.Faults()[1].Fault; !reflect.DeepEqual(got, chatdouble.Fault{
			Path: "/v3/groups", Status: 503, Body: "busy", Headers: http.Header{"Retry-After": {"5"}, "Via": {"a", "b"}},
		}) {
			t.Errorf("the fault is shown as %+v", got)
		}
		if got := zim.Faults()[0].Fault; !reflect.DeepEqual(got.JSON, map[string]any{"Code": 0.0}) || got.Status != 200 {
			t.Errorf("the fault is shown as %+v", got)
		}
		if got := c.ClearFault(inMyPath); got.Hits != 1 || got.Path != "/callback" {
			t.Errorf("the fault that was cleared = %+v", got)
		}
		inner.end()
		wantErrors(t, "the test with answers of its own", inner)
		outer.end()
		wantErrors(t, "the server's test", outer)
	})
}

// One fault goes, the others stay; one that is not there ends the test.
func TestClearFault(t *testing.T) {
	t.Parallel()
	each(t, nil, func(t *testing.T, _ *chatdouble.Server, c *chatdouble.Control, _, inner *spy) {
		chat := c.CometChat(inner)
		first := chat.Fail(chatdouble.Fault{Status: 502})
		chat.Fail(chatdouble.Fault{Status: 504})
		for _, want := range []int{502, 504} {
			a, err := (chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}).blocked("nobody", "")
			if err != nil || a.Status != want {
				t.Errorf("status %d, %v; want %d", a.Status, err, want)
			}
			if want == 502 {
				if got := chat.ClearFault(first); got.ID != first || got.Hits != 1 || got.Status != 502 {
					t.Errorf("the fault that was cleared = %+v", got)
				}
			}
		}
		told := fatal(t, "ClearFault", func(s *spy) { c.App(s, chat.Name()).ClearFault(first) })
		if want := `no fault rule "f1" of app ` + chat.Name() + " is in force; there are f2, and one that has hit its times is gone by itself"; !strings.Contains(told, want) {
			t.Errorf("the test is told %q, want %q in it", told, want)
		}
	})
}

// A client that asks for a fault itself gets it, or is told why not.
func TestClientAsksForAFault(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	chat, zim := srv.CometChat(t), srv.ZIM(t)
	params := url.Values{"Action": {"QueryBlacklist"}, "FromUserId": {"alice"}}
	zimClient{AppID: zim.AppID, ServerSecret: zim.ServerSecret}.sign(params, time.Now())
	for _, tt := range []struct{ url, fault, want string }{
		{chat.BaseURL + "/users", "ERR_TOO_MANY_REQUESTS", `Too Many Requests application/json {"error":{"message":"Too many requests`},
		{zim.BaseURL + "/?" + params.Encode(), "660300005", `OK application/json; charset=utf-8 {"Code":660300005,`},
		{zim.BaseURL + "/?" + params.Encode(), "66030005", `Bad Request text/plain; charset=utf-8 the header X-Chatdouble-Fault asks for "66030005", ` +
			`which is not a code of any vendor; did you mean "660300005"? GET /__admin/codes?vendor=zim lists them`},
		{zim.BaseURL + "/?" + params.Encode(), "ERR_TOO_MANY_REQUESTS", `Bad Request text/plain; charset=utf-8 the header X-Chatdouble-Fault asks for "ERR_TOO_MANY_REQUESTS", a code of cometchat`},
	} {
		if got := answerTo(t, "GET", tt.url, "X-Chatdouble-Fault", tt.fault); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s with %s answers %s, want %s", tt.url, tt.fault, got, tt.want)
		}
	}
	if got := chat.Requests()[0]; got.FaultID != "header" || got.FaultKind != "code" || got.Code != "ERR_TOO_MANY_REQUESTS" {
		t.Errorf("the request is kept as %+v", got)
	}
}

// Every code of the list can be had by a fault, with the status and the text that the list says.
func TestCodes(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	chat, zim := srv.CometChat(t), srv.ZIM(t)
	var known []string
	for _, op := range chatdouble.Operations() {
		known = append(known, op.Vendor+" "+op.Name)
	}
	seen := make(map[string]bool)
	for _, code := range chatdouble.Codes() {
		if seen[code.Code] {
			t.Errorf("%s comes twice", code.Code)
		}
		seen[code.Code] = true
		for _, op := range code.Operations {
			if !slices.Contains(known, code.Vendor+" "+op) {
				t.Errorf("%s is said to come from %s, which is no operation of %s", code.Code, op, code.Vendor)
			}
		}
		app, url := chat.App, chat.BaseURL+"/users/unknown"
		if code.Vendor == "zim" {
			app, url = zim.App, zim.BaseURL+"/?Action=QueryBlacklist&FromUserId=unknown&AppId="+strings.TrimPrefix(zim.Name(), "zim:")
		}
		id := app.Fail(chatdouble.Fault{Code: code.Code})
		a, err := do(request(t, "GET", url, nil))
		if text, _ := json.Marshal(code.Message); err != nil || a.Status != code.Status || !strings.Contains(strings.ReplaceAll(a.Body, `\/`, `/`), string(text)) {
			t.Errorf("%+v is answered %d %s, %v", code, a.Status, a.Body, err)
		}
		app.ClearFault(id)
	}
	for _, tt := range []struct {
		code string
		op   string
		want bool
	}{
		{"ERR_UID_NOT_FOUND", "ListBlockedUsers", true},
		{"ERR_ROLE_NOT_FOUND", "ListBlockedUsers", false},
		{"AUTH_ERR_NO_ACCESS", "ListBlockedUsers", true},
		{"AUTH_ERR_NO_ACCESS", "CreateUser", false},
		{"ERR_TOO_MANY_REQUESTS", "CreateUser", true},
		{"660500002", "QueryBlacklist", true},
		{"660700001", "UserRegister", true},
		{"660300005", "UserRegister", false},
		{"100000005", "UserRegister", true},
		{"100000007", "UserRegister", false},
	} {
		all := chatdouble.Codes()
		i := slices.IndexFunc(all, func(c chatdouble.ErrorCode) bool { return c.Code == tt.code })
		if i < 0 || slices.Contains(all[i].Operations, tt.op) != tt.want {
			t.Errorf("%s comes from %s: want %v", tt.code, tt.op, tt.want)
		}
	}
}
