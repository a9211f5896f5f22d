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
var Events = []string{
	userBlocked, userUnblocked, userMentioned,
	groupCreated, groupUpdated, groupTransferred, groupDeleted, memberAdded, memberKicked, memberBanned, memberUnbanned,
	memberScopeChange, memberJoined, memberLeft,
	messageSent, beforeMessage, afterMessage,
	messageDelivered, messageRead, deliveredToAll, readByAll,
	messageEdited, messageDeleted, messageReactionAdded, messageReactionRemoved,
}

// tellOfBlocks lets every webhook of the app know that by has blocked or unblocked others.
func tellOfBlocks(c *gateway.Call, trigger string, by *store.User, others []*store.User) {
	if len(others) > 0 {
		tellAll(c, []hookEvent{blockEvent(trigger, by, others)})
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
func blockEvent(trigger string, by *store.User, others []*store.User) hookEvent {
	data := []byte(`"users":{`)
	for i, u := range others {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(jsontext.AppendPHP(data, u.ID), ':')
		data = append(data, u.Piece(writePiece).Head...)
		data = append(data, `,"conversationId":"`...)
		data = append(appendConversationID(data, by.ID, u.ID), `"}`...)
	}
	data = append(data, `},"by":`...)
	data = append(data, by.Piece(writePiece).Head...)
	return hookEvent{trigger: trigger, data: append(data, '}')}
}

// hookBody is what a webhook is sent (page "Webhooks overview"), a legacy one without the region (page "Legacy webhooks").
func hookBody(app *gateway.App, trigger string, to *gateway.Callback, data []byte) []byte {
	body := jsontext.AppendPHP([]byte(`{"trigger":`), trigger)
	body = append(append(body, `,"data":{`...), data...)
	body = jsontext.AppendPHP(append(body, `},"appId":`...), app.ID)
	if to.Only == nil {
		body = jsontext.AppendPHP(append(body, `,"region":`...), app.Region)
	}
	body = jsontext.AppendPHP(append(body, `,"webhook":`...), to.ID)
	return append(body, '}')
}
