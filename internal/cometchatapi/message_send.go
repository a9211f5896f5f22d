package cometchatapi

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// newMessage is a message to be sent, with the bounds of the page "Messages".
type newMessage struct {
	Receiver          string          `json:"receiver" rule:"required"`
	ReceiverType      string          `json:"receiverType" rule:"enum=user|group"`
	Category          string          `json:"category" rule:"enum=message|custom"`
	Type              string          `json:"type" rule:"maxlen=100,words=text|image|file|audio|video" check:"type"`
	Data              json.RawMessage `json:"data" rule:"required,maxbytes=10240" check:"data"` // without entities; not closed
	Muid              string          `json:"muid"`
	Tags              []string        `json:"tags" rule:"maxitems=25,maxlen=100"`
	Sender            string          `json:"sender" rule:"noeffect"`
	MultipleReceivers json.RawMessage `json:"multipleReceivers" rule:"notemulated"`
	QuotedMessageID   string          `json:"quotedMessageId" rule:"notemulated"`

	// What the SDKs send more.
	Text            string          `json:"text" rule:"noeffect" on:"authToken"`
	Metadata        json.RawMessage `json:"metadata" rule:"noeffect" on:"authToken"`
	Reactions       json.RawMessage `json:"reactions" rule:"noeffect" on:"authToken"`
	MentionedUsers  json.RawMessage `json:"mentionedUsers" rule:"noeffect" on:"authToken"`
	MentionedMe     bool            `json:"mentionedMe" rule:"noeffect" on:"authToken"`
	ParentMessageID string          `json:"parentMessageId" rule:"notemulated" on:"authToken"`
}

// kindOf is the category and the type that a message has when they are missing or wrong. Only a custom message
// may have any type.
func kindOf(f *form) (category, kind string) {
	category, _ = (&form{members: f.members}).text(&shape.Field{Name: "category"})
	kind, _ = (&form{members: f.members}).text(&shape.Field{Name: "type", Rule: shape.Rule{MaxLen: 100}})
	return cmp.Or(category, "message"), cmp.Or(kind, "text")
}

func readMessageType(f *form, m *shape.Field, into reflect.Value) {
	kind, ok := f.text(m)
	if category, _ := kindOf(f); ok && category == "message" && !slices.Contains(m.Words, kind) {
		f.fail(m.Name, "The selected %s is invalid.", m.Name)
	}
	into.SetString(kind)
}

// readMessageData reads data: text and metadata first, then all else, without entities, which are the
// server's. It stands open, so that the entities can follow.
func readMessageData(f *form, m *shape.Field, into reflect.Value) {
	raw := f.object(m)
	if raw == nil {
		return
	}
	data, isObject := parseJSON(raw).(object)
	if string(raw) != "[]" && !isObject {
		f.fail("data", "The data must be an array.")
		return
	}
	data = slices.DeleteFunc(data, func(m member) bool { return m.Name == "entities" })
	if len(data) == 0 {
		f.fail("data", "The data field is required.")
		return
	}
	if category, kind := kindOf(f); category == "message" && kind == "text" {
		text, isText := data.get("text").(string)
		switch {
		case data.get("text") != nil && !isText:
			f.fail("data.text", "The data.text must be a string.")
		case strings.TrimSpace(text) == "":
			f.fail("data.text", "The data.text field is required.")
		}
	}
	place := map[string]int{"text": -2, "metadata": -1}
	slices.SortStableFunc(data, func(a, b member) int { return place[a.Name] - place[b.Name] })
	open := appendJSON(nil, data)
	into.SetBytes(open[:len(open)-1])
}

