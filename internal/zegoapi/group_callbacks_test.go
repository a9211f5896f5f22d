package zegoapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Pages "Callback on group created", "… members joined", "… members left" and "… disbanded": the members, by calls of the
// server API and by what users do themselves.
func TestGroupCallbacks(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	expect := func(name, want string) {
		t.Helper()
		if got := (<-events).check(t, name, callbackSecret); got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
	}
	f.do(t, "CreateGroup", `{"GroupId":"g","GroupName":"Name","GroupOwner":"alice","UserId":["bob","ghost","alice","bob"],"Attributes":[{"Key":"k","Value":"v"}]}`).is(t, 0, "ghost:660700015")
	expect("group_create", `"group_id":"g","operator_account":"alice","owner_account":"alice","group_name":"Name","attributes":[{"key":"k","value":"v"}],"user_ids":["alice","bob"]`)
	f.do(t, "InviteUsersIntoGroup", `{"FromUserId":"dave","GroupId":"g","UserIds":["bob","carol","dave","ghost"]}`).is(t, 0, "ghost:660700015")
	expect("group_join", `"group_id":"g","operator_account":"dave","join_type":"Invited","new_user_ids":["carol"]`)
	f.As("dave").JoinGroup("g")
	expect("group_join", `"group_id":"g","operator_account":"dave","join_type":"Apply","new_user_ids":["dave"]`)
	f.As("bob").LeaveGroup("g")
	expect("group_exit", `"group_id":"g","exit_type":"Quit","operator_account":"bob","exit_user_ids":["bob"]`)
	f.do(t, "KickoutGroupUser", `{"FromUserId":"bob","GroupId":"g","UserId":["carol","ghost","dave","carol"],"CustomReason":"why"}`).is(t, 0, "ghost:660600008")
	expect("group_exit", `"group_id":"g","exit_type":"Kickout","operator_account":"bob","exit_user_ids":["carol","dave"]`)

	// What is not told: those who are members already, who is only invited, what is refused, what changes a group.
	f.As("alice").JoinGroup("g")
	f.do(t, "InviteUsersIntoGroup", `{"FromUserId":"bob","GroupId":"g","GroupMemberInfos":[{"UserId":"alice"},{"UserId":"dave","IsInvite":1}],"UserIds":["carol"]}`).is(t, 0, "")
	f.do(t, "KickoutGroupUser", `{"FromUserId":"bob","GroupId":"g","UserId":["bob"]}`).is(t, 660600008, "bob:660600008")
	f.do(t, "CreateGroup", `{"GroupId":"g","GroupOwner":"bob"}`).is(t, 660600011, "")
	f.do(t, "UpdateGroupData", `{"FromUserId":"bob","GroupId":"g","GroupName":"n"}`).is(t, 0, "")
	f.fetch(t, "MuteGroup", "FromUserId=bob&GroupId=g&IsAllMuted=true&Duration=-1").is(t, 0, "")

	f.do(t, "KickoutGroupUser", `{"FromUserId":"bob","GroupId":"g","UserId":["alice"]}`).is(t, 0, "") // the last one
	expect("group_exit", `"group_id":"g","exit_type":"Kickout","operator_account":"bob","exit_user_ids":["alice"]`)
	expect("group_destroy", `"group_id":"g","owner_account":"alice","user_ids":[],"operator_account":"bob"`)
	r := f.do(t, "CreateGroup", `{"GroupOwner":"carol","UserId":["bob"]}`)
	id := groupIDIn(r.Body)
	expect("group_create", fmt.Sprintf(`"group_id":%q,"operator_account":"carol","owner_account":"carol","group_name":"","attributes":[],"user_ids":["carol","bob"]`, id))
	f.fetch(t, "DismissGroup", query("FromUserId", "dave", "GroupId", id)).is(t, 0, "")
	expect("group_destroy", fmt.Sprintf(`"group_id":%q,"owner_account":"carol","user_ids":["carol","bob"],"operator_account":"dave"`, id))

	f.Wait(9, time.Minute, chatdouble.DeliveryState("delivered"))
	if len(events) > 0 {
		t.Errorf("one event too many: %s", (<-events).body)
	}
}

// groupIDIn is the GroupId that the server has made.
func groupIDIn(body string) string {
	_, rest, _ := strings.Cut(body, `"GroupId":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

// Variant serverCallbacks off: the pages speak of "the user", so only what users do themselves is told.
func TestGroupCallbacksOfClientsOnly(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	f.MergeState(`{"variants": {"serverCallbacks": "off"}}`)
	f.do(t, "CreateGroup", `{"GroupId":"g","GroupOwner":"alice"}`).is(t, 0, "")
	f.As("bob").JoinGroup("g")
	if got := (<-events).check(t, "group_join", callbackSecret); !strings.Contains(got, `"new_user_ids":["bob"]`) {
		t.Errorf("told was %s", got)
	}
}
