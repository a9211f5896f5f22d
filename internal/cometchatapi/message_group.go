package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var listGroupMessages = op[messagesQuery, messagesAnswer]{
	Name: "UserListGroupMessages", Route: "GET /groups/{guid}/messages", Page: "List messages", Seen: messagesSeen,
	Right:      right[messagesQuery]{Feature: "getGroupMessages", Permission: "listMessages"},
	OnBehalfOf: true, First: groupThere,
	Check: listUserMessages.Check,
	Run: func(tx *store.Tx, who caller, q messagesQuery) (messagesAnswer, error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return messagesAnswer{}, err
		}
		r := readerOf(who, q, who.Me)
		r.take(tx, groupSeat(a.group.ID))
		return r.answer(tx, who.EndUser), nil
	},
	Show: showMessages, Looks: messagesLook,
	Codes: codes{gateway.Recorded: {errGUIDNotFound, errNotJoined, errBadRequest}, gateway.Assumed: {errUIDNotFound, errBannedMember}},
	Notes: notes{
		recorded("onBehalfOf is no member: 401 ERR_GROUP_NOT_JOINED"),
		documented("parameters as in ListUserMessages"),
		assumed("without onBehalfOf: all messages of the group; action messages are among them, category leaves them out"),
		assumed("a member sees the whole history, from before joining too"),
		assumed("meta has previous, current and next, with onBehalfOf too"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errBadRequest}},
		Notes: notes{documented("as ListUserMessages for an end user: meta has pagination and cursor")},
	},
}
