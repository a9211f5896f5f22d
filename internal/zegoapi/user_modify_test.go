package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Modify user information". Assumed: what is not given stays, what is empty is set.
func TestModifyUserInfo(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "aaa", Name: "A", Avatar: "a"}, chatdouble.User{ID: "bbb", Name: "B", Avatar: "b"})
	f.Block("bbb", "aaa")
	for _, tt := range []struct{ name, items, users string }{
		{"the page's sample", `{"UserId":"aaa","UserName":"userNamea","UserAvatar":"http","Extra":"extra info"},{"UserId":"bbb","UserName":"userNameb","UserAvatar":"http"}`, "aaa:userNamea:http:extra info bbb:userNameb:http:"},
		{"one text", `{"UserId":"aaa","Extra":"e"}`, "aaa:userNamea:http:e bbb:userNameb:http:"},
		{"nothing", `{"UserId":"aaa"}`, "aaa:userNamea:http:e bbb:userNameb:http:"},
		{"null is not given", `{"UserId":"aaa","UserName":null}`, "aaa:userNamea:http:e bbb:userNameb:http:"},
		{"empty is given", `{"UserId":"aaa","UserAvatar":"","Extra":""}`, "aaa:userNamea:: bbb:userNameb:http:"},
		{"twice", `{"UserId":"aaa","UserName":"1"},{"UserId":"aaa","UserName":"2"}`, "aaa:2:: bbb:userNameb:http:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f.do(t, "ModifyUserInfo", `{"UserInfo":[`+tt.items+`]}`).is(t, 0, "")
			r := f.do(t, "QueryUserInfos", `{"UserIds":["aaa","bbb"]}`)
			if got := r.results("UserName", "UserAvatar", "Extra"); got != tt.users {
				t.Errorf("users %q, want %q", got, tt.users)
			}
		})
	}
	// A block list shows the profile as it is now.
	if a := f.list(t, "FromUserId=bbb"); len(a.Blacklist) != 1 || a.Blacklist[0].UserName != "2" {
		t.Errorf("block list: %s", a.Body)
	}
}

// Page "Modify user information": each failure has its own code and text; the others are done.
func TestModifyUserInfoPartly(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "aaa", Name: "A"}, chatdouble.User{ID: "bbb", Name: "B"})
	long := strings.Repeat("x", 33)
	r := f.do(t, "ModifyUserInfo", toJSON(t, map[string]any{"UserInfo": []map[string]any{
		{"UserId": "ghost", "UserName": "x"},
		{"UserId": long},
		{"UserId": "a,b"},
		{"UserId": "aaa", "UserName": strings.Repeat("x", 257)},
		{"UserId": "aaa", "UserAvatar": strings.Repeat("x", 501)},
		{"UserId": "aaa", "Extra": strings.Repeat("x", 2049)},
		{"UserId": "bbb", "UserName": strings.Repeat("x", 256), "UserAvatar": strings.Repeat("y", 500), "Extra": strings.Repeat("z", 2048)},
	}}))
	r.is(t, 0, "ghost:660700012 "+long+":660000012 a,b:660000002 aaa:660700006 aaa:660700007 aaa:660000002")
	if got := r.ErrorList[1].SubMessage; got != "user length limit" { // the page's sample
		t.Errorf("SubMessage of a long id = %q", got)
	}
	r = f.do(t, "QueryUserInfos", `{"UserIds":["aaa","bbb"]}`)
	if got, want := r.results("UserName", "UserAvatar", "Extra"), "aaa:A:: bbb:"+strings.Repeat("x", 256)+":"+strings.Repeat("y", 500)+":"+strings.Repeat("z", 2048); got != want {
		t.Errorf("users %q, want %q", got, want)
	}
	f.do(t, "ModifyUserInfo", `{"UserInfo":[{"UserId":"ghost"},{"UserId":""}]}`).is(t, 660700012, "ghost:660700012 :660000002", "1 with 660700012", "1 with 660000002")
	f.Clock().Advance(time.Second)
	f.do(t, "ModifyUserInfo", `{"UserInfo":[`+strings.Repeat(`{"UserId":"aaa"},`, 99)+`{"UserId":"aaa"}]}`).is(t, 0, "")
	f.do(t, "ModifyUserInfo", `{"UserInfo":[`+strings.Repeat(`{"UserId":"aaa"},`, 100)+`{"UserId":"aaa"}]}`).is(t, 660000011, "")
}
