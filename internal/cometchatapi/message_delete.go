package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type messageDeletion struct {
	Permanent bool `json:"permanent"`

	ID string `json:"id" rule:"noeffect" on:"authToken"`
}

var deleteMessage = op[messageDeletion, toldMessage]{
	Name: "DeleteMessage", Route: "DELETE /messages/{id}", Page: "Messages", Seen: messagesSeen,
	Right:      right[messageDeletion]{Feature: "deleteMessage", Permission: "deleteMessage", InScope: "deleteMessage", OfReply: "deleteThreadedMessage", Group: groupOfPath[messageDeletion]},
	OnBehalfOf: true,
	Run:        remove,
	Tell:       tellOfChange,
	Codes: codes{
		gateway.Recorded:   {errMessageNotFound, errMessageNoAccess, errUIDNotFound},
		gateway.Documented: {errNotSender, errActionNotAllowed},
		gateway.Assumed:    {errBadRequest},
	},
	Notes: append(notes{
		recorded("the answer is the action message deleted, in the form of an edit's"),
		recorded("permanent: the message is gone, and the action message has it as it was, without deletedAt"),
		documented("unless permanent it stays, with deletedAt and deletedBy and without its text; data keeps nothing but entities (assumed)"),
		recorded("a message that is deleted so can be deleted for good"),
		assumed("deleted again without permanent: 200, with the time and the user of the last call; action messages cannot be deleted"),
		documented("unread counts do not fall"),
		assumed("with the message go its reactions, its pin and who has saved it; replies in its thread stay"),
		recorded("webhooks are told message_deleted with the id of the message that was deleted; the variant editedWebhook tells the action message"),
		assumed("they see deletedAt and no text also of one that was deleted for good"),
	}, changeNotes...),
	AsMe: &asMe{
		Codes: codes{
			gateway.Documented: {errNotSender, errActionNotAllowed},
			gateway.Assumed:    {errMessageNotFound, errMessageNoAccess, errBadRequest},
		},
		Notes: notes{
			documented("the SDK sends the id in the body, too, and takes the message from the action message"),
			assumed("as DeleteMessage with onBehalfOf"),
		},
	},
}

// remove takes back what the message of the path says, or all of it for good.
func remove(tx *store.Tx, who caller, q messageDeletion) (out toldMessage, _ error) {
	m, err := messageToChange(tx, who)
	switch {
	case err != nil:
		return out, err
	case m.Category == actionCategory:
		return out, mayAct(m)
	}
	gone := deleted(tx, m, actor(who.Me))
	on, seen := viewOfMessage(tx, "", m, m.Data.Bytes()), viewOfMessage(tx, "", &gone, gone.Data.Bytes())
	if q.Permanent {
		tx.DeleteMessage(m.ID)
	} else {
		tx.PutMessage(gone)
		on = seen
	}
	out.Data = putMessageAction(tx, "deleted", who.Me, m, on)
	out.events = who.changeEvents(messageDeleted, &seen, &out.Data)
	return out, nil
}

// deleted is a message that is still there, without what it said.
func deleted(tx *store.Tx, m *store.Message, by string) store.Message {
	gone, more := *m, m.Extra()
	more.DeletedAt, more.DeletedBy = thisSecond(tx), by
	gone = gone.With(more)
	gone.UpdatedAt = more.DeletedAt
	data, _ := parseJSON(m.Data.Bytes()).(object)
	kept := object{}
	if entities := data.get("entities"); entities != nil {
		kept = object{{"entities", entities}}
	}
	gone.Data = dataOf(appendJSON(nil, kept))
	return gone
}
