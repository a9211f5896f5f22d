package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryFriendList": the sample's bytes without its white space. RequestId and a Next that is
// not 0 are different in every answer, so the sample's stand in their place.
func TestGoldenFriendList(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "zego", "nobody", "other")
	f.AddUsers(
		chatdouble.User{ID: "UserA", Name: "UserNameA", Avatar: "Avatar1"}, chatdouble.User{ID: "UserB", Name: "UserNameB", Avatar: "Avatar2"},
		chatdouble.User{ID: "wang", Name: "王小明 \"x\" \\/\n", Avatar: "https://example.com/头像.png?a=1&b=<2>"},
	)
	f.do(t, "AddFriends", `{"FromUserId":"zego","FriendInfos":[
		{"UserId":"UserA","Wording":"Wording1","FriendAlias":"FriendAlias1","FriendTime":1698310534000,"Attributes":[{"Key":"k1","Value":"Value"},{"Key":"k0","Value":"Value1"}]},
		{"UserId":"UserB","Wording":"Wording1","FriendAlias":"FriendAlias2","FriendTime":1698310534000,"Attributes":[{"Key":"k3","Value":"Value"},{"Key":"k4","Value":"Value1"}]}]}`).want(t, 0)
	f.do(t, "AddFriends", `{"FromUserId":"other","FriendInfos":[{"UserId":"wang","Wording":"\u2028\u0007 <>&","FriendAlias":"😀","FriendTime":1,"Attributes":[{"Key":"k0","Value":"\"\\/"}]}]}`).want(t, 0)
	for _, id := range people(f, 498) {
		addFriend(t, f, "zego", id)
	}
	for _, tt := range []struct{ name, query string }{
		{"sample", "FromUserId=zego&Limit=2&Next=0"},
		{"empty", "FromUserId=nobody&Limit=100&Next=0"},
		{"any-text", "FromUserId=other"},
	} {
		goldenNext(t, "QueryFriendList/"+tt.name+".json", f.fetch(t, "QueryFriendList", tt.query))
	}
}
