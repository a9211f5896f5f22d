package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// maxReceivers is how many people one call may send to (page "SendPeerMessage").
const maxReceivers = 100

var sendPeerMessage = operation{
	Name: "SendPeerMessage", Page: "Messaging/send-a-one-to-one-message",
	Does: action[peerMessage, sentPeerMessage]{
		Check: func(c *gateway.Call, m *peerMessage) error {
			m.To = once(m.To)
			m.ids = idsOfCall(c)
			if slices.Contains(m.To, m.From) {
				return errInput.because("ToUserId has FromUserId %q in it; nobody can send to themselves", m.From)
			}
			return m.Body.check(m.Type)
		},
		Run: func(tx *store.Tx, m peerMessage) (sent sentPeerMessage, err error) {
			message := m.message(tx, m.From, m.Type)
			message.Uncounted = m.Options.NoUnread
			sent.Receipts, sent.outcome = forEach(m.To, func(to one) (receipt, error) { return m.send(tx, message, to) })
			for _, f := range sent.Failed {
				sent.Failures = append(sent.Failures, f.user())
			}
			sent.tell(sent.events(&message, len(m.To) == 1)...)
			return sent, nil
		},
		Changes: true, Failures: "ErrorList",
	},
	// Those behind errMessageTooLarge are the sender's and the receivers' on the page "Return codes".
	Listed: []*codeError{
		errUserCount, errNotBase64, errMessageTooLarge, errNotRegistered, errTextAudit, errTextRejected, errImageAudit,
		errImageRejected, errSentSilently, errNotSent, errMessageParams, errRedirect, errMessageTooLong, errBlocked,
	},
	Checks: []*codeError{
		errRate, errInput, errUserCount, errNotBase64, errMessageTooLarge, errNotRegistered, errUserUnknown,
		errBlocked,
	},
	Notes: bodyFacts(
		documented("MessageType is 1, 2, 10-14 or 200, Priority 1-3, SubMsgType at most 200"),
		assumed("FromUserId among ToUserId: 660000002"),
		documented("IsBase64 1 in a signaling message that is not base64: 660000025"),
		assumed("base64 is that of RFC 4648 with padding"),
		documentedOn("Return codes", "the receiver has blocked the sender: 660800045; that the sender has blocked the receiver does not matter"),
		assumed("660800045 is the SubCode of each such receiver, the others get the message; it leaves nothing on either side"),
		assumed("receiver not registered: SubCode 660700015; not an id: 660000002"),
		documented("ErrorList, SuccList with UserId, MsgId (a text), MsgSeq (none for type 2), AuditInfos; Code 0 as long as one has got the message"),
		assumed("MsgId has 18 digits; MsgSeq counts from 1 in each conversation, whoever sends, and with imported messages; AuditInfos is always []"),
		documentedOn("MessageBody introduction", "type 2 is not kept: it has no MsgSeq, no conversation begins, no callback is told"),
		documented("NoUnread: the message does not count as unread"),
		documented("HasReceipt: the receiver can confirm the message"),
		assumed("equal receivers get one message; all failed: the SubCode of the first is the Code, SuccList is []"),
		assumed("the verdicts of moderation come from fault rules only"),
		documentedOn("Callback on message sent", "callback send_msg, not for type 2: members appid, event, nonce, signature, timestamp, from_user_id, conv_type 0, conv_id empty, msg_type, msg_body, msg_id, msg_seq, payload, msg_time, send_result, sub_msg_type, source 1, user_list"),
		documentedOn("Callback on message sent", "msg_id and msg_seq are those of the message when the call has one receiver; in a batch msg_id is empty, msg_seq is left out and user_list has both"),
		assumed("a message that did not reach its one receiver has an empty msg_id and no msg_seq"),
		documentedOn("Callback on message sent", "its signature is the hex SHA-1 of the sorted callback secret, timestamp and nonce; tries after 2, 4, 8, 16 and 32 seconds until a 2xx"),
		assumed("a callback has 5 s for its answer; callbacks go to an address one at a time, in the order in which they happened; one that waits for its next try does not hold up later ones"),
		assumed("one event for those who have got the message and one for each SubCode, its user_list with an empty MsgId; payload is ExtendedData; the body is plain JSON"),
		documentedOn("Callback on message to a bot", "bot_msg tells of a message to a bot, to an address of its own: the members of send_msg without source"),
		assumed("a bot is who has an id that begins with @RBT#; one bot_msg for each that has got the message, with its msg_id, its msg_seq and its entry in user_list; send_msg tells of it too"),
		assumed("a call that is refused as a whole delivers no event"),
		documented("no callback before_send_msg for messages of the server API"),
	),
}

// peerMessage is a message to several people, each of whom gets it in a conversation of their own.
type peerMessage struct {
	From     string   `json:"FromUserId" rule:"required,userid"`
	To       []string `json:"ToUserId" rule:"required,maxitems=100" many:"660000011"`
	Type     int64    `json:"MessageType" rule:"required,enum=1|2|10|11|12|13|14|200"` // 20 is for rooms only
	Priority int64    `json:"Priority" rule:"required,enum=1|2|3,noeffect"`
	Unaware  int64    `json:"SenderUnaware" rule:"enum=0|1,noeffect"`
	contents
	Options sendOptions `json:"SendMsgOptions"`

	ids messageIDs
}

// receipt says that one person has got a message.
type receipt struct {
	UserID string `json:"UserId"`
	MsgID  string `json:"MsgId"`            // empty for a message that has not come
	MsgSeq int64  `json:"MsgSeq,omitempty"` // 0: the kind of message has none
}

// send gives the message to one receiver. That the sender has blocked the receiver does not matter (guide "Blacklist
// management").
func (m *peerMessage) send(tx *store.Tx, message store.Message, to one) (receipt, error) {
	if err := target(tx, to.ID); err != nil {
		return receipt{}, err
	}
	if tx.HasBlocked(to.ID, m.From) {
		return receipt{}, errBlocked
	}
	r := receipt{UserID: to.ID, MsgID: m.ids.text(to.At)}
	if isKept(m.Type) {
		u, _ := tx.User(to.ID)
		message.Receiver, message.MsgID = u.ID, r.MsgID
		r.MsgSeq = tx.AddMessage(message).Seq
	}
	return r, nil
}

// sentPeerMessage is what became of a message.
type sentPeerMessage struct {
	outcome
	told

	Failures []failedUser `json:"ErrorList" wire:"vary"`
	Receipts []receipt    `json:"SuccList" wire:"vary"`
	Audits   []none       `json:"AuditInfos" wire:"vary"` // nothing is moderated here
}
