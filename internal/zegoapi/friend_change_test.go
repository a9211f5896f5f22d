package zegoapi_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// circle is an app in which a and owner are friends, owner has b (one-way), and c has owner (one-way).
func circle(t testing.TB) *front {
	t.Helper()
	f := batchFront(t, "owner", "a", "b", "c", "d")
	f.do(t, "AddFriends", infos(`{"UserId":"a","FriendAlias":"Al"}`, `{"UserId":"b"}`, `{"UserId":"c"}`)).want(t, 0)
	f.do(t, "DeleteFriends", `{"FromUserId":"b","UserIds":["owner"],"DeleteType":1}`).want(t, 0)
	f.do(t, "DeleteFriends", `{"FromUserId":"owner","UserIds":["c"],"DeleteType":1}`).want(t, 0)
	return f
}

// lists are the friends of everybody in the circle.
func lists(t testing.TB, f *front) string {
	t.Helper()
	var all []string
	for _, id := range []string{"owner", "a", "b", "c", "d"} {
		all = append(all, fmt.Sprint(id, f.friendIDs(t, id)))
	}
	return strings.Join(all, " ")
}

// Page "DeleteFriends": one-way takes the friend off the list of FromUserId, two-way each off the
// other's. Who is only on the other's list is no friend.
func TestDeleteFriends(t *testing.T) {
	t.Parallel()
	const before = "owner[a b] a[owner] b[] c[owner] d[]"
	for _, tt := range []struct {
		ids      string
		kind     string
		after    string
		code     int
		failures []string
	}{
		{`"a"`, "1", "owner[b] a[owner] b[] c[owner] d[]", 0, nil},
		{`"a"`, "0", "owner[b] a[] b[] c[owner] d[]", 0, nil},
		{`"b"`, "0", "owner[a] a[owner] b[] c[owner] d[]", 0, nil},
		{`"a","b"`, "0", "owner[] a[] b[] c[owner] d[]", 0, nil},
		{`"c"`, "0", before, 660800034, []string{"c:660800034"}},
		{`"c","a","c/","a"`, "1", "owner[b] a[owner] b[] c[owner] d[]", 0, []string{"c:660800034", "c/:660000002", "a:660800022"}},
		{`"d","ghost"`, "0", before, 660800034, []string{"d:660800034", "ghost:660800034"}},
		{`"a","owner"`, "0", before, 660800033, nil},
	} {
		t.Run(tt.ids+" "+tt.kind, func(t *testing.T) {
			f := circle(t)
			if got := lists(t, f); got != before {
				t.Fatalf("lists %s, want %s", got, before)
			}
			f.do(t, "DeleteFriends", `{"FromUserId":"owner","UserIds":[`+tt.ids+`],"DeleteType":`+tt.kind+`}`).want(t, tt.code, tt.failures...)
			if got := lists(t, f); got != tt.after {
				t.Errorf("lists %s, want %s", got, tt.after)
			}
		})
	}
}

// Page "DeleteAllFriends".
func TestDeleteAllFriends(t *testing.T) {
	t.Parallel()
	for kind, after := range map[string]string{
		"1": "owner[] a[owner] b[] c[owner] d[]",
		"0": "owner[] a[] b[] c[owner] d[]",
	} {
		f := circle(t)
		for range 2 { // the second time there is nobody left
			r := f.fetch(t, "DeleteAllFriends", "FromUserId=owner&DeleteType="+kind)
			if names, _, err := vendortest.Members([]byte(r.Body)); err != nil || len(names) != 3 || r.Code != 0 {
				t.Errorf("DeleteType %s: %s", kind, r.Body)
			}
			if got := lists(t, f); got != after {
				t.Errorf("DeleteType %s: lists %s, want %s", kind, got, after)
			}
		}
	}
}

// Page "CheckFriendsRelation": the table of relations.
func TestCheckFriendsRelation(t *testing.T) {
	t.Parallel()
	f := circle(t)
	for kind, want := range map[string][]checked{
		"0": {{UserID: "a", Relation: 6}, {UserID: "b", Relation: 4}, {UserID: "c", Relation: 5}, {UserID: "d", Relation: 3}, {UserID: "owner", Relation: 3}},
		"1": {{UserID: "a", Relation: 2}, {UserID: "b", Relation: 2}, {UserID: "c", Relation: 1}, {UserID: "d", Relation: 1}, {UserID: "owner", Relation: 1}},
	} {
		r := f.do(t, "CheckFriendsRelation", `{"FromUserId":"owner","UserIds":["a","b","c","d","owner","a","ghost","d"],"CheckType":`+kind+`}`)
		if r.want(t, 0, "ghost:660700015"); !slices.Equal(r.Successes, want) {
			t.Errorf("CheckType %s: %v, want %v", kind, r.Successes, want)
		}
		// Only a two-way check says the half that is known of who could not be checked.
		if has := strings.Contains(string(r.Body), `"SubCode":660700015,"Relation":1}`); has != (kind == "0") {
			t.Errorf("CheckType %s: %s", kind, r.Body)
		}
	}
}

