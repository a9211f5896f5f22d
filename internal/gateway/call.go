package gateway

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// Call is one request on its way. It belongs to one goroutine and is used again for another
// request afterwards, so nothing may keep it, its Body or its Reply.
type Call struct {
	Request *http.Request
	Query   Query
	Body    []byte // the request's body, whole; empty when BodyErr is not nil
	BodyErr error  // why the body could not be read

	// What the vendor finds out about the request.
	Op     *Op    // nil when no operation matches
	App    *App   // nil when no app was found
	Action string // by what name the request calls the operation; empty where the vendor has no such names
	User   string // the user that the call acts for or on, as the client wrote it
	Params Query  // what the vendor's router took out of the path, by the names in the operation's path
	note   any

	Now time.Time // the one moment of the call, on the app's clock
	ID  uint64    // the one number of the call
	Seq uint64    // the request's place in the order of the server's requests

	core    *Core
	writer  http.ResponseWriter
	direct  *listen.Answer // to be given to the connection itself; nil when the reply must go to the writer
	stage   journal.Stage  // where the call is on its way; where it ended once it has
	acted   bool           // the operation did its work
	events  []Event
	turn    *turn           // to tell them; nil when the operation tells nothing
	held    chan struct{}   // keeps events that have their places until the answer is out
	outbox  *webhook.Outbox // of the state on which the operation works, for its events
	counted bool
	Counts  []ratelimit.State // after counting: one for each of Op.Limits

	Reply Reply

	hit      *faults.Hit // the fault rule that made the answer or changed it; nil when none did
	bypassed int         // fault rules that should have and could not
	conn     net.Conn    // taken from net/http, because a fault ends it
	gone     bool        // the client did not wait for the end of a fault's delay
	trace    trace

	idText   string
	tx       store.Tx
	recorded *journal.Entry // that the call was made again from, for an explanation
}

// IDText is the call's number as decimal text.
func (c *Call) IDText() string {
	if c.idText == "" {
		c.idText = strconv.FormatUint(c.ID, 10)
	}
	return c.idText
}

// PathParam is a parameter of the operation's path, by its name there; empty when it has none of that name.
func (c *Call) PathParam(name string) string {
	value, _ := c.Params.First(name)
	return value
}

// Explain puts down why the call is refused. The first reason is kept: it is the nearest to the
// cause.
func (c *Call) Explain(reason string) {
	if c.Reply.Reason == "" {
		c.Reply.Reason = reason
	}
}

// cleanReason makes the reason fit to be shown: one line of printable ASCII, because it becomes a
// header, without any secret of this server, because a client may have put a key where a name
// belongs.
func (c *Call) cleanReason() {
	const longest = 400 // bytes
	if c.Reply.Reason == "" {
		return
	}
	reason := c.core.Secrets.Hide(c.Reply.Reason)
	text := []byte(reason[:min(len(reason), longest)])
	for i, b := range text {
		if b < ' ' || b > '~' {
			text[i] = '?'
		}
	}
	c.Reply.Reason = string(text)
}

// Note is what the vendor keeps with the call between its steps.
func (c *Call) Note() any { return c.note }

// SetNote keeps a value with the call.
func (c *Call) SetNote(v any) { c.note = v }

// Count counts the call on the operation's limits, once, and returns a *LimitError for the first
// one that it is above.
func (c *Call) Count(enforce bool) error {
	if c.counted {
		return nil
	}
	c.counted = true
	var refusal error
	for i := range c.Op.Limits {
		limit := &c.Op.Limits[i]
		calls := c.App.Quotas[limit.Quota]
		state := ratelimit.State{Limit: calls, Remaining: calls, OpensAt: c.Now.Add(limit.Window)}
		counter, cost := limit.of(c)
		if counter != "" {
			state = c.App.Limits.Take(counter, calls, limit.Window, c.Now, c.Seq, cost)
		}
		c.Counts = append(c.Counts, state)
		if state.Exceeded && refusal == nil {
			refusal = &LimitError{Limit: *limit, Counter: counter, State: state}
		}
	}
	if !enforce {
		return nil
	}
	return refusal
}

// FreshCounts appends what the limits say of an app that has not been called, without counting.
func (c *Call) FreshCounts(dst []ratelimit.State) []ratelimit.State {
	if c.App == nil || c.Op == nil {
		return dst
	}
	for _, limit := range c.Op.Limits {
		calls := c.App.Quotas[limit.Quota]
		dst = append(dst, ratelimit.State{Limit: calls, Remaining: calls, OpensAt: c.Now.Add(limit.Window)})
	}
	return dst
}

// reset makes the call ready for the next request, keeping buffers of a usual size.
func (c *Call) reset() {
	const usual = 256 << 10
	body, reply, fields, query := c.Body[:0], c.Reply.Body[:0], c.Reply.Fields, c.Query
	if cap(body) > usual {
		body = nil
	}
	if cap(reply) > usual {
		reply = nil
	}
	if cap(query) > 1024 {
		query = nil
	}
	clear(fields)
	clear(query)
	clear(c.Params)
	*c = Call{
		Body: body, Query: query[:0], Params: c.Params[:0], Counts: c.Counts[:0],
		Reply: Reply{Body: reply, Fields: fields[:0]},
	}
}
