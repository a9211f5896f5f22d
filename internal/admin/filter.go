package admin

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/journal"
)

// filter chooses requests. What is left out chooses all; the rest must all hold.
type filter struct {
	App       string    `json:"app,omitempty" doc:"the app's name, {apps}"`
	Vendor    string    `json:"vendor,omitempty" schema:"VendorName"`
	Operation string    `json:"operation,omitempty" schema:"EntryName" doc:"the name of the operation; of a try to deliver an event, the event's"`
	User      string    `json:"user,omitempty" doc:"the user that the call acts for or on, as the client wrote it"`
	Code      string    `json:"code,omitempty" doc:"the vendor's code in the answer; 0 for calls that succeeded, of either vendor"`
	Status    int       `json:"status,omitempty" rule:"min=100,max=599" doc:"the HTTP status of the answer"`
	Stage     string    `json:"stage,omitempty" schema:"Stage" doc:"where on its way the request ended; done: it did what it was asked for"`
	Since     time.Time `json:"since,omitzero" doc:"not earlier than this, on the app's clock"`
	Until     time.Time `json:"until,omitzero" doc:"not later than this, on the app's clock"`

	Unmatched       bool   `json:"unmatched,omitempty" doc:"only those that match no operation"`
	RetriedTooEarly bool   `json:"retried_too_early,omitempty" doc:"only those that came back before Retry-After, or before the limit's window opened"`
	Fault           string `json:"fault,omitempty" doc:"only those that the fault rule with this id hit"`
	DeliveryState   string `json:"delivery_state,omitempty" rule:"enum=waiting|trying|delivered|failed|dropped|given_up" doc:"only tries to deliver an event that stand there"`
}

func (f *filter) journal() *journal.Filter {
	return &journal.Filter{
		App: f.App, Vendor: f.Vendor, Operation: f.Operation, User: f.User, Code: f.Code, Status: f.Status, Stage: journal.Stage(f.Stage),
		Since: f.Since, Until: f.Until, Unmatched: f.Unmatched, TooEarly: f.RetriedTooEarly, Fault: f.Fault,
		DeliveryState: f.DeliveryState,
	}
}

// journals are those that a filter looks into. A filter that names what cannot be is refused: a test that
// asks for it would pass for ever, or wait in vain.
func (a *api) journals(f *filter) ([]*journal.Journal, error) {
	if f.App != "" {
		app, err := a.app(f.App)
		if err == nil {
			err = a.checkNames(f, app)
		}
		if err != nil {
			return nil, err
		}
		return []*journal.Journal{app.Journal}, nil
	}
	if err := a.checkNames(f, nil); err != nil {
		return nil, err
	}
	return a.Journals.Journals(), nil
}

// find returns the newest entries that a filter means, limit at most, the oldest first, and how many were
// forgotten.
func (a *api) find(f *filter, limit int) (found []journal.Entry, forgotten int, err error) {
	all, err := a.journals(f)
	if err != nil {
		return nil, 0, err
	}
	meant := f.journal()
	floor := uint64(0) // what is older is not among them
	for _, j := range all {
		forgotten += j.Forgotten(meant)
		if len(found) >= limit && j.Newest() <= floor {
			continue
		}
		found = append(found, j.Last(meant, limit)...)
		if len(found) >= 2*limit {
			found = newest(found, limit)
			floor = found[0].Number
		}
	}
	if len(all) == 1 {
		return found, forgotten, nil
	}
	return newest(found, limit), forgotten, nil
}

// newest are so many entries, in the order in which the requests came.
func newest(entries []journal.Entry, n int) []journal.Entry {
	slices.SortFunc(entries, func(a, b journal.Entry) int { return cmp.Compare(a.Number, b.Number) })
	return entries[max(0, len(entries)-n):]
}

// count is how many requests a filter means, and how many were forgotten that it may have meant.
func (a *api) count(f *filter) (n, forgotten int, err error) {
	all, err := a.journals(f)
	for _, j := range all {
		n += j.Count(f.journal())
		forgotten += j.Forgotten(f.journal())
	}
	return n, forgotten, err
}

// shown masks entries and gives them the API's shape.
func (a *api) shown(entries []journal.Entry) []Request {
	list := make([]Request, len(entries))
	for i, e := range entries {
		list[i] = Show(e, a.Secrets)
	}
	return list
}
