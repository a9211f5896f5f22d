package chatdouble

import (
	"fmt"
	"time"
)

// Filter chooses requests. It is a value, not a function, because the server does the choosing,
// which may be in another process: what no filter says, a test asks of the [Request] values.
type Filter struct {
	member string // of the filter in the admin API
	value  any
}

// String is the filter as the admin API has it.
func (f Filter) String() string { return fmt.Sprintf("%s=%v", f.member, f.value) }

// Operation chooses the requests of one operation: its name in the list of operations, such as
// "QueryBlacklist".
func Operation(name string) Filter { return Filter{"operation", name} }

// ByUser chooses the requests that acted for or on one user.
func ByUser(id string) Filter { return Filter{"user", id} }

// Code chooses the requests that were answered with an error code of the vendor. "0" chooses those
// that succeeded, of either vendor (their [Request].Code is empty).
func Code(code string) Filter { return Filter{"code", code} }

// Status chooses the requests that were answered with one HTTP status.
func Status(status int) Filter { return Filter{"status", status} }

// Stage chooses the requests that ended at one place on their way, such as "limit", "parameters" or "done"; see
// [Request].
func Stage(stage string) Filter { return Filter{"stage", stage} }

// Since chooses the requests that came at t or later, on their app's clock.
func Since(t time.Time) Filter { return Filter{"since", t.UTC().Format(time.RFC3339Nano)} }

// Until chooses the requests that came at t or earlier, on their app's clock.
func Until(t time.Time) Filter { return Filter{"until", t.UTC().Format(time.RFC3339Nano)} }

// UnmatchedOnly chooses the requests that no operation matched.
func UnmatchedOnly() Filter { return Filter{"unmatched", true} }

// RetriedTooEarly chooses retries that came too early: the same call again, after it was refused because of a
// limit, and before the time that the vendor says. docs/admin.md tells what counts as the same call.
func RetriedTooEarly() Filter { return Filter{"retried_too_early", true} }

// ByFault chooses the requests that a fault has hit. The id is what Fail returns.
func ByFault(id string) Filter { return Filter{"fault", id} }

// DeliveryState chooses the tries to deliver an event that stand there: "waiting", "trying", "delivered",
// "failed", "dropped" or "given_up", as in [Request].
func DeliveryState(state string) Filter { return Filter{"delivery_state", state} }

// OfVendor chooses the requests of one vendor: "cometchat" or "zim".
func OfVendor(vendor string) Filter { return Filter{"vendor", vendor} }

// OfApp chooses the requests of one app, by its name: "cometchat:{appId}" or "zim:{appId}".
func OfApp(name string) Filter { return Filter{"app", name} }

// phrase is filters for the middle of a sentence.
func phrase(filters []Filter) string {
	text := ""
	for i, f := range filters {
		text += []string{" with ", " and "}[min(i, 1)] + f.String()
	}
	return text
}

// filter is what the admin API is sent. Two different values of one kind end the test: no request
// has both, and a test that asks for it means something else.
func (s *scope) filter(filters []Filter) map[string]any {
	s.t.Helper()
	body := make(map[string]any)
	if s.app != "" {
		body["app"] = s.app
	}
	for _, f := range filters {
		if before, taken := body[f.member]; taken && before != f.value {
			s.t.Fatalf("chatdouble: the filters %s and %s exclude each other", Filter{f.member, before}, f)
		}
		body[f.member] = f.value
	}
	return body
}
