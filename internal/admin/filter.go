package admin

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// filter chooses requests. What is left out chooses all; the rest must all hold.
type filter struct {
	App       string    `json:"app,omitempty" doc:"the app's name, such as zim:1234567890"`
	Vendor    string    `json:"vendor,omitempty" enum:"cometchat|zim"`
	Operation string    `json:"operation,omitempty" is:"EntryName" doc:"the name of the operation, such as QueryBlacklist; of a try to deliver an event, the event's"`
	User      string    `json:"user,omitempty" doc:"the user that the call acts for or on, as the client wrote it"`
	Code      string    `json:"code,omitempty" doc:"the vendor's code in the answer; 0 for calls that succeeded, of either vendor"`
	Status    int       `json:"status,omitempty" min:"100" max:"599" doc:"the HTTP status of the answer"`
	Since     time.Time `json:"since,omitzero" doc:"not earlier than this, on the app's clock"`
	Until     time.Time `json:"until,omitzero" doc:"not later than this, on the app's clock"`

	Unmatched       bool   `json:"unmatched,omitempty" doc:"only those that match no operation"`
	RetriedTooEarly bool   `json:"retried_too_early,omitempty" doc:"only those that came back before Retry-After, or before the limit's window opened"`
	Fault           string `json:"fault,omitempty" doc:"only those that the fault rule with this id hit"`
	DeliveryState   string `json:"delivery_state,omitempty" enum:"waiting|trying|delivered|failed|dropped|given_up" doc:"only tries to deliver an event that stand there"`
}

func (f *filter) journal() *journal.Filter {
	return &journal.Filter{
		App: f.App, Vendor: f.Vendor, Operation: f.Operation, User: f.User, Code: f.Code, Status: f.Status,
		Since: f.Since, Until: f.Until, Unmatched: f.Unmatched, TooEarly: f.RetriedTooEarly, Fault: f.Fault,
		DeliveryState: f.DeliveryState,
	}
}

// journals are those that a filter looks into.
func (a *api) journals(f *filter) ([]*journal.Journal, error) {
	if f.App != "" {
		app, err := a.app(f.App)
		if err != nil {
			return nil, err
		}
		return []*journal.Journal{app.Journal}, nil
	}
	all := []*journal.Journal{a.Journal}
	for _, app := range a.Apps() {
		all = append(all, app.Journal)
	}
	return all, nil
}

// find returns the entries that a filter means, the oldest first.
func (a *api) find(f *filter) ([]journal.Entry, error) {
	all, err := a.journals(f)
	if err != nil {
		return nil, err
	}
	var found []journal.Entry
	for _, j := range all {
		found = append(found, j.Find(f.journal())...)
	}
	if len(all) > 1 {
		slices.SortFunc(found, func(a, b journal.Entry) int { return cmp.Compare(a.Number, b.Number) })
	}
	return found, nil
}

// count is how many requests a filter means.
func (a *api) count(f *filter) (n int, err error) {
	all, err := a.journals(f)
	for _, j := range all {
		n += j.Count(f.journal())
	}
	return n, err
}

// shown masks entries and gives them the API's shape.
func (a *api) shown(entries []journal.Entry) []Request {
	list := make([]Request, len(entries))
	if len(entries) == 0 {
		return list
	}
	masker := journal.NewMasker(gateway.Secrets(a.Apps()))
	for i, e := range entries {
		list[i] = show(masker.Mask(e))
	}
	return list
}
