package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var listAllMessages = op[messagesQuery, messagesAnswer]{
	Name: "ListAllMessages", Route: "GET /messages", Page: "List messages", Seen: messagesSeen,
	Right:      right[messagesQuery]{Feature: "listMessages", Permission: "listMessages"},
	OnBehalfOf: true,
	Check:      listUserMessages.Check,
	Run: func(tx *store.Tx, who caller, q messagesQuery) (messagesAnswer, error) {
		r := readerOf(who, q, who.Me)
		switch {
		case r.Me != "":
			r.take(tx, allOf(tx, r.Me)...)
		case r.ConversationID != "":
			r.take(tx, talksNamed(r.ConversationID)...)
		default:
			r.All = true
		}
		return r.answer(tx, who.EndUser), nil
	},
	Show: showMessages, Looks: messagesLook,
	Codes: codes{gateway.Recorded: {errBadRequest}, gateway.Assumed: {errUIDNotFound}},
	Notes: notes{
		recorded("without onBehalfOf: all messages of the app, also those that their receivers never see"),
		documented("with onBehalfOf: the messages of that user's conversations"),
		assumed("these are all with users, and of the groups in which the user is now"),
		recorded("meta and order as in ListUserMessages"),
		documented("parameters as in ListUserMessages"),
		assumed("conversationId of somebody else's conversation, or of none: no rows; likewise when its two uids stand the wrong way round"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errBadRequest}},
		Notes: notes{documented("as ListUserMessages for an end user: meta has pagination and cursor"), documented("the messages of my conversations")},
	},
}
