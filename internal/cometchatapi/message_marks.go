package cometchatapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Bounds of the page "Messages": pinned messages of a conversation, and saved ones of a user.
const (
	mostPinnedMessages = 100
	mostSaved          = 100
)

var (
	errTooManyPinned = newCode(
		http.StatusBadRequest, "ERR_PINNED_MESSAGES_LIMIT_EXCEEDED", "one pinned message more than 100 of the conversation",
		"The number of pinned messages for the conversation with id {1} exceeds the allowed limit of 100.",
	)
	errTooManySaved = newCode(
		http.StatusBadRequest, "ERR_SAVED_MESSAGES_LIMIT_EXCEEDED", "one saved message more than 100 of the user",
		"The number of saved messages for the user with uid {1} exceeds the allowed limit of 100.",
	)
)

// mark shows who has pinned a message, and what me has done with it.
func (v *messageView) mark(tx *store.Tx, me string) {
	if p, is := tx.Pin(v.ID); is {
		v.PinnedBy, v.PinnedAt = p.User, p.At
	}
	if me == "" {
		return
	}
	if s, is := tx.Saved(me, v.ID); is {
		v.SavedAt = s.At
	}
	if i, is := tx.Interaction(me, v.ID); is {
		for _, e := range i.With {
			v.Interactions = append(v.Interactions, interacted{e.Element, e.At})
		}
	}
}

// marksMessage is an operation without parameters on one message, which is answered as who acts sees it then.
func marksMessage(d op[struct{}, messageView], do func(*store.Tx, caller, *store.Message) error) op[struct{}, messageView] {
	d.OnBehalfOf, d.Page = true, "Messages"
	d.Run = func(tx *store.Tx, who caller, _ struct{}) (messageView, error) {
		m, err := findMessage(tx, who.path("id"), who.Me)
		if err == nil {
			err = do(tx, who, m)
		}
		if err != nil {
			return messageView{}, err
		}
		return viewOfMessage(tx, who.Me, m, m.Data.Bytes()), nil
	}
	return d
}

// marker says what is wrong with a call by which a user does something with a message: it needs onBehalfOf.
func marker(_ *store.Tx, who caller, _ struct{}) []detail { return needsActor(who) }

var pinMessage = marksMessage(op[struct{}, messageView]{
	Name: "PinMessage", Route: "POST /messages/{id}/pin",
	Right: right[struct{}]{Permission: "pinMessage", InScope: "pinMessage", Group: groupOfPath[struct{}]},
	Codes: codes{
		gateway.Documented: {errTooManyPinned},
		gateway.Assumed:    {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errActionNotAllowed},
	},
	Notes: messagePinNotes,
	AsMe: &asMe{
		Codes: codes{
			gateway.Documented: {errTooManyPinned},
			gateway.Assumed:    {errMessageNotFound, errMessageNoAccess, errActionNotAllowed},
		},
		Notes: messagePinNotes,
	},
}, func(tx *store.Tx, who caller, m *store.Message) error {
	if err := mayAct(m); err != nil || isPinned(tx, m) {
		return err
	}
	n := 0
	for range tx.Pins(m.Conversation) {
		n++
	}
	if n >= mostPinnedMessages {
		return errTooManyPinned.of(conversationOf(m)).because("%d messages are pinned in the conversation %s", n, conversationOf(m))
	}
	tx.PutPin(store.Pin{Mark: store.Mark{Message: m.ID, User: actor(who.Me), At: thisSecond(tx)}, Talk: m.Conversation})
	return nil
})

var messagePinNotes = notes{
	documented("the message with pinnedBy and pinnedAt, which everybody sees; without onBehalfOf pinnedBy is app_system"),
	documented("pins of the app and of users are counted together"),
	assumed("pinned again it stays as it was; every role may pin that is not denied it; nobody is told"),
	assumed("pinnedBy and pinnedAt stand behind parentId and replyCount"),
}

var unpinMessage = marksMessage(op[struct{}, messageView]{
	Name: "UnpinMessage", Route: "DELETE /messages/{id}/pin",
	Right: right[struct{}]{Permission: "pinMessage", InScope: "pinMessage", Group: groupOfPath[struct{}]},
	Codes: codes{
		gateway.Documented: {errMessageNotFound},
		gateway.Assumed:    {errUIDNotFound, errMessageNoAccess},
	},
	Notes: messageUnpinNotes,
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess}},
		Notes: messageUnpinNotes,
	},
}, func(tx *store.Tx, _ caller, m *store.Message) error {
	tx.Unpin(m.ID)
	return nil
})

var messageUnpinNotes = notes{
	documented("the message without pinnedBy and pinnedAt, also when it was not pinned; anybody may unpin what somebody else has pinned"),
}

var saveMessage = marksMessage(op[struct{}, messageView]{
	Name: "SaveMessage", Route: "POST /messages/{id}/save", Check: marker,
	Codes: codes{
		gateway.Documented: {errTooManySaved},
		gateway.Assumed:    {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errActionNotAllowed, errBadRequest},
	},
	Notes: append(notes{assumed("onBehalfOf missing: 400 ERR_BAD_REQUEST")}, saveNotes...),
	AsMe: &asMe{
		Codes: codes{
			gateway.Documented: {errTooManySaved},
			gateway.Assumed:    {errMessageNotFound, errMessageNoAccess, errActionNotAllowed},
		},
		Notes: saveNotes,
	},
}, func(tx *store.Tx, who caller, m *store.Message) error {
	if err := mayAct(m); err != nil || isSaved(tx, who.Me, m) {
		return err
	}
	n := 0
	for range tx.Saves(who.Me) {
		n++
	}
	if n >= mostSaved {
		return errTooManySaved.of(who.Me).because("%s has saved %d messages", who.Me, n)
	}
	tx.Save(store.Mark{Message: m.ID, User: who.Me, At: thisSecond(tx)})
	return nil
})

var saveNotes = notes{
	documented("the message with savedAt, which that user alone sees; saved again it keeps the first time"),
	assumed("savedAt stands behind pinnedAt"),
}

var unsaveMessage = marksMessage(op[struct{}, messageView]{
	Name: "UnsaveMessage", Route: "DELETE /messages/{id}/save", Check: marker,
	Codes: codes{gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errBadRequest}},
	Notes: append(notes{assumed("onBehalfOf missing: 400 ERR_BAD_REQUEST")}, unsaveNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess}},
		Notes: unsaveNotes,
	},
}, func(tx *store.Tx, who caller, m *store.Message) error {
	tx.Unsave(who.Me, m.ID)
	return nil
})

var unsaveNotes = notes{documented("the message without savedAt, also when it was not saved")}
