package zegoapi_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// sampleApp is the app behind the sample of the page "QueryBlacklist": 500 people in the list, the
// first two by name.
const sampleApp = `
zim:
  - appId: 12345
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    users:
      - userId: zego
        blacklist:
          - {userId: usera1, at: 2023-10-26T08:55:34Z}
          - {userId: usera2, at: 2023-10-26T08:55:34Z}
      - {userId: usera1, userName: Nicknamea1, userAvatar: Avatar1}
      - {userId: usera2, userName: Nicknamea2, userAvatar: Avatar2}
      - userId: "free"
      - userId: world
        blacklist:
          - {userId: wang, at: 2024-02-29T23:59:59.999Z}
          - {userId: zoe, at: 1970-01-01T00:00:00Z}
          - {userId: "a b!#$%&()+-:;<=.>?@[]^_{}|~", at: 2024-03-01T00:00:00.001Z}
          - {userId: free, at: 2001-09-09T01:46:40Z}
      - {userId: wang, userName: "王小明", userAvatar: "https://example.com/头像.png?a=1&b=<2>"}
      - {userId: zoe, userName: "Zoë \"Zo\" 😀\n\t\\", userAvatar: "a/b"}
      - {userId: "a b!#$%&()+-:;<=.>?@[]^_{}|~", userName: "\u2028\u007f"}
      - userId: few
        blacklist:
          - {userId: usera1, at: 2023-10-26T08:55:34Z}
          - {userId: usera2, at: 2023-10-26T08:55:34Z}
    generate:
      users: 500
      blacklist: {of: zego, count: 500}
`

// sampled is a request and the file of its answer: Action/name, and what is asked, a body or a query.
type sampled struct{ name, asked string }

var anyMsgID = regexp.MustCompile(`"MsgId":"[0-9]{18}"`)

// goldens compares answers with files, byte for byte without the white space of the pages. RequestId, MsgId and a Next
// that is not 0 are different in every answer, so those of the pages' samples stand in their place.
func (f *front) goldens(t *testing.T, all []sampled) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			action, _, _ := strings.Cut(tt.name, "/")
			method, raw, body := "GET", tt.asked, ""
			if tt.asked[0] == '{' {
				method, raw, body = "POST", "", tt.asked
			}
			text := anyMsgID.ReplaceAll(f.call(t, method, action, raw, body).steadyBody(), []byte(`"MsgId":"6654861479614"`))
			text = anyCallID.ReplaceAll(text, []byte(`"CallId":"12261423186766631832"`))
			golden.Bytes(t, tt.name+".json", nextAbove0.ReplaceAll(text, []byte(`"Next":1`)))
		})
	}
}

// Page "QueryBlacklist": the sample's bytes without its white space. RequestId and a
// Next that is not 0 are different in every answer, so the sample's stand in their place.
func TestGolden(t *testing.T) {
	t.Parallel()
	f := openFixture(t, sampleApp, "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithLimits(false))
	f.goldens(t, []sampled{
		{"QueryBlacklist/sample", "FromUserId=zego&Limit=2&Next=0"},
		{"QueryBlacklist/whole-list", "FromUserId=few&Limit=2&Next=0"},
		{"QueryBlacklist/empty", "FromUserId=free&Limit=100&Next=0"},
		{"QueryBlacklist/any-text", "FromUserId=world&Limit=100&Next=0"},
		{"QueryBlacklist/input-error", "FromUserId=&Limit=100&Next=0"},
		{"QueryBlacklist/not-registered", "FromUserId=nobody&Limit=100&Next=0"},
	})
}

// Page "Accessing Server APIs": a gateway error has the three members of the envelope and no others; HTTP 200.
func TestGoldenGatewayError(t *testing.T) {
	t.Parallel()
	f := open(t)
	c := f.right()
	c.signature = "00000000000000000000000000000000"
	a := f.ask(t, "GET", c.with("FromUserId=zego"), "")
	if a.Status != 200 {
		t.Errorf("HTTP %d, want 200", a.Status)
	}
	body := anyRequestID.ReplaceAll([]byte(a.Body), []byte(`"RequestId":"5094436160208407316"`))
	golden.Bytes(t, "gateway/signature-error.json", body)
}

// Pages "AddUsersToBlacklist", "RemoveUsersFromBlacklist" and "CheckUsersIsInBlacklist": the samples'
// requests and members. The samples refuse ids that are good by the pages' own rules; here others
// are refused.
func TestGoldenBlacklistBatches(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "zego_user", "user1", "user2", "user3", "user4")
	f.goldens(t, []sampled{
		{"AddUsersToBlacklist/sample", `{"FromUserId":"zego_user","UserIds":["user1/","user2","user3","user4"]}`},
		{"AddUsersToBlacklist/all-failed", `{"FromUserId":"zego_user","UserIds":["user2","ghost"]}`},
		{"AddUsersToBlacklist/success", `{"FromUserId":"zego_user","UserIds":["user1"]}`},
		{"CheckUsersIsInBlacklist/sample", `{"FromUserId":"zego_user","UserIds":["user1","zego_user","user3\u0000","ghost"]}`},
		{"CheckUsersIsInBlacklist/all-failed", `{"FromUserId":"zego_user","UserIds":["ghost"]}`},
		{"RemoveUsersFromBlacklist/sample", `{"FromUserId":"zego_user","UserIds":["user1/","user2","user3","user4"]}`},
		{"RemoveUsersFromBlacklist/all-failed", `{"FromUserId":"zego_user","UserIds":["user2","ghost"]}`},
		{"RemoveUsersFromBlacklist/success", `{"FromUserId":"zego_user","UserIds":["user1"]}`},
	})
}

