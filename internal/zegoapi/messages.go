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
}
