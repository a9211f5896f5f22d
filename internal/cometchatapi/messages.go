package cometchatapi

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var messageOperations = []declaration{
	sendMessage, sendBotMessage, getMessage, getMessageByMuid, listAllMessages, listUserMessages, listGroupMessages,
}

// The texts of these are not published. The error guide gives ERR_BLOCKED_SENDER, of calls alone, to the one whose
// call is refused by a block.
var (
	errBlockedReceiver = newCode(http.StatusForbidden, "ERR_BLOCKED_RECEIVER", "the sender has blocked the receiver", "The user with UID {1} has blocked the receiver with UID {2}.")
	errBlockedSender   = newCode(http.StatusForbidden, "ERR_BLOCKED_SENDER", "the receiver has blocked the sender, with the variant blockedSender refuse", "The user with UID {1} is blocked by the receiver with UID {2}.")
	errMessageNotFound = newCode(http.StatusNotFound, "ERR_MESSAGE_ID_NOT_FOUND", "an unknown message, or one that the reader never got", "Message with the provided info doesn't exist.")
	errMessageNoAccess = newCode(http.StatusForbidden, "ERR_MESSAGE_NO_ACCESS", "onBehalfOf is neither sender nor receiver", "The user with UID {1} does not have access to the message with id {2}.")
)

// toUser and toGroup are the receiverTypes of messages; actionCategory is the category of what has happened, of the type
// actionOnMessage to a message, else in a group.
const (
	toUser          = "user"
	toGroup         = "group"
	actionCategory  = "action"
	actionOnMessage = "message"
)

// messageView is a message as it is answered.
type messageView struct {
	ID             uint64          `json:"id" wire:"digits"`
	Muid           string          `json:"muid,omitempty"`
	ConversationID string          `json:"conversationId"`
	Sender         string          `json:"sender"`
	ReceiverType   string          `json:"receiverType"`
	Receiver       string          `json:"receiver"`
	Category       string          `json:"category"`
	Type           string          `json:"type"`
	Data           json.RawMessage `json:"data"`
	SentAt         time.Time       `json:"sentAt" wire:"seconds"`
	EditedAt       time.Time       `json:"editedAt,omitzero" wire:"seconds"`
	EditedBy       string          `json:"editedBy,omitempty"`
	DeliveredAt    time.Time       `json:"deliveredAt,omitzero" wire:"seconds"`
	ReadAt         time.Time       `json:"readAt,omitzero" wire:"seconds"`
	DeletedAt      time.Time       `json:"deletedAt,omitzero" wire:"seconds"`
	UpdatedAt      time.Time       `json:"updatedAt" wire:"seconds"`
	DeletedBy      string          `json:"deletedBy,omitempty"`
	Tags           []string        `json:"tags,omitempty"`
	ParentID       uint64          `json:"parentId,omitempty" wire:"digits"`
	ReplyCount     int             `json:"replyCount,omitempty"`
	Receipts       *receiptsView   `json:"receipts,omitempty"`
	PinnedBy       string          `json:"pinnedBy,omitempty"`
	PinnedAt       time.Time       `json:"pinnedAt,omitzero" wire:"seconds"`
	SavedAt        time.Time       `json:"savedAt,omitzero" wire:"seconds"`
	Interactions   []interacted    `json:"interactions,omitempty"`

	QuotedMessageID uint64          `json:"quotedMessageId,omitempty" wire:"digits"`
	QuotedMessage   json.RawMessage `json:"quotedMessage,omitempty"`
}

// viewOfMessage is a message as me sees it, with the given data, which is written in two orders: a message that was
// just sent has its own, one that is read back that of the database ([asStored]).
func viewOfMessage(tx *store.Tx, me string, m *store.Message, data []byte) messageView {
	v := messageView{
		ID: m.ID, Muid: m.Muid, ConversationID: conversationOf(m),
		Sender: m.Sender, ReceiverType: receiverTypeOf(m), Receiver: m.Receiver, Category: m.Category, Type: m.Type,
		Data: withReactions(tx, me, m, data), SentAt: m.SentAt, UpdatedAt: m.UpdatedAt, Tags: m.Tags,
	}
	if guid, ok := store.GroupOfTalk(m.Conversation); ok {
		v.Receiver = guid
	}
	v.DeliveredAt, v.ReadAt = receiptTimes(tx, m)
	if m.More != nil {
		v.EditedAt, v.EditedBy, v.DeletedAt, v.DeletedBy, v.ParentID = m.More.EditedAt, m.More.EditedBy, m.More.DeletedAt, m.More.DeletedBy, m.More.Parent
		if m.More.Quoted != 0 {
			v.quote(tx, me, m.More.Quoted)
		}
	}
	v.ReplyCount = tx.ReplyCount(m.ID)
	v.mark(tx, me)
	return v
}

// put stores a message. Its Seq is its id: what a user has cleared or read of a conversation is said by ids.
func put(tx *store.Tx, m store.Message) *store.Message {
	m.Seq = int64(tx.LastMessage() + 1)
	return tx.AddMessage(m)
}

// conversationOf is the id of the conversation that a message is in.
func conversationOf(m *store.Message) string {
	if guid, ok := store.GroupOfTalk(m.Conversation); ok {
		return groupConversation(guid)
	}
	return conversationID(store.UsersOfTalk(m.Conversation))
}

// otherOf is with whom somebody has the conversation of a message between two users.
func otherOf(m *store.Message, me string) string {
	a, b := store.UsersOfTalk(m.Conversation)
	if a == me {
		return b
	}
	return a
}

func receiverTypeOf(m *store.Message) string {
	if _, ok := store.GroupOfTalk(m.Conversation); ok {
		return toGroup
	}
	return toUser
}

// style is that of messages, whose data is stored in the vendor's escaping.
func (*messageView) style() wire.Style {
	return wire.Style{Text: jsontext.AppendPHP, Value: func(dst, value []byte) []byte { return append(dst, value...) }}
}

// sees reports whether a message is there for its reader: what was sent during a block is for its sender alone, and
// who has reset a conversation sees what came afterwards. Nobody in particular sees all.
func sees(tx *store.Tx, me string, m *store.Message) bool {
	return me == "" || isFor(me, m) && m.Seq > clearedBy(tx, me, m)
}

// isFor reports whether a message was sent to all of its conversation, or to me alone.
func isFor(me string, m *store.Message) bool {
	return m.More == nil || m.More.OnlyFor == "" || m.More.OnlyFor == me
}

// clearedBy is the id up to which a user has cleared the conversation of a message.
func clearedBy(tx *store.Tx, me string, m *store.Message) int64 {
	if guid, inGroup := store.GroupOfTalk(m.Conversation); inGroup {
		return tx.Participant(me, guid, true).Cleared
	}
	return tx.Participant(me, otherOf(m, me), false).Cleared
}
