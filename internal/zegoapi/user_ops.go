package zegoapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// userOperations are users, their state and their messages to each other.
var userOperations = []gateway.Op{
	{
		Name:       "UserRegister",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("UserRegister"),
		AddsUsers:  true,
		Parameters: posted("UserInfo", "UserInfo[].UserId", "UserInfo[].UserName", "UserInfo[].UserAvatar"),
		Do:         gateway.Write(decodeProfiles, registerUsers, encodeOutcome("ErrorList")),
		Facts:      userRegisterFacts,
	},
	{
		Name:       "QueryUserInfos",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryUserInfos"),
		Parameters: posted("UserIds"),
		Do:         gateway.Read(decodeInfosQuery, queryUserInfos, encodeUserInfos),
		Facts:      queryUserInfosFacts,
	},
	{
		Name:       "ModifyUserInfo",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("ModifyUserInfo"),
		Parameters: posted("UserInfo", "UserInfo[].UserId", "UserInfo[].UserName", "UserInfo[].UserAvatar", "UserInfo[].Extra"),
		Do:         gateway.Write(decodeProfiles, modifyUsers, encodeOutcome("ErrorList")),
		Facts:      modifyUserInfoFacts,
	},
	{
		Name:       "QueryUserOnlineState",
		Method:     http.MethodGet,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryUserOnlineState"),
		Parameters: asked("UserId"),
		Do:         gateway.Read(decodeStateQuery, queryOnlineState, encodeOnlineState),
		Facts:      queryUserOnlineStateFacts,
	},
	{
		Name:       "SendPeerMessage",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("SendPeerMessage"),
		Parameters: peerParameters,
		Do:         gateway.Write(decodePeerMessage, sendPeerMessage, encodeSentPeerMessage),
		Facts:      sendPeerMessageFacts,
	},
}
