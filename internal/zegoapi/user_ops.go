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
		Do:         gateway.Write(decodeProfiles, registerUsers, encodeOutcome("ErrorList")),
		Facts:      userRegisterFacts,
	},
	{
		Name:       "QueryUserInfos",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryUserInfos"),
		Do:         gateway.Read(decodeInfosQuery, queryUserInfos, encodeUserInfos),
		Facts:      queryUserInfosFacts,
	},
	{
		Name:       "ModifyUserInfo",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("ModifyUserInfo"),
		Do:         gateway.Write(decodeProfiles, modifyUsers, encodeOutcome("ErrorList")),
		Facts:      modifyUserInfoFacts,
	},
	{
		Name:       "QueryUserOnlineState",
		Method:     http.MethodGet,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryUserOnlineState"),
		Do:         gateway.Read(decodeStateQuery, queryOnlineState, encodeOnlineState),
		Facts:      queryUserOnlineStateFacts,
	},
	{
		Name:       "SendPeerMessage",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("SendPeerMessage"),
		Do:         gateway.Write(decodePeerMessage, sendPeerMessage, encodeSentPeerMessage),
		Facts:      sendPeerMessageFacts,
	},
}
