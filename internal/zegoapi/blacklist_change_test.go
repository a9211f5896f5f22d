package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// batchFront is an app with people by these ids.
func batchFront(t testing.TB, ids ...string) *front {
	t.Helper()
	f := unlimited(t)
	for _, id := range ids {
		f.AddUsers(chatdouble.User{ID: id})
	}
	return f
}

// Pages "AddUsersToBlacklist", "RemoveUsersFromBlacklist" and "CheckUsersIsInBlacklist": the samples'
// requests and members. The samples refuse ids that are good by the pages' own rules; here others
// are refused.
func TestGoldenBlacklistBatches(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "zego_user", "user1", "user2", "user3", "user4")
	for _, tt := range []struct{ name, action, ids string }{
		{"sample", "AddUsersToBlacklist", `"user1/","user2","user3","user4"`},
		{"all-failed", "AddUsersToBlacklist", `"user2","ghost"`},
		{"success", "AddUsersToBlacklist", `"user1"`},
		{"sample", "CheckUsersIsInBlacklist", `"user1","zego_user","user3\u0000","ghost"`},
		{"all-failed", "CheckUsersIsInBlacklist", `"ghost"`},
		{"sample", "RemoveUsersFromBlacklist", `"user1/","user2","user3","user4"`},
		{"all-failed", "RemoveUsersFromBlacklist", `"user2","ghost"`},
		{"success", "RemoveUsersFromBlacklist", `"user1"`},
	} {
		t.Run(tt.action+"/"+tt.name, func(t *testing.T) {
			r := f.do(t, tt.action, `{"FromUserId":"zego_user","UserIds":[`+tt.ids+`]}`)
			golden.Bytes(t, tt.action+"/"+tt.name+".json", r.steadyBody())
		})
	}
}

// Page "AddUsersToBlacklist": 1000 in a list, or what the app's limits say. Assumed: a full list is
// refused as a whole, whoever is asked for.
func TestBlacklistFull(t *testing.T) {
	t.Parallel()
	const secret = "9193cc662a4c0ec135ec71fb57194b38"
	f := openFixture(t, `
zim:
  - {appId: 12345, serverSecret: `+secret+`, users: [{userId: owner}], generate: {users: 999, blacklist: {of: owner, count: 998}}}
  - {appId: 12346, serverSecret: `+secret+`, users: [{userId: owner}, {userId: a}, {userId: b}, {userId: c}], limits: {blacklist: 2, batch: 3}}
`, "12345", secret)
	total := f.list(t, "FromUserId=owner").TotalCount
	f.AddUsers(chatdouble.User{ID: "x"}, chatdouble.User{ID: "y"}, chatdouble.User{ID: "z"})
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["x","y","z"]}`).want(t, 0, "z:660800040")
	if got := f.list(t, "FromUserId=owner").TotalCount; total != 998 || got != 1000 {
		t.Errorf("TotalCount %d and then %d, want 998 and 1000", total, got)
	}
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["x"]}`).want(t, 660800040)
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["owner"]}`).want(t, 660800038)
	f.do(t, "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["x"]}`).want(t, 0)
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["z"]}`).want(t, 0)

	small := &front{f.server.App(t, "zim:12346"), f.server, "12346", secret}
	small.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","b","c"]}`).want(t, 0, "c:660800040")
	small.do(t, "CheckUsersIsInBlacklist", `{"FromUserId":"owner","UserIds":["a","b","c","owner"]}`).want(t, 660800039)
}
