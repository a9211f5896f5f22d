package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// maxRoomMessages is how many messages a room keeps (page "SendRoomMessage", of the largest plan).
const maxRoomMessages = 2000

var sendRoomMessage = operation{
	Name: "SendRoomMessage", Page: "Messaging/send-room-messages", Rates: []rate{{Quota: "messagesPerSecond"}},
	Does: action[roomMessage, sentRoomMessage]{
		Check: func(c *gateway.Call, m *roomMessage) error {
			m.ids, m.showIDs = idsOfCall(c), roomMessageIDs.Of(c.App) == "present"
			size, err := m.Body.size()
			if err != nil {
				return err
			}
			if m.Body.HasReceipt == 1 {
				return errRoomReceipt.because("HasReceipt is 1; messages to rooms have no receipts")
			}
			return fits(size, m.Type)
		},
		Run: func(tx *store.Tx, m roomMessage) (sent sentRoomMessage, err error) {
			if _, err = roomOf(tx, m.Room); err != nil {
				return sent, err
			}
			message := m.message(tx, m.From, m.Type)
			message.Conversation, message.MsgID = store.RoomTalk(m.Room), m.ids.text(0)
			if isKept(m.Type) {
				stored := keepInRoom(tx, message)
				message.Seq = stored.Seq
				sent.tell(messageEventOf(stored, withRoom, m.Room).sent())
			}
			if m.showIDs {
				sent.MsgSeq, sent.MsgID = message.Seq, msgIDOf(&message)
			}
			return sent, nil
		},
		Changes: true,
	},
	Listed: []*codeError{
		errNotBase64, errRoomReceipt, errMessageTooLarge, errNotRegistered, errNoRoom, errTextAudit, errTextRejected,
		errImageAudit, errImageRejected, errMessageParams, errRedirect, errMessageTooLong,
	},
	Checks: []*codeError{
		errRate, errInput, errNotBase64, errRoomReceipt, errMessageTooLarge, errNotRegistered, errNoRoom,
	},
	Notes: bodyFacts(
		documented("MessageType is 1, 2, 10-14, 20 or 200, Priority 1-3; SenderUnaware is 1 when it is missing"),
		documented("HasReceipt 1: 660300013"),
		assumed("HasReceipt 0 is accepted"),
		documented("no such room, or a destroyed one: 660300001"),
		assumed("FromUserId need not be in the room"),
		documented("the answer has AuditInfos alone; MsgSeq and MsgId, a number, with the variant roomMessageIds present"),
		assumed("MsgSeq counts from 1 in each room; types 2 and 20 have none"),
		documented("a room keeps its newest 2000 messages; types 2 and 20 are not kept and not told of"),
		assumed("as if the app's setting that saves room messages were on; they are forgotten with the room"),
		documentedOn("Callback on message sent", "callback send_msg with conv_type 1, conv_id RoomId, msg_id, msg_seq and source 1"),
		assumed("without user_list; msg_body is Message as it was passed"),
	),
}

// roomMessage is a message to who is in a room.
type roomMessage struct {
	From     string `json:"FromUserId" rule:"required,userid"`
	Room     string `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	Type     int64  `json:"MessageType" rule:"required,enum=1|2|10|11|12|13|14|20|200"`
	Priority int64  `json:"Priority" rule:"required,enum=1|2|3,noeffect"`
	contents
	Unaware int64 `json:"SenderUnaware" rule:"enum=0|1,noeffect"`

	ids     messageIDs
	showIDs bool
}

// sentRoomMessage is the answer.
type sentRoomMessage struct {
	told

	MsgSeq int64  `json:"MsgSeq,omitempty"`
	MsgID  uint64 `json:"MsgId,omitempty"`
	Audits []none `json:"AuditInfos" wire:"vary"`
}

// keepInRoom stores a message in the history of a room, in the place of the oldest when that is full.
func keepInRoom(tx *store.Tx, m store.Message) *store.Message {
	stored := tx.AddMessage(m)
	tx.KeepNewest(stored.Conversation, maxRoomMessages)
	return stored
}
