package gateway

import (
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// Callback is an address of the app's own backend that the vendor tells of events.
type Callback struct {
	ID       string
	URL      string
	Username string // basic authentication when not empty
	Password string
	Secret   string // signs events, for vendors that sign them
}

// Event is something that a callback is told of.
type Event struct {
	Name  string // in the vendor's words
	To    Callback
	Body  []byte          // JSON
	Waits []time.Duration // the pauses before the second try, the third and so on, on the app's clock
}

// Deliver lets an event be delivered once the reply has been written. The reply never waits for it.
// An event of a call that is refused is forgotten.
func (c *Call) Deliver(e Event) { c.events = append(c.events, e) }

// Deliver sends an event of an app in the background. Each try stands in the app's journal.
func (g *Core) Deliver(app *App, e Event) {
	g.Sender.Send(webhook.Delivery{
		URL: e.To.URL, Username: e.To.Username, Password: e.To.Password, Body: e.Body,
		Waits: e.Waits,
		Now:   app.Clock.Now, Wait: app.wait,
		Tried: func(t webhook.Try) {
			entry := journal.Entry{
				Number: g.requests.Add(1), ID: strconv.FormatUint(g.ids.next(), 10), Time: app.Clock.Now(),
				Vendor: app.Vendor, App: app.ID, Operation: e.Name, Delivery: t.Number,
				Method: "POST", URL: e.To.URL, Header: t.Header, Body: e.Body, Length: len(e.Body),
				Status: t.Status, Reply: t.Reply, ReplyLength: len(t.Reply), Completed: t.Err == nil,
			}
			if t.Err != nil {
				entry.Reason = t.Err.Error()
			}
			app.Journal.Add(&entry)
			g.log(&entry)
		},
	})
}

// NextID is a number that no request and no other caller gets.
func (g *Core) NextID() uint64 { return g.ids.next() }
