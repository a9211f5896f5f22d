package zegoapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// notEmulated are the actions that the vendor's pages name beside those of the table of operations.
// They are answered like an unknown one; only the reason tells the two apart.
var notEmulated = map[string]bool{
	// User and bot.
	"QueryGroupsInfoOfUser": true, "RobotRegister": true,
	// Room.
	"CreateRoom": true, "DestroyRoom": true, "QueryRoomAttribute": true, "ModifyRoomAttribute": true,
	"QueryRoomUserList": true, "QueryRoomMembers": true, "KickoutRoomUser": true,
	// Group.
	"CreateGroup": true, "UpdateGroupData": true, "ModifyGroupAttribute": true, "QueryGroupInfo": true,
	"ModifyGroupLimit": true, "QueryAppGroupList": true, "QueryGroupMemberList": true, "KickoutGroupUser": true,
	"TransferGroupOwner": true, "InviteUsersIntoGroup": true, "SetGroupMembersNickname": true, "SetGroupMemberRole": true,
	"MuteGroup": true, "MuteGroupMembers": true, "FetchForbidGroupList": true, "DismissGroup": true,
	// Messaging.
	"SendGroupMessage": true, "SendRoomMessage": true, "SendMessageToAllUsers": true,
	"RevokePeerMessage": true, "RevokeGroupMessage": true, "RevokeRoomMessage": true,
	"ImportPeerMsg": true, "ImportGroupMsg": true, "QueryMessagesByMsgSeq": true,
	"EditC2cMsgBody": true, "EditGroupMsgBody": true, "ClearPeerMessage": true, "ClearMemberGroupMessage": true,
	"C2cReadReceipt": true, "GroupReadReceipt": true, "C2cDeliveryReceipt": true, "GroupDeliveryReceipt": true,
	// Conversation.
	"SilenceConvNotification": true, "ConvPinned": true, "QueryConversationList": true, "QueryPeerMsg": true,
	"QueryGroupMsg": true, "SetConvMark": true, "ClearConversationUnread": true, "DeleteConv": true,
	// Call invitation.
	"CallInvite": true, "CallAccept": true, "CallReject": true,
	// Community, and the licence of ZIMAudio, which has a host of its own.
	"QueryAppCommunityList": true, "CgiDescribeZIMAudioLicense": true,
}

// unsupported is the refusal of an action that is not in the table of operations.
func (a *API) unsupported(action string) error {
	if notEmulated[action] {
		return errActionUnsupported.because("the action %s is known to the vendor, not emulated; GET /__admin/operations?vendor=zim&short=true lists what is", action)
	}
	meant := a.similar(action)
	if meant != "" {
		meant = "; " + meant + " is the nearest known name"
	}
	return errActionUnsupported.because("no action %.*q is emulated; names are case-sensitive, GET /__admin/operations?vendor=zim&short=true lists them%s", longestName, action, meant)
}

// longestName is how many bytes of an action's name are looked at and shown: twice the longest.
const longestName = 60

// similar is the action that is meant by a mistyped one, also one that is not emulated; empty when
// none is close.
func (a *API) similar(action string) string {
	if len(action) > longestName {
		return ""
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(a.ops)), maps.Keys(notEmulated))
	slices.Sort(names) // of equally near names the first wins: always the same one
	if near := nearest.Similar(action, names); near != "" {
		return near
	}
	// The same words in another order, or in the singular: RegisterUsers for UserRegister.
	words := wordsOf(action)
	at := slices.IndexFunc(names, func(name string) bool { return slices.Equal(wordsOf(name), words) })
	if at < 0 {
		return ""
	}
	return names[at]
}

// wordsOf are the words of an action's name in the order of the alphabet, in lower case and without an s at the
// end.
func wordsOf(name string) []string {
	var words []string
	start := 0
	for i := 1; i <= len(name); i++ {
		if i == len(name) || name[i] >= 'A' && name[i] <= 'Z' {
			words = append(words, strings.TrimSuffix(strings.ToLower(name[start:i]), "s"))
			start = i
		}
	}
	slices.Sort(words)
	return words
}