// Pages of the actions on friends: the samples' requests and answers. Where a sample fails with a
// code that its request cannot cause, here another request fails.
func TestGoldenFriends(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "zego_user", "user_id1", "user_id2", "user1", "user2", "UserId")
	f.AddUsers(
		chatdouble.User{ID: "usera1"}, chatdouble.User{ID: "usera2"}, chatdouble.User{ID: "aaa"}, chatdouble.User{ID: "bbb"},
		chatdouble.User{ID: "UserA", Name: "UserNameA", Avatar: "Avatar1"}, chatdouble.User{ID: "UserB", Name: "UserNameB", Avatar: "Avatar2"},
	)
	const twice = `{"FromUserId":"zego_user","FriendInfos":[
		{"UserId":"usera1","Wording":"Wording1","FriendAlias":"alias1","Attributes":[{"Key":"k1","Value":"Value"},{"key":"k2","Value":"Value1"}]},
		{"UserId":"usera2","Wording":"Wording2","FriendAlias":"alias2","Attributes":[{"key":"k3","Value":"Value"},{"key":"k0","Value":"Value1"}]},
		{"UserId":"usera2"}]}`
	f.goldens(t, []sampled{
		{"SendFriendApplication/sample", twice},
		{"AddFriends/sample", twice},
		{"AddFriends/all-failed", `{"FromUserId":"zego_user","FriendInfos":[{"UserId":"ghost"}]}`},
		{"AddFriends/refused", `{"FromUserId":"zego_user","FriendInfos":[{"UserId":"zego_user"}]}`},
		{"SendFriendApplication/all-failed", `{"FromUserId":"zego_user","FriendInfos":[{"UserId":"ghost"}]}`},
		{"AddFriends/success", `{"FromUserId":"zego_user","FriendInfos":[{"UserId":"user_id1"},{"UserId":"user_id2"},{"UserId":"user1"},{"UserId":"user2"},{"UserId":"UserId"}]}`},
		{"SendFriendApplication/success", `{"FromUserId":"zego_user","FriendInfos":[{"UserId":"aaa"}]}`},
		{"DeleteFriends/one-way", `{"FromUserId":"user_id1","UserIds":["zego_user"],"DeleteType":1}`},
		{"DeleteFriends/one-way-again", `{"FromUserId":"user_id2","UserIds":["zego_user"],"DeleteType":1}`},
		{"CheckFriendsRelation/sample", `{"FromUserId":"zego_user","UserIds":["user_id1","user_id2","user_id3","user_id4"],"CheckType":0}`},
		{"CheckFriendsRelation/one-way", `{"FromUserId":"user_id1","UserIds":["zego_user","user_id3"],"CheckType":1}`},
		{"CheckFriendsRelation/all-failed", `{"FromUserId":"zego_user","UserIds":["user_id3"],"CheckType":0}`},
		{"UpdateFriendsAlias/success", `{"FromUserId":"zego_user","UserIds":[{"UserId":"user1","FriendAlias":"FriendAlias1"},{"UserId":"user2","FriendAlias":"FriendAlias2"}]}`},
		{"UpdateFriendsAlias/partly", `{"FromUserId":"zego_user","UserIds":[{"UserId":"user1","FriendAlias":"FriendAlias1"},{"UserId":"aaa","FriendAlias":"x"},{"UserId":"bbb"}]}`},
		{"UpdateFriendAttributes/success", `{"FromUserId":"zego_user","UserId":"UserId","Attributes":[{"Key":"k0","Value":"Value1"},{"Key":"k2","Value":"Value2"}],"Action":0}`},
		{"UpdateFriendAttributes/sample", `{"FromUserId":"zego_user","UserId":"UserId","Attributes":[{"Key":"k0","Value":"Value1"},{"Key":"k0","Value":"Value2"}],"Action":0}`},
		{"UpdateFriendAttributes/all-failed", `{"FromUserId":"zego_user","UserId":"UserId","Attributes":[{"Key":"k5","Value":"Value1"}]}`},
		{"DeleteFriends/sample", `{"FromUserId":"zego_user","UserIds":["usera2","usera2"],"DeleteType":0}`},
		{"DeleteFriends/all-failed", `{"FromUserId":"zego_user","UserIds":["usera2"],"DeleteType":0}`},
		{"DeleteAllFriends/success", `{"FromUserId":"zego_user","DeleteType":1}`},
	})
}

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
	f.goldens(t, []sampled{
		{"QueryFriendList/sample", "FromUserId=zego&Limit=2&Next=0"},
		{"QueryFriendList/empty", "FromUserId=nobody&Limit=100&Next=0"},
		{"QueryFriendList/any-text", "FromUserId=other"},
	})
}

