package cometchatapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/store"
)

// putMessageAction adds to the history what somebody, or the app, has done to a message: on is the message as it is then.
// It is answered with the two people in the order of a send.
func putMessageAction(tx *store.Tx, name, me string, m *store.Message, on messageView) messageView {
	at := thisSecond(tx)
	data := append([]byte(nil), `{"action":"`+name+`","entities":{"by":{"entity":`...)
	data = append(appendActor(data, tx, me), `,"entityType":"user"},"for":{"entity":`...)
	data = append(appendAddressee(data, tx, me, m), `},"on":{"entity":`...)
	data = append(messagePlan.Append(data, &on), `,"entityType":"message"}}}`...)
	action := store.Message{ // no other has what it is on
		Conversation: m.Conversation, Sender: actor(me), Receiver: m.Receiver,
		Category: actionCategory, Type: actionOnMessage, Data: store.DataOf(string(asStored(data)), 0, 0), SentAt: at, UpdatedAt: at, Uncounted: true, Aside: true,
	}
	if only := m.Extra().OnlyFor; only != "" {
		action = action.With(store.MessageMore{OnlyFor: only})
	}
	return viewOfMessage(tx, me, put(tx, action), data)
}

// appendAddressee appends to whom a message is, as me sees it, and what that is.
func appendAddressee(dst []byte, tx *store.Tx, me string, m *store.Message) []byte {
	if guid, inGroup := store.GroupOfTalk(m.Conversation); inGroup {
		g, _ := tx.Group(guid)
		group := viewOfGroup(tx, g, "")
		return append(groupPlan.Append(dst, &group), `,"entityType":"group"`...)
	}
	u, ok := tx.User(m.Receiver)
	if !ok {
		return append(appendActor(dst, tx, ""), `,"entityType":"user"`...)
	}
	if me == u.ID {
		me = ""
	}
	return append(appendUser(dst, store.Row{User: u}, view{me: me}), `,"entityType":"user"`...)
}

// digits is the number of a message as it is written.
func digits(id uint64) string { return strconv.FormatUint(id, 10) }
