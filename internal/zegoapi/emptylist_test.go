package zegoapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// The variant emptyList: each list without an entry, of every form and of a refusal, is written as the app has chosen;
// a friend's attributes are none of those.
func TestEmptyLists(t *testing.T) {
	t.Parallel()
	const send = `{"FromUserId":"alice","ToUserId":["bob"],"MessageType":2,"Priority":1,"MessageBody":{"Message":"x"}}`
	for _, tt := range []struct{ action, body, lists string }{
		{"QueryBlacklist", `{"FromUserId":"bob"}`, "Blacklist"},
		{"QueryFriendList", `{"FromUserId":"bob"}`, "FriendInfos"},
		{"QueryUserInfos", `{"UserIds":["alice"]}`, "ErrorList"},
		{"QueryUserInfos", `{"UserIds":["ghost"]}`, "Result"},
		{"QueryUserInfos", `{}`, "ErrorList"},
		{"SendPeerMessage", send, "ErrorList AuditInfos"},
		{"CheckFriendsRelation", `{"FromUserId":"alice","UserIds":["bob"],"CheckType":0}`, "Fails"},
	} {
		for variant, written := range map[string]string{"array": `"%s":[]`, "null": `"%s":null`, "omit": ""} {
			f := openSample(t, "variants: {emptyList: "+variant+"}, users: [{userId: alice}, {userId: bob}]", chatdouble.WithLimits(false))
			q := vendortest.Request{Method: "POST", Target: "/?" + f.signedFor(tt.action), Body: tt.body}
			body := vendortest.Ask(f.server, q).Body // the schemas are those of the default
			for list := range strings.FieldsSeq(tt.lists) {
				want, has := written, strings.Contains(body, `"`+list+`"`)
				if want != "" {
					want = fmt.Sprintf(want, list)
				}
				if has != (want != "") || !strings.Contains(body, want) {
					t.Errorf("%s %s: %s of %s is written otherwise: %s", variant, tt.action, list, tt.body, body)
				}
			}
		}
	}
}
