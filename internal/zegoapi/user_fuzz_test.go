package zegoapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Whatever stands in a body or a query of an action on users, the answer is of the action's shape,
// no panic became one, and a refused list leaves everybody as they were.
func FuzzUserBodies(f *testing.F) {
	server := handler(f).server
	actions := []string{"UserRegister", "QueryUserInfos", "ModifyUserInfo", "QueryUserOnlineState", "SendPeerMessage"}
	for _, action := range actions {
		f.Add([]byte(toJSON(f, subject().Example(known[action]))), "")
	}
	for _, body := range badBodies {
		if len(body) < 1000 {
			f.Add([]byte(body), "")
		}
	}
	for _, query := range []string{
		"UserId[]=alice", "UserId%5B%5D=alice&UserId=bob", "UserId[0]=a&UserId[99999999999999999999]=b", "UserId[-1]=a", "UserId[=a", "UserId]=a",
		"UserIds=alice", "UserId[]=%ff", "UserInfo=[]", "FromUserId=alice&ToUserId[]=bob&MessageType=1&Priority=1&MessageBody={\"Message\":\"x\"}",
		"FromUserId=alice&ToUserId=bob&MessageType=2&Priority=3&MessageBody=%7B%7D", "MessageBody=", "MessageBody=%00", strings.Repeat("UserId[]=a&", 101),
	} {
		f.Add([]byte(nil), query)
		f.Add([]byte(`{"UserId":["alice"],"UserIds":["alice"],"FromUserId":"alice","ToUserId":["bob"]}`), query)
	}
	for _, body := range []string{
		`{"UserInfo":[{"UserId":"alice","UserName":"\ud800","Extra":"\u0000"}]}`, "{\"UserInfo\":[{\"UserId\":\"alice\",\"UserName\":\"\xff\"}]}",
		`{"UserInfo":[{"UserId":"alice","userid":"bob"}]}`, `{"UserInfo":[{}]}`, `{"UserInfo":[{"UserId":"alice","UserName":{"a":[1]}}]}`,
		`{"FromUserId":"alice","ToUserId":["bob"],"MessageType":1e0,"Priority":1,"MessageBody":{"Message":"x"}}`,
		`{"FromUserId":"alice","ToUserId":["bob"],"MessageType":200,"Priority":1,"SubMsgType":99999999999999999999,"MessageBody":{"Message":"x"}}`,
		`{"FromUserId":"alice","ToUserId":["bob"],"MessageType":2,"Priority":1,"MessageBody":{"Message":"=","IsBase64":"1"}}`,
		`{"FromUserId":"alice","ToUserId":["bob"],"MessageType":1,"Priority":1,"MessageBody":{"Message":"\ud83d\ude00","OfflinePush":{"Enable":[]}}}`,
	} {
		f.Add([]byte(body), "")
	}
	f.Fuzz(func(t *testing.T, body []byte, raw string) {
		u := another(t, server)
		u.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
		for _, action := range actions {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				r := u.call(t, method, action, raw, string(body)) // of repeated parameters the first counts
				if r.Code == 100000015 || r.Code != 0 && r.Code != 100000012 && r.Code < 660000000 {
					t.Fatalf("%s %s ?%s with %.200q: Code %d (%s)", method, action, raw, body, r.Code, r.Reason())
				}
				if !utf8.ValidString(r.Body) {
					t.Fatalf("%s answers bytes that are no UTF-8: %q", action, r.Body)
				}
				checkRegistered(t, u, action, body, r)
			}
		}
	})
}

// checkRegistered compares what UserRegister says with whom a query finds: of each item that is in
// no list of failures the user must be there.
func checkRegistered(t *testing.T, u *front, action string, body []byte, r reply) {
	t.Helper()
	if action != "UserRegister" || r.Code != 0 {
		return
	}
	var given struct{ UserInfo []struct{ UserId string } } //nolint:revive // the vendor's spelling
	if json.Unmarshal(body, &given) != nil {
		return
	}
	failures := make(map[string]bool)
	for _, f := range r.ErrorList {
		failures[f.UserID] = true
	}
	for _, item := range given.UserInfo {
		if userID.MatchString(item.UserId) && !failures[item.UserId] {
			u.do(t, "QueryUserInfos", toJSON(t, map[string]any{"UserIds": []string{item.UserId}})).is(t, 0, "")
		}
	}
}
