package zegoapi_test

import (
	"fmt"
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

// The Next of a list of friends belongs to it alone: to the user's block list it is past the end,
// and the other way round.
func TestNextOfTheOtherKindOfList(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b", "c")
	f.do(t, "AddFriends", infos(`{"UserId":"a"}`, `{"UserId":"b"}`, `{"UserId":"c"}`)).want(t, 0)
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","b","c"]}`).want(t, 0)
	next := map[string]int64{}
	for _, action := range []string{"QueryFriendList", "QueryBlacklist"} {
		next[action] = f.fetch(t, action, "FromUserId=owner&Limit=1").Next
	}
	for action, other := range map[string]string{"QueryFriendList": "QueryBlacklist", "QueryBlacklist": "QueryFriendList"} {
		r := f.fetch(t, action, fmt.Sprintf("FromUserId=owner&Next=%d", next[other]))
		if r.Code != 0 || r.TotalCount != 3 || r.Next != 0 || len(r.FriendInfos)+len(r.Blacklist) != 0 {
			t.Errorf("%s with the Next of %s: %s", action, other, r.Body)
		}
		r = f.fetch(t, action, fmt.Sprintf("FromUserId=owner&Next=%d", next[action]))
		if len(r.FriendInfos)+len(r.Blacklist) != 2 {
			t.Errorf("%s with its own Next: %s", action, r.Body)
		}
	}
}
