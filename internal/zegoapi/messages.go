package zegoapi

// messageActions are those on messages and their receipts.
var messageActions = []operation{
	sendPeerMessage,
	{Name: "SendGroupMessage", Page: "Messaging/send-group-messages"},
	{Name: "SendRoomMessage", Page: "Messaging/send-room-messages"},
	sendMessageToAllUsers,
	{Name: "ImportPeerMsg", Page: "Messaging/import-one-to-one-messages"},
	{Name: "ImportGroupMsg", Page: "Messaging/import-group-messages"},
	{Name: "QueryMessagesByMsgSeq", Page: "Messaging/query-messages"},
	{Name: "RevokePeerMessage", Page: "Messaging/recall-a-one-to-one-message"},
	{Name: "RevokeGroupMessage", Page: "Messaging/recall-a-group-message"},
	{Name: "RevokeRoomMessage", Page: "Messaging/recall-a-room-message"},
	{Name: "EditC2cMsgBody", Page: "Messaging/edit-a-message"},
	{Name: "EditGroupMsgBody", Page: "Messaging/edit-a-message"},
	{Name: "ClearPeerMessage", Page: "Messaging/delete-all-messages-from-a-one-to-one-conversaiton-user"},
	{Name: "ClearMemberGroupMessage", Page: "Messaging/delete-all-messages-from-a-group-member"},
	{Name: "C2cReadReceipt", Page: "Messaging/set-read-receipts-for-one-to-one-messages"},
	{Name: "GroupReadReceipt", Page: "Messaging/set-read-receipts-for-group-messages"},
	{Name: "C2cDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-one-to-one-messages"},
	{Name: "GroupDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-group-messages"},
}
