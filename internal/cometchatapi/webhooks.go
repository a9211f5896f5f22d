package cometchatapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// webhookWaits are the pauses between the three tries of a delivery. How often the vendor tries is
// not published.
var webhookWaits = []time.Duration{2 * time.Second, 4 * time.Second}

// Triggers of the page "Webhooks".
const (
	userBlocked   = "user_blocked"
	userUnblocked = "user_unblocked"
)

// Events are the names of all events that webhooks are told of.
var Events = []string{userBlocked, userUnblocked}

// tellOfBlocks lets every webhook of the app know that by has blocked or unblocked others.
func tellOfBlocks(c *gateway.Call, trigger string, by *store.User, others []*store.User) {
	if len(others) == 0 {
		return
	}
	for _, to := range c.App.Callbacks() {
		c.Deliver(gateway.Event{Name: trigger, To: to, Body: blockEvent(c.App, trigger, to.ID, by, others), Waits: webhookWaits})
	}
}

// blockEvent is the event of the page "Webhooks". Its people have neither times nor tags there.
func blockEvent(app *gateway.App, trigger, webhookID string, by *store.User, others []*store.User) []byte {
	body := append([]byte(nil), `{"trigger":`...)
	body = jsontext.AppendPHP(body, trigger)
	body = append(body, `,"data":{"users":{`...)
	for i, u := range others {
		if i > 0 {
			body = append(body, ',')
		}
		body = jsontext.AppendPHP(body, u.ID)
		body = append(body, ':')
		body = append(body, u.Piece(writePiece).Head...)
		body = append(body, `,"conversationId":"`...)
		body = appendConversationID(body, by.ID, u.ID)
		body = append(body, `"}`...)
	}
	body = append(body, `},"by":`...)
	body = append(body, by.Piece(writePiece).Head...)
	body = append(body, `}},"appId":`...)
	body = jsontext.AppendPHP(body, app.ID)
	body = append(body, `,"region":`...)
	body = jsontext.AppendPHP(body, app.Region)
	body = append(body, `,"webhook":`...)
	body = jsontext.AppendPHP(body, webhookID)
	return append(body, '}')
}
