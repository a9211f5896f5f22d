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
func stageOf(c *Call, err error) (stage journal.Stage, own bool) {
	var (
		fault    *FaultError
		asked    *FaultHeaderError
		limit    *LimitError
		body     *BodyError
		bad      *MalformedError
		panicked *PanicError
		full     *bounds.Full
	)
	switch {
	case errors.As(err, &panicked):
		return journal.Internal, true
	case errors.As(err, &fault):
		return journal.Fault, true
	case errors.As(err, &asked):
		return journal.FaultAsked, true
	case errors.As(err, &limit):
		return journal.Limit, true
	case errors.As(err, &body):
		return journal.Body, true
	case errors.As(err, &bad):
		return journal.Malformed, true
	case errors.As(err, &full):
		return journal.Full, true
	}
	var staged Staged
	if c.atWork() && errors.As(err, &staged) && staged.Stage(c) != "" {
		return staged.Stage(c), false
	}
	return c.stage, false
}
