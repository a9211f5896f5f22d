package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// users is the front door of an app, for the actions on users and messages.
type users struct{ *front }

func openUsers(t testing.TB, opts ...chatdouble.Option) users { return users{unlimited(t, opts...)} }

// post calls an action with a body, as its page has it.
func (u users) post(t testing.TB, action, body string) userReply {
	t.Helper()
	return u.act(t, http.MethodPost, action, "", body)
}

// act calls an action with parameters as they go over the wire, and checks the reply's shape.
func (u users) act(t testing.TB, method, action, query, body string) userReply {
	t.Helper()
	c := u.right()
	c.action = action
	request := httptest.NewRequest(method, "/", strings.NewReader(body))
	request.URL = &url.URL{Path: "/", RawQuery: c.with(query)}
	recorder := httptest.NewRecorder()
	u.server.ServeHTTP(recorder, request)
	return readUserReply(t, action, recorder)
}

// userReply is an answer of one of the actions on users. Its shape has been checked.
type userReply struct {
	header http.Header
	body   []byte

	Code      int
	Message   string
	RequestID string `json:"RequestId"`
	Result    []map[string]string
	ErrorList []failedUser
	SuccList  []receipt
}

type failedUser struct {
	UserID     string `json:"UserId"`
	SubCode    int
	SubMessage string
}

type receipt struct {
	UserID string `json:"UserId"`
	MsgID  string `json:"MsgId"`
	MsgSeq int
}

// readUserReply ends the test when a reply is not of the shape of its action.
func readUserReply(t testing.TB, action string, recorder *httptest.ResponseRecorder) userReply {
	t.Helper()
	r := userReply{header: recorder.Header(), body: recorder.Body.Bytes()}
	if recorder.Code != http.StatusOK {
		t.Errorf("HTTP %d, want 200", recorder.Code)
	}
	if got := r.header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
	checkSchema(t, action, r.body)
	if err := json.Unmarshal(r.body, &r); err != nil {
		t.Fatalf("%v in %.300s", err, r.body)
	}
	if got := r.header.Get("X-Chatdouble-Request-Id"); got != r.RequestID {
		t.Errorf("X-Chatdouble-Request-Id = %q, RequestId = %q", got, r.RequestID)
	}
	if (r.Code != 0) != saysWhy(r.reason()) {
		t.Errorf("Code %d has the reason %q", r.Code, r.reason())
	}
	got, err := members(r.body)
	if err != nil {
		t.Fatal(err)
	}
	want := append([]string{"Code", "Message", "RequestId"}, ownMembers[action]...)
	switch { // a refusal has nothing but the list, empty; the gateway's errors not even that
	case r.Code != 0 && r.Code < 660000000:
		want = want[:3]
	case r.Code != 0 && len(r.ErrorList) == 0:
		want = append(want[:3:3], "ErrorList")
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s answers with the members %v, want this order: %v", action, got, want)
	}
	return r
}

// ownMembers are the members behind the envelope, in the order of each page's sample.
var ownMembers = map[string][]string{
	"UserRegister":         {"ErrorList"},
	"QueryUserInfos":       {"Result", "ErrorList"},
	"ModifyUserInfo":       {"ErrorList"},
	"QueryUserOnlineState": {"Result", "ErrorList"},
	"SendPeerMessage":      {"ErrorList", "SuccList", "AuditInfos"},
}

func (r userReply) reason() string { return r.header.Get("X-Chatdouble-Reason") }

// failures is the list of failures in one line.
func (r userReply) failures() string {
	items := make([]string, len(r.ErrorList))
	for i, f := range r.ErrorList {
		items[i] = fmt.Sprint(f.UserID, ":", f.SubCode)
	}
	return strings.Join(items, " ")
}

// results is the list of results in one line: each id with the other members in the order asked for.
func (r userReply) results(members ...string) string {
	items := make([]string, len(r.Result))
	for i, u := range r.Result {
		items[i] = u["UserId"]
		for _, m := range members {
			items[i] += ":" + u[m]
		}
	}
	return strings.Join(items, " ")
}

// receivers are the ids of those who have got a message.
func (r userReply) receivers() string {
	items := make([]string, len(r.SuccList))
	for i, s := range r.SuccList {
		items[i] = s.UserID
	}
	return strings.Join(items, " ")
}

// is fails the test unless the reply has the code, the failures and a reason that holds the words.
func (r userReply) is(t testing.TB, code int, failures string, words ...string) {
	t.Helper()
	if r.Code != code || r.failures() != failures {
		t.Errorf("Code %d (%s), failures %q; want %d, %q", r.Code, r.reason(), r.failures(), code, failures)
	}
	for _, w := range words {
		if !strings.Contains(r.reason(), w) {
			t.Errorf("the reason does not say %q: %s", w, r.reason())
		}
	}
}

// query writes parameters in a query, name and value by turns.
func query(pairs ...string) string {
	var parts []string
	for i := 0; i < len(pairs); i += 2 {
		parts = append(parts, pairs[i]+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(parts, "&")
}

// toJSON writes a value as a request's body.
func toJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
