package cometchatapi

import (
	"encoding/json"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// newMessage is a message to be sent, with the bounds of the page "Messages".
type newMessage struct {
	Receiver          string          `json:"receiver" rule:"required" check:"receiver"` // not beside multipleReceivers
	ReceiverType      string          `json:"receiverType" rule:"words=user|group" check:"receiverType"`
	Category          string          `json:"category" rule:"words=message|custom|interactive|card" check:"category"`
	Type              string          `json:"type" rule:"maxlen=100,words=text|image|file|audio|video|form|card|scheduler|customInteractive" check:"type"`
	Data              json.RawMessage `json:"data" rule:"required,maxbytes=10240" check:"data"` // without entities; not closed
	Muid              string          `json:"muid"`
	Tags              []string        `json:"tags" rule:"maxitems=25,maxlen=100"`
	Sender            string          `json:"sender" rule:"noeffect"`
	MultipleReceivers receivers       `json:"multipleReceivers" check:"receivers"`
	Quoted            uint64          `json:"quotedMessageId" check:"quoted"`

	// What the SDKs send more.
	Text            string          `json:"text" rule:"noeffect" on:"authToken"`
	Metadata        json.RawMessage `json:"metadata" rule:"noeffect" on:"authToken"`
	Reactions       json.RawMessage `json:"reactions" rule:"noeffect" on:"authToken"`
	MentionedUsers  json.RawMessage `json:"mentionedUsers" rule:"noeffect" on:"authToken"`
	MentionedMe     bool            `json:"mentionedMe" rule:"noeffect" on:"authToken"`
	ParentMessageID string          `json:"parentMessageId" rule:"noeffect" on:"authToken"` // it stands in the path

	parent uint64 // what it answers; 0: nothing
}

var sendMessage = op[newMessage, sentMessages]{
	Name: "SendMessage", Route: "POST /messages", Page: "Messages", Seen: messagesSeen,
	Right:      right[newMessage]{Feature: "createMessage", Permission: "sendMessage", InScope: "sendMessage", Group: groupOfMessage},
	OnBehalfOf: true, Limit: sendingCalls, Files: true,
	Check: tooLongMessage, Run: runSend, Show: showSent, Looks: oneMessage, Tell: tellOfSent, InFlight: askOfSent,
	Codes: codes{
		gateway.Recorded:   {errBlockedReceiver, errUIDNotFound, errBadRequest},
		gateway.Documented: append([]*code{errGUIDNotFound, errBlockedSender}, sendingCodes...),
		gateway.Assumed:    {errNotJoined, errBannedMember, errBlockedByWebhook, errMessageNotFound, errMessageNoAccess},
	},
	Notes: append(notes{
		recorded("without onBehalfOf the sender is app_system, and the receiver's entity has no conversationId"),
		assumed("app_system is never refused, and its messages are not counted for the limit of 30 a minute"),
		recorded("onBehalfOf is looked at before the body"),
	}, sendNotes...),
	AsMe: &asMe{
		Codes: codes{
			gateway.Documented: sendingCodes,
			gateway.Assumed: {
				errBlockedReceiver, errBlockedSender, errBlockedByWebhook, errUIDNotFound, errGUIDNotFound, errNotJoined, errBannedMember,
				errBadRequest, errMessageNotFound, errMessageNoAccess,
			},
		},
		Notes: notes{
			documented("the SDK's body; the answer is that of SendMessage"),
			assumed("the members text and metadata beside data, which repeat it, are ignored"),
		},
	},
}

var sendNotes = notes{
	recorded("the answer's members and their order; id is a growing decimal number in a string"),
	documented("data.metadata stands between text and entities"),
	assumed("other members of data follow metadata; entities and mentions that the client sends are dropped; places of muid and tags"),
	recorded("the sender has blocked the receiver, or both each other: nothing is stored"),
	assumed("the text of ERR_BLOCKED_RECEIVER"),
	recorded("the receiver has blocked the sender: 200 as ever, and the receiver never sees the message, not even after unblocking"),
	documented("with the variant blockedSender refuse that is 403 ERR_BLOCKED_SENDER, nothing stored"),
	assumed("its text"),
	recorded("receiver or data missing: 400 ERR_BAD_REQUEST"),
	assumed("what else is wrong with a message has a code of its own, of which none has a published status or text: 400"),
	documented("category is message when missing, type text in message and custom; of custom any type is good"),
	recorded("the categories interactive and card: 200", "the vendor's iOS tests"),
	assumed("they need the objects data.interactiveData and data.card; action and call cannot be sent: 400 ERR_BAD_REQUEST"),
	recorded("a text that is missing or empty is a 400"),
	recorded("a text of 70,000 characters: 400, of 9,000: 200"),
	documented("a message has at most 65,536 characters, its data 10 KB", constraints),
	assumed("above either: 400 ERR_BAD_REQUEST"),
	recorded("attachments are taken by reference", "the vendor's migration guides"),
	assumed("no file is fetched; each needs a url"),
	assumed("files of a multipart form become url, that of the first, and attachments, behind the other members of data; a caption becomes data.text when that is empty"),
	assumed("a message to oneself is stored"),
	recorded("receiverType group: 200, with and without onBehalfOf; conversationId is group_ and the guid"),
	assumed("the receiver's entity is the group as who acts sees it; who acts must be a member and not banned: 401 ERR_GROUP_NOT_JOINED, 403 ERR_BANNED_GROUPMEMBER"),
	documented("blocks between members do not matter in a group; in one of more than 300 members the message is unread for nobody"),
	recorded("multipleReceivers, an object of uids and guids, stands in for receiver and receiverType, which are not looked at beside it"),
	assumed("its answer: data has an object for each list that was sent, with an entry for each id, of which each may fail alone; 25 in all; an empty object counts as none"),
	documented("a <@uid:...> in data.text mentions a user, who stands in data.mentions behind entities, by the uid, as who sends sees users", "Webhooks"),
	documented("message_sent and, of a message that mentions somebody, user_mentioned: message as in the answer, to users and to groups", "Webhooks"),
	assumed("message_sent comes of a message that its receiver never sees, too, user_mentioned does not; it comes once for each message, behind message_sent"),
	documented("legacy webhooks are told after_message, the message right under data and no region, and asked before_message when it is not stored yet and has no id", "Legacy webhooks"),
	assumed("a webhook that is asked answers 200 and {\"action\":\"do_not_propagate\"} within 2 seconds: 403 ERR_BLOCKED_BY_WEBHOOK, nothing stored, to many receivers neither; any other answer, and none, lets the message pass"),
	assumed("unknown and deactivated uids stay text, as does <@all:...>; a message mentions 100 users at the most; they need not be in the group"),
	documented("quotedMessageId, a number or a text; the answer has it and quotedMessage, a message", sdk),
	assumed("places of both; 0 is none; the quoted message must be of the same conversation: 400 ERR_BAD_REQUEST; the one that it quotes itself is left out"),
	documented("30 messages a minute for each sender", "Rate Limits"),
	assumed("a call to many receivers counts as one; X-RateLimit-Limit of the 429 is this limit"),
	assumed("a second message with the same muid is another message"),
}

// sentMessages is what became of a call that sends: a message, or what became of each receiver.
type sentMessages struct {
	one   *messageView
	lists []entryList
	sent  []sentMessage
}

// sentMessage is one that was sent, as who sends it sees it.
type sentMessage struct {
	view     messageView
	mentions bool // somebody who is told of it
}

var oneMessage = shape.For[data[messageView]]()

func showSent(dst []byte, out sentMessages) []byte {
	dst = append(dst, `{"data":`...)
	if out.one != nil {
		return append(messagePlan.Append(dst, out.one), '}')
	}
	dst = append(dst, '{')
	for i := range out.lists {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = out.lists[i].append(dst)
	}
	return append(dst, "}}"...)
}

func runSend(tx *store.Tx, who caller, q newMessage) (out sentMessages, _ error) {
	if q.MultipleReceivers.given {
		return q.sendToMany(tx, &who), nil
	}
	m, err := q.send(tx, &who, q.ReceiverType, q.Receiver)
	if err != nil {
		return out, err
	}
	return sentMessages{one: &m.view, sent: []sentMessage{m}}, nil
}

// sendToMany sends it to each receiver. Every one may fail alone.
func (q *newMessage) sendToMany(tx *store.Tx, who *caller) (out sentMessages) {
	for _, l := range []struct {
		name, kind string
		ids        []string
	}{{"uids", toUser, q.MultipleReceivers.UIDs}, {"guids", toGroup, q.MultipleReceivers.GUIDs}} {
		if l.ids == nil {
			continue
		}
		list := entryList{name: l.name}
		seen := make(map[string]bool)
		for _, sent := range l.ids {
			id := strings.ToLower(sent)
			if seen[id] {
				continue
			}
			seen[id] = true
			m, err := q.send(tx, who, l.kind, sent)
			if err != nil {
				list.entries = append(list.entries, memberEntry{uid: nameOfReceiver(tx, l.kind, sent, id), err: err.(*codeError)})
				continue
			}
			list.entries = append(list.entries, memberEntry{uid: id, action: &m.view})
			out.sent = append(out.sent, m)
		}
		out.lists = append(out.lists, list)
	}
	return out
}

// nameOfReceiver names the entry of one who got nothing: as it is stored, or as it was sent.
func nameOfReceiver(tx *store.Tx, kind, sent, id string) string {
	if kind == toUser {
		return entryName(tx, sent, id)
	}
	if _, ok := tx.Group(id); ok {
		return id
	}
	return sent
}
