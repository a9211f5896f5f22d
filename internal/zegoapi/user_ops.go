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
		Do:         gateway.Write(gateway.StepsOf(decodeProfiles, registerUsers, encodeOutcome("ErrorList")).Judging(outcome.verdict)),
		Facts:      userRegisterFacts,
	},
	{
		Name:       "QueryUserInfos",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryUserInfos"),
		Parameters: posted("UserIds"),
		Do:         gateway.Read(gateway.StepsOf(decodeInfosQuery, queryUserInfos, encodeUserInfos).Judging(foundUsers.verdict)),
		Facts:      queryUserInfosFacts,
	},
	{
		Name:       "ModifyUserInfo",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("ModifyUserInfo"),
		Parameters: posted("UserInfo", "UserInfo[].UserId", "UserInfo[].UserName", "UserInfo[].UserAvatar", "UserInfo[].Extra"),
		Do:         gateway.Write(gateway.StepsOf(decodeProfiles, modifyUsers, encodeOutcome("ErrorList")).Judging(outcome.verdict)),
		Facts:      modifyUserInfoFacts,
	},
	{
		Name:       "QueryUserOnlineState",
		Method:     http.MethodGet,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryUserOnlineState"),
		Parameters: asked("UserId"),
		Do:         gateway.Read(gateway.StepsOf(decodeStateQuery, queryOnlineState, encodeOnlineState).Judging(foundUsers.verdict)),
		Facts:      queryUserOnlineStateFacts,
	},
	{
		Name:       "SendPeerMessage",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("SendPeerMessage"),
		Parameters: peerParameters,
		Do:         gateway.Write(gateway.StepsOf(decodePeerMessage, sendPeerMessage, encodeSentPeerMessage).Judging(sentPeerMessage.verdict).Telling(tellOfMessage)),
		Facts:      sendPeerMessageFacts,
	},
}
