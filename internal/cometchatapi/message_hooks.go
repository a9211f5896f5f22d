package cometchatapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Triggers of messages: of the page "Webhooks", and of legacy webhooks (page "Legacy webhooks").
const (
	messageSent   = "message_sent"
	userMentioned = "user_mentioned"
	beforeMessage = "before_message"
	afterMessage  = "after_message"
)

// errBlockedByWebhook has a code of the error guide; the vendor publishes no text.
var errBlockedByWebhook = newCode(
	http.StatusForbidden, "ERR_BLOCKED_BY_WEBHOOK", "a legacy webhook that is asked before_message does not want the message", "The request failed with ERR_BLOCKED_BY_WEBHOOK.",
)

// sentEvent tells of a message that was sent, as the answer shows it. To legacy webhooks it stands right under data.
func sentEvent(m *messageView) hookEvent {
	shown := messagePlan.Append(nil, m)
	return hookEvent{
		trigger: messageSent, data: append([]byte(`"message":`), shown...),
		legacy: afterMessage, legacyData: shown[1 : len(shown)-1],
	}
}

// tellOfSent is the Tell of operations that send messages.
func tellOfSent(c *gateway.Call, out sentMessages) {
	if len(c.App.Callbacks()) > 0 {
		tellAll(c, out.told())
	}
}

// told is what webhooks are told of messages that were sent.
func (out *sentMessages) told() (events []hookEvent) {
	for i := range out.sent {
		m := &out.sent[i]
		if events = append(events, sentEvent(&m.view)); m.mentions {
			events = append(events, hookEvent{trigger: userMentioned, data: events[len(events)-1].data})
		}
	}
	return events
}

// isAsked reports whether a webhook is one that is asked before a message is stored.
func isAsked(to gateway.Callback) bool { return slices.Contains(to.Only, beforeMessage) }

func asksInFlight(app *gateway.App) bool { return slices.ContainsFunc(app.Callbacks(), isAsked) }

// doNotPropagate is what the answer to before_message says in action when the message is not to be sent.
const doNotPropagate = "do_not_propagate"

// askOfSent is the InFlight of operations that send messages.
func askOfSent(c *gateway.Call, out sentMessages) error { return out.ask(c.App, c.Ask) }

// ask asks of each message, up to the first that somebody does not want.
func (out *sentMessages) ask(app *gateway.App, ask asker) error {
	for i := range out.sent {
		if err := askOfMessage(app, ask, &out.sent[i].view); err != nil {
			return err
		}
	}
	return nil
}

// asker asks a webhook of an app.
type asker func(gateway.Question) (gateway.Answer, error)

// askOfMessage asks every legacy webhook that is to be asked, one
// after the other, up to the first who does not want it. It is the message without its id, which it has not got yet.
func askOfMessage(app *gateway.App, ask asker, m *messageView) error {
	shown := messagePlan.Append(nil, m)
	_, behindID, _ := bytes.Cut(shown[:len(shown)-1], []byte(","))
	for _, to := range app.Callbacks() {
		if !isAsked(to) {
			continue
		}
		e := webhookEvent(beforeMessage, to, hookBody(app, beforeMessage, &to, behindID))
		answer, err := ask(gateway.Question{
			Name: e.Name, To: e.To, Body: e.Body, ContentType: e.ContentType, Timeout: e.Timeout, Taken: e.Taken, Tries: 1,
		})
		if err != nil {
			continue // who says nothing does not mind
		}
		var verdict struct{ Action string }
		if json.Unmarshal(answer.Body, &verdict) == nil && verdict.Action == doNotPropagate {
			return errBlockedByWebhook.because("the webhook %s was asked %s and answered with the action %s", to.ID, beforeMessage, doNotPropagate)
		}
	}
	return nil
}
