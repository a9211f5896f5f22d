package zegoapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// TestUnheededParametersAreNamed: what a call has that had no effect is named beside the answer, which stays a
// good one, and a call whose parameters all count is answered without a reason.
func TestUnheededParametersAreNamed(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	for _, tt := range []struct{ action, query, body, reason string }{
		{"QueryBlacklist", "FromUserId=alice&Limit=10&Next=0", "", ""},
		{"QueryBlacklist", "FromUserId=alice&Limt=10", "", "the parameter Limt is not one of QueryBlacklist and had no effect; did you mean Limit"},
		{"QueryBlacklist", "FromUserId=alice&limit=10", "", "the parameter limit is not one of QueryBlacklist and had no effect; did you mean Limit"},
		{"QueryBlacklist", "FromUserId=alice&Page=2", "", "the parameter Page is not one of QueryBlacklist: it had no effect"},
		{"QueryUserOnlineState", "UserId[0]=alice&UserId=bob", "", ""},
		{"AddUsersToBlacklist", "", `{"fromuserid":"alice","UserIds":["bob"]}`, ""},
		{"AddUsersToBlacklist", "", `{"FromUserId":"alice","UserIds":["bob"],"Reason":"x"}`, "the parameter reason is not one of AddUsersToBlacklist: it had no effect"},
		{"ModifyUserInfo", "", `{"UserInfo":[{"UserId":"bob","UserNme":"B"},{"UserId":"alice","UserName":"A","UserNme":"C"}]}`, "the parameter UserInfo[].usernme is not one of ModifyUserInfo and had no effect; did you mean UserInfo[].UserName"},
		{"UpdateFriendsAlias", "", `{"FromUserId":"alice","UserIds":[{"UserId":"bob","Alias":"B"}]}`, ""}, // refused: nobody is a friend
		{
			"SendPeerMessage", "",
			`{"FromUserId":"alice","ToUserId":["bob"],"MessageType":1,"Priority":1,"MessageBody":{"Message":"x","HasReceipt":1,"OfflinePush":{"Enable":0}},"SendMsgOptions":{"NoUnread":true}}`,
			"the parameter MessageBody.OfflinePush is known to the vendor and not emulated: it had no effect",
		},
	} {
		method := http.MethodGet
		if tt.body != "" {
			method = http.MethodPost
		}
		got := f.call(t, method, tt.action, tt.query, tt.body).Reason()
		if got != tt.reason && !strings.HasPrefix(got, "every item failed") {
			t.Errorf("%s %s %s\n got %s\nwant %s", tt.action, tt.query, tt.body, got, tt.reason)
		}
	}
}
