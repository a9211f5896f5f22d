package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/journal"
)

// trace is what stays of a call beside its answer.
type trace struct {
	watch   clock.Stopwatch
	failure error            // why the call is not answered as it asked
	journal *journal.Journal // where the call stands; nil until it is recorded
	told    bool             // the client may come back when it opens
	opens   time.Time
}

// announce puts a call that waits into the journal: it has come, and has no answer yet.
func (g *Gateway) announce(c *Call) {
	if c.trace.journal == nil {
		var e journal.Entry
		g.describe(c, &e)
		g.add(c, &e)
	}
}

// record puts the call and its answer into the journal of its app, or the server's own, before the
// answer is written: a client that has its answer finds the call there.
func (g *Gateway) record(c *Call) {
	var e journal.Entry
	g.describe(c, &e)
	e.Status, e.Code, e.Reason = c.Reply.Status, c.Reply.Code, c.Reply.Reason
	e.Stage, e.Acted, e.Cut, e.Uncut = c.stage, c.acted, c.Reply.cut, c.Reply.uncutReason
	e.Reply, e.ReplyLength = c.Reply.Body, len(c.Reply.Body)
	if c.trace.journal == nil {
		g.add(c, &e)
	} else {
		g.mask(c, &e)
		c.trace.journal.Update(c.Seq, func(before *journal.Entry) {
			e.TooEarly = before.TooEarly
			*before = e
		})
	}
	g.count(c)
	g.log(&e)
	if c.refused() {
		g.warn(&e)
	}
	if e.Unmatched() {
		g.Unmatched(e)
	}
}

// add is for the first time that a call is recorded.
func (g *Gateway) add(c *Call, e *journal.Entry) {
	g.mask(c, e)
	if c.App == nil {
		c.trace.journal = g.Journal
	} else {
		c.trace.journal = c.App.Journal
		e.TooEarly = c.Op != nil && c.App.refusals.tooEarly(c, g.vendor)
	}
	c.trace.journal.Add(e)
}

// describe puts the call without its answer down in an empty entry. An entry is large: it is filled
// where it is, member by member, not made and handed on.
func (g *Gateway) describe(c *Call, e *journal.Entry) {
	e.Number, e.ID, e.Time = c.Seq, c.IDText(), c.Now
	e.Vendor, e.User = g.vendor.Name(), c.User
	e.Method, e.URL, e.Host, e.Header = c.Request.Method, c.Request.RequestURI, host(c.Request), c.Request.Header
	e.Body, e.Length = c.Body, len(c.Body)
	if c.hit != nil {
		e.FaultID, e.FaultKind, e.OnPurpose = c.hit.ID, c.hit.Kind, c.hit.Rule.AnswersOnPurpose()
	}
	if c.Op != nil {
		e.Operation = c.Op.Name
	}
	if c.App != nil {
		e.App = c.App.ID
	}
	if !c.fromServer() {
		e.Header = c.Request.Header.Clone()
	}
}

// mask hides the secrets in an entry of a call that found no app: nobody knows any more what must be
// hidden when the app is gone that the client meant.
func (g *Gateway) mask(c *Call, e *journal.Entry) {
	if c.App == nil {
		*e = journal.Mask(*e, g.Secrets)
	}
}

// complete says in the journal that the answer is out, or the connection broken as a fault rule says;
// or else that the client has gone away, when err is why the answer could not be written.
func (g *Gateway) complete(c *Call, err error) {
	if c.gone {
		return // the reason says so already
	}
	if err == nil || errors.Is(err, http.ErrBodyNotAllowed) { // a fault's status may be one without a body
		c.trace.journal.Complete(c.Seq)
		if c.trace.told {
			c.App.refusals.note(c, g.vendor, c.trace.opens, g.requests.Load())
		}
		return
	}
	c.trace.journal.Lost(c.Seq, err)
}

// hostLimit is how many bytes of a request's host are kept. No name is longer.
const hostLimit = 300

// host is what the request calls this server. An app may be found by it, so an explanation needs it.
func host(r *http.Request) string {
	if len(r.Host) <= hostLimit {
		return r.Host
	}
	return strings.Clone(r.Host[:hostLimit])
}

func (g *Core) log(e *journal.Entry) {
	if g.Log.Enabled(context.Background(), slog.LevelDebug) {
		g.Log.Debug("answered", "request", e.ID, "vendor", e.Vendor, "app", e.App, "operation", e.Operation,
			"method", g.Secrets.Hide(e.Method), "path", g.shownPath(e.URL), "status", e.Status, "code", e.Code, "reason", e.Reason)
	}
}
