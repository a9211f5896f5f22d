package zegoapi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// failure is an item on which an action failed, and why.
type failure struct {
	ID string
	*codeError
}

// failedUser is how most lists of failures show one.
type failedUser struct {
	UserID  string `json:"UserId"`
	SubCode int    `json:"SubCode"`
}

func (f failure) user() failedUser { return failedUser{f.ID, f.Code} }

// outcome is the result of an action on several items. There is a Code when all of them failed; whoever has to look
// further finds the rest in the list.
type outcome struct {
	Code   *codeError
	Failed []failure
}

// outcomeOf is the outcome in an answer. One without always went well.
func outcomeOf(answer any) outcome {
	if o, ok := answer.(interface{ result() outcome }); ok {
		return o.result()
	}
	return outcome{}
}

func (o outcome) result() outcome { return o }

// verdict is the outcome's code and the reason when no item went well.
func (o outcome) verdict() (code, reason string) {
	if o.Code == nil {
		return "", ""
	}
	return strconv.Itoa(o.Code.Code), whyAllFailed(o.Failed)
}

// whyAllFailed says how often which SubCode came, in the order of their first.
func whyAllFailed(failed []failure) string {
	var errs []*codeError
	count := make(map[int]int)
	for _, f := range failed {
		if count[f.Code]++; count[f.Code] == 1 {
			errs = append(errs, f.codeError)
		}
	}
	parts := make([]string, len(errs))
	for i, e := range errs {
		parts[i] = fmt.Sprintf("%d with %d %s", count[e.Code], e.Code, e.Message)
	}
	text := "every item failed: " + strings.Join(parts, ", ")
	for _, f := range failed {
		if why := whyItem(f); why != "" {
			return text + "; " + why
		}
	}
	return text
}

// appendOutcome appends the envelope of an outcome.
func appendOutcome(dst []byte, c *gateway.Call, o outcome) []byte {
	if o.Code == nil {
		return appendEnvelope(dst, c, 0, "success")
	}
	return appendEnvelope(dst, c, o.Code.Code, o.Code.Message)
}

// appendFailures appends the list of failures, with the comma before it. Its name and the member for the id of what
// failed differ from action to action.
func appendFailures(dst []byte, c *gateway.Call, name, member string, texts bool, failed []failure) []byte {
	return appendList(dst, c, name, failed, func(dst []byte, f *failure) []byte {
		dst = append(append(append(dst, `{"`...), member...), `":`...)
		dst = jsontext.AppendString(dst, f.ID)
		dst = append(dst, `,"SubCode":`...)
		dst = strconv.AppendInt(dst, int64(f.Code), 10)
		if texts {
			dst = append(dst, `,"SubMessage":`...)
			dst = jsontext.AppendString(dst, f.Message)
		}
		return append(dst, '}')
	})
}

// appendNoFailures appends the empty list of failures that the refusal of a whole call has: Code is
// not 0 and the list is empty for an error of the parameters or of the limit (page "AddFriends").
// The gateway's own errors have none: they do not reach the action.
func (a *API) appendNoFailures(dst []byte, c *gateway.Call, code int) []byte {
	const firstOfAction = 660_000_000
	o := a.operationOf(c)
	if o == nil || code < firstOfAction || o.built.Failures == "" {
		return dst
	}
	return appendEmptyList(dst, c, o.built.Failures)
}
