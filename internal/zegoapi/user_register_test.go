package zegoapi_test

import (
	"testing"
)

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
