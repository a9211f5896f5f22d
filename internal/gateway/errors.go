package gateway

import (
	"fmt"

	"github.com/chatmock/mockserver/internal/faults"
	"github.com/chatmock/mockserver/internal/ratelimit"
)

// LimitError says that a call is above a limit.
type LimitError struct {
	Limit Limit
	State ratelimit.State
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%d calls in %v are used up (limit %q, counter %q); the next window opens at %s",
		e.State.Limit, e.Limit.Window, e.Limit.Quota, e.Limit.Counter, e.State.OpensAt.UTC().Format("2006-01-02T15:04:05.000Z"))
}

// BodyError says that a request's body could not be read.
type BodyError struct {
	TooLarge bool
	Limit    int64 // bytes
	Err      error
}

func (e *BodyError) Error() string {
	if e.TooLarge {
		return fmt.Sprintf("the request body is larger than %d bytes; --max-body sets the limit", e.Limit)
	}
	return "the request body ended early or could not be read: " + e.Err.Error()
}

func (e *BodyError) Unwrap() error { return e.Err }

// FaultError says that a fault rule makes the call go wrong.
type FaultError struct{ Rule faults.Rule }

func (e *FaultError) Error() string {
	if e.Rule.After {
		return answerLost + "; the call itself was done"
	}
	return "a fault rule refused the call; nothing was done"
}

// PanicError says that the code that answers a call failed. It is a defect of this server.
type PanicError struct{ Value any }

func (e *PanicError) Error() string {
	return fmt.Sprintf(ownFailure+"; please report it: %v", e.Value)
}

// How reasons begin that no check of a vendor gives.
const (
	answerLost = "a fault rule lost the answer"
	ownFailure = "this server failed while answering"
	notHTTP    = "the request is not valid HTTP"
)
