package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The times of a clock that runs are finer than those of a state. Put back, the state is the same all the same.
func TestStateOfARunningClock(t *testing.T) {
	t.Parallel()
	f := openFixture(t, `
zim:
  - appId: 12345
    serverSecret: secret
    users: [{userId: alice}, {userId: bob}]
    groups: [{groupId: hikers, owner: alice, members: [bob]}]
`, "12345", "secret", chatdouble.WithLimits(false))
	f.write(t, "alice", "bob")
	f.write(t, "bob", "alice")
	f.write(t, "alice", "hikers")
	f.do(t, "C2cReadReceipt", `{"FromUserId":"bob","ConvId":"alice","ConvMsgSeq":[1]}`).want(t, 0)
	f.do(t, "RevokePeerMessage", `{"FromUserId":"bob","ToUserId":"alice","MsgSeq":2}`).want(t, 0)
	f.do(t, "EditGroupMsgBody", `{"FromUserId":"alice","SenderId":"alice","ConvId":"hikers","MsgType":1,"ConvMsgSeq":1,"EditType":1,"MessageBody":{"Message":"new"}}`).want(t, 0)
	f.do(t, "CallInvite", `{"FromUserId":"alice","UserIds":["bob"]}`).want(t, 0)
	f.do(t, "CreateRoom", `{"FromUserId":"alice","RoomId":"lobby","Attributes":[{"Key":"k","Value":"v"}]}`).want(t, 0)
	f.As("bob").EnterRoom("lobby")
	f.As("bob").GoOnline()
	f.As("bob").GoOffline()
	f.fetch(t, "MuteGroup", query("FromUserId", "alice", "GroupId", "hikers", "IsAllMuted", "true", "Duration", "60")).want(t, 0)
	f.fetch(t, "MuteGroupMembers", query("FromUserId", "alice", "GroupId", "hikers", "UserIds[]", "bob", "Duration", "60")).want(t, 0)
	f.do(t, "KickoutGroupUser", `{"FromUserId":"alice","GroupId":"hikers","UserId":["bob"]}`).want(t, 0)
	before := f.State()
	f.SetState(before)
	if after := f.State(); after != before {
		t.Errorf("the state put back is\n%s\nit was\n%s", after, before)
	}
}
