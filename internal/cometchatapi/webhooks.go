package cometchatapi

import (
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// webhookWaits are the pauses before the second try and the third, for webhooks that have retryOnFailure
// (page "Webhooks overview").
var webhookWaits = []time.Duration{10 * time.Second, 30 * time.Second}

// webhookTimeout is within what a webhook must answer (the same page).
const webhookTimeout = 2 * time.Second

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
		c.Deliver(webhookEvent(trigger, to, blockEvent(c.App, trigger, to.ID, by, others)))
	}
}

// webhookEvent is an event as it is delivered (page "Webhooks overview").
func webhookEvent(trigger string, to gateway.Callback, body []byte) gateway.Event {
	e := gateway.Event{
		Name: trigger, To: to, Body: body,
		ContentType: "Application/json", // spelt so on the wire, by the vendor's own tests of its webhooks
		Timeout:     webhookTimeout,
		Taken:       func(status int) bool { return status == http.StatusOK },
	}
	if to.Retry {
		e.Waits = webhookWaits
	}
	return e
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
