// Package gateway is the way that every vendor's request takes, from the socket to the journal.
//
// It knows no vendor: each one brings a table of operations and the methods of [Vendor].
package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/metrics"
	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/secrets"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// Vendor is what differs between the vendors.
type Vendor interface {
	// Name is the vendor's name in the journal and in the server's own API; empty for what answers the
	// requests that are for no vendor.
	Name() string
	// Preflight answers the question that a browser asks before a page's call, and reports whether the request
	// was one that it answers; it has not touched w when not. Such a request is no call: no journal has it. on is
	// the server's clock.
	Preflight(w http.ResponseWriter, r *http.Request, on *clock.Clock) bool
	// Route finds the operation, the app and the user that a request is about and puts them into
	// the call. It refuses what matches no operation; nothing else.
	Route(*Call) error
	// Authenticate refuses a call whose app or credentials are not right.
	Authenticate(*Call) error
	// Result completes the reply of a call that went well.
	Result(*Call)
	// Failure makes the reply for any error, in the vendor's shape.
	Failure(*Call, error)
	// Explain runs the vendor's checks on a call from the journal, see [Gateway.Explain].
	Explain(*Call) []Check
	// Nearest is the known operation that an unmatched request was most likely meant for, in one
	// line for a person; empty when none is near. The path is escaped as it was sent.
	Nearest(method, path, query string) string
	// ContentType is what the vendor's JSON says of itself.
	ContentType() string
	// Signs reports whether a parameter of the query belongs to the signature: a client that sends the same
	// call again gives it another value.
	Signs(parameter string) bool
	// HasCode reports whether Failure can answer with that code of the vendor, for a fault rule.
	HasCode(code string) bool
}

// Core is what the vendors of one server share.
type Core struct {
	Clock         *clock.Clock     // for requests that belong to no app
	Journal       *journal.Journal // likewise
	Log           *slog.Logger
	Once          *oncelog.Log      // for what clients and receivers do wrong again and again; nil says nothing
	MaxBody       int64             // bytes of a request's body
	EnforceLimits bool              // whether a call above a limit is refused
	Secrets       *secrets.Registry // what must not be in a reason, a header or a log line
	Sender        *webhook.Sender   // of events
	Faults        *faults.Rules     // for all apps, and for calls that reach none
	Bounds        *bounds.Held      // nil: there are none
	Metrics       *metrics.Metrics

	// CheckFault says what a rule that a request asks for has that the vendor has not; empty when there is nothing.
	CheckFault func(vendor string, rule *faults.Rule) string

	// Panicked is told when the code that answers a call fails, with the call's app, if any, and id.
	Panicked func(app *App, id string, value any, stack []byte)

	// Unmatched is told of each request that matched no operation, as the journal gets it: when an app
	// was found, with secrets. It must be safe for concurrent use and keep neither Body nor Reply.
	Unmatched func(journal.Entry)

	ids       ids
	requests  atomic.Uint64
	sentBytes atomic.Int64
	calls     sync.Pool
	date      atomic.Pointer[dateText]

	serving context.Context // over when the server stops
	stop    context.CancelFunc
}

// NewCore returns a Core whose request ids, and draws of faults, follow from the seed. The caller fills its fields in.
func NewCore(seed int64) *Core {
	g := &Core{
		Secrets:   secrets.New(nil),
		Metrics:   metrics.New(),
		Faults:    faults.ForAll(seed),
		Panicked:  func(*App, string, any, []byte) {},
		Unmatched: func(journal.Entry) {},

		CheckFault: func(string, *faults.Rule) string { return "" },

		ids:   ids{seed: Mix(uint64(seed))},
		calls: sync.Pool{New: func() any { return new(Call) }},
	}
	g.serving, g.stop = context.WithCancel(context.Background())
	return g
}

// Stop lets no call wait any longer for what a fault rule delays: those that do go on, so that a server
// that stops can answer them. It may be called more than once.
func (g *Core) Stop() { g.stop() }

// RequestCount is how many requests the server has got.
func (g *Core) RequestCount() uint64 { return g.requests.Load() }

// Gateway answers the requests of one vendor.
type Gateway struct {
	*Core
	vendor Vendor
}

// New returns the handler of a vendor's requests.
func New(core *Core, vendor Vendor) *Gateway { return &Gateway{Core: core, vendor: vendor} }

// ServeHTTP answers one request. Nothing touches w before the reply is whole.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions && g.vendor.Preflight(w, r, g.Clock) {
		return
	}
	c, whole := g.calls.Get().(*Call), false
	defer func() { // whatever fails beside the answer, a logger for instance, holds nobody up
		if !whole && c.turn != nil {
			c.turn.end()
		}
	}()
	c.Request, c.writer, c.ID, c.Seq, c.core = r, w, g.ids.next(), g.requests.Add(1), g.Core
	c.direct = listen.Prepare(r)
	c.trace.watch = clock.Start()
	g.answer(c)
	c.spoil()
	c.cleanReason()
	g.record(c)
	g.queue(c)
	if c.held != nil {
		defer close(c.held) // whatever becomes of writing the answer
	}
	if c.conn != nil {
		g.breakOff(c)
		g.complete(c, nil)
	} else {
		g.complete(c, g.write(c))
	}
	if c.direct != nil {
		c.direct.Drop()
	}
	whole = true
	c.reset()
	g.calls.Put(c)
}

