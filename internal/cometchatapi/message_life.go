package cometchatapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// lifeOperations are on messages that are there.
var lifeOperations = []declaration{
	updateMessage, deleteMessage, addReaction, removeReaction, listReactions, listOneReaction,
	pinMessage, unpinMessage, saveMessage, unsaveMessage, markInteracted, subscribeThread, unsubscribeThread,
	sendReply, listReplies, listThreads, listUserThreads, listGroupThreads,
}

// The texts of these are not published.
var (
	errNotSender = newCode(
		http.StatusForbidden, "ERR_MESSAGE_NOT_A_SENDER", "who acts has not sent the message, and is no admin or moderator of its group",
		"The user with UID {1} is not the sender of the message with ID {2}.",
	)
	errActionNotAllowed = newCode(
		http.StatusForbidden, "ERR_MESSAGE_ACTION_NOT_ALLOWED", "an action message, or one that is deleted",
		"This action is not allowed on the message with ID {1}.",
	)
)

// Triggers of messages that are there (page "Webhooks").
const (
	messageEdited  = "message_edited"
	messageDeleted = "message_deleted"

	messageReactionAdded   = "message_reaction_added"
	messageReactionRemoved = "message_reaction_removed"
)

// toldMessage is a message that webhooks are told of.
type toldMessage struct {
	Data messageView `json:"data"`

	events []hookEvent
}

func (*toldMessage) whole() {}

func (*toldMessage) style() wire.Style { return (*messageView)(nil).style() }

func tellOfChange(c *gateway.Call, out toldMessage) { tellAll(c, out.events) }

// messageEvent tells of a message.
func messageEvent(trigger string, v *messageView) hookEvent {
	return hookEvent{trigger: trigger, data: messagePlan.Append([]byte(`"message":`), v)}
}

// messageToChange is the message of the path, when who acts may change it: the app may, its sender, and in a group
// admins and moderators.
func messageToChange(tx *store.Tx, who caller) (*store.Message, error) {
	m, err := findMessage(tx, who.path("id"), who.Me)
	if err == nil {
		err = settled(tx, who, m)
	}
	if err != nil || who.Me == "" || who.Me == m.Sender {
		return m, err
	}
	if guid, inGroup := store.GroupOfTalk(m.Conversation); inGroup {
		if member, is := tx.Member(guid, who.Me); is && member.Role <= moderator {
			return m, nil
		}
	}
	return nil, errNotSender.of(who.Me, who.path("id")).because("message %d is from %s, and %s acts", m.ID, m.Sender, who.Me)
}

// mayAct refuses to do anything with what has happened, or with what is no more.
func mayAct(m *store.Message) error {
	switch {
	case m.Category == actionCategory:
		return errActionNotAllowed.of(digits(m.ID)).because("message %d says what has happened: it is of the category action", m.ID)
	case !m.Extra().DeletedAt.IsZero():
		return errActionNotAllowed.of(digits(m.ID)).because("message %d was deleted at %s", m.ID, moment(m.More.DeletedAt))
	}
	return nil
}

// needsActor says what is wrong with a call that is for nobody.
func needsActor(who caller) []detail {
	if who.Me == "" {
		return []detail{{"onBehalfOf", "The on behalf of field is required."}}
	}
	return nil
}
