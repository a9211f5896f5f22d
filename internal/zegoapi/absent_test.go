package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// TestNearParametersAreNamed: what a client has sent in the place of a parameter stands in the reason, and of an
// item that failed, why.
func TestNearParametersAreNamed(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	for _, tt := range []struct{ action, query, words string }{
		{"QueryUserOnlineState", "UserIds[]=alice", `there is "UserIds[]", but the parameter is called UserId`},
		{"QueryUserOnlineState", "UserIds%5B%5D=alice", `there is "UserIds[]", but the parameter is called UserId`},
		{"QueryUserOnlineState", "UserID[]=alice", `there is "UserID[]", but names of parameters are case-sensitive`},
		{"QueryUserOnlineState", "UserId%255B%255D=alice", `there is "UserId%5B%5D", whose brackets were escaped twice`},
		{"QueryUserOnlineState", "UserId.0=alice", `there is "UserId.0", but an element of a list is written UserId[]=...`},
		{"QueryUserOnlineState", "&amp;UserId[]=alice", `there is "amp;UserId[]", so the URL has &amp; where & belongs`},
		{"QueryUserOnlineState", "UserId[]=alice2,bob", `"alice2,bob" has a comma`},
		{"QueryUserOnlineState", `UserId=["alice","bob"]`, `"[\"alice\",\"bob\"]" is JSON`},
		{"QueryUserOnlineState", "UserId[]=+8612345678", `" 8612345678" begins with a blank: a + in a URL is a blank, write %2B`},
		{"QueryUserInfos", "UserIds[]=" + strings.Repeat("a", 70), "... has 70 bytes; at most 64 bytes are allowed"},
		{"QueryUserOnlineState", "UserId[]=" + strings.Repeat("a", 65), "... has 65 bytes; at most 64 bytes are allowed"},
		{"QueryUserOnlineState", "UserId[]=alice", `"alice" is registered and has not logged in`},
		{"QueryUserOnlineState", "UserId[]=nobody", `"nobody" is not a user of this app`},
		{"QueryUserInfos", "UserIds[]=ann%2Fb", `"ann/b" has the character '/' at byte 4`},
		{"QueryUserInfos", "UserIds[]=ann%C3%A9", `at byte 4`},
		{"QueryBlacklist", "FromUserID=alice", `FromUserId is missing or empty; there is "FromUserID", but names of parameters are case-sensitive`},
		{"QueryBlacklist", "UserId=alice", "FromUserId is missing or empty"},
	} {
		says(t, f.fetch(t, tt.action, tt.query).Reason(), tt.words)
	}
	for _, tt := range []struct{ action, body, words string }{
		{"AddUsersToBlacklist", `{"FromUserId":"alice","UserId":["bob"]}`, `the body has "userid", but the member is called UserIds`},
		{"AddUsersToBlacklist", `{"FromUserId":"alice","UserIds":["nobody"]}`, `"nobody" is not a user of this app`},
		{"UserRegister", `{"UserInfo":[{"UserId":"` + strings.Repeat("x", 40) + `"}]}`, "has 40 bytes; at most 32 bytes are allowed"},
		{"AddUsersToBlacklist", `{"FromUser":"alice","UserIds":["bob"]}`, `the body has "fromuser", but the member is called FromUserId`},
	} {
		says(t, f.do(t, tt.action, tt.body).Reason(), tt.words)
	}
}

func says(t *testing.T, reason, words string) {
	t.Helper()
	if !strings.Contains(reason, words) {
		t.Errorf("the reason is %s\nwant in it %s", reason, words)
	}
}

// DESIGN, "Beside every answer": the reason says what is wrong with this request, not what may be
// wrong with any.
func TestReasonOfABadFromUserID(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	const none, long, odd = "missing", "at most 32", "character"
	for query, want := range map[string]string{
		"": none, "FromUserId=": none, "FromUserId=" + strings.Repeat("a", 33): long, "FromUserId=a/b": odd, "FromUserId=%ff": odd,
	} {
		a := f.list(t, query)
		a.refused(t, 660000002, "FromUserId", want)
		for _, other := range []string{none, long, odd} {
			if other != want && strings.Contains(a.Reason(), other) {
				t.Errorf("?%s: the reason says %q too: %s", query, other, a.Reason())
			}
		}
	}
}
