package zegoapi

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/wire"
)

// failure is an item on which an action failed, and why.
type failure struct {
	At int // among the items
	ID string
	*codeError
}

// failedUser is how most lists of failures show one.
type failedUser struct {
	UserID  string `json:"UserId"`
	SubCode int    `json:"SubCode" rule:"min=660000001,max=661000005"`
}

// failedProfile is one with a text.
type failedProfile struct {
	failedUser
	SubMessage string `json:"SubMessage"`
}

// failedKey is one of what is no user.
type failedKey struct {
	Key     string `json:"Key"`
	SubCode int    `json:"SubCode" rule:"min=660000001,max=661000005"`
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

// verdict is the outcome's code when no item went well, and the reason when one did not.
func (o outcome) verdict() (code, reason string) {
	if o.Code == nil {
		return "", whySomeFailed(o.Failed)
	}
	if o.Failed == nil {
		return strconv.Itoa(o.Code.Code), o.Code.Error() // its list has entries of its own kind
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
	return "every item failed: " + strings.Join(parts, ", ") + whyItems(failed)
}

// whySomeFailed is the reason of those who failed while others went well.
func whySomeFailed(failed []failure) string {
	switch len(failed) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("1 item failed with %d %s", failed[0].Code, failed[0].Message) + whyItems(failed)
	}
	return fmt.Sprintf("%d items failed", len(failed)) + whyItems(failed)
}

// whyItems says what is wrong with the first few items, each reason once.
func whyItems(failed []failure) (text string) {
	said := make(map[string]bool)
	for _, f := range failed {
		why := whyItem(f)
		if why == "" || said[why] || len(text) > longestReason/2 {
			continue
		}
		said[why] = true
		if text += "; "; !strings.Contains(why, shownID(f.ID)) {
			text += shownID(f.ID) + ": "
		}
		text += why
	}
	return text
}

// appendOutcome appends the envelope of an outcome.
func appendOutcome(dst []byte, c *gateway.Call, o outcome) []byte {
	if o.Code == nil {
		message := "success"
		if ofLicence(c) {
			message = "Success."
		}
		return appendEnvelope(dst, c, 0, message)
	}
	return appendEnvelope(dst, c, o.Code.Code, o.Code.Message)
}

var (
	failedUsers    = wire.For[failedUser](wire.Plain)
	failedProfiles = wire.For[failedProfile](wire.Plain)
	failedKeys     = wire.For[failedKey](wire.Plain)
)

// entries are how a list shows those on whom an action failed.
type entries struct {
	entry  reflect.Type
	append func([]byte, *failure) []byte
}

// The lists of failures: most have ids of users and codes, some a text beside them, one has keys of attributes.
var (
	ofUsers = entries{reflect.TypeFor[failedUser](), func(dst []byte, f *failure) []byte {
		u := f.user()
		return failedUsers.Append(dst, &u)
	}}
	ofProfiles = entries{reflect.TypeFor[failedProfile](), func(dst []byte, f *failure) []byte {
		return failedProfiles.Append(dst, &failedProfile{f.user(), f.Message})
	}}
	ofKeys = entries{reflect.TypeFor[failedKey](), func(dst []byte, f *failure) []byte {
		return failedKeys.Append(dst, &failedKey{f.ID, f.Code})
	}}
)

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
