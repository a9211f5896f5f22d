package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

// acts are what only an end user's app can do.
var acts = []gateway.Act{
	goOnline, goOffline, enterRoom, leaveRoom, joinGroup, leaveGroup, sendMessage, readIt, answerCall, cancelCall, inviteToCall,
	createCommunity,
}
