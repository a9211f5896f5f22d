package cometchatapi

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// The texts and statuses of these are not published.
var (
	errWrongThread = newCode(
		http.StatusBadRequest, "ERR_WRONG_MESSAGE_THREAD", "a reply in another conversation than that of the message",
		"The message with ID {1} does not belong to the conversation of this reply.",
	)
	errWrongThreadCategory = newCode(
		http.StatusBadRequest, "ERR_WRONG_MESSAGE_THREAD_CATEGORY", "a reply to an action message",
		"The message with ID {1} cannot have a thread.",
	)
	errThreadNesting = newCode(
		http.StatusBadRequest, "ERR_MESSAGE_THREAD_NESTING", "a reply to a reply",
		"The message with ID {1} is a reply in a thread and cannot have a thread.",
	)
)

var sendReply = op[newMessage, sentMessages]{
	Name: "SendThreadMessage", Route: "POST /messages/{id}/thread", Page: "Messages", Seen: messagesSeen,
	OnBehalfOf: true, Limit: sendingCalls, Files: true,
	Right: right[newMessage]{Feature: "createMessageThread", Permission: "sendThreadedMessage", InScope: "sendThreadedMessage", Group: groupOfPath[newMessage]},
	Check: tooLongMessage, Run: reply, Show: showSent, Looks: oneMessage, Tell: tellOfSent, InFlight: askOfSent,
	Codes: codes{
		gateway.Recorded:   {errWrongThread, errMessageNotFound, errUIDNotFound, errBlockedReceiver, errBadRequest},
		gateway.Documented: append([]*code{errWrongThreadCategory, errThreadNesting, errBlockedSender}, sendingCodes...),
		gateway.Assumed:    {errMessageNoAccess, errActionNotAllowed, errBlockedByWebhook},
	},
	Notes: threadNotes,
	AsMe: &asMe{
		Codes: codes{
			gateway.Documented: append([]*code{errWrongThread, errWrongThreadCategory, errThreadNesting}, sendingCodes...),
			gateway.Assumed:    {errMessageNotFound, errMessageNoAccess, errActionNotAllowed, errBlockedReceiver, errBlockedSender, errBlockedByWebhook, errBadRequest},
		},
		Notes: notes{documented("the SDK's body; parentMessageId repeats the path"), assumed("as SendThreadMessage with onBehalfOf")},
	},
}

var threadNotes = notes{
	documented("the body and the answer are those of SendMessage, with parentId"),
	recorded("without onBehalfOf a reply to a message of a group is good, and one to a message between two users is a 400: it would be from app_system"),
	documented("the message that is answered has replyCount; who replies is subscribed to the thread", sdk),
	assumed("status and texts of the codes; a deleted message takes no reply; a receiver that is not there is one of another conversation"),
	assumed("replies that are deleted count, until they are deleted for good; the count is of all replies, whoever sees it"),
}

// reply sends a message in the thread of the one that the path names.
func reply(tx *store.Tx, who caller, q newMessage) (out sentMessages, err error) {
	m, err := findMessage(tx, who.path("id"), who.Me)
	if err == nil {
		err = mayReply(m, who.Me, &q)
	}
	if err == nil {
		err = settled(tx, who, m)
	}
	if err != nil {
		return out, err
	}
	q.parent = m.ID
	out, err = runSend(tx, who, q)
	if _, is := tx.Subscribed(who.Me, m.ID); err == nil && !is && who.Me != "" {
		tx.Subscribe(store.Mark{Message: m.ID, User: who.Me, At: thisSecond(tx)})
	}
	return out, err
}

// mayReply refuses a reply to what has no thread, and one from another conversation.
func mayReply(m *store.Message, me string, q *newMessage) error {
	talk := store.Dialog(actor(me), strings.ToLower(q.Receiver))
	if q.ReceiverType == toGroup {
		talk = store.GroupTalk(strings.ToLower(q.Receiver))
	}
	switch parent := m.Extra().Parent; {
	case m.Category == actionCategory:
		return errWrongThreadCategory.of(digits(m.ID)).because("message %d says what has happened: it is of the category action", m.ID)
	case parent != 0:
		return errThreadNesting.of(digits(m.ID)).because("message %d is a reply to message %d", m.ID, parent)
	case q.MultipleReceivers.given:
		return errWrongThread.of(digits(m.ID)).because("multipleReceivers names many conversations, and a thread is in one")
	case talk != m.Conversation:
		return errWrongThread.of(digits(m.ID)).because("message %d is in the conversation %s, and the reply goes from %s to the %s %s",
			m.ID, conversationOf(m), actor(me), cmp.Or(q.ReceiverType, toUser), q.Receiver)
	}
	return mayAct(m)
}
