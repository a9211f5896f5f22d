package cometchatapi

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// Status and text of ERR_IMPORT_MUID_ALREADY_EXISTS are assumed: only entries fail with it.
var (
	errImportMessageFormat = importFormat("ERR_IMPORT_INVALID_MESSAGE_FORMAT", "messages")
	errMuidExists          = newCode(http.StatusBadRequest, "ERR_IMPORT_MUID_ALREADY_EXISTS", "a muid that a message has", "The muid {1} already exists.")
)

type messagesToImport struct {
	Messages []importedMessage `json:"messages" rule:"required,maxitems=50" check:"entries"` // an object in the body, by muid
}

// importedMessage is one member of the body.
type importedMessage struct {
	named
	Muid         string          `json:"muid" rule:"required"`
	Sender       string          `json:"sender" rule:"required" check:"lower"`
	ReceiverType string          `json:"receiverType" rule:"required,enum=user|group"`
	Receiver     string          `json:"receiver" rule:"required" check:"lower"`
	Category     string          `json:"category" rule:"enum=message|custom"`
	Type         string          `json:"type" rule:"maxlen=100,words=text|image|file|audio|video" check:"type"`
	Data         json.RawMessage `json:"data" rule:"maxbytes=10240" check:"data"` // without entities; not closed
	Tags         []string        `json:"tags" rule:"maxitems=25,maxlen=100"`
	SentAt       time.Time       `json:"sentAt" rule:"required" wire:"seconds"`
	DeliveredAt  time.Time       `json:"deliveredAt" wire:"seconds"`
	ReadAt       time.Time       `json:"readAt" wire:"seconds"`

	SenderUserDetails         importedUser   `json:"senderUserDetails" check:"details"`
	ReceiverUserDetails       importedUser   `json:"receiverUserDetails" check:"details"`
	ReceiverGroupDetails      importedGroup  `json:"receiverGroupDetails" check:"details"`
	ReceiverGroupOwnerDetails importedUser   `json:"receiverGroupOwnerDetails" check:"details"`
	MentionedUserDetails      []importedUser `json:"mentionedUserDetails" check:"named details"` // an object in the body, by uid
}

func (*importedMessage) asID(name string) string     { return strings.TrimSpace(name) }
func (m *importedMessage) id() (member, muid string) { return "muid", m.Muid }

// importedMessageView is a message with the times that came with it.
type importedMessageView struct {
	ID             uint64          `json:"id" wire:"digits"`
	Muid           string          `json:"muid"`
	ConversationID string          `json:"conversationId"`
	Sender         string          `json:"sender"`
	ReceiverType   string          `json:"receiverType"`
	Receiver       string          `json:"receiver"`
	Category       string          `json:"category"`
	Type           string          `json:"type"`
	Data           json.RawMessage `json:"data"`
	SentAt         time.Time       `json:"sentAt" wire:"seconds"`
	DeliveredAt    time.Time       `json:"deliveredAt,omitzero" wire:"seconds"`
	ReadAt         time.Time       `json:"readAt,omitzero" wire:"seconds"`
	UpdatedAt      time.Time       `json:"updatedAt" wire:"seconds"`
	Tags           []string        `json:"tags,omitempty"`
}

// importedMessagePlan leaves data as it is, which is in the vendor's escaping.
var importedMessagePlan = wire.For[importedMessageView](wire.Style{
	Text: jsontext.AppendPHP, Value: func(dst, value []byte) []byte { return append(dst, value...) },
})

var importMessages = importOf[messagesToImport, importedMessageView]{
	Name: "ImportMessages", Route: "POST /data_import/messages", Page: "Data Import",
	Limit: importCalls, AddsUsers: true, Malformed: errImportMessageFormat,
	Run: func(tx *store.Tx, _ caller, q messagesToImport) (imported[importedMessageView], error) {
		return importEach("messages", q.Messages, func(m *importedMessage) (importedMessageView, error) {
			if known, is := tx.AnyWithMuid(m.Muid); is {
				return importedMessageView{}, errMuidExists.of(m.Muid).because("the message %d has the muid %.100q", known.ID, m.Muid)
			}
			return m.bring(tx)
		})
	},
	Show: showImported(func(dst []byte, row *importedMessageView) []byte { return importedMessagePlan.Append(dst, row) }),
	Codes: codes{
		gateway.Documented: {errImportMessageFormat, errMuidExists},
		gateway.Assumed:    {errUIDNotFound, errGUIDNotFound, errEmptyPassword, errBadRequest},
	},
	Notes: append(importNotes("muid"), notes{
		documented("members and their order; muid, sender, receiverType, receiver and sentAt are required"),
		documented("category message or custom; type text, image, audio, video or file, of a custom message any"),
		assumed("category is message and type text when missing; the data of a text message has a text that is not blank"),
		documented("senderUserDetails, receiverUserDetails, receiverGroupDetails, receiverGroupOwnerDetails and mentionedUserDetails, an object by uid, make who is not there"),
		assumed("without them ERR_UID_NOT_FOUND, ERR_GUID_NOT_FOUND; app_system may be the sender; who is deactivated is there"),
		assumed("the sender need not be in the group; blocks do not matter"),
		assumed("a message keeps the next id, whatever its sentAt; updatedAt is sentAt; no message, imported or sent, may have the muid"),
		recorded("a sentAt of more than six months ago is refused", importSeen),
		assumed("here it is accepted; data that SendMessage would refuse fails its entry, such as an empty text"),
		assumed("between users deliveredAt and readAt are those of the receiver, who has got and read all up to the message then: it is not unread"),
		assumed("what is read was delivered; of a message to a group both are answered and not kept; mentions are not put into data"),
		documented("links between threads, reactions and pins cannot be imported"),
		assumed("no webhook tells of it"),
	}...),
}

