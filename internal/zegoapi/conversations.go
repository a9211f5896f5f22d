package zegoapi

// conversationActions are those on a user's conversations.
var conversationActions = []operation{
	queryPeerMsg,
	queryGroupMsg,
	{Name: "QueryConversationList", Page: "Conversation/query-conversation-list"},
	{Name: "ClearConversationUnread", Page: "Conversation/clear-the-unread-message-count-of-a-conversation", Method: get},
	{Name: "DeleteConv", Page: "Conversation/delete-a-conversation"},
	{Name: "ConvPinned", Page: "Conversation/pin-conversations-to-the-top"},
	{Name: "SilenceConvNotification", Page: "Conversation/mute-notifications-for-conversations"},
	{Name: "SetConvMark", Page: "Conversation/set-conversation-marks"},
}
