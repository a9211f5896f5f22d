package zegoapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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

// blocked are whom the owner blocks, in order.
func (f *front) blocked(t testing.TB, owner string) []string {
	t.Helper()
	return f.list(t, "FromUserId="+owner).ids()
}

// What is blocked stands in the list in the order of the call, with the time of the call.
func TestBlockTimeAndOrder(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b", "c", "d")
	f.Clock().Freeze(time.UnixMilli(1_700_000_000_123))
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["c","a"]}`).want(t, 0)
	f.Clock().Advance(time.Minute)
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["d","c","b"]}`).want(t, 0, "c:660800037")
	want := []row{
		{UserID: "c", UpdateTime: 1_700_000_000_123},
		{UserID: "a", UpdateTime: 1_700_000_000_123},
		{UserID: "d", UpdateTime: 1_700_000_060_123},
		{UserID: "b", UpdateTime: 1_700_000_060_123},
	}
	if got := f.list(t, "FromUserId=owner").Blacklist; !slices.Equal(got, want) {
		t.Errorf("Blacklist %v, want %v", got, want)
	}
	if got := f.blocked(t, "a"); len(got) != 0 {
		t.Errorf("a is blocked and blocks %v", got)
	}
}

// Assumed: an id that comes twice counts once, a bad one too; so one failure of two equal ids is
// all there is.
func TestEqualIDsInABlacklistBatch(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b")
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","b","a","b/","b/","a"]}`).want(t, 0, "b/:660000002")
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","a"]}`).want(t, 660800041, "a:660800037")
	r := f.do(t, "CheckUsersIsInBlacklist", `{"FromUserId":"owner","UserIds":["a","a","b"]}`)
	if r.want(t, 0); !slices.Equal(r.Succ, []checked{{UserID: "a", Result: 1}, {UserID: "b", Result: 1}}) {
		t.Errorf("Succ %v", r.Succ)
	}
	f.do(t, "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["a","a","b","b"]}`).want(t, 0)
	f.do(t, "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["b","b"]}`).want(t, 660800042, "b:660800043")
	// Equal ids count towards the 20 all the same.
	ids := strings.TrimSuffix(strings.Repeat(`"a",`, 21), ",")
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":[`+ids+`]}`).want(t, 660800039)
}

// Assumed: the checks of the call come before those of its ids, and a call that is refused blocks
// and removes nobody.
func TestBlacklistRefusalsAndTheirOrder(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b")
	f.Block("owner", "a")
	many := strings.TrimSuffix(strings.Repeat(`"b/",`, 20), ",")
	for _, action := range []string{"AddUsersToBlacklist", "RemoveUsersFromBlacklist"} {
		for _, tt := range []struct {
			body string
			code int
		}{
			{`{"FromUserId":"owner","UserIds":["a","b","owner"]}`, 660800038},
			{`{"FromUserId":"owner","UserIds":["b/","owner","ghost"]}`, 660800038},
			{`{"FromUserId":"ghost","UserIds":["ghost","a"]}`, 660500002},                  // before self
			{`{"FromUserId":"ghost","UserIds":["ghost",` + many + `]}`, 660800039},         // before registered
			{`{"FromUserId":"gh/ost","UserIds":["ghost",` + many + `]}`, 660000002},        // before the number
			{`{"FromUserId":"owner","UserIds":["owner",` + many + `,"a","b"]}`, 660800039}, // before self
		} {
			f.do(t, action, tt.body).want(t, tt.code)
		}
		if got := f.blocked(t, "owner"); !slices.Equal(got, []string{"a"}) {
			t.Errorf("%s changed the list to %v", action, got)
		}
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

// Page "RemoveUsersFromBlacklist": removed before is not the same as never blocked, and a new block makes it as new.
func TestRemovedBefore(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b")
	remove := func(code int, failures ...string) {
		t.Helper()
		f.do(t, "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["a"]}`).want(t, code, failures...)
	}
	remove(660800042, "a:660800044")
	remove(660800042, "a:660800044") // asking does not make it removed
	f.Block("owner", "a")
	remove(0)
	remove(660800042, "a:660800043")
	f.do(t, "RemoveUsersFromBlacklist", `{"FromUserId":"a","UserIds":["owner"]}`).want(t, 660800042, "owner:660800044")
	f.Block("owner", "a")
	remove(0)
	f.Reset()
	f.AddUsers(chatdouble.User{ID: "owner"}, chatdouble.User{ID: "a"})
	remove(660800042, "a:660800044")
}

// Page "CheckUsersIsInBlacklist": Result is about FromUserId's own list.
func TestCheckLooksOneWay(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "a", "b", "c")
	f.Block("a", "b")
	f.Block("c", "a")
	r := f.do(t, "CheckUsersIsInBlacklist", `{"FromUserId":"a","UserIds":["c","b","a","ghost"]}`)
	if r.want(t, 0, "ghost:660700015"); !slices.Equal(r.Succ, []checked{{UserID: "c"}, {UserID: "b", Result: 1}, {UserID: "a"}}) {
		t.Errorf("Succ %v", r.Succ)
	}
}

// Page "AddUsersToBlacklist": an id has at most 32 bytes, each of the listed ones.
func TestIDsInABlacklistBatch(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 32)
	f := batchFront(t, "owner", long, "a b", "!#$%&()+-:;<=.>?@[]^_{}|~")
	for id, code := range map[string]int{
		long: 0, "a b": 0, "!#$%&()+-:;<=.>?@[]^_{}|~": 0,
		long + "x": 660000002, "": 660000002, "a\"b": 660000002, "a*": 660000002, "a,b": 660000002, "ä": 660000002, "a\x00": 660000002, "\xff": 660000002,
		"nobody": 660700015, strings.Repeat("y", 32): 660700015,
	} {
		r := f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a",`+toText(id)+`]}`)
		got := 0
		for _, failure := range r.failures() {
			if failure.UserID != "a" {
				got = failure.SubCode
			}
		}
		if got != code {
			t.Errorf("%q: SubCode %d, want %d", id, got, code)
		}
	}
}

// toText writes a JSON string; %q writes Go's.
func toText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			fmt.Fprintf(&b, `\%c`, c)
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
