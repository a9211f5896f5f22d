package zegoapi

import (
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

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

// Message types that have rules of their own (page "MessageBody introduction").
const (
	typeSignaling = 2
	typeMultiItem = 10
)

// Limits (pages "SendPeerMessage" and "MessageBody introduction"). The vendor's support raises those of Message to
// 32 KB.
const (
	maxReceivers = 100
	maxMessage   = 2 << 10 // bytes
	maxMultiItem = 5 << 10
)

var sendPeerMessage = operation{
	Name: "SendPeerMessage", Page: "Messaging/send-a-one-to-one-message",
	Does: action[peerMessage, sentPeerMessage]{
		Check: func(c *gateway.Call, m *peerMessage) error {
			m.To = once(m.To)
			m.ids = messageIDs{c.App.Seed, c.Seq}
			return m.check()
		},
		Run: func(tx *store.Tx, m peerMessage) (sent sentPeerMessage, err error) {
			sent.message = m
			sent.Receipts, sent.outcome = forEach(m.To, func(to one) (receipt, error) { return m.send(tx, to) })
			for _, f := range sent.Failed {
				sent.Failures = append(sent.Failures, f.user())
			}
			return sent, nil
		},
		Changes: true, Tell: tellOfMessage, Failures: "ErrorList",
	},
	// Those behind errMessageTooLarge are the sender's and the receivers' on the page "Return codes".
	Listed: []*codeError{
		errUserCount, errNotBase64, errMessageTooLarge, errNotRegistered, errTextAudit, errTextRejected, errImageAudit,
		errImageRejected, errSentSilently, errNotSent, errMessageParams, errRedirect, errMessageTooLong, errBlocked,
	},
	Unlisted: []*codeError{errInput, errRate, errUserUnknown},
	ByRule: []*codeError{
		errTextAudit, errTextRejected, errImageAudit, errImageRejected, errSentSilently, errNotSent, errMessageParams,
		errRedirect, errMessageTooLong,
	},
	Notes: []gateway.Fact{
		documented("MessageType is 1, 2, 10-14 or 200, Priority 1-3, SubMsgType at most 200"),
		assumed("FromUserId among ToUserId: 660000002"),
		documentedOn("MessageBody introduction", "Message has 1 byte to 2 KB, 5 KB for type 10; one in base64 counts as what it stands for; ExtendedData at most 1 KB, SearchedContent 64 bytes"),
		documented("too large Message: 660400001"),
		documented("IsBase64 1 in a signaling message that is not base64: 660000025"),
		assumed("base64 is that of RFC 4648 with padding; the structure of media and multi-item messages is not checked"),
		documentedOn("Return codes", "the receiver has blocked the sender: 660800045; that the sender has blocked the receiver does not matter"),
		assumed("660800045 is the SubCode of each such receiver, the others get the message"),
		assumed("receiver not registered: SubCode 660700015; not an id: 660000002"),
		documented("ErrorList, SuccList with UserId, MsgId (a text), MsgSeq (none for type 2), AuditInfos; Code 0 as long as one has got the message"),
		assumed("MsgId has 18 digits; MsgSeq counts from 1 in each conversation, whoever sends; AuditInfos is always []"),
		assumed("equal receivers get one message; all failed: the SubCode of the first is the Code, SuccList is []"),
		assumed("the verdicts of moderation and of before_send_msg come from fault rules only"),
		documentedOn("Callback on message sent", "callback send_msg, not for type 2: members appid, event, nonce, signature, timestamp, from_user_id, conv_type 0, conv_id empty, msg_type, msg_body, msg_id, msg_seq, payload, msg_time, send_result, sub_msg_type, source 1, user_list"),
		documentedOn("Callback on message sent", "msg_id and msg_seq are those of the message when the call has one receiver; in a batch msg_id is empty, msg_seq is left out and user_list has both"),
		assumed("a message that did not reach its one receiver has an empty msg_id and no msg_seq"),
		documentedOn("Callback on message sent", "its signature is the hex SHA-1 of the sorted callback secret, timestamp and nonce; tries after 2, 4, 8, 16 and 32 seconds until a 2xx"),
		assumed("a callback has 5 s for its answer; callbacks go to an address one at a time, in the order in which they happened; one that waits for its next try does not hold up later ones"),
		assumed("one event for those who have got the message and one for each SubCode, its user_list with an empty MsgId; payload is ExtendedData; the body is plain JSON"),
		assumed("a call that is refused as a whole delivers no event"),
		documented("no callback before_send_msg for messages of the server API"),
	},
}

// peerMessage is a message to several people, each of whom gets it in a conversation of their own. Nothing here pushes
// to a phone, and nobody sends receipts or counts what is unread; what only end users see is checked and has no effect.
type peerMessage struct {
	From     string      `json:"FromUserId" rule:"required,userid"`
	To       []string    `json:"ToUserId" rule:"required,maxitems=100" many:"660000011"`
	Type     int64       `json:"MessageType" rule:"required,enum=1|2|10|11|12|13|14|200"` // 20 is for rooms only
	Priority int64       `json:"Priority" rule:"required,enum=1|2|3,noeffect"`
	Unaware  int64       `json:"SenderUnaware" rule:"enum=0|1,noeffect"`
	SubType  int64       `json:"SubMsgType" rule:"max=200" only:"MessageType=200"`
	Options  sendOptions `json:"SendMsgOptions"`
	Body     messageBody `json:"MessageBody" rule:"required"`
	Searched string      `json:"SearchedContent" rule:"maxbytes=64,noeffect" long:"660400001,assumed" only:"MessageType=200"`
	ids      messageIDs
}

type sendOptions struct {
	NoUnread bool `json:"NoUnread" rule:"notemulated"`
}

type messageBody struct {
	Message    string      `json:"Message" rule:"required"`
	Extended   string      `json:"ExtendedData" rule:"maxbytes=1024" long:"660400001,assumed"`
	IsBase64   int64       `json:"IsBase64" rule:"enum=0|1" only:"MessageType=2"`
	Push       offlinePush `json:"OfflinePush" rule:"notemulated"`
	HasReceipt int64       `json:"HasReceipt" rule:"enum=0|1,notemulated"`
}

type offlinePush struct {
	Enable int64 `json:"Enable" rule:"enum=0|1"`
}

// check looks at what no member says alone. A signaling message in base64 counts as what it stands for (page
// "MessageBody introduction").
func (m *peerMessage) check() error {
	if slices.Contains(m.To, m.From) {
		return errInput.because("ToUserId has FromUserId %q in it; nobody can send to themselves", m.From)
	}
	size, most := len(m.Body.Message), maxMessage
	if m.Body.IsBase64 == 1 {
		plain, err := base64.StdEncoding.DecodeString(m.Body.Message)
		if err != nil {
			return errNotBase64.because("IsBase64 is 1 and Message is not base64: %v", err)
		}
		size = len(plain)
	}
	if m.Type == typeMultiItem {
		most = maxMultiItem
	}
	if size > most {
		return errMessageTooLarge.because("Message has %d bytes; at most %d are allowed", size, most)
	}
	return nil
}

// send gives the message to one receiver. That the sender has blocked the receiver does not matter (guide "Blacklist
// management").
func (m *peerMessage) send(tx *store.Tx, to one) (receipt, error) {
	if err := target(tx, to.ID); err != nil {
		return receipt{}, err
	}
	if tx.HasBlocked(to.ID, m.From) {
		return receipt{}, errBlocked
	}
	r := receipt{UserID: to.ID, MsgID: strconv.FormatUint(m.ids.id(to.At), 10)}
	if m.Type != typeSignaling { // those are not kept
		r.MsgSeq = keepMessage(tx, *m, r)
	}
	return r, nil
}

// sentPeerMessage is a message and what became of it.
type sentPeerMessage struct {
	outcome
	Failures []failedUser `json:"ErrorList" wire:"vary"`
	Receipts []receipt    `json:"SuccList" wire:"vary"`
	Audits   []none       `json:"AuditInfos" wire:"vary"` // nothing is moderated here
	message  peerMessage
}
