package cometchatapi

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var messageOperations = []declaration{sendMessage, getMessage, listUserMessages, listGroupMessages}

// The texts of these are not published. The error guide gives ERR_BLOCKED_SENDER, of calls only, to the one whose
// call is refused by a block.
var (
	errBlockedReceiver = newCode(http.StatusForbidden, "ERR_BLOCKED_RECEIVER", "the sender has blocked the receiver", "The user with UID {1} has blocked the receiver with UID {2}.")
	errBlockedSender   = newCode(http.StatusForbidden, "ERR_BLOCKED_SENDER", "", "The user with UID {1} is blocked by the receiver with UID {2}.")
	errMessageNotFound = newCode(http.StatusNotFound, "ERR_MESSAGE_ID_NOT_FOUND", "an unknown message, or one that the reader never got", "The message with ID {1} does not exist.")
	errMessageNoAccess = newCode(http.StatusForbidden, "ERR_MESSAGE_NO_ACCESS", "onBehalfOf is neither sender nor receiver", "The user with UID {1} does not have access to the message with ID {2}.")
)

// toGroup is the receiverType of a message to a group, actionCategory the category of what has happened in one.
const (
	toGroup        = "group"
	actionCategory = "action"
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
	UpdatedAt      time.Time       `json:"updatedAt" wire:"seconds"`
	Tags           []string        `json:"tags,omitempty"`
}

// viewOfMessage is a message with the given data, which is written in two orders.
func viewOfMessage(m *store.Message, data []byte) messageView {
	v := messageView{
		m.ID, m.Muid, conversationOf(m), m.Sender, receiverTypeOf(m), m.Receiver, m.Category, m.Type, data, m.SentAt, m.UpdatedAt, m.Tags,
	}
	if guid, ok := store.GroupOfTalk(m.Conversation); ok {
		v.Receiver = guid
	}
	return v
}

// conversationOf is the id of the conversation that a message is in.
func conversationOf(m *store.Message) string {
	if guid, ok := store.GroupOfTalk(m.Conversation); ok {
		return groupConversation(guid)
	}
	return conversationID(m.Sender, m.Receiver)
}

func receiverTypeOf(m *store.Message) string {
	if _, ok := store.GroupOfTalk(m.Conversation); ok {
		return toGroup
	}
	return "user"
}

// style is that of messages, whose data is stored in the vendor's escaping.
func (*messageView) style() wire.Style {
	return wire.Style{Text: jsontext.AppendPHP, Value: func(dst, value []byte) []byte { return append(dst, value...) }}
}

// sees reports whether a message was delivered to its reader: what was sent during a block stays
// hidden from the one who had blocked.
func sees(me string, m *store.Message) bool {
	return !m.Withheld || me != m.Receiver
}
