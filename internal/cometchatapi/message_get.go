package cometchatapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// messageQuery asks for one message.
type messageQuery struct {
	Me string // who reads it; empty: the app's own backend, which sees everything
	ID string // as sent
}

func decodeMessageQuery(c *gateway.Call) (messageQuery, error) {
	return messageQuery{Me: onBehalfOf(c), ID: c.PathParam("id")}, nil
}

func getMessage(tx *store.Tx, q messageQuery) (*store.Message, error) {
	if q.Me != "" {
		if err := userExists(tx, q.Me); err != nil {
			return nil, err
		}
	}
	id, err := strconv.ParseUint(q.ID, 10, 64)
	if err != nil {
		return nil, errMessageNotFound(q.ID).because("%.40q is no message id: those are numbers from 1", q.ID)
	}
	m, ok := tx.Message(id)
	switch {
	case !ok:
		return nil, errMessageNotFound(q.ID).because("there is no message %d: none was sent with that id, or a user of it has been deleted", id)
	case q.Me == "":
		return m, nil
	case q.Me != m.Sender && q.Me != m.Receiver:
		return nil, errMessageNoAccess(q.Me, q.ID).because("message %d is between %s and %s, and onBehalfOf is %s", id, m.Sender, m.Receiver, q.Me)
	case !sees(q.Me, m):
		return nil, errMessageNotFound(q.ID).because("message %d was sent while %s had blocked %s and was never delivered", id, m.Receiver, m.Sender)
	}
	return m, nil
}

func encodeMessage(dst []byte, _ *gateway.Call, m *store.Message) []byte {
	dst = appendMessage(append(dst, `{"data":`...), m, m.Data, m.Tags)
	return append(dst, '}')
}
