package zegoapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// infos is the body of an action that makes friends, with an item for each given text.
func infos(items ...string) string {
	return `{"FromUserId":"owner","FriendInfos":[` + strings.Join(items, ",") + `]}`
}

// Page "AddFriends": 256 characters, not bytes, and 1024 bytes of keys and values, not characters. The forms that an item
// may have: names in any case, null and an empty list as missing. All other bounds, and what becomes of a friend: the
// model.
func TestFormsOfFriends(t *testing.T) {
	t.Parallel()
	attributes := func(items string) string { return `"Attributes":[` + items + `]` }
	for item, code := range map[string]int{
		`"Wording":"` + strings.Repeat("😀", 256) + `","FriendAlias":"` + strings.Repeat("王", 256) + `"`: 0,
		`"Wording":"` + strings.Repeat("😀", 257) + `"`:                                                  660800021,
		attributes(`{"Key":"k0","Value":"` + strings.Repeat("é", 511) + `"}`):                           0,
		attributes(`{"Key":"k0","Value":"` + strings.Repeat("é", 511) + `x"}`):                          660800024,
		attributes(`{"KEY":"k0","value":""}`):                                                           0,
		`"Attributes":null,"Wording":null`:                                                              0,
		`"FriendTime":"99999999999999999999","CreateTime":"99999999999999999999"`:                       660800046,
		attributes(`{"Key":"K0","Value":"v"}`):                                                          660800023,
		attributes(`{"Key":"","Value":"v"}`):                                                            660800023,
		attributes(`{"Key":"k0","Value":null}`):                                                         660800026,
		attributes(`{"Key":"k0","Value":5}`):                                                            660800026,
		attributes(`"k0"`):                                                                              660800026,
		`"Attributes":"k0"`:                                                                             660800026,
	} {
		for _, action := range []string{"AddFriends", "SendFriendApplication"} {
			f := batchFront(t, "owner", "a")
			var failures []string
			if code != 0 {
				failures = []string{fmt.Sprint("a:", code)}
			}
			f.do(t, action, infos(`{"userid":"a",`+item+`}`)).want(t, code, failures...)
		}
	}
}

// fillFriends makes friends of p0, p1 and so on, 20 in a call.
func fillFriends(t testing.TB, f *front, owner string, from, to int) {
	t.Helper()
	for from < to {
		var items []string
		for ; from < to && len(items) < 20; from++ {
			items = append(items, fmt.Sprintf(`{"UserId":"p%d"}`, from))
		}
		f.do(t, "AddFriends", strings.Replace(infos(items...), "owner", owner, 1)).want(t, 0)
	}
}

// Page "AddFriends": 3000 friends of one user. Assumed: the target's list has the same bound.
func TestFriendsFull(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "full", "half")
	for i := range 3003 {
		f.AddUsers(chatdouble.User{ID: fmt.Sprint("p", i)})
	}
	fillFriends(t, f, "owner", 0, 2999)
	f.do(t, "AddFriends", infos(`{"UserId":"p2999"}`, `{"UserId":"p3000"}`, `{"UserId":"p0"}`)).want(t, 0, "p3000:660800028", "p0:660800027")
	f.do(t, "AddFriends", infos(`{"UserId":"p3000"}`, `{"UserId":"ghost"}`)).want(t, 660800028, "p3000:660800028", "ghost:660700015")
	f.do(t, "SendFriendApplication", infos(`{"UserId":"p3000"}`)).want(t, 660800028, "p3000:660800028")
	if r := f.fetch(t, "QueryFriendList", "FromUserId=owner"); r.TotalCount != 3000 || len(r.FriendInfos) != 100 || r.Next == 0 {
		t.Errorf("TotalCount %d, %d rows, Next %d", r.TotalCount, len(r.FriendInfos), r.Next)
	}
	f.do(t, "AddFriends", `{"FromUserId":"half","FriendInfos":[{"UserId":"owner"},{"UserId":"p1"}]}`).want(t, 0, "owner:660800028")
	if r := f.fetch(t, "QueryFriendList", "FromUserId=half"); len(r.FriendInfos) != 1 || r.FriendInfos[0].UserID != "p1" {
		t.Errorf("friends of half: %s", r.Body)
	}
	// Whom the full list has already may add the other side.
	f.do(t, "DeleteFriends", `{"FromUserId":"p0","UserIds":["owner"],"DeleteType":1}`).want(t, 0)
	f.do(t, "AddFriends", `{"FromUserId":"p0","FriendInfos":[{"UserId":"owner"}]}`).want(t, 0)
	f.do(t, "DeleteFriends", `{"FromUserId":"owner","UserIds":["p0"],"DeleteType":0}`).want(t, 0)
	f.do(t, "AddFriends", infos(`{"UserId":"p3000"}`)).want(t, 0)
}

// The body's Action is not the query's: the query names the action, and a second one there is not
// looked at.
func TestActionInTheBody(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a")
	f.do(t, "AddFriends", infos(`{"UserId":"a"}`)).want(t, 0)
	for action, code := range map[string]int{`0`: 0, `"0"`: 0, `""`: 0, `null`: 0, `1`: 660000002, `-1`: 660000002, `"x"`: 660000002, `[0]`: 660000002, `0.0`: 660000002} {
		f.do(t, "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}],"action":`+action+`}`).want(t, code)
	}
	f.call(t, "POST", "UpdateFriendAttributes", "Action=5", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}]}`).want(t, 0)
}
