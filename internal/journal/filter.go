package journal

import (
	"net/http"
	"strings"
	"time"
)

// Filter says which entries are meant. Empty fields do not count, all others must hold; so the zero
// filter, and no filter at all, means every entry.
type Filter struct {
	App       string // as the server's own API names it: {vendor}:{appId}
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
	return f == nil || f.asked(e) && f.answered(e) && f.when(e)
}

// asked looks at who has sent the request, and what it is about.
func (f *Filter) asked(e *Entry) bool {
	return (f.App == "" || e.of(f.App)) && meant(f.Vendor, e.Vendor) && meant(f.Operation, e.Operation) && meant(f.User, e.User) &&
		(!f.Unmatched || e.Unmatched())
}

// answered looks at what became of it.
func (f *Filter) answered(e *Entry) bool {
	return (meant(f.Code, e.Code) || f.Code == succeeded && e.succeeded()) && meant(f.Status, e.Status) && meant(f.Stage, e.Stage) &&
		meant(f.Fault, e.FaultID) && meant(f.DeliveryState, e.DeliveryState) && (!f.TooEarly || e.TooEarly)
}

func (f *Filter) when(e *Entry) bool {
	return (f.Since.IsZero() || !e.Time.Before(f.Since)) && (f.Until.IsZero() || !e.Time.After(f.Until))
}

// meant reports whether a value is the one that a filter asks for; the zero value asks for any.
func meant[T comparable](asked, value T) bool {
	var anything T
	return asked == anything || asked == value
}

// succeeded is the code of a call that went well. Where a vendor has none for it, it is this one all the same.
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
