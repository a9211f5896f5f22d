package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/golden"
)

// verdict is an answer of any of the actions on block lists and friends.
type verdict struct {
	status int
	header http.Header
	body   []byte

	Code        int
	Message     string
	RequestID   string `json:"RequestId"`
	ErrList     []missed
	ErrorList   []missed
	Fails       []missed
	FailKey     []missed
	Succ        []checked
	Successes   []checked
	TotalCount  int
	Next        int64
	FriendInfos []friendRow
	Blacklist   []row
}

// missed is an item of a list of failures, in the form of any action.
type missed struct {
	UserID     string `json:"UserId"`
	Key        string
	SubCode    int
	SubMessage string
	Relation   int
}

// checked is an item of a list of what could be checked, in the form of either action.
type checked struct {
	UserID   string `json:"UserId"`
	Result   int
	Relation int
}

type friendRow struct {
	UserID      string `json:"UserId"`
	UserName    string
	Avatar      string
	Wording     string
	FriendAlias string
	CreateTime  int64
	Attributes  []pair
}

type pair struct{ Key, Value string }

func (r verdict) reason() string { return r.header.Get("X-Chatdouble-Reason") }

// failures are the items of the action's list of failures, whatever its name.
func (r verdict) failures() []missed {
	return slices.Concat(r.ErrList, r.ErrorList, r.Fails, r.FailKey)
}

// do calls an action with business parameters in the body.
func (f *front) do(t testing.TB, action, body string) verdict {
	t.Helper()
	return f.through(t, http.MethodPost, action, f.signedFor(action), body)
}

// fetch calls an action with business parameters in the query, written as they go over the wire.
func (f *front) fetch(t testing.TB, action string, raw ...string) verdict {
	t.Helper()
	return f.through(t, http.MethodGet, action, f.signedFor(action, raw...), "")
}

// signedFor is the signed query of a call of any action.
func (f *front) signedFor(action string, raw ...string) string {
	c := f.right()
	c.action = action
	return c.with(raw...)
}

// through asks the server's handler and checks the answer: an envelope that fits the action's schema.
func (f *front) through(t testing.TB, method, action, query, body string) verdict {
	t.Helper()
	request := httptest.NewRequest(method, "/", strings.NewReader(body))
	request.URL, request.RequestURI = &url.URL{Path: "/", RawQuery: query}, "/?"+query // as it stands, whatever it is
	if body == "" {
		request.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	f.server.ServeHTTP(recorder, request)
	r := verdict{status: recorder.Code, header: recorder.Header(), body: recorder.Body.Bytes()}
	if r.status != http.StatusOK {
		t.Fatalf("%s: HTTP %d, body %.300s", action, r.status, r.body)
	}
	checkSchema(t, action, r.body)
	r.checkEnvelope(t)
	return r
}

// checkEnvelope checks what a schema cannot say of the members that every answer has.
func (r *verdict) checkEnvelope(t testing.TB) {
	t.Helper()
	names, err := members(r.body)
	if err != nil || len(names) < 3 || !slices.Equal(names[:3], []string{"Code", "Message", "RequestId"}) {
		t.Fatalf("members %v (%v), want Code, Message, RequestId in front", names, err)
	}
	if err := json.Unmarshal(r.body, r); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
	if got := r.header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
	if got := r.header.Get("X-Chatdouble-Request-Id"); got != r.RequestID {
		t.Errorf("X-Chatdouble-Request-Id = %q, RequestId = %q", got, r.RequestID)
	}
	if bad := r.Code != 0; bad != saysWhy(r.reason()) || bad != (r.Message != "success") || r.Message == "" {
		t.Errorf("Code %d has the Message %q and the reason %q", r.Code, r.Message, r.reason())
	}
}

// want fails the test unless the answer has this Code and these failures, "id:SubCode" each.
func (r verdict) want(t testing.TB, code int, failures ...string) {
	t.Helper()
	var got []string
	for _, f := range r.failures() {
		got = append(got, fmt.Sprintf("%s%s:%d", f.UserID, f.Key, f.SubCode))
	}
	if r.Code != code || !slices.Equal(got, failures) {
		t.Errorf("Code %d %v (%s), want %d %v", r.Code, got, r.reason(), code, failures)
	}
}

var nextAbove0 = regexp.MustCompile(`"Next":[1-9][0-9]*`)

// goldenNext compares a page with a file in which every Next above 0 is the 1 of the pages' samples.
func goldenNext(t testing.TB, name string, r verdict) {
	t.Helper()
	golden.Bytes(t, name, nextAbove0.ReplaceAll(r.steadyBody(), []byte(`"Next":1`)))
}
