package zegoapi

// messageActions are those on messages and their receipts.
var messageActions = []operation{
	sendPeerMessage,
	sendGroupMessage,
	sendRoomMessage,
	sendMessageToAllUsers,
	importPeerMsg,
	importGroupMsg,
	queryMessagesByMsgSeq,
	revokePeerMessage,
	revokeGroupMessage,
	revokeRoomMessage,
	editC2cMsgBody,
	editGroupMsgBody,
	clearPeerMessage,
	clearMemberGroupMessage,
	{Name: "C2cReadReceipt", Page: "Messaging/set-read-receipts-for-one-to-one-messages"},
	{Name: "GroupReadReceipt", Page: "Messaging/set-read-receipts-for-group-messages"},
	{Name: "C2cDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-one-to-one-messages"},
	{Name: "GroupDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-group-messages"},
}