// bring brings one message in, and those who are not there.
func (m *importedMessage) bring(tx *store.Tx) (v importedMessageView, _ error) {
	if m.Data == nil {
		if m.kind() == "text" && m.category() == messageCategory {
			return v, errBadRequest.with([]detail{{"data", "The data field is required."}})
		}
		m.Data = []byte("{")
	}
	people := []wanted{{"sender", m.Sender, &m.SenderUserDetails, "senderUserDetails"}}
	if m.ReceiverType != toGroup {
		people = append(people, wanted{"receiver", m.Receiver, &m.ReceiverUserDetails, "receiverUserDetails"})
		if m.Receiver == systemUser {
			return v, missingUser(tx, m.Receiver, m.Receiver)
		}
	}
	for i := range m.MentionedUserDetails {
		p := &m.MentionedUserDetails[i]
		people = append(people, wanted{"uid", p.UID, p, "mentionedUserDetails." + p.UID})
	}
	for _, p := range people {
		if err := p.missing(tx); err != nil {
			return v, err
		}
	}
	group := wantedGroup{
		member: "receiver", guid: m.Receiver, details: &m.ReceiverGroupDetails, within: "receiverGroupDetails",
		owner: &m.ReceiverGroupOwnerDetails, ownerWithin: "receiverGroupOwnerDetails",
	}
	if m.ReceiverType == toGroup {
		if err := group.missing(tx, people...); err != nil {
			return v, err
		}
	}
	for _, p := range people {
		p.put(tx)
	}
	if m.ReceiverType == toGroup {
		return m.toGroup(tx, group.put(tx)), nil
	}
	return m.toUser(tx), nil
}

func (m *importedMessage) category() string { return cmp.Or(m.Category, messageCategory) }
func (m *importedMessage) kind() string     { return cmp.Or(m.Type, messageType) }

// from is who sees the receiver: nobody, when the system sends.
func (m *importedMessage) from() string {
	if m.Sender == systemUser {
		return ""
	}
	return m.Sender
}

func (m *importedMessage) toUser(tx *store.Tx) importedMessageView {
	receiver, _ := tx.User(m.Receiver)
	data := appendReceiver(appendSender(m.Data, tx, m.from()), m.from(), receiver)
	stored := m.message(data)
	stored.Receiver = receiver.ID
	return m.put(tx, stored, data)
}

func (m *importedMessage) toGroup(tx *store.Tx, g *store.Group) importedMessageView {
	data := appendGroup(appendSender(m.Data, tx, m.from()), tx, g, m.from())
	stored := m.message(data)
	stored.Conversation = store.GroupTalk(g.ID)
	return m.put(tx, stored, data)
}

// message is what is stored of it, beside who gets it.
func (m *importedMessage) message(data []byte) store.Message {
	return store.Message{
		Sender: m.Sender, Category: m.category(), Type: m.kind(), Muid: m.Muid, Tags: m.Tags, Data: dataOf(asStored(data)),
		SentAt: m.SentAt, UpdatedAt: m.SentAt,
	}
}

func (m *importedMessage) put(tx *store.Tx, message store.Message, data []byte) importedMessageView {
	stored := put(tx, message)
	m.receive(tx, stored)
	v := viewOfMessage(tx, m.from(), stored, data)
	return importedMessageView{
		v.ID, v.Muid, v.ConversationID, v.Sender, v.ReceiverType, v.Receiver, v.Category, v.Type, v.Data,
		v.SentAt, m.DeliveredAt, m.ReadAt, v.UpdatedAt, v.Tags,
	}
}

// receive keeps when the other one of a dialog has got the message, and read it.
func (m *importedMessage) receive(tx *store.Tx, stored *store.Message) {
	to := stored.Receiver
	if to == "" || to == m.Sender {
		return
	}
	if got := cmp.Or(m.DeliveredAt, m.ReadAt); !got.IsZero() {
		tx.PutReceipt(store.Receipt{User: to, UpTo: stored.Seq, At: got}, m.Sender, false)
	}
	if !m.ReadAt.IsZero() {
		tx.PutReceipt(store.Receipt{User: to, UpTo: stored.Seq, At: m.ReadAt, Read: true}, m.Sender, false)
		tx.ReadTalkTo(to, m.Sender, false, stored.Seq)
	}
}
