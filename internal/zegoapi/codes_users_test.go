package zegoapi_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// userCodeCase makes an action answer with a code, as Code or as a SubCode.
type userCodeCase struct {
	action string
	code   int
	sub    bool
	body   string // POST; for QueryUserOnlineState the body of a GET
}

const say = `,"MessageType":1,"Priority":1,"MessageBody":{"Message":"x"}}`

var userCodeCases = []userCodeCase{
	{"UserRegister", 660000002, false, `{}`},
	{"UserRegister", 660000002, true, `{"UserInfo":[{"UserId":"a/b"},{"UserId":"new"}]}`},
	{"UserRegister", 660000011, false, `{"UserInfo":[` + strings.Repeat("{},", 100) + `{}]}`},
	{"UserRegister", 660000012, true, `{"UserInfo":[{"UserId":"` + strings.Repeat("x", 33) + `"},{"UserId":"newer"}]}`},
	{"UserRegister", 660700002, true, `{"UserInfo":[{"UserId":"alice"},{"UserId":"newest"}]}`},
	{"UserRegister", 660700002, false, `{"UserInfo":[{"UserId":"alice"}]}`},
	{"UserRegister", 660700006, true, `{"UserInfo":[{"UserId":"n1","UserName":"` + strings.Repeat("x", 257) + `"},{"UserId":"n2"}]}`},
	{"UserRegister", 660700007, true, `{"UserInfo":[{"UserId":"n3","UserAvatar":"` + strings.Repeat("x", 501) + `"},{"UserId":"n4"}]}`},

	{"QueryUserInfos", 660000002, false, `{}`},
	{"QueryUserInfos", 660000002, true, `{"UserIds":["a/b","alice"]}`},
	{"QueryUserInfos", 660000011, false, `{"UserIds":[` + strings.Repeat(`"alice",`, 100) + `"alice"]}`},
	{"QueryUserInfos", 660700015, true, `{"UserIds":["ghost","alice"]}`},
	{"QueryUserInfos", 660700015, false, `{"UserIds":["ghost"]}`},

	{"ModifyUserInfo", 660000002, false, `{}`},
	{"ModifyUserInfo", 660000002, true, `{"UserInfo":[{"UserId":"a/b"},{"UserId":"alice"}]}`},
	{"ModifyUserInfo", 660000011, false, `{"UserInfo":[` + strings.Repeat("{},", 100) + `{}]}`},
	{"ModifyUserInfo", 660000012, true, `{"UserInfo":[{"UserId":"` + strings.Repeat("x", 33) + `"},{"UserId":"alice"}]}`},
	{"ModifyUserInfo", 660700006, true, `{"UserInfo":[{"UserId":"alice","UserName":"` + strings.Repeat("x", 257) + `"},{"UserId":"alice"}]}`},
	{"ModifyUserInfo", 660700007, true, `{"UserInfo":[{"UserId":"alice","UserAvatar":"` + strings.Repeat("x", 501) + `"},{"UserId":"alice"}]}`},
	{"ModifyUserInfo", 660700012, true, `{"UserInfo":[{"UserId":"ghost"},{"UserId":"alice"}]}`},
	{"ModifyUserInfo", 660700012, false, `{"UserInfo":[{"UserId":"ghost"}]}`},

	{"QueryUserOnlineState", 660000002, false, `{}`},
	{"QueryUserOnlineState", 660000011, false, `{"UserId":[` + strings.Repeat(`"alice",`, 100) + `"alice"]}`},
	{"QueryUserOnlineState", 660200001, true, `{"UserId":["alice","a/b"]}`},
	{"QueryUserOnlineState", 660200001, false, `{"UserId":["alice"]}`},

	{"SendPeerMessage", 660000002, false, `{}`},
	{"SendPeerMessage", 660000002, true, `{"FromUserId":"alice","ToUserId":["a/b","bob"]` + say},
	{"SendPeerMessage", 660000011, false, `{"FromUserId":"alice","ToUserId":[` + strings.Repeat(`"bob",`, 100) + `"bob"]` + say},
	{"SendPeerMessage", 660000025, false, `{"FromUserId":"alice","ToUserId":["bob"],"MessageType":2,"Priority":1,"MessageBody":{"Message":"no base64","IsBase64":1}}`},
	{"SendPeerMessage", 660400001, false, `{"FromUserId":"alice","ToUserId":["bob"],"MessageType":1,"Priority":1,"MessageBody":{"Message":"` + strings.Repeat("x", 2049) + `"}}`},
	{"SendPeerMessage", 660500002, false, `{"FromUserId":"ghost","ToUserId":["bob"]` + say},
	{"SendPeerMessage", 660700015, true, `{"FromUserId":"alice","ToUserId":["ghost","bob"]` + say},
	{"SendPeerMessage", 660800045, true, `{"FromUserId":"alice","ToUserId":["carol","bob"]` + say},
	{"SendPeerMessage", 660800045, false, `{"FromUserId":"alice","ToUserId":["carol"]` + say},
}

