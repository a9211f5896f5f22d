package cometchatapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// getMessage shows a backend that names nobody every message.
var getMessage = op[struct{}, messageView]{
	Name: "GetMessage", Route: "GET /messages/{id}", Page: "Messages", Seen: messagesSeen,
	Right:      right[struct{}]{Feature: "getMessage", Permission: "getMessageDetails"},
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, _ struct{}) (messageView, error) {
		m, err := findMessage(tx, who.path("id"), who.Me)
		if err != nil {
			return messageView{}, err
		}
		return who.withReceipts(tx, m, viewOfMessage(tx, who.Me, m, m.Data.Bytes())), nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errMessageNoAccess, errMessageNotFound}},
	Notes: notes{
		recorded("members, their order, and the order inside data: by length of the name, then alphabetically"),
		recorded("onBehalfOf somebody else: 403"),
		assumed("the texts of these refusals"),
		assumed("without onBehalfOf every message is shown"),
		recorded("data.entities is always there"),
		assumed("a message that a fixture holds without entities has the two people as they were when it was loaded"),
		recorded("deliveredAt of a message between two, once it is; with onBehalfOf of the sender there is no readAt"),
		assumed("readAt is there for everybody else"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNoAccess, errMessageNotFound}},
		Notes: notes{
			documented("the message; its author sees readAt and receipts, a row with recipient, deliveredAt and readAt for each who has got it"),
			assumed("in the order in which the members joined; all else as in GetMessage with onBehalfOf"),
		},
	},
}

func findMessage(tx *store.Tx, sent, me string) (*store.Message, error) {
	id, err := strconv.ParseUint(sent, 10, 64)
	if err != nil {
		return nil, errMessageNotFound.of(sent).because("%.40q is no message id: those are numbers from 1", sent)
	}
	m, ok := tx.Message(id)
	guid, inGroup := "", false
	if ok {
		guid, inGroup = store.GroupOfTalk(m.Conversation)
	}
	switch {
	case !ok:
		return nil, errMessageNotFound.of(sent).because("there is no message %d: none was sent with that id, it was deleted for good, or a user of it was", id)
	case me == "":
		return m, nil
	case inGroup:
		if g, ok := tx.Group(guid); ok && mustBeIn(tx, g, me) != nil {
			return nil, errMessageNoAccess.of(me, sent).because("message %d is in the group %s, of which %s is no member", id, guid, me)
		}
		return m, nil
	case !isOf(m, me):
		a, b := store.UsersOfTalk(m.Conversation)
		return nil, errMessageNoAccess.of(me, sent).because("message %d is between %s and %s, and onBehalfOf is %s", id, a, b, me)
	case !sees(tx, me, m):
		return nil, errMessageNotFound.of(sent).because("message %d was sent while %s had blocked %s and was never delivered", id, m.Receiver, m.Sender)
	}
	return m, nil
}

// isOf reports whether the conversation of a message between two users is one of somebody's.
func isOf(m *store.Message, me string) bool {
	a, b := store.UsersOfTalk(m.Conversation)
	return me == a || me == b
}
