package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/vendortest"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// reply is an answer of any action. Its shape has been checked.
type reply struct {
	vendortest.Reply `json:"-"`

	Code       int
	Message    string
	RequestID  string `json:"RequestId"`
	TotalCount int
	CallID     string `json:"CallId"`

	CommunityIDList []struct {
		CommunityID string `json:"CommunityId"`
	} `json:"CommunityIdList"`
	Next        int64
	Blacklist   []row
	FriendInfos []friendRow
	Result      []map[string]string
	SuccList    []receipt
	Succ        []checked
	Successes   []checked
	ErrList     []missed
	ErrorList   []missed
	Fails       []missed
	FailKey     []missed
	ErrorUsers  []missed
	ErrKeyList  []missed
	UserList    []row
	Count       int
	NextFlag    flag
}

// flag is a NextFlag, which one action has as a text and another as a number.
type flag string

func (f *flag) UnmarshalJSON(text []byte) error {
	*f = flag(strings.Trim(string(text), `"`))
	return nil
}

type row struct {
	UserID     string `json:"UserId"`
	UserName   string
	Avatar     string
	UpdateTime int64
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

type receipt struct {
	UserID string `json:"UserId"`
	MsgID  string `json:"MsgId"`
	MsgSeq int
}

// checked is an item of a list of what could be checked, in the form of either action.
type checked struct {
	UserID   string `json:"UserId"`
	Result   int
	Relation int
}

// missed is an item of a list of failures, in the form of any action.
type missed struct {
	UserID     string `json:"UserId"`
	ConvID     string `json:"ConvId"`
	Key        string
	SubCode    int
	SubMessage string
	Relation   int
}

// known are the actions by their names.
var known = func() map[string]*gateway.Op {
	actions := make(map[string]*gateway.Op)
	for _, op := range zegoapi.Operations() {
		actions[op.Name] = &op
	}
	return actions
}()

// read ends the test when an answer is not of the shape of its action.
func read(t testing.TB, action string, answer vendortest.Reply) reply {
	t.Helper()
	r := reply{Reply: answer}
	body := []byte(r.Body)
	if err := json.Unmarshal(body, &r); err != nil {
		t.Fatalf("%v in HTTP %d, %.300s", err, r.Status, body)
	}
	if got := r.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
	if got := r.ID(); got != r.RequestID {
		t.Errorf("X-Chatdouble-Request-Id = %q, RequestId = %q", got, r.RequestID)
	}
	if bad := r.Code != 0; bad != saysWhy(r.Reason()) || bad != (r.Message != "success") || r.Message == "" {
		t.Errorf("Code %d has the Message %q and the reason %q", r.Code, r.Message, r.Reason())
	}
	if strings.ContainsFunc(r.Reason(), func(c rune) bool { return c < ' ' || c > '~' }) {
		t.Errorf("the reason is not one line of ASCII: %q", r.Reason())
	}
	if err := vendortest.Fits(answerWith(known[action], codesIn(nil, r.Body)), body); err != nil {
		t.Fatalf("the answer does not fit the declaration of %s: %v\n%s", action, err, body)
	}
	if !anyRequestID.MatchString(r.Body) {
		t.Errorf("the RequestId has not 18 or 19 digits: %s", body)
	}
	return r
}

// saysWhy reports whether a reason tells why a call is refused. Beside an answer that went well it says only what
// had no effect, and which items failed.
func saysWhy(reason string) bool {
	return reason != "" && !strings.HasPrefix(reason, "the parameter ") && !someFailed.MatchString(reason)
}

var someFailed = regexp.MustCompile(`^[0-9]+ items? failed`)

// ids are the ids of the rows, in order.
func (r reply) ids() (ids []string) {
	for _, row := range r.Blacklist {
		ids = append(ids, row.UserID)
	}
	return ids
}

// roomUsers are the ids of those in a room, in order.
func (r reply) roomUsers() (ids []string) {
	for _, u := range r.UserList {
		ids = append(ids, u.UserID)
	}
	return ids
}

// receivers are the ids of those who have got a message.
func (r reply) receivers() string {
	items := make([]string, len(r.SuccList))
	for i, s := range r.SuccList {
		items[i] = s.UserID
	}
	return strings.Join(items, " ")
}

// results is the list of results in one line: each id with the other members in the order asked for.
func (r reply) results(members ...string) string {
	items := make([]string, len(r.Result))
	for i, u := range r.Result {
		items[i] = u["UserId"]
		for _, m := range members {
			items[i] += ":" + u[m]
		}
	}
	return strings.Join(items, " ")
}

// failures are the items of the action's list of failures, whatever its name.
func (r reply) failures() []missed {
	return slices.Concat(r.ErrList, r.ErrorList, r.Fails, r.FailKey, r.ErrKeyList, r.ErrorUsers)
}

// is fails the test unless the reply has this code, these failures, "id:SubCode" each, and a reason that
// holds the words.
func (r reply) is(t testing.TB, code int, failures string, words ...string) {
	t.Helper()
	var got []string
	for _, f := range r.failures() {
		got = append(got, fmt.Sprintf("%s%s%s:%d", f.UserID, f.ConvID, f.Key, f.SubCode))
	}
	if r.Code != code || strings.Join(got, " ") != failures {
		t.Errorf("Code %d (%s), failures %q; want %d, %q", r.Code, r.Reason(), got, code, failures)
	}
	for _, w := range words {
		if !strings.Contains(r.Reason(), w) {
			t.Errorf("the reason of %d does not say %q: %s", code, w, r.Reason())
		}
	}
}

// want is is for failures one by one.
func (r reply) want(t testing.TB, code int, failures ...string) {
	t.Helper()
	r.is(t, code, strings.Join(failures, " "))
}

// refused is is for a call that is refused as a whole.
func (r reply) refused(t testing.TB, code int, words ...string) {
	t.Helper()
	r.is(t, code, "", words...)
}

var (
	anyRequestID = regexp.MustCompile(`"RequestId":"[0-9]{18,19}"`)
	nextAbove0   = regexp.MustCompile(`"Next":[1-9][0-9]*`)
)

// steadyBody is an answer with the RequestId of the pages' samples.
func (r reply) steadyBody() []byte {
	return anyRequestID.ReplaceAll([]byte(r.Body), []byte(`"RequestId":"343649807833778782"`))
}
