package zegoapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// pathError says that a request to one of the vendor's hosts has a path that is not the one path of the
// API. What the vendor answers is not published; plain text is assumed.
type pathError struct{ reason string }

func (e *pathError) Error() string { return e.reason }

func refusePath(c *gateway.Call) error {
	if isPath(c.Request.URL.Path) {
		return nil
	}
	return &pathError{"no such path: the host is ZIM's, and all of ZIM is at /, as /?Action=..."}
}

func (e *pathError) answer(c *gateway.Call) {
	c.Explain(e.reason)
	c.Reply.Status = http.StatusNotFound
	c.Reply.SetHeader("Content-Type", "text/plain; charset=utf-8")
	c.Reply.Body = append(c.Reply.Body, "404 page not found\n"...)
}
