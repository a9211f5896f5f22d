package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var subscribeThread = subscription(op[struct{}, success]{
	Name: "SubscribeThread", Route: "POST /messages/{id}/thread/subscription",
}, "Subscribed to the thread successfully.", func(tx *store.Tx, me string, m *store.Message) {
	if _, is := tx.Subscribed(me, m.ID); !is {
		tx.Subscribe(store.Mark{Message: m.ID, User: me, At: thisSecond(tx)})
	}
})

var unsubscribeThread = subscription(op[struct{}, success]{
	Name: "UnsubscribeThread", Route: "DELETE /messages/{id}/thread/subscription",
}, "Unsubscribed from the thread successfully.", func(tx *store.Tx, me string, m *store.Message) {
	tx.Unsubscribe(me, m.ID)
})

// subscription completes an operation that begins or ends a subscription and says so.
func subscription(d op[struct{}, success], text string, do func(*store.Tx, string, *store.Message)) op[struct{}, success] {
	d.OnBehalfOf, d.Page, d.Check = true, "Messages", marker
	d.Run = func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		m, err := findMessage(tx, who.path("id"), who.Me)
		if err != nil {
			return success{}, err
		}
		do(tx, who.Me, m)
		return done(text), nil
	}
	d.Codes = codes{gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errBadRequest}}
	d.Notes = subscriptionNotes
	d.AsMe = &asMe{Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess}}, Notes: subscriptionNotes}
	return d
}

var subscriptionNotes = notes{
	documented("the SDK reads data.message", sdk),
	assumed("the texts; any message that the user sees; twice is as once; onBehalfOf missing: 400 ERR_BAD_REQUEST"),
	documented("who replies is subscribed by that", sdk),
}