// Page "UpdateFriendsAlias".
func TestUpdateFriendsAlias(t *testing.T) {
	t.Parallel()
	f := circle(t)
	f.do(t, "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}]}`).want(t, 0)
	long := strings.Repeat("王", 256)
	f.do(t, "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"UserId":"b","FriendAlias":"Bee"},{"UserId":"c","FriendAlias":"x"},
		{"UserId":"a","FriendAlias":"`+long+`x"},{"userid":"a","friendalias":"`+long+`"},{"UserId":"owner","FriendAlias":"me"}]}`).
		want(t, 0, "c:660800034", "a:660800021", "owner:660800034")
	rows := f.friends(t, "owner")
	if rows[0].FriendAlias != long || rows[1].FriendAlias != "Bee" || !reflect.DeepEqual(rows[0].Attributes, []pair{{"k1", "v"}}) {
		t.Errorf("friends of owner: %+v", rows)
	}
	if f.friends(t, "c")[0].FriendAlias != "" || f.friends(t, "a")[0].FriendAlias != "" {
		t.Error("an alias was given by the other side")
	}
	f.do(t, "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"UserId":"a"},{"UserId":"b","FriendAlias":"1"},{"UserId":"b","FriendAlias":"2"}]}`).want(t, 0)
	if rows := f.friends(t, "owner"); rows[0].FriendAlias != "" || rows[1].FriendAlias != "2" {
		t.Errorf("friends of owner: %+v", rows)
	}
	// Who goes takes the notes along.
	f.do(t, "DeleteFriends", `{"FromUserId":"owner","UserIds":["b"],"DeleteType":1}`).want(t, 0)
	f.do(t, "AddFriends", infos(`{"UserId":"b"}`)).want(t, 0)
	if rows := f.friends(t, "owner"); rows[1].UserID != "b" || rows[1].FriendAlias != "" {
		t.Errorf("friends of owner: %+v", rows)
	}
}

// Page "UpdateFriendAttributes".
func TestUpdateFriendAttributes(t *testing.T) {
	t.Parallel()
	f := circle(t)
	update := func(attributes string) reply {
		t.Helper()
		return f.do(t, "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"a","Attributes":[`+attributes+`],"Action":"0"}`)
	}
	is := func(want ...pair) {
		t.Helper()
		row := f.friends(t, "owner")[0]
		if !slices.Equal(row.Attributes, want) || row.FriendAlias != "Al" || len(f.friends(t, "a")[0].Attributes) != 0 {
			t.Errorf("friend %+v, want the attributes %v", row, want)
		}
	}
	update(`{"Key":"k3","Value":"3"},{"key":"k0","VALUE":""}`).want(t, 0)
	is(pair{"k3", "3"}, pair{"k0", ""})
	update(`{"Key":"k0","Value":"0"},{"Key":"k0","Value":"1"},{"Key":"k5","Value":"5"},{"Key":"k1","Value":"1"},{"Key":"k5","Value":"6"}`).
		want(t, 0, "k0:660800032", "k5:660800023", "k5:660800023")
	is(pair{"k3", "3"}, pair{"k0", "0"}, pair{"k1", "1"})

	// 3 keys of 2 bytes and 3 values of 1 byte are there: 1015 more are allowed, or 1016 with the old value gone.
	update(`{"Key":"k4","Value":"`+strings.Repeat("v", 1014)+`"},{"Key":"k1","Value":""}`).want(t, 0, "k4:660800024")
	is(pair{"k3", "3"}, pair{"k0", "0"}, pair{"k1", ""})
	update(`{"Key":"k4","Value":"`+strings.Repeat("v", 1014)+`"},{"Key":"k1","Value":"x"}`).want(t, 0, "k1:660800024")
	full := pair{"k4", strings.Repeat("v", 1014)}
	is(pair{"k3", "3"}, pair{"k0", "0"}, pair{"k1", ""}, full)
	update(`{"Key":"k3","Value":"333"},{"Key":"k2","Value":""}`).want(t, 660800024, "k3:660800024", "k2:660800024")
	is(pair{"k3", "3"}, pair{"k0", "0"}, pair{"k1", ""}, full)
	update(`{"Key":"k4","Value":"4"},{"Key":"k3","Value":"`+strings.Repeat("é", 300)+`"}`).want(t, 0)
	is(pair{"k3", strings.Repeat("é", 300)}, pair{"k0", "0"}, pair{"k1", ""}, pair{"k4", "4"})

	// The call's own keys and values: 1024 bytes pass, one more is the Code.
	update(`{"Key":"k9","Value":"`+strings.Repeat("v", 1022)+`"}`).want(t, 660800023, "k9:660800023")
	update(`{"Key":"k9","Value":"`+strings.Repeat("v", 1023)+`"}`).want(t, 660800024)
}

// The body's Action is not the query's: the query names the action, and a second one there is not
// looked at.
func TestActionInTheBody(t *testing.T) {
	t.Parallel()
	f := circle(t)
	for action, code := range map[string]int{`0`: 0, `"0"`: 0, `""`: 0, `null`: 0, `1`: 660000002, `-1`: 660000002, `"x"`: 660000002, `[0]`: 660000002, `0.0`: 660000002} {
		f.do(t, "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}],"action":`+action+`}`).want(t, code)
	}
	f.call(t, "POST", "UpdateFriendAttributes", "Action=5", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}]}`).want(t, 0)
}
