package gateway

import (
	"errors"
	"net/http"
	"strconv"
)

// noVendor is the vendor of a request that belongs to none, as a label.
const noVendor = "none"

// count counts the answered call in the server's metrics, and remembers who was told to come back
// later.
func (g *Gateway) count(c *Call) {
	vendor, operation := g.vendor.Name(), ""
	if c.Op != nil {
		operation = c.Op.Name
	}
	g.Metrics.Request(vendor, operation, codeOf(c.Reply.Status, c.Reply.Code), c.trace.watch.Elapsed())
	if _, kind := c.faultHit(); kind != "" {
		g.Metrics.Fault(kind)
	}
	if c.trace.failure == nil {
		return
	}
	g.Metrics.Refused(vendor, c.refusedFor())
	var limit *LimitError
	if errors.As(c.trace.failure, &limit) {
		g.Metrics.RateLimited()
	}
	if c.App == nil || c.Op == nil {
		return
	}
	if opens, ok := c.opensAt(limit); ok {
		c.App.refusals.note(c, opens, g.requests.Load())
	}
}

// codeOf is a reply's code as a label: the vendor's, 0 for a success of either, and status-503 for an
// answer that has none, which a fault rule makes and a path of no vendor.
func codeOf(status int, code string) string {
	switch {
	case code != "":
		return code
	case status < http.StatusBadRequest:
		return "0"
	}
	return "status-" + strconv.Itoa(status)
}

// refusedFor says where on its way the call was refused, in one of a few words.
func (c *Call) refusedFor() string {
	var (
		fault *FaultError
		limit *LimitError
		body  *BodyError
		bad   *MalformedError
		own   *PanicError
	)
	switch err := c.trace.failure; {
	case errors.As(err, &fault):
		return "fault"
	case errors.As(err, &limit):
		return "limit"
	case errors.As(err, &body):
		return "body"
	case errors.As(err, &bad):
		return "malformed"
	case errors.As(err, &own):
		return "internal"
	case c.Op == nil:
		return "unmatched"
	case c.App == nil:
		return "app"
	case !c.counted: // a call is counted once it is let in
		return "credential"
	}
	return "request"
}
