package gateway

import (
	"errors"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/journal"
)

// Staged is a vendor's error that says itself at which stage it refuses: what a call asks with, and whom it acts
// for, may be looked at only beside the state.
type Staged interface {
	error
	// Stage is empty when the error says nothing of it.
	Stage(*Call) journal.Stage
}

// atWork reports whether the call has come to its operation.
func (c *Call) atWork() bool { return c.stage == journal.Parameters || c.stage == journal.Action }

// stageOf is where a call that failed ended. The gateway's own errors say it by what they are, a vendor's by what
// it says of itself, else by how far the call had come.
func stageOf(c *Call, err error) journal.Stage {
	var (
		fault *FaultError
		asked *FaultHeaderError
		limit *LimitError
		body  *BodyError
		bad   *MalformedError
		own   *PanicError
		full  *bounds.Full
	)
	switch {
	case errors.As(err, &own):
		return journal.Internal
	case errors.As(err, &fault):
		return journal.Fault
	case errors.As(err, &asked):
		return journal.FaultAsked
	case errors.As(err, &limit):
		return journal.Limit
	case errors.As(err, &body):
		return journal.Body
	case errors.As(err, &bad):
		return journal.Malformed
	case errors.As(err, &full):
		return journal.Full
	}
	var staged Staged
	if c.atWork() && errors.As(err, &staged) && staged.Stage(c) != "" {
		return staged.Stage(c)
	}
	return c.stage
}
