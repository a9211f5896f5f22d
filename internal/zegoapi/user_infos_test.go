package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Query user information": both lists, in the order of the request, equal ids once.
func TestQueryUserInfos(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "a b", Name: "王小明", Avatar: "x"}, chatdouble.User{ID: "UserA", Name: "A"})
	long := strings.Repeat("x", 64)
	for _, tt := range []struct {
		name, ids       string
		code            int
		found, failures string
	}{
		{"one", `["UserA"]`, 0, "UserA:A:", ""},
		{"order", `["a b","UserA"]`, 0, "a b:王小明:x UserA:A:", ""},
		{"other order", `["UserA","a b"]`, 0, "UserA:A: a b:王小明:x", ""},
		{"twice", `["UserA","UserA","x","x"]`, 0, "UserA:A:", "x:660700015"},
		{"case of an id", `["usera","UserA"]`, 0, "UserA:A:", "usera:660700015"},
		{"some bad", `["UserB","","a/b","UserA","` + long + `","` + long + `x"]`, 0, "UserA:A:", "UserB:660700015 :660000002 a/b:660000002 " + long + ":660700015 " + long + "x:660000002"},
		{"all unknown", `["UserB","a/b"]`, 660700015, "", "UserB:660700015 a/b:660000002"},
		{"all bad", `["a/b","UserB"]`, 660000002, "", "a/b:660000002 UserB:660700015"},
		{"bad behind 32 bytes", `["` + strings.Repeat("x", 32) + `/","UserA"]`, 0, "UserA:A:", strings.Repeat("x", 32) + "/:660000002"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do(t, "QueryUserInfos", `{"UserIds":`+tt.ids+`}`)
			r.is(t, tt.code, tt.failures)
			if got := r.results("UserName", "UserAvatar"); got != tt.found {
				t.Errorf("found %q, want %q", got, tt.found)
			}
		})
	}
}
