package gateway

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
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
	Retry    bool   // whether what fails is tried again, for vendors that ask

	Only []string // the names of the events that it is told of; nil: all but those that somebody must ask for
}

// Event is something that a callback is told of, and how the vendor delivers it.
type Event struct {
	Name string // in the vendor's words
	To   Callback
	Body []byte // JSON

	ContentType string                // application/json when empty
	Timeout     time.Duration         // what the receiver has for its answer, in real time; 5 s when 0
	Taken       func(status int) bool // whether an answer ends the tries; any 2xx when nil
	Waits       []time.Duration       // the pauses before the second try, the third and so on, on the app's clock
}

// Deliver lets an event be delivered once the reply has been written. The reply never waits for it.
// An event of a call that is refused is forgotten.
func (c *Call) Deliver(e Event) { c.events = append(c.events, e) }

// queue gives the events of a call their places, in its turn, before the answer is out: a client that has its
// answer finds them in the journal, and the events of its next call come behind them. They go out when the answer
// is out. Nothing happens the second time.
func (g *Gateway) queue(c *Call) {
	if mine := c.turn; mine != nil {
		c.turn = nil
		defer mine.end()
		mine.wait()
	}
	if len(c.events) == 0 {
		return
	}
	if c.held == nil {
		c.held = make(chan struct{})
	}
	for _, e := range c.events {
		g.deliver(c.App, c.outbox, e, c.held)
	}
	c.events = nil
}

// deliver sends an event of an app in the background. from is the app's outbox before the change that the event
// tells of; the first try waits for after. Each try stands in the app's journal, from when it is known that there
// will be one.
func (g *Core) deliver(app *App, from *webhook.Outbox, e Event, after <-chan struct{}) {
	d := &delivery{core: g, app: app, event: e}
	out := d.outgoing()
	out.After = after
	g.Sender.Send(from, out)
}

// delivery is an event on its way, as the journal, the metrics and the log are told of it.
type delivery struct {
	core  *Core
	app   *App
	event Event
	sent  *Sent // nil before the first try is known
	try   int   // of the newest entry
	id    string
	at    journal.Place
}

// outgoing is the event as it goes out.
func (d *delivery) outgoing() webhook.Delivery {
	e := &d.event
	return webhook.Delivery{
		URL: e.To.URL, Username: e.To.Username, Password: e.To.Password, Body: e.Body,
		ContentType: e.ContentType, Timeout: e.Timeout, Taken: e.Taken, Waits: e.Waits,
		Changed: d.changed,
	}
}

// changed is told of each change of each try, one at a time.
func (d *delivery) changed(t webhook.Try) {
	added := t.Number != d.try
	if added {
		d.add(t)
	} else {
		d.app.Journal.UpdateAt(d.at, func(e *journal.Entry) { d.describe(e, t) })
	}
	d.app.sent.try(d.sent, Attempt{t.Number, d.app.Clock.Now(), string(t.State), t.Status, reason(t), d.id})
	switch {
	case t.State == webhook.Waiting || t.State == webhook.Trying:
		return
	case t.State == webhook.Failed || t.State == webhook.Dropped:
		d.warn(t)
	case t.State == webhook.GivenUp && added:
		d.warn(t) // it came when the server had stopped, and said what it gives up
	}
	d.core.Metrics.Event(string(t.State))
	d.core.log(&journal.Entry{
		ID: d.id, Vendor: d.app.Vendor, App: d.app.ID, Operation: d.event.Name,
		Method: "POST", URL: receiver(d.event.To.URL), Status: t.Status, Reason: reason(t),
	})
}

// add puts a try into the journal.
func (d *delivery) add(t webhook.Try) {
	d.try, d.id = t.Number, strconv.FormatUint(d.core.ids.next(), 10)
	if d.sent == nil {
		d.sent = d.app.sent.add(d.id, d.event, &d.core.sentBytes)
	}
	e := journal.Entry{
		Number: d.core.requests.Add(1), ID: d.id, Time: d.app.Clock.Now(),
		Vendor: d.app.Vendor, App: d.app.ID, Operation: d.event.Name, Delivery: t.Number,
		Method: "POST", URL: d.event.To.URL, Header: t.Header, Body: d.event.Body, Length: len(d.event.Body),
	}
	d.describe(&e, t)
	d.at = d.app.Journal.Add(&e)
}

// describe puts down where a try stands. Its time is that of the try itself, as soon as there is one.
func (d *delivery) describe(e *journal.Entry, t webhook.Try) {
	if t.State == webhook.Trying {
		e.Time = d.app.Clock.Now()
	}
	e.DeliveryState, e.Completed, e.Reason = string(t.State), t.State == webhook.Delivered, reason(t)
	e.Status, e.Reply, e.ReplyLength = t.Status, t.Reply, len(t.Reply)
}

// reason is why the event is not delivered, or not yet, in one line; empty when it is.
func reason(t webhook.Try) string {
	switch {
	case t.State == webhook.Waiting && t.Due.IsZero():
		return "waiting to be delivered"
	case t.State == webhook.Waiting:
		return "waiting for the app's clock: due at " + t.Due.Format(time.RFC3339Nano)
	case t.State == webhook.Trying:
		return "on its way: the receiver has not answered yet"
	case t.Err == nil:
		return ""
	case t.State == webhook.Failed && t.Final:
		return t.Err.Error() + "; it is not tried again"
	}
	return t.Err.Error()
}

// warn says in the log that an event is not delivered, with what a person needs to mend it.
func (d *delivery) warn(t webhook.Try) {
	to := receiver(d.event.To.URL)
	kind := []string{"delivery", d.app.Name(), d.event.Name, to, string(t.State), strconv.Itoa(t.Status)}
	d.core.Once.Warn(strings.Join(kind, "\x00"), "an event was not delivered", "app", d.app.Name(), "event", d.event.Name, "receiver", to,
		"try", t.Number, "status", t.Status, "reason", reason(t), "request", d.id)
}

// receiver is an address without what may be a secret: user, password, path and query.
func receiver(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that is no URL"
	}
	return u.Scheme + "://" + u.Host
}

// GiveUpEvents gives up what has not been delivered, says so in the journals and in the log and returns
// when nothing is on its way. It may be called more than once.
func (g *Core) GiveUpEvents() {
	left := g.Sender.Close()
	if len(left) == 0 {
		return
	}
	slices.SortFunc(left, func(a, b webhook.Left) int { return cmp.Or(b.Events-a.Events, strings.Compare(a.App, b.App)) })
	const named = 10
	events, apps := 0, make([]string, 0, named+1)
	for i, l := range left {
		events += l.Events
		if i < named {
			apps = append(apps, fmt.Sprintf("%s (%d)", l.App, l.Events))
		}
	}
	if more := len(left) - named; more > 0 {
		apps = append(apps, fmt.Sprintf("and %d more", more))
	}
	g.Log.Warn("events were not delivered: the server stops", "events", events, "apps", strings.Join(apps, ", "))
}

// NextID is a number that no request and no other caller gets.
func (g *Core) NextID() uint64 { return g.ids.next() }

// NextSeq is a place among all calls of the server, for what is like a call and is none.
func (g *Core) NextSeq() uint64 { return g.requests.Add(1) }

// explainDelivery says where a try to deliver an event stands.
func explainDelivery(e *journal.Entry) Check {
	switch webhook.State(e.DeliveryState) {
	case webhook.Delivered:
		return Check{"event", Passed, "the server sent this event itself, and the receiver has taken it"}
	case webhook.Waiting, webhook.Trying:
		return Check{"event", NotReached, e.Reason}
	}
	return Check{"event", Failed, e.Reason}
}
