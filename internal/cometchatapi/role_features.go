package cometchatapi

import (
	"slices"
	"strings"
)

// feature is something that a role can be kept from.
type feature struct {
	key, title string
	does       string // what the logged-in user is allowed
	path       string // behind the version
}

// features are those of the page "Restrict Features". The paths of deleteGroup and listUsers are documented, the others
// assumed. An operation says in its declaration which it needs; one that no operation needs has no effect here.
var features = []feature{
	{"addMember", "Add Member", "add a member to a group", "/groups/{guid}/members"},
	{"ban", "Ban User", "ban a member in a group. The operation can only be performed if the logged-in user is owner/admin/moderator of a group", "/groups/{guid}/bannedusers/{uid}"},
	{"blockUser", "Block User", "block a user", "/blockedusers"},
	{"changeScope", "Change Scope", "change the scope of a member in a group. The operation can only be performed if the logged-in user is owner/admin/moderator of a group", "/groups/{guid}/members/{uid}"},
	{"createCall", "Initiate Call", "initiate a call", "/calls"},
	{"createGroup", "Create Group", "create a group", "/groups"},
	{"createMessage", "Send Message", "send a message", "/messages"},
	{"createMessageThread", "Reply to a Message", "reply to a message", "/messages/{id}/thread"},
	{"deleteCall", "Delete Call", "delete a call", "/calls/{sessionid}"},
	{"deleteConversationForUser", "Delete Conversation", "delete a conversation for himself", "/users/{uid}/conversation"},
	{"deleteGroup", "Delete Group", "delete a group", "/groups/{guid}"},
	{"deleteGroupMessages", "Delete Group Messages", "delete messages in a group", "/groups/{guid}/messages"},
	{"deleteMessage", "Delete Message", "delete a message", "/messages/{id}"},
	{"getBlockedUsers", "Fetch Blocked Users", "fetch the list of blocked users", "/blockedusers"},
	{"getCall", "Get Call", "fetch the details of a call", "/calls/{sessionid}"},
	{"getConversation", "Get Conversation", "get the details of a conversation", "/users/{uid}/conversation"},
	{"getGroup", "Get Group", "get the details of a group", "/groups/{guid}"},
	{"getGroupMessages", "List Group Messages", "fetch messages in a group", "/groups/{guid}/messages"},
	{"getMember", "Get Member", "get details of a member in a group", "/groups/{guid}/members/{uid}"},
	{"getMessage", "Get Message", "get the details of a message", "/messages/{id}"},
	{"getMyDetails", "Get My Details", "fetch his own details", "/me"},
	{"getUser", "Get User", "fetch the details of any other user", "/users/{uid}"},
	{"getUserMessages", "List User Messages", "fetch messages sent/received from another user", "/users/{uid}/messages"},
	{"joinGroup", "Join Group", "join a group", "/groups/{guid}/members"},
	{"kickMember", "Kick Member", "kick a member from the group. The operation can only be performed if the logged-in user is owner/admin/moderator of a group", "/groups/{guid}/members/{uid}"},
	{"leaveGroup", "Leave Group", "leave a group", "/groups/{guid}/members"},
	{"listBannedUsers", "List Banned Users", "fetch the banned members in a group", "/groups/{guid}/bannedusers"},
	{"listCalls", "List Calls", "fetch the call list", "/calls"},
	{"listConversations", "List Conversations", "fetch the conversation list", "/conversations"},
	{"listGroupMembers", "List Group Members", "fetch the members list for a group", "/groups/{guid}/members"},
	{"listGroups", "List Groups", "fetch the group list", "/groups"},
	{"listMessages", "List Messages", "fetch all the messages sent by/for him", "/messages"},
	{"listSettings", "List Settings", "fetch the settings", "/settings"},
	{"listThreadedMessages", "List Threaded Messages", "fetch all the replies for a message", "/messages/{id}/thread"},
	{"listUsers", "List Users", "fetch the user list", "/users"},
	{"logout", "Logout", "logout", "/me"},
	{"massMemberOperate", "Group Mass Operation", "manage multiple group members with a single API call. The operation can only be performed if the logged-in user is owner/admin of a group", "/groups/{guid}/members"},
	{"patchOwner", "Patch Owner", "transfer the ownership of a group. The operation can only be performed if the logged-in user is owner of a group", "/groups/{guid}/owner"},
	{"unban", "unban User", "unban a member. The operation can only be performed if the logged-in user is owner/admin/moderator of a group", "/groups/{guid}/bannedusers/{uid}"},
	{"unblockUser", "Unblock User", "unblock a user", "/blockedusers"},
	{"updateAuthToken", "Updates AuthToken", "update his own details and authtoken details", "/me"},
	{"updateCall", "Update Call", "change the status of initiated/ongoing call", "/calls/{sessionid}"},
	{"updateGroup", "Edit Group", "edit group details. The operation can only be performed if the logged-in user is owner/admin/moderator of a group", "/groups/{guid}"},
	{"updateMessage", "Edit Message", "edit a message. The message can only be edited if the logged-in user is the sender of the message or moderator/admin of a group", "/messages/{id}"},
}

// featurePrefix begins the key of a feature where it is one of users. The page's table leaves it out.
const featurePrefix = "u."

// featureNamed is the feature of a key, with the prefix or without.
func featureNamed(key string) (feature, bool) {
	bare := strings.TrimPrefix(key, featurePrefix)
	i := slices.IndexFunc(features, func(f feature) bool { return f.key == bare })
	if i < 0 {
		return feature{}, false
	}
	return features[i], true
}

// name is the key by which a restriction is kept and answered.
func (f feature) name() string { return featurePrefix + f.key }

// shownPath is the path as it is answered.
func (f feature) shownPath() string {
	return base + strings.NewReplacer("{", "{{", "}", "}}").Replace(f.path)
}
