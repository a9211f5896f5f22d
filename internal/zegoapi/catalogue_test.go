package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// The actions that the vendor's pages name and this server does not emulate, by subject.
const otherActions = `
QueryGroupsInfoOfUser CreateRoom QueryRoomAttribute ModifyRoomAttribute QueryRoomUserList KickoutRoomUser DestroyRoom
QueryRoomMembers CreateGroup UpdateGroupData ModifyGroupAttribute QueryGroupInfo ModifyGroupLimit QueryAppGroupList
QueryGroupMemberList KickoutGroupUser TransferGroupOwner InviteUsersIntoGroup SetGroupMembersNickname SetGroupMemberRole
MuteGroup MuteGroupMembers FetchForbidGroupList DismissGroup SendGroupMessage SendRoomMessage SendMessageToAllUsers
RevokePeerMessage RevokeGroupMessage RevokeRoomMessage ImportPeerMsg ImportGroupMsg QueryMessagesByMsgSeq EditC2cMsgBody
EditGroupMsgBody ClearPeerMessage ClearMemberGroupMessage C2cReadReceipt GroupReadReceipt C2cDeliveryReceipt
GroupDeliveryReceipt SilenceConvNotification ConvPinned QueryConversationList QueryPeerMsg QueryGroupMsg SetConvMark
ClearConversationUnread DeleteConv CallInvite CallAccept CallReject RobotRegister QueryAppCommunityList
CgiDescribeZIMAudioLicense`

// What is known to the vendor is answered as the unknown is; the reason, in the header and in the
// journal, tells them apart.
func TestKnownToTheVendor(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	actions := strings.Fields(otherActions)
	if len(actions) != 55 {
		t.Fatalf("%d actions, want 55", len(actions))
	}
	for _, action := range actions {
		c := f.right()
		c.action = action
		for _, method := range []string{"GET", "POST"} {
			f.ask(t, method, c.with("FromUserId=alice"), "").refused(t, 100000007, action, "known to the vendor, not emulated")
		}
	}
	entries := f.Requests(chatdouble.Code("100000007"))
	if len(entries) != 2*len(actions) {
		t.Errorf("the journal has %d of %d calls", len(entries), 2*len(actions))
	}
	for _, e := range entries {
		if !strings.Contains(e.Reason, "known to the vendor, not emulated") {
			t.Errorf("the journal says %q of %s", e.Reason, e.URL)
		}
	}
}

// An action is emulated or not, never both.
func TestCatalogueAndTableDoNotMeet(t *testing.T) {
	t.Parallel()
	other := make(map[string]bool)
	for _, action := range strings.Fields(otherActions) {
		other[action] = true
	}
	for _, op := range zegoapi.Operations() {
		if other[op.Name] {
			t.Errorf("%s is in the table of operations and in the catalogue of what is not emulated", op.Name)
		}
	}
}

// An unknown name is answered with the nearest known one, if one is near.
func TestUnknownActionNamesTheNearest(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	for _, tt := range []struct{ action, nearest string }{
		{"QueryBlackList", "QueryBlacklist"},
		{"queryblacklist", "QueryBlacklist"},
		{"QueryBlacklst", "QueryBlacklist"},
		{"UserRegistr", "UserRegister"},
		{"RegisterUser", "UserRegister"},
		{"RegisterUsers", "UserRegister"},
		{"SendPeerMesage", "SendPeerMessage"},
		{"SendGroupMesage", "SendGroupMessage"}, // not emulated, known all the same
		{"QueryUserInfo", "QueryUserInfos"},
		{"x", ""},
		{strings.Repeat("x", 10_000), ""},
		{"DeleteEverything\r\n", ""},
	} {
		c := f.right()
		c.action = tt.action
		a := f.ask(t, "GET", c.with("FromUserId=alice"), "")
		a.refused(t, 100000007, "is emulated", "case-sensitive")
		if got := strings.Contains(a.Reason(), "nearest"); got != (tt.nearest != "") || !strings.Contains(a.Reason(), tt.nearest) {
			t.Errorf("%.50q: reason %q, want the name %q", tt.action, a.Reason(), tt.nearest)
		}
		if strings.Contains(a.Reason(), "known to the vendor") {
			t.Errorf("%.50q is said to be known: %s", tt.action, a.Reason())
		}
	}
}
