package cometchatapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// conversationCodes are those of a call on one conversation, by what is in its path.
var conversationCodes = struct{ user, group, asUser, asGroup codes }{
	user:    codes{gateway.Recorded: {errConversationNotAccessible}, gateway.Assumed: {errUIDNotFound, errBadRequest}},
	group:   codes{gateway.Recorded: {errConversationNotAccessible}, gateway.Assumed: {errUIDNotFound, errGUIDNotFound, errBadRequest}},
	asUser:  codes{gateway.Documented: {errConversationNotAccessible}, gateway.Assumed: {errUIDNotFound}},
	asGroup: codes{gateway.Documented: {errConversationNotAccessible}, gateway.Assumed: {errGUIDNotFound}},
}

func showConversation(tx *store.Tx, who caller, _ struct{}) (conversationView, error) {
	c, err := placeOf(who).find(tx)
	if err != nil {
		return conversationView{}, err
	}
	return who.looksTo().view(tx, &c), nil
}

var getUserConversation = op[struct{}, conversationView]{
	Name: "GetUserConversations", Route: "GET /users/{uid}/conversation", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[struct{}]{Feature: "getConversation"},
	OnBehalfOf: true, First: placeThere,
	Run:   showConversation,
	Codes: conversationCodes.user,
	Notes: rowNotes,
	AsMe:  &asMe{Codes: conversationCodes.asUser, Notes: rowNotesAsMe},
}

var getGroupConversation = op[struct{}, conversationView]{
	Name: "GetGroupConversations", Route: "GET /groups/{guid}/conversation", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[struct{}]{Feature: "getConversation"},
	OnBehalfOf: true, First: placeThere,
	Run:   showConversation,
	Codes: conversationCodes.group,
	Notes: rowNotes,
	AsMe:  &asMe{Codes: conversationCodes.asGroup, Notes: rowNotesAsMe},
}

var rowNotes = notes{
	recorded("data is one object, with lastMessage and conversationWith; tags, when there are any, stand last"),
	assumed("without onBehalfOf: 400 ERR_BAD_REQUEST"),
	assumed("the texts of the refusals; the path may name app_system, from which messages without onBehalfOf come"),
	assumed("who has left a group, or was kicked or banned, has no conversation of it; it is there again with the next membership"),
}

var rowNotesAsMe = append(notes{documented("lastReadMessageId and latestMessageId are there")}, rowNotes[2:]...)

type conversationUpdate struct {
	Tags []string `json:"tags" rule:"maxitems=25,maxlen=100"`
}

func updateConversation(tx *store.Tx, who caller, q conversationUpdate) (conversationView, error) {
	at := placeOf(who)
	if _, err := at.find(tx); err != nil {
		return conversationView{}, err
	}
	if q.Tags != nil {
		at.label(tx, func(l *store.Labels) { l.Tags = slices.Clip(q.Tags) })
	}
	return showConversation(tx, who, struct{}{})
}

// label changes what who acts has given the conversation.
func (p place) label(tx *store.Tx, change func(*store.Labels)) {
	mine, labels := tx.Participant(p.me, p.with, p.group), store.Labels{}
	if mine.Labels != nil {
		labels = *mine.Labels
	}
	if change(&labels); len(labels.Tags) == 0 && labels.PinnedAt.IsZero() {
		mine.Labels = nil
	} else {
		mine.Labels = &labels
	}
	tx.PutParticipant(mine)
}

var updateUserConversation = op[conversationUpdate, conversationView]{
	Name: "UpdateUserConversation", Route: "PUT /users/{uid}/conversation", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[conversationUpdate]{Permission: "updateConversation"},
	OnBehalfOf: true, First: placeThere,
	Run:   updateConversation,
	Codes: conversationCodes.user,
	Notes: append(tagNotes, rowNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Documented: {errConversationNotAccessible}, gateway.Assumed: {errUIDNotFound, errBadRequest}},
		Notes: append(tagNotes, rowNotesAsMe...),
	},
}

var updateGroupConversation = op[conversationUpdate, conversationView]{
	Name: "UpdateGroupConversation", Route: "PUT /groups/{guid}/conversation", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[conversationUpdate]{Permission: "updateConversation"},
	OnBehalfOf: true, First: placeThere,
	Run:   updateConversation,
	Codes: conversationCodes.group,
	Notes: append(tagNotes, rowNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Documented: {errConversationNotAccessible}, gateway.Assumed: {errGUIDNotFound, errBadRequest}},
		Notes: append(tagNotes, rowNotesAsMe...),
	},
}

var tagNotes = notes{
	documented("tags replaces all; [] takes them away"),
	recorded("a tag may have spaces; createdAt and updatedAt stay", conversationsSeen),
	assumed("the tags are those of who acts alone; without tags nothing changes; a blank tag: 400 ERR_BAD_REQUEST"),
}

type conversationReset struct {
	Permanently bool   `json:"deleteMessagesPermanently"`
	With        string `json:"conversationWith" rule:"noeffect"` // repeats the path
}

var resetUserConversation = op[conversationReset, success]{
	Name: "ResetUserConversation", Route: "DELETE /users/{uid}/conversation", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[conversationReset]{Feature: "deleteConversationForUser", Permission: "deleteConversation"},
	OnBehalfOf: true, First: placeThere,
	Run: func(tx *store.Tx, who caller, q conversationReset) (success, error) {
		return resetConversation(tx, who, q.Permanently)
	},
	Codes: conversationCodes.user,
	Notes: resetNotes,
	AsMe:  &asMe{Codes: codes{gateway.Documented: {errConversationNotAccessible}, gateway.Assumed: {errUIDNotFound, errBadRequest}}, Notes: resetNotes[1:]},
}

var resetGroupConversation = op[struct{}, success]{
	Name: "ResetGroupConversation", Route: "DELETE /groups/{guid}/conversation", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[struct{}]{Feature: "deleteConversationForUser", Permission: "deleteConversation"},
	OnBehalfOf: true, First: placeThere,
	Run:   func(tx *store.Tx, who caller, _ struct{}) (success, error) { return resetConversation(tx, who, false) },
	Codes: conversationCodes.group,
	Notes: resetNotes,
	AsMe:  &asMe{Codes: conversationCodes.asGroup, Notes: resetNotes[1:]},
}

var resetNotes = notes{
	assumed("without onBehalfOf: 400 ERR_BAD_REQUEST"),
	recorded("the answer's text", conversationsSeen),
	assumed("that of a group, for which the vendor's sample repeats that of a user"),
	assumed("the conversation and its messages up to now are gone for who acts, with tags, pin and unread count; the other side keeps them"),
	assumed("deleteMessagesPermanently: the messages are gone for both; the other one's row and count stay"),
	assumed("until the next message the conversation is not accessible"),
}

// resetConversation takes a conversation and its messages away from who acts, the messages from everybody when for good.
func resetConversation(tx *store.Tx, who caller, forGood bool) (success, error) {
	at := placeOf(who)
	if _, err := at.find(tx); err != nil {
		return success{}, err
	}
	if forGood {
		for _, m := range slices.Collect(tx.Messages(at.key(), 0)) {
			tx.DeleteMessage(m.ID)
		}
	}
	tx.ClearTalk(at.me, at.with, at.group)
	tx.DeleteTalk(at.me, at.with, at.group)
	return done("The conversation " + idOf(at.me, at.with, at.group) + " has been deleted successfully for UID " + at.me + "."), nil
}
