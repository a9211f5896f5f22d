package admin

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/journal"
)

// request is an entry of the journal as the API shows it.
type request struct {
	ID        string `json:"id"`
	Time      string `json:"time"`
	Vendor    string `json:"vendor,omitempty"`
	App       string `json:"app,omitempty"`
	Operation string `json:"operation,omitempty"`
	User      string `json:"user,omitempty"`
	Delivery  int    `json:"delivery,omitempty"` // the try, for an event that the server sent
	Request   struct {
		Method     string              `json:"method"`
		URL        string              `json:"url"`
		Headers    map[string][]string `json:"headers"`
		Body       string              `json:"body"`
		BodyLength int                 `json:"bodyLength"`
	} `json:"request"`
	Response struct {
		Status     int    `json:"status"`
		Code       string `json:"code,omitempty"`
		Reason     string `json:"reason,omitempty"`
		Fault      bool   `json:"fault,omitempty"`
		Body       string `json:"body"`
		BodyLength int    `json:"bodyLength"`
	} `json:"response"`
}

// requests lists the journal, the oldest request first: of all apps and what reached none, or of
// the app that the parameter app names.
func (a *api) requests(r *http.Request) (any, error) {
	apps, entries := a.Apps(), []journal.Entry(nil)
	if name := r.URL.Query().Get("app"); name != "" {
		app, err := a.app(name)
		if err != nil {
			return nil, err
		}
		entries = app.Journal.Entries()
	} else {
		entries = a.Journal.Entries()
		for _, app := range apps {
			entries = append(entries, app.Journal.Entries()...)
		}
		slices.SortFunc(entries, func(a, b journal.Entry) int { return cmp.Compare(a.Number, b.Number) })
	}
	secrets := gateway.Secrets(apps)
	shown := make([]request, len(entries))
	for i, e := range entries {
		shown[i] = show(journal.Mask(e, secrets))
	}
	return struct {
		Requests []request `json:"requests"`
	}{shown}, nil
}

func show(e journal.Entry) (s request) {
	s.ID, s.Time, s.Vendor, s.Operation, s.User, s.Delivery = e.ID, e.Time.Format(timeFormat), e.Vendor, e.Operation, e.User, e.Delivery
	if e.App != "" {
		s.App = e.Vendor + ":" + e.App
	}
	s.Request.Method, s.Request.URL, s.Request.Headers = e.Method, e.URL, e.Header
	s.Request.Body, s.Request.BodyLength = string(e.Body), e.Length
	s.Response.Status, s.Response.Code, s.Response.Reason, s.Response.Fault = e.Status, e.Code, e.Reason, e.FaultID != ""
	s.Response.Body, s.Response.BodyLength = string(e.Reply), e.ReplyLength
	return s
}