// Every code of every page is answered at least once, and no code that nobody has spoken of.
func TestUserCodes(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"}, chatdouble.User{ID: "carol"})
	f.Block("carol", "alice")
	type key struct {
		action string
		code   int
	}
	seen := make(map[key]bool)
	for _, tt := range userCodeCases {
		method := "POST"
		if tt.action == "QueryUserOnlineState" {
			method = "GET"
		}
		r := f.call(t, method, tt.action, "", tt.body)
		got := []int{r.Code}
		if tt.sub {
			got = got[:0]
			for _, failure := range r.ErrorList {
				got = append(got, failure.SubCode)
			}
		}
		found := false
		for _, code := range got {
			found = found || code == tt.code
		}
		if !found {
			t.Errorf("%s with %.100s: Code %d (%s), failures %v; want %d", tt.action, tt.body, r.Code, r.Reason(), r.failures(), tt.code)
		}
		if r.Code != 0 {
			last := f.Requests(chatdouble.Operation(tt.action), chatdouble.Code(strconv.Itoa(r.Code)))
			if len(last) == 0 || last[len(last)-1].Reason == "" {
				t.Errorf("%s: the journal has no entry with code %d and a reason", tt.action, r.Code)
			}
		}
		seen[key{tt.action, tt.code}] = true
	}
	for _, action := range userActions() {
		for _, code := range byRule(action) {
			f.Fail(chatdouble.Fault{Operation: action, Code: strconv.Itoa(code), Times: 1})
			f.do(t, action, `{}`).is(t, code, "", "fault rule")
			seen[key{action, code}] = true
		}
	}
	for action, code := range aboveTheLimit(t) {
		seen[key{action, code}] = true
	}
	for _, action := range userActions() {
		for _, code := range declared(action) {
			if !seen[key{action, code}] {
				t.Errorf("%s declares %d, and no case has it", action, code)
			}
		}
	}
	for k := range seen {
		if !slices.Contains(declared(k.action), k.code) {
			t.Errorf("%s answers %d, which it does not declare", k.action, k.code)
		}
	}
}

// aboveTheLimit is what each action answers after 20 calls in a second, which it has for itself.
func aboveTheLimit(t *testing.T) map[string]int {
	t.Helper()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	answered := make(map[string]int)
	for range 2 {
		for _, action := range userActions() {
			code := 660300005
			if own := 660700001; slices.Contains(declared(action), own) {
				code = own
			}
			for i := range 20 {
				if r := f.do(t, action, `{}`); r.Code != 660000002 {
					t.Fatalf("call %d of %s: Code %d (%s)", i+1, action, r.Code, r.Reason())
				}
			}
			r := f.do(t, action, `{}`)
			r.is(t, code, "", "20 calls in 1s", "opens at")
			answered[action] = r.Code
		}
		f.Clock().Advance(time.Second)
	}
	return answered
}

// A raised limit is counted with the same codes.
func TestUserRateOfTheFixture(t *testing.T) {
	t.Parallel()
	f := openFixture(t, `
zim:
  - {appId: 12345, serverSecret: 9193cc662a4c0ec135ec71fb57194b38, limits: {perSecond: 1}}
`, "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithFrozenTime(time.Unix(1_700_000_000, 0)))
	f.do(t, "UserRegister", `{"UserInfo":[{"UserId":"a"}]}`).is(t, 0, "")
	f.do(t, "UserRegister", `{"UserInfo":[{"UserId":"b"}]}`).is(t, 660700001, "", "1 call in 1s is used up")
	f.do(t, "QueryUserInfos", `{"UserIds":["a","b"]}`).is(t, 0, "b:660700015")
}
