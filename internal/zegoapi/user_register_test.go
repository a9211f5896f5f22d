package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Batch register users": its sample request, and that everybody is there afterwards.
func TestUserRegister(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.do(t, "UserRegister", `{"UserInfo":[
		{"UserId":"aaa","UserName":"userNamea","UserAvatar":"http"},
		{"UserId":"bbb","UserName":"userNameb","UserAvatar":"http"},
		{"UserId":"ccc"}]}`).is(t, 0, "")
	r := f.do(t, "QueryUserInfos", `{"UserIds":["aaa","bbb","ccc"]}`)
	if got, want := r.results("UserName", "UserAvatar", "Extra"), "aaa:userNamea:http: bbb:userNameb:http: ccc:::"; got != want {
		t.Errorf("users %q, want %q", got, want)
	}
	// One who was registered can be an operator.
	if a := f.list(t, "FromUserId=aaa"); a.Code != 0 {
		t.Errorf("QueryBlacklist of a registered user: %d (%s)", a.Code, a.Reason())
	}
}

// Page "Batch register users": a user who is there stays as it is, Code is 0 as long as one is
// registered, and each failure has its own code and text.
func TestUserRegisterPartly(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "aaa", Name: "before", Avatar: "a"})
	long := strings.Repeat("x", 33)
	r := f.do(t, "UserRegister", toJSON(t, map[string]any{"UserInfo": []map[string]any{
		{"UserId": "aaa", "UserName": "after"},
		{"UserId": long},
		{"UserId": ""},
		{"UserName": "nobody"},
		{"UserId": "a/b"},
		{"UserId": "name", "UserName": strings.Repeat("é", 128) + "x"},
		{"UserId": "avatar", "UserAvatar": strings.Repeat("x", 501)},
		{"UserId": "new", "UserName": strings.Repeat("é", 128), "UserAvatar": strings.Repeat("x", 500)},
		{"UserId": "new", "UserName": "second"},
		{"UserId": "@RBT#1", "Extra": strings.Repeat("x", 5000), "Other": []int{1}},
	}}))
	r.is(t, 0, "aaa:660700002 "+long+":660000012 :660000002 :660000002 a/b:660000002 name:660700006 avatar:660700007 new:660700002")
	if got := r.ErrorList[1].SubMessage; got != "user length limit" { // the page's sample
		t.Errorf("SubMessage of a long id = %q", got)
	}
	if got := r.ErrorList[2].SubMessage; got != "input params error" {
		t.Errorf("SubMessage of an empty id = %q", got)
	}
	r = f.do(t, "QueryUserInfos", `{"UserIds":["aaa","name","avatar","@RBT#1","new"]}`)
	r.is(t, 0, "name:660700015 avatar:660700015")
	if got, want := r.results("UserName", "Extra"), "aaa:before: @RBT#1:: new:"+strings.Repeat("é", 128)+":"; got != want {
		t.Errorf("users %q, want %q", got, want)
	}
}

// The vendor's own samples mix the cases of members.
func TestUserMembersInAnyCase(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.do(t, "UserRegister", `{"USERINFO":[{"userid":"aaa","username":"A","UsErAvAtAr":"a"},{"\u0055serId":"bbb","UserName":null}]}`).is(t, 0, "")
	f.do(t, "ModifyUserInfo", `{"userInfo":[{"userId":"bbb","EXTRA":"x"}]}`).is(t, 0, "")
	r := f.do(t, "QueryUserInfos", `{"userids":["aaa","bbb"]}`)
	if got, want := r.results("UserName", "UserAvatar", "Extra"), "aaa:A:a: bbb:::x"; got != want {
		t.Errorf("users %q, want %q", got, want)
	}
}
