package gateway

import (
	"errors"
	"net/http"

	"github.com/chatdouble/mockserver/internal/clock"
)

// stray answers the requests that are for no vendor, so that they go the way of all others: into the
// journal, and past the fault rules that name their path.
type stray struct {
	reason func(*http.Request) string
}

// NewStray returns the handler of the requests that are for no vendor. reason says why, for a person.
func NewStray(core *Core, reason func(*http.Request) string) *Gateway {
	return New(core, stray{reason})
}

func (stray) Name() string                                                    { return "" }
func (stray) Preflight(http.ResponseWriter, *http.Request, *clock.Clock) bool { return false }

func (stray) ContentType() string           { return "application/json" }
func (stray) Signs(string) bool             { return false }
func (stray) Explain(*Call) []Check         { return nil }
func (stray) HasCode(string) bool           { return false }
func (stray) Result(*Call)                  {}
func (stray) Authenticate(*Call) error      { return nil }
func (s stray) Route(c *Call) error         { return errors.New(s.reason(c.Request)) }
func (stray) Nearest(_, _, _ string) string { return "" }

// Failure is what net/http answers to a path that nobody has.
func (stray) Failure(c *Call, err error) {
	c.Explain(err.Error())
	status, text := http.StatusNotFound, "404 page not found\n"
	if own := (*PanicError)(nil); errors.As(err, &own) {
		status, text = http.StatusInternalServerError, "500 internal server error\n"
	}
	c.Reply.Status, c.Reply.Body = status, append(c.Reply.Body, text...)
	c.Reply.SetHeader("Content-Type", plainText)
}