// The samples of the actions' pages, byte for byte without their white space. RequestId and MsgId
// are different in every answer, so the samples' stand in their place. Where a sample has a code
// that does not fit its own page, the page's table is followed: 660700015 in place of 660000002 for
// UserB, and 660800045 in place of 1 for u3.
func TestGoldenUsers(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "UserA"}, chatdouble.User{ID: "u1"}, chatdouble.User{ID: "u3"}, chatdouble.User{ID: "id4"})
	f.do(t, "ModifyUserInfo", `{"UserInfo":[{"UserId":"UserA","UserName":"userName","UserAvatar":"avatar","Extra":"extra"}]}`)
	f.Block("u3", "u1")
	f.SetOnlineState("id1", "online")
	f.SetOnlineState("id1", "offline")
	f.SetOnlineState("id2", "loggedIn")
	const long = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	const hello = `"MessageType":1,"Priority":1,"MessageBody":{"Message":"hello world","ExtendedData":"extendedData",` +
		`"OfflinePush":{"Enable":0,"Title":"Title","Content":"Content","Payload":"data"}}}`
	f.goldens(t, []sampled{
		{"UserRegister/all-registered", `{"UserInfo":[{"UserId":"aaa","UserName":"userNamea","UserAvatar":"http"},{"UserId":"bbb","UserName":"userNameb","UserAvatar":"http"}]}`},
		{"UserRegister/all-exist", `{"UserInfo":[{"UserId":"aaa"}]}`},
		{"UserRegister/sample", `{"UserInfo":[{"UserId":"ccc"},{"UserId":"` + long + `"}]}`},
		{"QueryUserInfos/sample", `{"UserIds":["UserA","UserB"]}`},
		{"ModifyUserInfo/sample", `{"UserInfo":[{"UserId":"` + long + `"},{"UserId":"bbb","UserName":"n"}]}`},
		{"QueryUserOnlineState/sample", "UserId[]=id1&UserId[]=id2&UserId[]=id4"},
		{"QueryUserOnlineState/all-failed", "UserId[]=id4"},
		{"SendPeerMessage/sample", `{"FromUserId":"u1","ToUserId":["u3","id4"],` + hello},
		{"SendPeerMessage/blocked", `{"FromUserId":"u1","ToUserId":["u3"],` + hello},
	})
}
