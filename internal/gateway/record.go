package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/chatmock/mockserver/internal/journal"
)

// record puts the call into the journal of its app, or the server's own.
func (g *Gateway) record(c *Call, fault bool) {
	e := journal.Entry{
		Number: c.Seq, ID: c.IDText(), Time: c.Now,
		Vendor: g.vendor.Name(), User: c.User,
		Method: c.Request.Method, URL: c.Request.RequestURI, Header: c.Request.Header,
		Body: c.Body, Length: len(c.Body),
		Status: c.Reply.Status, Code: c.Reply.Code, Reason: c.Reply.Reason, Fault: fault,
		Reply: c.Reply.Body, ReplyLength: len(c.Reply.Body),
	}
	if c.Op != nil {
		e.Operation = c.Op.Name
	}
	if !fromServer(c.Request) {
		e.Header = c.Request.Header.Clone()
	}
	if c.App != nil {
		e.App = c.App.ID
		c.App.Journal.Add(e)
	} else {
		// Nobody knows any more what must be hidden when the app is gone that the client meant.
		g.Journal.Add(journal.Mask(e, g.Secrets()))
	}
	g.log(&e)
	if c.Op == nil {
		g.Unmatched(e)
	}
}

// RecordUnmatched puts a request that belongs to no vendor into the server's journal, with what it
// was answered, and returns the request's id.
func (g *Core) RecordUnmatched(r *http.Request, status int, reason, reply string) (id string) {
	id = strconv.FormatUint(g.ids.next(), 10)
	e := journal.Entry{
		Number: g.requests.Add(1), ID: id, Time: g.Clock.Now(),
		Method: r.Method, URL: r.RequestURI, Header: r.Header.Clone(),
		Status: status, Reason: reason, Reply: []byte(reply), ReplyLength: len(reply),
	}
	g.Journal.Add(journal.Mask(e, g.Secrets()))
	g.log(&e)
	g.Unmatched(e)
	return id
}

func (g *Core) log(e *journal.Entry) {
	if g.Log.Enabled(context.Background(), slog.LevelDebug) {
		g.Log.Debug("answered", "request", e.ID, "vendor", e.Vendor, "app", e.App, "operation", e.Operation,
			"method", journal.Hide(e.Method, g.Secrets()), "status", e.Status, "code", e.Code, "reason", e.Reason)
	}
}
