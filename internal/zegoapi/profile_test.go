package zegoapi_test

import (
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist": UserName and Avatar are the profile's at the time of the query, empty when not set;
// UpdateTime is the time of the block in milliseconds and stays when the profile changes.
func TestRowsShowTheProfileOfNow(t *testing.T) {
	t.Parallel()
	f := open(t)
	at := time.Date(2024, 2, 29, 12, 0, 0, 987_654_321, time.UTC)
	f.Clock().Freeze(at)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	f.Block("alice", "bob")

	want := row{UserID: "bob", UpdateTime: at.UnixMilli()}
	if a := f.list(t, "FromUserId=alice"); len(a.Blacklist) != 1 || a.Blacklist[0] != want {
		t.Errorf("rows %+v, want %+v", a.Blacklist, want)
	}
	f.Clock().Advance(time.Hour)
	f.AddUsers(chatdouble.User{ID: "bob", Name: "Bob", Avatar: "https://example.com/b.png"})
	f.Block("alice", "bob") // is there already and stays as it is
	want.UserName, want.Avatar = "Bob", "https://example.com/b.png"
	if a := f.list(t, "FromUserId=alice"); len(a.Blacklist) != 1 || a.Blacklist[0] != want {
		t.Errorf("rows %+v, want %+v", a.Blacklist, want)
	}
}

// Page "QueryBlacklist": the list shows whom FromUserId has blocked, not who has blocked FromUserId.
func TestListIsOneWay(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"}, chatdouble.User{ID: "carol"})
	f.Block("alice", "bob")
	f.Block("carol", "alice")
	f.Block("bob", "alice")
	for user, want := range map[string]string{"alice": "bob", "bob": "alice", "carol": "alice"} {
		if got := f.list(t, "FromUserId="+user).ids(); len(got) != 1 || got[0] != want {
			t.Errorf("list of %s: %v, want [%s]", user, got, want)
		}
	}
}

// Assumed: blocks come oldest first; one that was ended and made again is the newest.
func TestOldestFirst(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "zoe"}, chatdouble.User{ID: "bob"}, chatdouble.User{ID: "mia"})
	for _, id := range []string{"zoe", "bob", "mia"} {
		f.Block("alice", id)
		f.Clock().Advance(time.Second)
	}
	f.Unblock("alice", "zoe")
	f.Block("alice", "zoe")
	a := f.list(t, "FromUserId=alice")
	if got := a.ids(); len(got) != 3 || got[0] != "bob" || got[1] != "mia" || got[2] != "zoe" {
		t.Errorf("rows %v, want [bob mia zoe]", got)
	}
}
