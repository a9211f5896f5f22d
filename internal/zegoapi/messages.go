package zegoapi

// messageActions are those on messages and their receipts.
var messageActions = []operation{
	sendPeerMessage,
	{Name: "SendGroupMessage", Page: "Messaging/send-group-messages"},
	sendRoomMessage,
	sendMessageToAllUsers,
	importPeerMsg,
	{Name: "ImportGroupMsg", Page: "Messaging/import-group-messages"},
	queryMessagesByMsgSeq,
	revokePeerMessage,
	{Name: "RevokeGroupMessage", Page: "Messaging/recall-a-group-message"},
	revokeRoomMessage,
	editC2cMsgBody,
	{Name: "EditGroupMsgBody", Page: "Messaging/edit-a-message"},
	clearPeerMessage,
	{Name: "ClearMemberGroupMessage", Page: "Messaging/delete-all-messages-from-a-group-member"},
	{Name: "C2cReadReceipt", Page: "Messaging/set-read-receipts-for-one-to-one-messages"},
	{Name: "GroupReadReceipt", Page: "Messaging/set-read-receipts-for-group-messages"},
	{Name: "C2cDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-one-to-one-messages"},
	{Name: "GroupDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-group-messages"},
}
