package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

var userRegisterFacts = []gateway.Fact{
	{Behaviour: "member UserInfo with 1 to 100 items of UserId, UserName, UserAvatar", Provenance: gateway.Documented},
	{Behaviour: "UserInfo missing, empty or no array, an item that is no object, a member of a wrong type: 660000002, nothing done", Provenance: gateway.Assumed},
	{Behaviour: "more than 100 items: 660000011", Provenance: gateway.Assumed},
	{Behaviour: "ErrorList with UserId, SubCode, SubMessage of those who failed, in the order of the request; Code 0 as long as one is registered", Provenance: gateway.Documented},
	{Behaviour: "UserId longer than 32 bytes: SubCode 660000012 with user length limit", Provenance: gateway.Documented},
	{Behaviour: "UserId missing, empty or with other characters: SubCode 660000002", Provenance: gateway.Assumed},
	{Behaviour: "UserName above 256 bytes: SubCode 660700006; UserAvatar above 500 bytes: 660700007", Provenance: gateway.Documented},
	{Behaviour: "a user who is there: SubCode 660700002", Provenance: gateway.Documented},
	{Behaviour: "its profile stays as it is; the second of equal ids in one request is there too; the checks of form come first", Provenance: gateway.Assumed},
	{Behaviour: "all failed: the SubCode of the first is the Code", Provenance: gateway.Assumed},
	{Behaviour: "texts of SubMessage other than user length limit and input params error", Provenance: gateway.Assumed},
	{Behaviour: "Extra and other members are ignored; null is as missing", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660700001", Provenance: gateway.Documented},
	{Behaviour: "660000001 comes from fault rules only", Provenance: gateway.Assumed},
}

var queryUserInfosFacts = []gateway.Fact{
	{Behaviour: "member UserIds with 1 to 100 ids of at most 64 bytes", Provenance: gateway.Documented},
	{Behaviour: "UserIds missing, empty or no array of strings: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "more than 100 ids, equal ones counted: 660000011", Provenance: gateway.Assumed},
	{Behaviour: "Result with UserId, UserName, UserAvatar, Extra; ErrorList with UserId, SubCode", Provenance: gateway.Documented},
	{Behaviour: "a text that is not set is an empty string; both lists are in the order of the request, equal ids once", Provenance: gateway.Assumed},
	{Behaviour: "not registered: SubCode 660700015 (the page also has 660000002 for it)", Provenance: gateway.Assumed},
	{Behaviour: "an id that is empty, too long or has other characters: SubCode 660000002", Provenance: gateway.Assumed},
	{Behaviour: "all failed: the SubCode of the first is the Code, Result is []", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660300005", Provenance: gateway.Documented},
	{Behaviour: "660000001 and 660700008 come from fault rules only", Provenance: gateway.Assumed},
}

var modifyUserInfoFacts = []gateway.Fact{
	{Behaviour: "member UserInfo with 1 to 100 items of UserId, UserName, UserAvatar, Extra", Provenance: gateway.Documented},
	{Behaviour: "UserInfo missing, empty or no array, an item that is no object, a member of a wrong type: 660000002, nothing done", Provenance: gateway.Assumed},
	{Behaviour: "more than 100 items: 660000011", Provenance: gateway.Assumed},
	{Behaviour: "a text that is missing or null stays as it is, an empty one is set; of equal ids the last counts", Provenance: gateway.Assumed},
	{Behaviour: "ErrorList with UserId, SubCode, SubMessage of those who failed; Code 0 as long as one is changed", Provenance: gateway.Documented},
	{Behaviour: "not registered: SubCode 660700012", Provenance: gateway.Documented},
	{Behaviour: "UserId longer than 32 bytes: SubCode 660000012 with user length limit", Provenance: gateway.Documented},
	{Behaviour: "UserName above 256 bytes: SubCode 660700006; UserAvatar above 500 bytes: 660700007; Extra above 2048 bytes: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "UserId missing, empty or with other characters: SubCode 660000002; the checks of form come first", Provenance: gateway.Assumed},
	{Behaviour: "all failed: the SubCode of the first is the Code", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660300005", Provenance: gateway.Documented},
	{Behaviour: "660700013, 660700016 and 660700017 come from fault rules only", Provenance: gateway.Assumed},
}

var queryUserOnlineStateFacts = []gateway.Fact{
	{Behaviour: "parameter UserId[]=a&UserId[]=b with 1 to 100 ids of at most 64 bytes", Provenance: gateway.Documented},
	{Behaviour: "also escaped brackets, UserId=a&UserId=b, UserId[0]=a and an array in a JSON body", Provenance: gateway.Assumed},
	{Behaviour: "no UserId at all: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "more than 100 ids: 660000011", Provenance: gateway.Documented},
	{Behaviour: "Result with UserId and Status, Online or Offline; Offline when the heartbeat timed out", Provenance: gateway.Documented},
	{Behaviour: "logged out, unknown, or registered by server and never logged in: ErrorList with SubCode 660200001", Provenance: gateway.Documented},
	{Behaviour: "an id that is empty, too long or has other characters: SubCode 660000002", Provenance: gateway.Assumed},
	{Behaviour: "both lists are in the order of the request, equal ids once", Provenance: gateway.Assumed},
	{Behaviour: "all failed: the SubCode of the first is the Code, Result is []", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660300005 (the page names no code)", Provenance: gateway.Assumed},
	{Behaviour: "nobody connects to this server: the Go package and the server's own API say who logs in, goes offline and logs out", Provenance: gateway.Assumed},
	{Behaviour: "each of them is told by the callback user_action: appid, event, nonce, signature, timestamp, user_id, user_name, os, action 0 login, 1 logout, 2 offline, session_id, login_time, relogin, and logout_time and logout_reason or offline_time", Provenance: gateway.Documented},
	{Behaviour: "os is PC, logout_reason is logout; logout_time and logout_reason stand in a logout only, offline_time when offline only; relogin is 1 when the user has logged in before; back online is a login; a mark is told also when it changes nothing", Provenance: gateway.Assumed},
}

var sendPeerMessageFacts = []gateway.Fact{
	{Behaviour: "members FromUserId, ToUserId (1 to 100), MessageType 1, 2, 10-14 or 200, Priority 1-3, MessageBody; SubMsgType, SearchedContent, SenderUnaware, SendMsgOptions", Provenance: gateway.Documented},
	{Behaviour: "one of them missing, of a wrong type or with another value, FromUserId among ToUserId, an empty Message: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "more than 100 receivers: 660000011", Provenance: gateway.Documented},
	{Behaviour: "Message has 1 byte to 2 KB, 5 KB for type 10; one in base64 counts as what it stands for; ExtendedData at most 1 KB, SearchedContent 64 bytes", Provenance: gateway.Documented},
	{Behaviour: "too large Message: 660400001", Provenance: gateway.Documented},
	{Behaviour: "too large ExtendedData or SearchedContent: 660400001; 660600021 and 660600023 come from fault rules only", Provenance: gateway.Assumed},
	{Behaviour: "IsBase64 1 in a signaling message that is not base64: 660000025", Provenance: gateway.Documented},
	{Behaviour: "base64 is that of RFC 4648 with padding; the structure of media and multi-item messages is not checked", Provenance: gateway.Assumed},
	{Behaviour: "FromUserId not registered: 660500002", Provenance: gateway.Documented},
	{Behaviour: "the receiver has blocked the sender: 660800045; that the sender has blocked the receiver does not matter", Provenance: gateway.Documented},
	{Behaviour: "660800045 is the SubCode of each such receiver, the others get the message", Provenance: gateway.Assumed},
	{Behaviour: "receiver not registered: SubCode 660700015; not an id: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "ErrorList, SuccList with UserId, MsgId (a text), MsgSeq (none for type 2), AuditInfos; Code 0 as long as one has got the message", Provenance: gateway.Documented},
	{Behaviour: "MsgId has 18 digits; MsgSeq counts from 1 in each conversation, whoever sends; AuditInfos is always []", Provenance: gateway.Assumed},
	{Behaviour: "equal receivers get one message; all failed: the SubCode of the first is the Code, SuccList is []", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660300005 (the page names no code)", Provenance: gateway.Assumed},
	{Behaviour: "660500004, 660500005, 660500006, 660500007, 660500009 and 660500010, the verdicts of moderation and of before_send_msg, come from fault rules only", Provenance: gateway.Assumed},
	{Behaviour: "callback send_msg, not for type 2: members appid, event, nonce, signature, timestamp, from_user_id, conv_type 0, conv_id empty, msg_type, msg_body, msg_id, msg_seq, payload, msg_time, send_result, sub_msg_type, source 1, user_list", Provenance: gateway.Documented},
	{Behaviour: "msg_id and msg_seq are those of the message when the call has one receiver; in a batch msg_id is empty, msg_seq is left out and user_list has both", Provenance: gateway.Documented},
	{Behaviour: "a message that did not reach its one receiver has an empty msg_id and no msg_seq", Provenance: gateway.Assumed},
	{Behaviour: "its signature is the hex SHA-1 of the sorted callback secret, timestamp and nonce; tries after 2, 4, 8, 16 and 32 seconds until a 2xx", Provenance: gateway.Documented},
	{Behaviour: "a callback has 5 s for its answer; callbacks go to an address one at a time, in the order in which they happened; one that waits for its next try does not hold up later ones", Provenance: gateway.Assumed},
	{Behaviour: "one event for those who have got the message and one for each SubCode, its user_list with an empty MsgId; payload is ExtendedData; the body is plain JSON", Provenance: gateway.Assumed},
	{Behaviour: "a call that is refused as a whole delivers no event", Provenance: gateway.Assumed},
	{Behaviour: "no callback before_send_msg for messages of the server API", Provenance: gateway.Documented},
}
