package journal

import (
	"net/http"
	"strings"
	"time"
)

// Filter says which entries are meant. Empty fields do not count, all others must hold; so the zero
// filter, and no filter at all, means every entry.
type Filter struct {
	App       string // as the server's own API names it: cometchat:{appId} or zim:{appId}
	Vendor    string
	Operation string
	User      string // as the client wrote it
	Code      string // the vendor's code; "0" means that the call succeeded, whatever the vendor
	Status    int    // of HTTP
	Stage     Stage  // where on its way the request ended

	Since, Until time.Time // the entry's time on its app's clock: from the one, up to and with the other

	Unmatched bool   // only requests that match no operation
	TooEarly  bool   // only those that came back before the window opened
	Fault     string // only those that the fault rule with this id hit

	DeliveryState string // only tries to deliver an event that stand there
}

// Match reports whether an entry is meant.
func (f *Filter) Match(e *Entry) bool {
	if f == nil {
		return true
	}
	return (f.App == "" || e.of(f.App)) &&
		(f.Vendor == "" || f.Vendor == e.Vendor) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.User == "" || f.User == e.User) &&
		(f.Code == "" || f.Code == e.Code || f.Code == succeeded && e.succeeded()) &&
		(f.Status == 0 || f.Status == e.Status) &&
		(f.Stage == "" || f.Stage == e.Stage) &&
		(f.Since.IsZero() || !e.Time.Before(f.Since)) &&
		(f.Until.IsZero() || !e.Time.After(f.Until)) &&
		(!f.Unmatched || e.Unmatched()) &&
		(!f.TooEarly || e.TooEarly) &&
		(f.Fault == "" || f.Fault == e.FaultID) &&
		(f.DeliveryState == "" || f.DeliveryState == e.DeliveryState)
}

// succeeded is the code of a call that went well: ZIM's own word for it, taken for all.
const succeeded = "0"

// succeeded reports whether the request was answered, and not refused, or the event taken. A fault rule's
// own status has no code, so the code alone does not tell.
func (e *Entry) succeeded() bool {
	if e.Delivery > 0 {
		return e.Completed // which answers a vendor takes is the vendor's
	}
	return (e.Code == "" || e.Code == succeeded) && e.Status != 0 && e.Status < http.StatusBadRequest
}

// Unmatched reports whether this is a request that matches no operation of a vendor, and that no fault
// rule was made to answer.
func (e *Entry) Unmatched() bool { return e.Operation == "" && e.Delivery == 0 && !e.OnPurpose }

// of reports whether the entry belongs to the app of that name. It puts no string together.
func (e *Entry) of(app string) bool {
	vendor, id, _ := strings.Cut(app, ":")
	return e.App != "" && e.App == id && e.Vendor == vendor
}
