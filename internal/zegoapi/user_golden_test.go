package zegoapi_test

import (
	"regexp"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

var anyMsgID = regexp.MustCompile(`"MsgId":"[0-9]{18}"`)

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
	for _, tt := range []struct{ name, method, query, body string }{
		{"UserRegister/all-registered", "POST", "", `{"UserInfo":[{"UserId":"aaa","UserName":"userNamea","UserAvatar":"http"},{"UserId":"bbb","UserName":"userNameb","UserAvatar":"http"}]}`},
		{"UserRegister/all-exist", "POST", "", `{"UserInfo":[{"UserId":"aaa"}]}`},
		{"UserRegister/sample", "POST", "", `{"UserInfo":[{"UserId":"ccc"},{"UserId":"` + long + `"}]}`},
		{"QueryUserInfos/sample", "POST", "", `{"UserIds":["UserA","UserB"]}`},
		{"ModifyUserInfo/sample", "POST", "", `{"UserInfo":[{"UserId":"` + long + `"},{"UserId":"bbb","UserName":"n"}]}`},
		{"QueryUserOnlineState/sample", "GET", "UserId[]=id1&UserId[]=id2&UserId[]=id4", ""},
		{"QueryUserOnlineState/all-failed", "GET", "UserId[]=id4", ""},
		{"SendPeerMessage/sample", "POST", "", `{"FromUserId":"u1","ToUserId":["u3","id4"],` + hello},
		{"SendPeerMessage/blocked", "POST", "", `{"FromUserId":"u1","ToUserId":["u3"],` + hello},
	} {
		t.Run(tt.name, func(t *testing.T) {
			action := regexp.MustCompile(`^\w+`).FindString(tt.name)
			r := f.call(t, tt.method, action, tt.query, tt.body)
			golden.Bytes(t, tt.name+".json", anyMsgID.ReplaceAll(r.steadyBody(), []byte(`"MsgId":"6654861479614"`)))
		})
	}
}
