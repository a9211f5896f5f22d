package zegoapi

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// codeError is an error in ZIM's words: a code of the page "Return codes" and a short text. The
// vendor publishes no text of an error, so a client must not rely on them.
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

// Stage is where the error refuses.
func (e *codeError) Stage(*gateway.Call) journal.Stage { return e.stage }

func (e *codeError) Error() string {
	if e.reason != "" {
		return e.reason
	}
	return fmt.Sprintf("%d %s", e.Code, e.Message)
}

// because is the same error with the reason for a person.
func (e *codeError) because(format string, args ...any) *codeError {
	explained := *e
	explained.reason = fmt.Sprintf(format, args...)
	return &explained
}

// Codes of the gateway (page "Return codes") that a request can cause.
var (
	errAppIDFormat          = known(100000001)
	errTimestampEmpty       = known(100000002)
	errTimestampFormat      = known(100000003)
	errSignatureExpired     = known(100000004)
	errSignature            = known(100000005)
	errActionEmpty          = known(100000006)
	errActionUnsupported    = known(100000007)
	errNonceEmpty           = known(100000008)
	errSignatureEmpty       = known(100000009)
	errServerSecret         = known(100000010)
	errReadBody             = known(100000012)
	errSignatureVersionNone = known(100000013)
	errSignatureVersion     = known(100000014)
	errInternal             = known(100000015)
	errNoService            = known(100000016)

	errInput         = known(660000002).at(journal.Parameters)
	errAppRate       = known(660300005)
	errNotRegistered = known(660500002).at(journal.User)

	errMethod = &codeError{Status: http.StatusMethodNotAllowed, Code: 100000007, Message: messages[100000007]}
)

func known(code int) *codeError { return &codeError{Code: code, Message: messages[code]} }

// rateCodes are the codes of the actions that have one of their own for too many calls in a second.
// The others answer 660300005, those whose page names none as well.
var rateCodes = map[string]int{
	"UserRegister": 660700001, // pages "Batch register users" and "Return codes"
}

// toCodeError turns any error of a call into one of ZIM's.
func toCodeError(c *gateway.Call, err error) *codeError {
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
		if code, ok := rateCodes[c.Op.Name]; ok {
			return known(code)
		}
		return errAppRate
	case errors.As(err, &body):
		return errReadBody
	case errors.As(err, &bad):
		malformed := *errReadBody
		malformed.Status = bad.Status
		return &malformed
	case errors.As(err, &fault):
		if n, err := strconv.Atoi(fault.Rule.Code); err == nil {
			return known(n)
		}
	}
	return errInternal
}

// HasCode is KnownCode, for a fault rule.
func (*API) HasCode(code string) bool { return KnownCode(code) }
