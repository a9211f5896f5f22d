package zegoapi_test

import (
	"regexp"
	"testing"

	"github.com/chatmock/mockserver/internal/golden"
	"github.com/chatmock/mockserver/internal/store"
)

var anyMsgID = regexp.MustCompile(`"MsgId":"[0-9]{18}"`)

// The samples of the actions' pages, byte for byte without their white space. RequestId and MsgId
// are different in every answer, so the samples' stand in their place. Where a sample has a code
// that does not fit its own page, the page's table is followed: 660700015 in place of 660000002 for
// UserB, and 660800045 in place of 1 for u3.
func TestGoldenUsers(t *testing.T) {
	b := openBare(t)
	b.update(t, func(tx *store.Tx) error {
		tx.PutUser(store.User{ID: "UserA", Name: "userName", Avatar: "avatar", Extra: "extra"})
		for _, id := range []string{"u1", "u3", "id4"} {
			tx.PutUser(store.User{ID: id})
		}
		_, err := tx.Block("u3", "u1", tx.Now())
		return err
	})
	for _, mark := range [][2]string{{"id1", "online"}, {"id1", "offline"}, {"id2", "loggedIn"}} {
		if _, _, err := b.mark(mark[0], mark[1]); err != nil {
			t.Fatal(err)
		}
	}
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
			r := b.door.act(t, tt.method, action, tt.query, tt.body)
			body := anyRequestID.ReplaceAll(r.body, []byte(`"RequestId":"343649807833778782"`))
			body = anyMsgID.ReplaceAll(body, []byte(`"MsgId":"6654861479614"`))
			golden.Bytes(t, tt.name+".json", body)
		})
	}
}
