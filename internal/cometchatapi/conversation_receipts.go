package cometchatapi

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var receiptOperations = []declaration{
	markUserDelivered, markUserRead, markUserUnread, markGroupDelivered, markGroupRead, markGroupUnread,
}

// upTo names the last message that is marked.
type upTo struct {
	MessageID string `json:"messageId" check:"digits"`
}

// marked is the answer to a receipt. Two have a capital in the name of the text (page "Conversations").
type marked struct {
	Success bool   `json:"success"`
	Capital string `json:"Message,omitempty"`
	Message string `json:"message,omitempty"`
}

// marking declares delivered or read, for a user or a group.
func marking(name, route string, kind receiptKind, group bool) op[upTo, told[marked]] {
	known := codes{gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errBadRequest}}
	asUser := known
	answer := marked{Success: true, Capital: "All the messages from the user are marked as " + string(kind) + " for the requesting user."}
	if group {
		known = codes{gateway.Assumed: {errUIDNotFound, errGUIDNotFound, errNotJoined, errBannedMember, errMessageNotFound, errMessageNoAccess, errBadRequest}}
		asUser = codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errMessageNotFound, errMessageNoAccess, errBadRequest}}
		answer = marked{Success: true, Message: "All the messages in the group are marked as " + string(kind) + " for the requesting user."}
	}
	return op[upTo, told[marked]]{
		Name: name, Route: route, Page: "Conversations", Seen: conversationsSeen,
		OnBehalfOf: true, First: placeThere,
		Run: func(tx *store.Tx, who caller, q upTo) (told[marked], error) {
			events, err := placeOf(who).mark(tx, q.MessageID, kind)
			return told[marked]{Data: answer, events: events}, err
		},
		Tell:  tellHooks[marked],
		Codes: known,
		Notes: append(markingNotes, requiredActor...),
		AsMe:  &asMe{Codes: asUser, Notes: markingNotes},
	}
}

var (
	markUserDelivered  = marking("MarkConversationAsDelivered", "POST /users/{uid}/conversation/delivered", delivering, false)
	markUserRead       = marking("MarkConversationAsRead", "POST /users/{uid}/conversation/read", reading, false)
	markGroupDelivered = marking("MarkGroupConversationAsDelivered", "POST /groups/{guid}/conversation/delivered", delivering, true)
	markGroupRead      = marking("MarkGroupConversationAsRead", "POST /groups/{guid}/conversation/read", reading, true)
)

var requiredActor = notes{assumed("without onBehalfOf: 400 ERR_BAD_REQUEST")}

var markingNotes = notes{
	documented("the answer's text; of a user it stands in Message, with a capital"),
	documented("messageId is optional: up to that message, else all; a number"),
	documented("a text, too", sdk),
	assumed("an id of another conversation: 404 ERR_MESSAGE_ID_NOT_FOUND; a conversation without messages is marked all the same"),
	documented("read: readAt of the other side's messages, deliveredAt where there is none yet, and the unread count"),
	assumed("what is read stays read when an older message is named"),
	assumed("webhooks message_delivery_receipt and message_read_receipt, one for a call, for the last message that it marks; none when it marks nothing new"),
	documented("in a group message_delivered_to_all and message_read_by_all, when the last member has it; up to 300 members", "Webhooks"),
	assumed("to the author of the newest message of which that is so"),
}

// unmarked is the answer to a call that marks messages as unread, with the conversation for an end user.
type unmarked struct {
	success
	Conversation *conversationView `json:"conversation,omitempty"`
}

func (*unmarked) style() wire.Style { return (*messageView)(nil).style() }

type unreadFrom struct {
	MessageID string `json:"messageId" rule:"required" check:"digits"`
}

// unreadCalls are 5 a minute for a user, beside what all calls count on (page "Rate Limits").
func unreadCalls(operation string) []gateway.Limit {
	own := gateway.Limit{Quota: unreadQuota, Counter: "unread", Window: time.Minute}
	own.On = func(c *gateway.Call) (string, int) {
		me := c.User
		if c.Op.Credential == apiKey {
			me = strings.ToLower(header(c, http.CanonicalHeaderKey("onBehalfOf")))
		}
		return own.Counter + " " + me, 1
	}
	return append(standardCalls(operation), own)
}

// unreadQuota is how often a user may mark messages as unread.
const unreadQuota = "unread"

func unmarking(name, route string, group bool) op[unreadFrom, unmarked] {
	known := codes{gateway.Assumed: {errConversationNotAccessible, errUIDNotFound, errMessageNotFound, errMessageNoAccess, errBadRequest}}
	asUser := known
	if group {
		known = codes{gateway.Assumed: {errConversationNotAccessible, errUIDNotFound, errGUIDNotFound, errNotJoined, errBannedMember, errMessageNotFound, errMessageNoAccess, errBadRequest}}
		asUser = codes{gateway.Assumed: {errConversationNotAccessible, errGUIDNotFound, errNotJoined, errBannedMember, errMessageNotFound, errMessageNoAccess, errBadRequest}}
	}
	return op[unreadFrom, unmarked]{
		Name: name, Route: route, Page: "Conversations", Limit: unreadCalls,
		OnBehalfOf: true, First: placeThere,
		Run: func(tx *store.Tx, who caller, q unreadFrom) (out unmarked, _ error) {
			at := placeOf(who)
			if err := at.unmark(tx, q.MessageID); err != nil {
				return out, err
			}
			from := "from the user "
			if group {
				from = "in the group "
			}
			out.success = done(fmt.Sprintf("The messages after the message id %s %s%s are marked as unread for the user %s.", q.MessageID, from, at.with, at.me))
			if who.EndUser {
				c, err := at.find(tx)
				if err != nil {
					return out, err
				}
				shown := who.looksTo().view(tx, &c)
				out.Conversation = &shown
			}
			return out, nil
		},
		Codes: known,
		Notes: append(unmarkingNotes, requiredActor...),
		AsMe: &asMe{Codes: asUser, Notes: append(notes{
			documented("beside it data.conversation, with lastReadMessageId and latestMessageId, which SDK 4.2.0 needs"),
		}, unmarkingNotes...)},
	}
}

var (
	markUserUnread  = unmarking("MarkConversationAsUnread", "DELETE /users/{uid}/conversation/read", false)
	markGroupUnread = unmarking("MarkGroupConversationAsUnread", "DELETE /groups/{guid}/conversation/read", true)
)

var unmarkingNotes = notes{
	documented("the answer's text"),
	assumed("that of a group, for which the vendor's sample repeats that of a user"),
	documented("messages after messageId become unread; 5 calls a minute for a user"),
	assumed("messageId must be given; readAt of the messages after it is gone, deliveredAt stays; no webhook"),
}
