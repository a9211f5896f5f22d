package gateway

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
)

// noVendor is the vendor of a request that belongs to none, as a label.
const noVendor = "none"

// vendorName is a vendor's name as a label and in a sentence.
func vendorName(name string) string { return cmp.Or(name, noVendor) }

// count counts the answered call in the server's metrics, and finds out whether it is told to come back
// later.
func (g *Gateway) count(c *Call) {
	vendor, operation := vendorName(g.vendor.Name()), ""
	if c.Op != nil {
		operation = c.Op.Name
	}
	g.Metrics.Request(vendor, operation, codeOf(c.Reply.Status, c.Reply.Code), c.trace.watch.Elapsed())
	if c.hit != nil {
		g.Metrics.Fault(c.hit.Kind)
		for _, delay := range c.hit.Beside {
			g.Metrics.Fault(delay.Kind)
		}
	}
	for range c.bypassed {
		g.Metrics.Bypassed()
	}
	if !c.refused() {
		if c.App != nil && c.Op != nil {
			c.App.refusals.settle(c, g.vendor)
		}
		return
	}
	g.Metrics.Refused(vendor, string(c.stage))
	var limit *LimitError
	if errors.As(c.trace.failure, &limit) {
		g.Metrics.RateLimited()
	}
	if c.App == nil || c.Op == nil || c.Reply.Status == 0 { // nobody was told anything
		return
	}
	c.trace.opens, c.trace.told = c.opensAt(limit)
}

// refused reports whether the call was not done as it asked, and the answer says so: a fault rule may give
// one that does not.
func (c *Call) refused() bool {
	if c.trace.failure == nil {
		return false
	}
	var fault *FaultError // on the heap: not for a call that went well
	return !errors.As(c.trace.failure, &fault) || !fault.succeeds()
}

// codeOf is a reply's code as a label: the vendor's, 0 for a success of either vendor, status-503 for an
// answer without a code, which a fault rule makes and a path of no vendor, and none for a connection
// that a fault rule broke. A rule's status is one of 400, and a test author's own.
func codeOf(status int, code string) string {
	switch {
	case status == 0:
		return "none"
	case code != "":
		return code
	case status < http.StatusBadRequest:
		return "0"
	}
	return "status-" + strconv.Itoa(status)
}
