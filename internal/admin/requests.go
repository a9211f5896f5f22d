package admin

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/journal"
)

// Request is an entry of the journal as the API shows it: a request and its answer, or a try to
// deliver an event.
type Request struct {
	ID        string `json:"id" doc:"as in the header X-Mockserver-Request-Id"`
	Time      string `json:"time" format:"date-time" doc:"when it came, on the app's clock"`
	Vendor    string `json:"vendor,omitempty" doc:"missing when it belongs to neither vendor"`
	App       string `json:"app,omitempty" doc:"the app's name; missing when it reached none"`
	Operation string `json:"operation,omitempty" doc:"missing when it matched none"`
	User      string `json:"user,omitempty" doc:"the user that the call acts for or on, as the client wrote it"`
	Delivery  int    `json:"delivery,omitempty" doc:"the try, for an event that the server sent"`

	Request  Received `json:"request"`
	Response Answered `json:"response"`
}

// Received is what the client sent.
type Received struct {
	Method     string              `json:"method"`
	URL        string              `json:"url" doc:"as the client wrote it, secrets masked"`
	Headers    map[string][]string `json:"headers" doc:"secrets masked"`
	Body       string              `json:"body" doc:"its first 4096 bytes, secrets masked"`
	BodyLength int                 `json:"body_length" doc:"bytes of the whole body"`
}

// Answered is what the client got.
type Answered struct {
	Status     int    `json:"status"`
	Code       string `json:"code,omitempty" doc:"the vendor's code"`
	Reason     string `json:"reason,omitempty" doc:"why it was refused, in one line"`
	Fault      bool   `json:"fault,omitempty"`
	Body       string `json:"body" doc:"its first 4096 bytes, secrets masked"`
	BodyLength int    `json:"body_length" doc:"bytes of the whole body"`
}

// filter chooses requests. What is left out chooses all; the rest must all hold.
type filter struct {
	App       string    `json:"app,omitempty" doc:"the app's name, such as zim:1234567890"`
	Vendor    string    `json:"vendor,omitempty" enum:"cometchat|zim"`
	Operation string    `json:"operation,omitempty" doc:"the name of the operation, such as QueryBlacklist"`
	User      string    `json:"user,omitempty" doc:"the user that the call acts for or on, as the client wrote it"`
	Code      string    `json:"code,omitempty" doc:"the vendor's code in the answer"`
	Status    int       `json:"status,omitempty" min:"100" max:"599" doc:"the HTTP status of the answer"`
	Since     time.Time `json:"since,omitzero" doc:"not earlier than this, on the app's clock"`
	Until     time.Time `json:"until,omitzero" doc:"not later than this, on the app's clock"`
}

type listing struct {
	filter
	Limit int `json:"limit,omitempty" min:"1" max:"1000000" doc:"only the newest so many"`
}

type requests struct {
	Requests []Request `json:"requests" doc:"the oldest first"`
}

type count struct {
	Count int `json:"count"`
}

type deletedCount struct {
	Deleted int `json:"deleted" doc:"how many there were"`
}

// journals are those that a filter looks into, and the filter.
func (a *api) entries(f *filter) ([]journal.Entry, error) {
	if f.App != "" {
		app, err := a.app(f.App)
		if err != nil {
			return nil, err
		}
		return app.Journal.Entries(), nil
	}
	entries := a.Journal.Entries()
	for _, app := range a.Apps() {
		entries = append(entries, app.Journal.Entries()...)
	}
	slices.SortFunc(entries, func(a, b journal.Entry) int { return cmp.Compare(a.Number, b.Number) })
	return entries, nil
}

func (a *api) listRequests(_ *in, l listing) (requests, error) {
	entries, err := a.entries(&l.filter)
	if err != nil {
		return requests{}, err
	}
	if l.Limit > 0 && len(entries) > l.Limit {
		entries = entries[len(entries)-l.Limit:]
	}
	return a.shown(entries), nil
}

func (a *api) shown(entries []journal.Entry) requests {
	secrets := gateway.Secrets(a.Apps())
	list := requests{make([]Request, len(entries))}
	for i, e := range entries {
		list.Requests[i] = show(journal.Mask(e, secrets))
	}
	return list
}

func (a *api) showRequest(r *in) (Request, error) {
	id := r.PathValue("id")
	entries, _ := a.entries(&filter{})
	for _, e := range entries {
		if e.ID == id {
			return a.shown([]journal.Entry{e}).Requests[0], nil
		}
	}
	return Request{}, noRequest(id)
}

func noRequest(id string) error {
	return &Refusal{Status: http.StatusNotFound, Detail: "the journal has no request " + quote(id) + ": it never came, or newer ones have taken its place, or the journal was cleared"}
}

func show(e journal.Entry) (s Request) {
	s.ID, s.Time, s.Vendor, s.Operation, s.User, s.Delivery = e.ID, e.Time.Format(timeFormat), e.Vendor, e.Operation, e.User, e.Delivery
	if e.App != "" {
		s.App = e.Vendor + ":" + e.App
	}
	s.Request = Received{e.Method, e.URL, e.Header, string(e.Body), e.Length}
	s.Response = Answered{
		Status: e.Status, Code: e.Code, Reason: e.Reason, Fault: e.FaultID != "",
		Body: string(e.Reply), BodyLength: e.ReplyLength,
	}
	return s
}
