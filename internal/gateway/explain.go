package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/journal"
)

// Check is one thing that was looked at before a request was answered.
type Check struct {
	Name    string
	Verdict string // Passed, Failed or NotReached
	Detail  string // what was found, one line for a person: printable ASCII, without any secret
}

// Verdicts of a check.
const (
	Passed     = "passed"
	Failed     = "failed"
	NotReached = "not reached"
)

// Explain says of a request in the journal what was looked at before it was answered, in the
// vendor's order, with the verdict of each. The checks run again as they stand now, at the time of
// the entry; no state, limit, fault rule or journal changes. What was recorded always stands: where
// a check says something else now, a last one named "unchanged since" fails and says what. The
// entry is as the journal keeps it, before masking. Explain is safe for concurrent use.
func (g *Gateway) Explain(e journal.Entry) []Check {
	checks := g.explain(&e)
	for i := range checks {
		checks[i].Detail = oneLine(g.Secrets.Hide(checks[i].Detail))
	}
	return checks
}

func (g *Gateway) explain(e *journal.Entry) []Check {
	switch {
	case e.Delivery > 0:
		return []Check{explainDelivery(e)}
	case e.Vendor == "":
		return []Check{noVendors(e)}
	case e.Stage == journal.Malformed:
		return []Check{{"HTTP", Failed, e.Reason}}
	}
	if cut := e.Cut; cut != "" {
		e.Reason, e.Cut, e.FaultKind = e.Uncut, "", "" // what is left is the answer that was cut
		return append(g.explain(e), Check{"fault rule", Failed, cut})
	}
	checks := g.vendor.Explain(callOf(g.Core, e))
	switch {
	case e.Stage == journal.FaultAsked:
		return append([]Check{{"header " + faults.Header, Failed, e.Reason}}, notReached(checks)...)
	case e.Stage == journal.Fault && e.Acted:
		return append(checks, Check{"fault rule", Failed, e.Reason})
	case e.Stage == journal.Fault:
		return append([]Check{{"fault rule", Failed, e.Reason}}, notReached(checks)...)
	case e.Stage == "":
		return append([]Check{{"answer", NotReached, "the call waits for what fault rule " + e.FaultID + " delays; it has no answer yet"}}, notReached(checks)...)
	case e.Stage == journal.Internal, e.Stage == journal.Full:
		return append(checks, Check{"this server", Failed, e.Reason})
	case e.FaultKind == faults.KindDelay:
		return append(checks, Check{"fault rule", Passed, "fault rule " + e.FaultID + " let the call wait, and changed nothing"})
	}
	return checks
}

// notReached are the vendor's checks for a call that never came so far.
func notReached(checks []Check) []Check {
	checks = slices.DeleteFunc(checks, func(c Check) bool { return c.Name == unchanged })
	for i := range checks {
		checks[i].Verdict, checks[i].Detail = NotReached, ""
	}
	return checks
}

// Nearest is the known operation that an unmatched request was most likely meant for, in one line;
// empty when none is near.
func (g *Gateway) Nearest(e journal.Entry) string {
	_, u := addressOf(&e)
	return oneLine(g.Secrets.Hide(g.vendor.Nearest(e.Method, u.EscapedPath(), u.RawQuery)))
}

// ExplainAny is [Gateway.Explain] by the gateway that answered the request. A request that belongs
// to no vendor failed at that, and the nearest operation of any is named.
func ExplainAny(e journal.Entry, vendors ...*Gateway) []Check {
	for _, g := range vendors {
		if g.vendor.Name() == e.Vendor {
			return g.Explain(e)
		}
	}
	if len(vendors) == 0 {
		return nil
	}
	c := noVendors(&e)
	c.Detail = oneLine(vendors[0].Secrets.Hide(c.Detail))
	return []Check{c}
}

// noVendors is why a request that is for no vendor was answered as it was.
func noVendors(e *journal.Entry) Check {
	switch e.Stage {
	case journal.Fault:
		return Check{"fault rule", Failed, e.Reason}
	case journal.FaultAsked:
		return Check{"header " + faults.Header, Failed, e.Reason}
	}
	return Check{"vendor", Failed, e.Reason}
}

// NearestAny is [Gateway.Nearest] by the gateway that answered the request, or by the first that
// knows something near.
func NearestAny(e journal.Entry, vendors ...*Gateway) string {
	for _, g := range vendors {
		if e.Vendor != "" && e.Vendor != g.vendor.Name() {
			continue
		}
		if near := g.Nearest(e); near != "" {
			return near
		}
	}
	return ""
}

// Recorded is the journal's entry that the call was made again from; nil for a call that is being
// answered.
func (c *Call) Recorded() *journal.Entry { return c.recorded }

// callOf makes a call again from what the journal kept of it. Nothing that is done with it is
// answered or recorded.
func callOf(core *Core, e *journal.Entry) *Call {
	appID, u := addressOf(e)
	ctx := context.Background()
	if appID != "" {
		ctx = WithAppID(ctx, appID)
	}
	id, _ := strconv.ParseUint(e.ID, 10, 64) // only used for answers, of which there is none
	c := &Call{
		Request: (&http.Request{
			Method: e.Method, URL: u, RequestURI: e.URL, Host: e.Host,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: e.Header,
		}).WithContext(ctx),
		Body: e.Body, User: e.User, Now: e.Time, ID: id, Seq: e.Number, core: core, recorded: e,
	}
	c.Query = c.Query.parse(u.RawQuery)
	return c
}

// addressOf reads the address of an entry, and the app that it names in front of the vendor's path.
// An address that cannot be read is taken as it stands.
func addressOf(e *journal.Entry) (appID string, u *url.URL) {
	path, query, asked := strings.Cut(e.URL, "?")
	appID, path, _ = CutApp(path)
	target := path
	if asked {
		target += "?" + query
	}
	u, err := url.ParseRequestURI(target)
	if err != nil {
		u = &url.URL{Path: path, RawQuery: query}
	}
	return appID, u
}

// whole reports whether the journal kept all of a request that the checks look at.
func whole(e *journal.Entry) bool {
	return len(e.URL) <= journal.TextLimit && len(e.User) <= journal.TextLimit && len(e.Host) <= hostLimit
}

// LimitStep is the check of a call's rate limits. The counters of then are gone, so what was
// recorded tells.
func (c *Call) LimitStep(refused func(*journal.Entry) bool) Step {
	return Step{Name: "limit", Refused: refused, Found: c.limitsFound()}
}

func (c *Call) limitsFound() string {
	switch {
	case !c.core.EnforceLimits:
		return "limits are switched off"
	case c.Op == nil || c.App == nil:
		return "no limit was used up"
	}
	var all []string
	for _, l := range c.Op.Limits {
		all = append(all, fmt.Sprintf("%d in %v on counter %q", c.App.Quotas[l.Quota], l.Window, l.Counter))
	}
	return "no limit was used up: " + strings.Join(all, ", ")
}

// BodyKept says how much of the request's body the journal kept, when that is not all; it begins
// with a semicolon.
func (c *Call) BodyKept() string {
	if e := c.recorded; len(e.Body) < e.Length {
		return fmt.Sprintf("; the journal kept %d of the body's %d bytes", len(e.Body), e.Length)
	}
	return ""
}

// oneLine makes text printable ASCII in one line.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
}