var sendMessage = op[newMessage, messageView]{
	Name: "SendMessage", Route: "POST /messages", Page: "Messages", Seen: messagesSeen,
	Right:      right[newMessage]{Feature: "createMessage", Permission: "sendMessage", InScope: "sendMessage", Group: groupOfMessage},
	OnBehalfOf: true, Files: true,
	Run: func(tx *store.Tx, who caller, q newMessage) (messageView, error) {
		if q.ReceiverType == toGroup {
			return sendToGroup(tx, &who, &q)
		}
		receiver, err := receiverOf(tx, &who, &q)
		if err != nil {
			return messageView{}, err
		}
		data := appendReceiver(appendSender(q.Data, tx, who.Me), who.Me, receiver)
		m := q.message(tx, &who, data)
		m.Receiver = receiver.ID
		if tx.HasBlocked(receiver.ID, who.Me) {
			m = m.With(store.MessageMore{OnlyFor: who.Me})
		}
		return viewOfMessage(tx, who.Me, put(tx, m), data), nil
	},
	Tell: tellOfMessage, InFlight: askOfMessage,
	Codes: codes{
		gateway.Recorded:   {errBlockedReceiver, errUIDNotFound, errBadRequest},
		gateway.Documented: {errGUIDNotFound, errBlockedSender},
		gateway.Assumed:    {errNotJoined, errBannedMember, errBlockedByWebhook},
	},
	Notes: notes{
		recorded("the answer's members and their order; id is a growing decimal number in a string"),
		recorded("without onBehalfOf the sender is app_system, and the receiver's entity has no conversationId"),
		documented("data.metadata stands between text and entities"),
		assumed("other members of data follow metadata; entities that the client sends are dropped; places of muid and tags"),
		recorded("the sender has blocked the receiver, or both each other: nothing is stored"),
		assumed("the text of ERR_BLOCKED_RECEIVER"),
		recorded("the receiver has blocked the sender: 200 as ever, and the receiver never sees the message, not even after unblocking"),
		documented("with the variant blockedSender refuse that is 403 ERR_BLOCKED_SENDER, nothing stored"),
		assumed("its text; app_system is never refused"),
		recorded("receiver or data missing: 400 ERR_BAD_REQUEST"),
		documented("category message or custom, message when missing; type text (when missing), image, file, audio, video, free for custom"),
		assumed("other categories and types: 400 ERR_BAD_REQUEST; receiverType is user when missing"),
		assumed("a text message without data.text, an empty data: 400 ERR_BAD_REQUEST"),
		recorded("onBehalfOf is looked at before the body"),
		documented("message_sent: message as in the answer, to users and to groups", "Webhooks"),
		documented("legacy webhooks are told after_message, the message right under data and no region, and asked before_message when it is not stored yet and has no id", "Legacy webhooks"),
		assumed("a message that its receiver never sees is told of, too"),
		assumed("a webhook that is asked answers 200 and {\"action\":\"do_not_propagate\"} within 2 seconds: 403 ERR_BLOCKED_BY_WEBHOOK, nothing stored; any other answer, and none, lets the message pass"),
		assumed("files of a multipart form become url, that of the first, and attachments, behind the other members of data; a caption becomes data.text when that is empty"),
		assumed("a message to oneself is stored"),
		recorded("receiverType group: 200, with and without onBehalfOf; conversationId is group_ and the guid"),
		assumed("the receiver's entity is the group as who acts sees it; who acts must be a member and not banned: 401 ERR_GROUP_NOT_JOINED, 403 ERR_BANNED_GROUPMEMBER"),
		documented("blocks between members do not matter in a group"),
		assumed("multipleReceivers is ignored: its answer is not published (receiver stays required)"),
		assumed("the limit of 30 messages a minute for each sender is not emulated"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errBlockedReceiver, errBlockedSender, errBlockedByWebhook, errUIDNotFound, errGUIDNotFound, errNotJoined, errBannedMember, errBadRequest}},
		Notes: notes{
			documented("the SDK's body; the answer is that of SendMessage"),
			assumed("the members text and metadata beside data, which repeat it, are ignored"),
		},
	},
}

// receiverOf is who gets a message, when somebody may send it to him. The system, which is nobody, may.
func receiverOf(tx *store.Tx, who *caller, q *newMessage) (*store.User, error) {
	sender, uid := who.Me, strings.ToLower(q.Receiver)
	receiver, ok := activeUser(tx, uid)
	switch {
	case !ok:
		return nil, missingUser(tx, q.Receiver, uid)
	case tx.HasBlocked(sender, uid):
		since := tx.Between(sender, uid).BlockedByMeAt()
		return nil, errBlockedReceiver.of(sender, uid).because(
			"%s blocks %s since %s; DELETE /v3/users/%[1]s/blockedusers ends that", sender, uid, moment(since))
	case who.Choices.BlockedSender == "refuse" && tx.HasBlocked(uid, sender):
		return nil, errBlockedSender.of(sender, uid).because("%s blocks %s, and the app's variant blockedSender is refuse", uid, sender)
	}
	return receiver, nil
}

// message is what is stored of it, beside who gets it.
func (q *newMessage) message(tx *store.Tx, who *caller, data []byte) store.Message {
	now := who.sentNow(tx)
	return store.Message{
		Sender:   actor(who.Me),
		Category: cmp.Or(q.Category, "message"), Type: cmp.Or(q.Type, "text"), Muid: q.Muid, Tags: q.Tags, Data: asStored(data),
		SentAt: now, UpdatedAt: now,
	}
}

// sendToGroup sends it to a group, of which who acts must be a member.
func sendToGroup(tx *store.Tx, who *caller, q *newMessage) (messageView, error) {
	me := who.Me
	guid := strings.ToLower(q.Receiver)
	g, ok := tx.Group(guid)
	if !ok {
		return messageView{}, noGroup(tx, guid)
	}
	if me != "" {
		if err := mustBeIn(tx, g, me); err != nil {
			return messageView{}, err
		}
	}
	data := appendGroup(appendSender(q.Data, tx, me), tx, g, me)
	m := q.message(tx, who, data)
	m.Conversation = store.GroupTalk(guid)
	return viewOfMessage(tx, me, put(tx, m), data), nil
}

// appendSender begins the entities that close data: with who sends, as it is now.
func appendSender(data []byte, tx *store.Tx, from string) []byte {
	if len(data) > len("{") {
		data = append(data, ',')
	}
	data = append(data, `"entities":{"sender":{"entity":`...)
	if sender, ok := tx.User(from); ok {
		return appendUser(data, store.Row{User: sender}, view{})
	}
	return append(data, `{"uid":"app_system","name":"System","status":"offline","role":"default"}`...)
}

// appendGroup ends them with the group as who sends sees it.
func appendGroup(data []byte, tx *store.Tx, g *store.Group, from string) []byte {
	view := viewOfGroup(tx, g, from)
	data = append(data, `,"entityType":"user"},"receiver":{"entity":`...)
	return append(groupPlan.Append(data, &view), `,"entityType":"group"}}}`...)
}

// appendReceiver ends them. The receiver is shown as the sender sees it, but without blocks; to the system, which is
// from nobody, nobody has a conversation (recorded: message/send_message, message/list_message).
func appendReceiver(data []byte, from string, receiver *store.User) []byte {
	data = append(data, `,"entityType":"user"},"receiver":{"entity":`...)
	data = appendUser(data, store.Row{User: receiver}, view{me: from})
	return append(data, `,"entityType":"user"}}}`...)
}
