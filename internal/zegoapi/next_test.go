package zegoapi_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist": Next missing, empty or 0 asks for the first page. Assumed: one that this list never gave out is
// past its end, also that of another list; it may be used more than once, with any Limit. What is no whole number:
// [FuzzQuery] and [FuzzBody].
func TestNext(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t, chatdouble.WithLimits(false))
	f, other := another(t, server), another(t, server)
	everybody := []string{"a", "b", "c", "d"}
	for _, app := range []*front{f, other} {
		for _, id := range append([]string{"alice", "bob"}, everybody...) {
			app.AddUsers(chatdouble.User{ID: id})
		}
		for _, id := range everybody {
			app.Block("alice", id)
			app.Block("bob", id)
			addFriend(t, app, "alice", id)
		}
	}
	next := func(f *front, action, user string) string {
		return strconv.FormatInt(f.fetch(t, action, "FromUserId="+user, "Limit=1").Next, 10)
	}
	first := next(f, "QueryBlacklist", "alice")
	number, _ := strconv.ParseInt(first, 10, 64)
	for _, tt := range []struct {
		what, next string
		want       []string
	}{
		{"missing", missing, everybody},
		{"empty", "", everybody},
		{"zero", "00", everybody},
		{"its own", first, everybody[1:]},
		{"an offset", "1", nil},
		{"one more", strconv.FormatInt(number+1, 10), nil},
		{"one less", strconv.FormatInt(number-1, 10), nil},
		{"2^53", "9007199254740992", nil},
		{"more than 64 bits", "99999999999999999999", nil},
		{"of another user", next(f, "QueryBlacklist", "bob"), nil},
		{"of another app", next(other, "QueryBlacklist", "alice"), nil},
		{"of the list of friends", next(f, "QueryFriendList", "alice"), nil},
	} {
		asked, body := "Next="+tt.next, fmt.Sprintf(`{"FromUserId":"alice","Next":%q}`, tt.next)
		if tt.next == missing {
			asked, body = "", `{"FromUserId":"alice"}`
		}
		for where, a := range map[string]reply{"query": f.list(t, "FromUserId=alice", asked), "body": f.do(t, "QueryBlacklist", body)} {
			if a.Code != 0 || a.TotalCount != 4 || a.Next != 0 || !slices.Equal(a.ids(), tt.want) {
				t.Errorf("%s in the %s: %s, want the rows %v of 4", tt.what, where, a.Body, tt.want)
			}
		}
	}
	if r := f.fetch(t, "QueryFriendList", "FromUserId=alice", "Next="+first); len(r.FriendInfos) != 0 || r.Next != 0 || r.TotalCount != 4 {
		t.Errorf("friends behind the Next of the block list: %s", r.Body)
	}
	for _, limit := range []int{1, 3, 2, 100} {
		a := f.list(t, "FromUserId=alice", "Next="+first, fmt.Sprintf("Limit=%d", limit))
		if want := everybody[1:min(1+limit, 4)]; !slices.Equal(a.ids(), want) || (a.Next == 0) != (limit >= 3) {
			t.Errorf("Limit %d: rows %v, Next %d, want %v", limit, a.ids(), a.Next, want)
		}
	}
}
