package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/wire"
)

// happening is something that callbacks are told of.
type happening struct {
	name    string // of the callback
	to      string // which of the app's addresses are told; see the kinds in callbacks.go
	clients bool   // the pages speak of what a client does: an app may choose that calls of the server API are silent
	body    func(callback) []byte
}

// of makes a happening out of the body of its callback, which embeds [callback].
func of[B any, P interface {
	*B
	begin(callback)
}](name string, write *wire.Encoder[B], body B) happening {
	return happening{name: name, body: func(c callback) []byte {
		whole := body
		P(&whole).begin(c)
		return write.Append(nil, &whole)
	}}
}

// byClients marks one of which the pages speak as what a client does.
func (h happening) byClients() happening {
	h.clients = true
	return h
}

// at is one that other addresses of the app are told of.
func (h happening) at(kind string) happening {
	h.to = kind
	return h
}

func (c *callback) begin(with callback) { *c = with }

// told is embedded in the answer of an action of which callbacks are told.
type told struct{ happened []happening }

// toldOnly is the answer of an action that says nothing but that it went well, and tells callbacks.
type toldOnly struct{ told }

func (t *told) tell(h ...happening) { t.happened = append(t.happened, h...) }

func (t *told) happenings() []happening { return t.happened }

func isTold[Out any]() bool {
	var out Out
	_, ok := any(&out).(interface{ happenings() []happening })
	return ok
}

// tellCall is the Tell of an action whose answer embeds [told].
func tellCall[Out any](c *gateway.Call, out Out) {
	t, ok := any(&out).(interface{ happenings() []happening })
	if !ok {
		return
	}
	var heard []happening
	for _, h := range t.happenings() {
		if !h.clients || serverCallbacks.Of(c.App) == "on" {
			heard = append(heard, h)
		}
	}
	for _, e := range eventsOf(c.App, c.ID, c.Now, heard) {
		c.Deliver(e)
	}
}

// tellOf lets an act tell of what has happened.
func tellOf(a *gateway.Acting, now time.Time, happened ...happening) gateway.Tell {
	return func() []gateway.Event { return eventsOf(a.App, a.NextID(), now, happened) }
}

// eventsOf are the events of what has happened to an app at a moment. number is any number that no other events of
// the app have: their nonces are made of it.
func eventsOf(app *gateway.App, number uint64, now time.Time, happened []happening) (events []gateway.Event) {
	for _, to := range app.Callbacks() {
		for _, h := range happened {
			if to.ID == h.to {
				body := h.body(callbackOf(app, to, h.name, number, now))
				events = append(events, gateway.Event{Name: h.name, To: to, Body: body, Waits: callbackWaits})
				number++
			}
		}
	}
	return events
}