// answer makes the reply.
func (g *Gateway) answer(c *Call) {
	defer func() {
		if v := recover(); v != nil {
			stack := debug.Stack()
			g.Log.Error("panic while answering", "vendor", g.vendor.Name(), "request", c.IDText(), "panic", v, "stack", string(stack))
			g.Panicked(c.App, c.IDText(), v, stack)
			c.Reply.Body, c.Reply.Fields, c.events = c.Reply.Body[:0], c.Reply.Fields[:0], nil
			if c.Now.IsZero() {
				g.stamp(c)
			}
			g.fail(c, &PanicError{v})
		}
	}()
	c.Query = c.Query.parse(c.Request.URL.RawQuery)
	g.readBody(c)
	c.stage = journal.Unmatched
	unrouted := g.vendor.Route(c)
	g.stamp(c)
	if c.App != nil {
		g.catchUp(c.App, c.Now)
	}
	if err := g.do(c, unrouted); err != nil {
		var lost *FaultError
		if errors.As(err, &lost) {
			c.Reply.forget()
		} else {
			c.events = nil
		}
		c.Reply.Body = c.Reply.Body[:0]
		g.fail(c, err)
		return
	}
	c.Reply.Status = http.StatusOK
	g.vendor.Result(c)
}

// stamp gives the call its one moment.
func (g *Gateway) stamp(c *Call) {
	if c.App != nil {
		c.Now = c.App.Clock.Now()
	} else {
		c.Now = g.Clock.Now()
	}
}

// do takes the steps that every operation has in common. unrouted is what the vendor said of a call
// that matches no operation: it can go wrong by a fault rule like any other.
func (g *Gateway) do(c *Call, unrouted error) error {
	if err := g.fault(c, false); err != nil {
		return err
	}
	if unrouted != nil {
		return unrouted
	}
	c.stage = journal.Credential
	if c.App == nil {
		c.stage = journal.NoApp
	}
	if err := g.vendor.Authenticate(c); err != nil {
		return err
	}
	c.stage = journal.Limit
	if err := c.Count(g.EnforceLimits); err != nil {
		return err
	}
	c.stage = journal.Body
	if c.BodyErr != nil {
		return c.BodyErr
	}
	if c.Op.AddsUsers {
		c.stage = journal.Full
		if err := g.Bounds.Room(bounds.Users, 1); err != nil {
			return fmt.Errorf("this server has no room for it: %w", err)
		}
	}
	c.outbox = c.App.Outbox()
	if err := c.Op.Do(c); err != nil {
		return err
	}
	return g.fault(c, true)
}

// fail lets the vendor answer an error. The gateway's own errors explain themselves.
func (g *Gateway) fail(c *Call, err error) {
	c.trace.failure = err
	var own bool
	if c.stage, own = stageOf(c, err); own {
		c.Explain(err.Error())
	}
	var fault *FaultError
	_ = errors.As(err, &fault)
	switch {
	case c.stage == journal.FaultAsked: // no vendor has an answer to that
		c.Reply.Status, c.Reply.Body = http.StatusBadRequest, append(append(c.Reply.Body, err.Error()...), '\n')
		c.Reply.SetHeader("Content-Type", plainText)
	case fault != nil && !fault.vendors():
		g.answerOwn(c, fault)
	default:
		g.vendor.Failure(c, err)
		if fault != nil {
			c.Reply.putHeaders(fault.Rule.Headers)
		}
	}
}

const plainText = "text/plain; charset=utf-8"

// answerOwn gives the answer that a fault rule holds, if it holds one.
func (g *Gateway) answerOwn(c *Call, fault *FaultError) {
	rule, body := &fault.Rule, fault.Rule.Answer()
	c.Reply.Status, c.Reply.Body = rule.Status, append(c.Reply.Body, body...)
	switch {
	case fault.JSON:
		c.Reply.SetHeader("Content-Type", g.vendor.ContentType())
	case len(body) > 0: // HTML is told from text, as net/http would
		c.Reply.SetHeader("Content-Type", http.DetectContentType(body))
	}
	c.Reply.putHeaders(rule.Headers)
}

// roomFor is how many bytes more a body gets that has filled its room: as many as have come, so that all of it is
// copied twice at the most, and no more than are announced and one, at which the end is seen. announced may be -1.
func roomFor(come int, announced int64) int {
	const least = 512
	room := max(come, least)
	if left := announced - int64(come) + 1; left > 0 && left < int64(room) {
		return int(left)
	}
	return room
}

// readBody reads the whole body, up to the limit.
func (g *Gateway) readBody(c *Call) {
	if c.Request.Body == nil || c.Request.ContentLength == 0 {
		return
	}
	body := listen.Body(c.writer, c.Request, g.MaxBody)
	for {
		if len(c.Body) == cap(c.Body) {
			c.Body = slices.Grow(c.Body, roomFor(len(c.Body), c.Request.ContentLength))
		}
		n, err := body.Read(c.Body[len(c.Body):cap(c.Body)])
		c.Body = c.Body[:len(c.Body)+n]
		if err == io.EOF {
			return
		}
		if err != nil {
			var large *http.MaxBytesError
			c.BodyErr = &BodyError{TooLarge: errors.As(err, &large), Limit: g.MaxBody, Err: err}
			c.Body = c.Body[:0]
			return
		}
	}
}
