package gateway

import (
	"fmt"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/ratelimit"
)

// LimitError says that a call is above a limit.
type LimitError struct {
	Limit   Limit
	Counter string // that is used up
	State   ratelimit.State
}

func (e *LimitError) Error() string {
	calls := "calls in %v are"
	if e.State.Limit == 1 {
		calls = "call in %v is"
	}
	return fmt.Sprintf("%d "+calls+" used up (limit %q, counter %q); the next window opens at %s",
		e.State.Limit, e.Limit.Window, e.Limit.Quota, e.Counter, e.State.OpensAt.UTC().Format("2006-01-02T15:04:05.000Z"))
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
type FaultError struct {
	Rule  faults.Rule
	JSON  bool          // the rule's body is JSON
	Wait  time.Duration // how long the rule lets the call wait; 0 when it does not
	Gone  bool          // the client did not wait so long, and there is nobody to answer
	Limit *LimitError   // the limit that is said to be used up; nil when the rule says nothing of one
}

func (e *FaultError) Error() string {
	rule, done := ruleName(&e.Rule, e.Wait), "; nothing was done"
	if e.Rule.After() {
		done = "; " + callDone
	}
	switch {
	case e.Gone:
		return rule + " let the call wait, and the client did not" + done
	case e.Limit != nil:
		return rule + " refused the call as if a limit were used up" + done + "; " + e.Limit.Error()
	case e.Rule.Transport != "" && !e.answers():
		return rule + " broke the connection (" + e.Rule.Transport + ")" + done
	case e.Rule.After():
		return rule + " lost the answer" + done
	case e.succeeds():
		return rule + " gave the answer" + done
	}
	return rule + " refused the call" + done
}

// Unwrap is the *LimitError, so that the vendor answers it as any other.
func (e *FaultError) Unwrap() error {
	if e.Limit == nil {
		return nil
	}
	return e.Limit
}

// answers reports whether the rule says what the answer is.
func (e *FaultError) answers() bool { return e.vendors() || e.Rule.Status != 0 }

// succeeds reports whether the answer is not a refusal.
func (e *FaultError) succeeds() bool {
	return e.Rule.Status != 0 && e.Rule.Status < http.StatusBadRequest && !e.Gone
}

// vendors reports whether the answer is one of the vendor's.
func (e *FaultError) vendors() bool { return !e.Gone && (e.Rule.Code != "" || e.Limit != nil) }

// ruleName names a rule in a reason.
func ruleName(rule *faults.Rule, wait time.Duration) string {
	name := "a fault rule (" + rule.ID
	if rule.ID == faults.HeaderID {
		name = "a fault rule (by the request's header " + faults.Header
	}
	if wait > 0 {
		return fmt.Sprintf("%s, with a delay of %v)", name, wait)
	}
	return name + ")"
}

// FaultHeaderError says that a request asks by its own header for a fault that it cannot have.
type FaultHeaderError struct{ Detail string }

func (e *FaultHeaderError) Error() string { return "the header " + faults.Header + " " + e.Detail }

// PanicError says that the code that answers a call failed. It is a defect of this server.
type PanicError struct{ Value any }

func (e *PanicError) Error() string {
	return fmt.Sprintf("this server failed while answering; please report it: %v", e.Value)
}

// callDone says in a reason that the state has changed, although the answer does not say so.
const callDone = "the call itself was done"
