package zegoapi_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// infos is the body of an action that makes friends, with an item for each given text.
func infos(items ...string) string {
	return `{"FromUserId":"owner","FriendInfos":[` + strings.Join(items, ",") + `]}`
}

// friends are the rows of somebody's whole list of friends.
func (f *front) friends(t testing.TB, owner string) []friendRow {
	t.Helper()
	r := f.fetch(t, "QueryFriendList", "FromUserId="+owner)
	if r.Code != 0 || r.TotalCount != len(r.FriendInfos) || r.Next != 0 {
		t.Fatalf("QueryFriendList of %s: %s", owner, r.Body)
	}
	return r.FriendInfos
}

// friendIDs are the ids in somebody's list of friends.
func (f *front) friendIDs(t testing.TB, owner string) []string {
	t.Helper()
	var ids []string
	for _, r := range f.friends(t, owner) {
		ids = append(ids, r.UserID)
	}
	return ids
}

// Page "AddFriends": both get the other, and what the call says belongs to the side of FromUserId.
func TestAddFriends(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b", "c")
	f.Clock().Freeze(time.UnixMilli(1_700_000_000_123))
	f.do(t, "AddFriends", infos(
		`{"UserId":"b","Wording":"hello","FriendAlias":"Bee","FriendTime":1640995200000,"Attributes":[{"Key":"k3","Value":"x"},{"KEY":"k0","value":""}]}`,
		`{"userid":"a","FriendTime":0}`,
		`{"UserId":"c","FriendTime":1700000000123,"Attributes":[],"Wording":null}`,
	)).want(t, 0)
	want := []friendRow{
		{UserID: "b", Wording: "hello", FriendAlias: "Bee", CreateTime: 1_640_995_200_000, Attributes: []pair{{"k3", "x"}, {"k0", ""}}},
		{UserID: "a", CreateTime: 1_700_000_000_123, Attributes: []pair{}},
		{UserID: "c", CreateTime: 1_700_000_000_123, Attributes: []pair{}},
	}
	if got := f.friends(t, "owner"); !reflect.DeepEqual(got, want) {
		t.Errorf("friends of owner: %+v, want %+v", got, want)
	}
	if got := f.friends(t, "b"); !reflect.DeepEqual(got, []friendRow{{UserID: "owner", CreateTime: 1_640_995_200_000, Attributes: []pair{}}}) {
		t.Errorf("friends of b: %+v", got)
	}
	// A millisecond later than now is the future.
	f.AddUsers(chatdouble.User{ID: "d"})
	f.do(t, "AddFriends", infos(`{"UserId":"d","FriendTime":1700000000124}`)).want(t, 660800046, "d:660800046")
	f.do(t, "AddFriends", infos(`{"UserId":"d","FriendTime":"99999999999999999999"}`)).want(t, 660800046, "d:660800046")
}

// Page "AddFriends": 256 characters, not bytes; 1024 bytes of keys and values, not characters.
func TestLengthsOfFriends(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, item string
		code       int
	}{
		{"256 letters", `"Wording":"` + strings.Repeat("w", 256) + `","FriendAlias":"` + strings.Repeat("w", 256) + `"`, 0},
		{"256 characters of 1,024 bytes", `"Wording":"` + strings.Repeat("😀", 256) + `","FriendAlias":"` + strings.Repeat("王", 256) + `"`, 0},
		{"257 characters", `"FriendAlias":"` + strings.Repeat("王", 257) + `"`, 660800021},
		{"257 characters of Wording", `"Wording":"` + strings.Repeat("😀", 257) + `"`, 660800021},
		{"1024 bytes", `"Attributes":[{"Key":"k0","Value":"` + strings.Repeat("v", 500) + `"},{"Key":"k1","Value":"` + strings.Repeat("é", 260) + `"}]`, 0},
		{"1025 bytes", `"Attributes":[{"Key":"k0","Value":"` + strings.Repeat("v", 501) + `"},{"Key":"k1","Value":"` + strings.Repeat("é", 260) + `"}]`, 660800024},
		{"5 attributes", `"Attributes":[{"Key":"k4","Value":"4"},{"Key":"k3","Value":"3"},{"Key":"k2","Value":"2"},{"Key":"k1","Value":"1"},{"Key":"k0","Value":"0"}]`, 0},
		{"no attributes", `"Attributes":null`, 0},
		{"Key in capitals", `"Attributes":[{"Key":"K0","Value":"v"}]`, 660800023},
		{"empty Key", `"Attributes":[{"Key":"","Value":"v"}]`, 660800023},
		{"Value null", `"Attributes":[{"Key":"k0","Value":null}]`, 660800026},
		{"Value 5", `"Attributes":[{"Key":"k0","Value":5}]`, 660800026},
		{"texts", `"Attributes":["k0"]`, 660800026},
		{"a text", `"Attributes":"k0"`, 660800026},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, action := range []string{"AddFriends", "SendFriendApplication"} {
				f := batchFront(t, "owner", "a")
				var failures []string
				if tt.code != 0 {
					failures = []string{fmt.Sprint("a:", tt.code)}
				}
				f.do(t, action, infos(`{"UserId":"a",`+tt.item+`}`)).want(t, tt.code, failures...)
			}
		})
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
	if got := f.friendIDs(t, "half"); !slices.Equal(got, []string{"p1"}) {
		t.Errorf("friends of half: %v", got)
	}
	// Whom the full list has already may add the other side.
	f.do(t, "DeleteFriends", `{"FromUserId":"p0","UserIds":["owner"],"DeleteType":1}`).want(t, 0)
	f.do(t, "AddFriends", `{"FromUserId":"p0","FriendInfos":[{"UserId":"owner"}]}`).want(t, 0)
	f.do(t, "DeleteFriends", `{"FromUserId":"owner","UserIds":["p0"],"DeleteType":0}`).want(t, 0)
	f.do(t, "AddFriends", infos(`{"UserId":"p3000"}`)).want(t, 0)
}
