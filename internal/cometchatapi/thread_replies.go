package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// repliesQuery is that of all lists of messages. Replies have no numbered pages.
type repliesQuery struct {
	messagesQuery

	Page int `json:"page" rule:"noeffect"`
}

var listReplies = op[repliesQuery, messagesAnswer]{
	Name: "ListAllThreadMessages", Route: "GET /messages/{id}/thread", Page: "Messages", Seen: messagesSeen,
	Right:      right[repliesQuery]{Feature: "listThreadedMessages", Permission: "listThreadedMessages", InScope: "listThreadedMessages", Group: groupOfPath[repliesQuery]},
	OnBehalfOf: true,
	Check: func(tx *store.Tx, who caller, q repliesQuery) []detail {
		return listUserMessages.Check(tx, who, q.messagesQuery)
	},
	Run: func(tx *store.Tx, who caller, q repliesQuery) (messagesAnswer, error) {
		m, err := findMessage(tx, who.path("id"), who.Me)
		if err != nil {
			return messagesAnswer{}, err
		}
		r := readerOf(who, q.messagesQuery, who.Me)
		r.thread = m.ID
		r.take(tx, seatOf(m, who.Me))
		return r.answer(tx, who.EndUser), nil
	},
	Show: showMessages, Looks: messagesLook,
	Codes: codes{gateway.Recorded: {errBadRequest}, gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess}},
	Notes: notes{
		recorded("200 with and without onBehalfOf"),
		documented("rows have parentId; meta has previous, current and next"),
		assumed("parameters as in ListUserMessages; ascending; page changes nothing"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess, errBadRequest}},
		Notes: notes{documented("as ListUserMessages for an end user: meta has pagination and cursor")},
	},
}

// seatOf is the conversation of a message as somebody has it.
func seatOf(m *store.Message, me string) *seat {
	if guid, inGroup := store.GroupOfTalk(m.Conversation); inGroup {
		return groupSeat(guid)
	}
	return &seat{talk: m.Conversation, with: otherOf(m, me)}
}
