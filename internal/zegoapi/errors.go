package zegoapi

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// codeError is an error in ZIM's words: a code of the page "Return codes" and a short text. Each code is declared once, in
// codes.go. The vendor publishes no text of an error, so a client must not rely on them.
type codeError struct {
	Status  int // 0 means 200: ZIM answers business and gateway errors alike with it
	Code    int
	Message string
	reason  string        // for a person: what is wrong with this request
	stage   journal.Stage // at which it refuses; empty: where the call is
}

// at is the same error for another stage than the one at which it comes up.
func (e *codeError) at(stage journal.Stage) *codeError {
	moved := *e
	moved.stage = stage
	return &moved
}

// status is the same error with another status than 200.
func (e *codeError) status(status int) *codeError {
	moved := *e
	moved.Status = status
	return &moved
}

// because is the same error with the reason for a person.
func (e *codeError) because(format string, args ...any) *codeError {
	explained := *e
	explained.reason = fmt.Sprintf(format, args...)
	return &explained
}

// Stage is where the error refuses.
func (e *codeError) Stage(*gateway.Call) journal.Stage { return e.stage }

// VendorCode is the code as a client gets it.
func (e *codeError) VendorCode() string { return strconv.Itoa(e.Code) }

func (e *codeError) Error() string {
	if e.reason != "" {
		return e.reason
	}
	return fmt.Sprintf("%d %s", e.Code, e.Message)
}

// toCodeError turns any error of a call into one of ZIM's.
func (a *API) toCodeError(c *gateway.Call, err error) *codeError {
	var (
		code  *codeError
		limit *gateway.LimitError
		body  *gateway.BodyError
		fault *gateway.FaultError
		bad   *gateway.MalformedError
	)
	switch {
	case errors.As(err, &code):
		return code
	case errors.As(err, &limit):
		return a.operationOf(c).rate()
	case errors.As(err, &body):
		return errReadBody
	case errors.As(err, &bad):
		return errReadBody.status(bad.Status)
	case errors.As(err, &fault):
		if e := declared[fault.Rule.Code]; e != nil {
			return e
		}
	}
	return errInternal
}

// HasCode is KnownCode, for a fault rule.
func (*API) HasCode(code string) bool { return KnownCode(code) }

var errMethod = errActionUnsupported.status(http.StatusMethodNotAllowed)
