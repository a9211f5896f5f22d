package gateway

import (
	"time"

	"github.com/chatdouble/mockserver/internal/webhook"
)

// Question is an event whose receiver decides something by its answer.
type Question struct {
	Name string // in the vendor's words
	To   Callback
	Body []byte // JSON

	ContentType string                // application/json when empty
	Timeout     time.Duration         // what the receiver has for its answer, in real time
	Taken       func(status int) bool // whether it is an answer; any 2xx when nil
	Tries       int                   // at the most, one directly after the other
}

// Answer is that of a receiver who was asked.
type Answer struct {
	Status int
	Body   []byte // as far as it is looked at
}

// Ask asks a receiver in the name of the call's app; see [Core.Ask].
func (c *Call) Ask(q Question) (Answer, error) { return c.core.Ask(c.App, q) }

// Ask asks a receiver and waits for its answer. The error says why there is none. It must be
// called outside of any update: others change the state meanwhile. A server that stops, and an app whose state is
// replaced, wait no longer. Each try stands in the journal like those of other events.
func (g *Core) Ask(app *App, q Question) (Answer, error) {
	d := delivery{core: g, app: app, event: Event{
		Name: q.Name, To: q.To, Body: q.Body, ContentType: q.ContentType, Timeout: q.Timeout, Taken: q.Taken,
	}}
	t := g.Sender.Ask(g.serving, app.Outbox(), d.outgoing(), q.Tries)
	if t.State != webhook.Delivered {
		return Answer{}, t.Err
	}
	return Answer{t.Status, t.Reply}, nil
}
