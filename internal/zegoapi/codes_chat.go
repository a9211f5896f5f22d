package zegoapi

import "github.com/chatdouble/mockserver/internal/journal"

// Codes of messages that are in a conversation.
var (
	errNoMessage      = code(660000022, "message not exist")
	errRecalled       = code(660000023, "message already recalled")
	errRecallWindow   = code(660000024, "recall time limit")
	errNotSender      = code(660000026, "not the sender of the message")
	errRoomsNotSaved  = code(660000027, "room messages are not saved")
	errFreePlan       = code(660000028, "not supported by the free plan")
	errRoomReceipt    = code(660300013, "room message does not support receipt")
	errManyReceipts   = code(660400102, "receipt count exceeds limit")
	errGroupReceipt   = code(660400103, "set group message receipt failed")
	errPeerReceipt    = code(660400104, "set peer message receipt failed")
	errPushRate       = code(660500003, "push to all users frequency limit")
	errEditWindow     = code(661000001, "edit time limit")
	errEdit           = code(661000005, "edit message failed")
	errNoConversation = code(660800002, "conversation not exist")
	errMutedFull      = code(660800030, "muted conversation count limit")
	errPinnedFull     = code(660800048, "pinned conversation count limit")
	errMuted          = code(660800051, "conversation already muted")
	errUnmuted        = code(660800052, "conversation already unmuted")
	errConversations  = code(660800053, "query conversation list failed")
	errNoMark         = code(660800054, "set all conversation marks failed")
)

// Codes of rooms.
var (
	errNoRoom      = code(660300001, "room not exist")
	errOutsideRoom = code(660300002, "user not in room")
	errSharedRate  = code(660300006, "group or room request frequency limit")
	errRoom        = code(660300007, "get room info failed")
	errRoomEmpty   = code(660300008, "room has no user")
	errNotInRoom   = code(660300012, "user not in the room")
	errRoomExists  = code(660300014, "room already exists")
	errManyRooms   = code(660300015, "room count limit")
)

// Codes of groups.
var (
	errAttributesTotal  = code(660300019, "group attribute total length limit")
	errNoGroup          = code(660600001, "group not exist")
	errMemberList       = code(660600003, "query group member list failed")
	errMemberListRate   = code(660600004, "query group member list frequency limit")
	errKickRate         = code(660600005, "kickout group user frequency limit")
	errGroupList        = code(660600006, "query group list failed")
	errGroupListRate    = code(660600007, "query group list frequency limit")
	errNoMember         = code(660600008, "user is not a group member")
	errGroup            = code(660600009, "get group info failed")
	errCreateGroupRate  = code(660600010, "create group frequency limit")
	errGroupExists      = code(660600011, "group id already exists")
	errManyGroups       = code(660600012, "group count limit")
	errOwnerUnknown     = code(660600013, "group owner not registered")
	errOwnersGroups     = code(660600014, "update group list of owner failed")
	errGroupStorage     = code(660600015, "database operation failed")
	errManyMembers      = code(660600016, "group member count limit")
	errJoin             = code(660600017, "user join group failed")
	errManyAttributes   = code(660600019, "group attribute count limit")
	errAttributeLength  = code(660600020, "group attribute length limit")
	errNotInGroup       = code(660600024, "user not in group").at(journal.User)
	errGroupUpdate      = code(660600028, "update group info failed")
	errOwnerRole        = code(660600029, "cannot set the role of owner")
	errOwnRole          = code(660600030, "cannot set the role of yourself")
	errNotAllowed       = code(660600032, "no permission").at(journal.User)
	errNobodyMuted      = code(660600033, "operation failed for all users")
	errMemberNotCreated = code(660000015, "user join failed")
)

// Codes of call invitations.
var (
	errNoCallee    = code(660900003, "all callees not registered")
	errNoCall      = code(660900004, "call not exist")
	errCallOver    = code(660900005, "call is over")
	errCallTimeout = code(660900006, "call invitation timed out")
	errManyCallees = code(660900007, "callee count limit")
	errNotInvited  = code(660900008, "user not invited to the call")
)

// Codes of the licence service.
var (
	errLicenceInput = code(910001, "parameter error")
	errCertificate  = code(910002, "certificate invalid")
	errLicence      = code(910003, "internal error")
	errLicenceAuth  = code(910004, "authentication parameters error")
)
