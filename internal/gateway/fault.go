package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
)

// fault looks whether a rule makes the call go wrong at this place. It waits when the rule says so
// and returns a *FaultError when the rule says what becomes of the answer; nil lets the call go on.
func (g *Gateway) fault(c *Call, after bool) error {
	var own, once *faults.Rules
	if c.App != nil {
		own = c.App.Faults
	}
	if asked, ok := c.Request.Header[faults.Header]; ok && !after {
		var err error
		if once, err = g.askedFor(c, asked); err != nil {
			return err
		}
	}
	if !own.Any() && !g.Faults.Any() && !once.Any() {
		return nil
	}
	hit := g.takeFault(c, after, once, own, g.Faults)
	if hit == nil {
		return nil
	}
	wrong := &FaultError{Rule: hit.Rule, JSON: hit.JSON, Wait: hit.Wait}
	c.hit = c.hit.Join(hit)
	if c.gone = !g.wait(c, wrong.Wait); c.gone {
		wrong.Gone = true
		return wrong
	}
	if wrong.Rule.RateLimited {
		wrong.Limit = c.exhaust()
	}
	if wrong.answers() || wrong.Rule.Transport != "" && wrong.Rule.Transport != faults.TruncatedBody {
		return wrong
	}
	return nil // a delay alone, or an answer that is cut once it is there
}

// askedFor is the rule that the request's own header asks for. What it cannot have refuses the call: a
// test that wants a fault and gets a good answer would say nothing of what it tests.
func (g *Gateway) askedFor(c *Call, values []string) (*faults.Rules, error) {
	rule, err := faults.ParseHeader(values)
	if err != nil {
		return nil, &FaultHeaderError{err.Error()}
	}
	if wrong := g.CheckFault(g.vendor.Name(), &rule); wrong != "" {
		return nil, &FaultHeaderError{"asks for " + wrong}
	}
	if reason := g.impossible(c, &rule); reason != "" {
		return nil, &FaultHeaderError{"cannot have what it asks for: " + reason}
	}
	return faults.ForOneCall(rule, int64(c.ID)), nil
}

// takeFault shows the call to all those rules, in their order: its own, those of its app, those for all
// apps. The first one that does more than to delay decides; one that cuts the answer which the call is
// going to have has decided already.
func (g *Gateway) takeFault(c *Call, after bool, rules ...*faults.Rules) (hit *faults.Hit) {
	call := &faults.Call{
		Vendor: g.vendor.Name(), User: c.User, After: after, Stray: g.vendor.Name() == "",
		Method: c.Request.Method, Action: c.Action, Path: func() string { return PathAsSent(c.Request) },
		Header: func(name string) []string {
			if name == "Host" { // net/http takes it out
				return []string{c.Request.Host}
			}
			return c.Request.Header[name]
		},
		Impossible: func(rule *faults.Rule) string {
			reason := g.impossible(c, rule)
			if reason != "" {
				c.bypassed++
			}
			return reason
		},
		Decided: c.hit != nil && c.hit.Rule.Transport != "",
	}
	if c.Op != nil {
		call.Operation = c.Op.Name
	}
	for _, r := range rules {
		hit = hit.Join(r.Take(call))
	}
	return hit
}

// impossible says why a rule cannot be applied to the call, "" when it can.
func (g *Gateway) impossible(c *Call, rule *faults.Rule) string {
	switch {
	case rule.Code != "" && !g.vendor.HasCode(rule.Code):
		if g.vendor.Name() == "" {
			return "a path of no vendor has no codes; " + rule.Code + " is one"
		}
		return g.vendor.Name() + " has no code " + rule.Code
	case rule.RateLimited && (c.App == nil || c.Op == nil || len(c.Op.Limits) == 0):
		return "the call reached no operation of an app that has a limit"
	case rule.Transport != "" && rule.Transport != faults.TruncatedBody && !canTake(c.writer):
		return "the connection cannot be taken: the call came over " + c.Request.Proto + ", or to the handler without a server"
	}
	return ""
}

// exhaust makes the call look as if its first limit had just been used up. Nothing is counted.
func (c *Call) exhaust() *LimitError {
	for _, limit := range c.Op.Limits {
		counter, _ := limit.of(c)
		c.Counts = append(c.Counts, c.App.Limits.Look(counter, c.App.Quotas[limit.Quota], limit.Window, c.Now))
	}
	return &LimitError{Limit: c.Op.Limits[0], Counter: c.Op.Limits[0].Counter, State: c.Counts[0]}
}

// wait lets real time pass, unless the server stops, and reports whether the client is still there then.
// The journal has the call from now on.
func (g *Gateway) wait(c *Call, d time.Duration) (stayed bool) {
	if d == 0 {
		return true
	}
	g.announce(c)
	g.queue(c) // others' events do not wait for the end of it
	c.extendDeadline(d)
	ctx, cancel := context.WithCancel(c.Request.Context())
	defer cancel()
	defer context.AfterFunc(g.serving, cancel)()
	_ = clock.Sleep(ctx, d)
	return c.Request.Context().Err() == nil
}

// extendDeadline keeps net/http from cutting the call off while it waits: the time for the reply begins
// after the delay. That for the request is over, net/http watches the connection without one.
func (c *Call) extendDeadline(d time.Duration) {
	server, ok := c.Request.Context().Value(http.ServerContextKey).(*http.Server)
	if ok && server.WriteTimeout > 0 { // else net/http does not take the deadline back for the next request
		_ = http.NewResponseController(c.writer).SetWriteDeadline(clock.Deadline(d + sendTime))
	}
}
