package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var getConversation = op[struct{}, conversationView]{
	Name: "GetConversation", Route: "GET /conversations/{conversationId}", Page: "Conversations", Seen: conversationsSeen,
	OnBehalfOf: true, First: actorThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (conversationView, error) {
		_, c, err := conversationByID(tx, who)
		if err != nil {
			return conversationView{}, err
		}
		return who.looksTo().view(tx, &c), nil
	},
	Codes: byIDCodes,
	Notes: append(notes{assumed("the answer is that of GetUserConversations and GetGroupConversations")}, byIDNotes...),
}

var deleteConversation = op[struct{}, success]{
	Name: "DeleteConversation", Route: "DELETE /conversations/{conversationId}", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[struct{}]{Permission: "deleteConversation"},
	OnBehalfOf: true, First: actorThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		id, c, err := conversationByID(tx, who)
		if err != nil {
			return success{}, err
		}
		tx.EndTalk(c.Talk)
		return done("The conversation " + id + " has been deleted successfully for all the users."), nil
	},
	Codes: byIDCodes,
	Notes: append(notes{
		documented("the answer's text"),
		assumed("the conversation is gone for everybody, with its messages; it begins anew with the next message"),
	}, byIDNotes...),
}

var byIDCodes = codes{
	gateway.Recorded:   {errConversationNotAccessible},
	gateway.Documented: {errConversationNotFound},
	gateway.Assumed:    {errUIDNotFound, errBadRequest},
}

var byIDNotes = notes{
	recorded("an id of which who acts has no conversation, such as another user's, or with the two uids in the wrong order: 403"),
	assumed("404 only for an id that no two users and no group have; without onBehalfOf: 400 ERR_BAD_REQUEST"),
	assumed("the id is lower-cased; deprecated, and answered all the same"),
}

// actorThere refuses that nobody acts, or somebody who is not there.
func actorThere(tx *store.Tx, who caller) error {
	if who.Me == "" {
		return nobodyActs()
	}
	return usersThere(tx, who)
}

// conversationByID is the one with the id of the path, as who acts has it.
func conversationByID(tx *store.Tx, who caller) (id string, c store.Conversation, err error) {
	id = strings.ToLower(who.path("conversationId"))
	err = errConversationNotFound.of(id).because("%.200q is neither of a group nor of two users that are there", id)
	if guid, ok := strings.CutPrefix(id, groupConversation("")); ok {
		if _, there := tx.Group(guid); there {
			if c, err = (place{who.Me, guid, true}).find(tx); err == nil {
				return id, c, nil
			}
		}
	}
	for at := 0; ; at++ {
		next := strings.Index(id[at:], between)
		if next < 0 {
			return id, c, err
		}
		at += next
		a, b := id[:at], id[at+len(between):]
		if !hasConversations(tx, a) || !hasConversations(tx, b) {
			continue
		}
		refused := errConversationNotAccessible.of(id)
		switch other := b; {
		case a > b:
			err = refused.because("the uid that sorts first stands first in an id: %s", conversationID(a, b))
		case who.Me != a && who.Me != b:
			err = refused.because("it is between %s and %s, and onBehalfOf is %s", a, b, who.Me)
		default:
			if who.Me == b {
				other = a
			}
			if c, err = (place{who.Me, other, false}).find(tx); err == nil {
				return id, c, nil
			}
		}
	}
}

// hasConversations reports whether a uid is one of those who have conversations.
func hasConversations(tx *store.Tx, uid string) bool {
	_, ok := tx.User(uid)
	return ok || uid == systemUser
}
