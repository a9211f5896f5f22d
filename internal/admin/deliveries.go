package admin

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// Delivery is an event that was sent to a webhook or a callback.
type Delivery struct {
	ID         string `json:"id" doc:"by which it can be sent again; that of its first try in the journal"`
	Event      string `json:"event" doc:"its name, in the vendor's words"`
	State      string `json:"state" rule:"enum=waiting|trying|delivered|failed|dropped|given_up" doc:"where its newest try stands"`
	URL        string `json:"url" doc:"to whom, secrets masked"`
	Body       string `json:"body" doc:"its first 4096 bytes, secrets masked"`
	BodyLength int    `json:"body_length" doc:"bytes of the whole body"`
	Tries      []Try  `json:"tries" doc:"the oldest first"`
}

// Try is one attempt to deliver an event.
type Try struct {
	Try     int    `json:"try" doc:"which one it is, from 1"`
	Time    string `json:"time" rule:"date-time" doc:"when it was made, or when it was known that there will be one, on the app's clock"`
	State   string `json:"state" rule:"enum=waiting|trying|delivered|failed|dropped|given_up"`
	Status  int    `json:"status,omitempty" doc:"of the answer; left out when there was none"`
	Reason  string `json:"reason,omitempty" doc:"why the event is not delivered, or not yet"`
	Request string `json:"request" doc:"the id under which the journal has it"`
}

type deliveries struct {
	Deliveries []Delivery `json:"deliveries" doc:"the oldest first"`
}

func (a *api) deliveries(r *in) (deliveries, error) {
	all := r.app.Sent()
	list := deliveries{make([]Delivery, len(all))}
	for i := range all {
		list.Deliveries[i] = a.delivery(&all[i])
	}
	return list, nil
}

func (a *api) redeliver(r *in) (Delivery, error) {
	vendor, _ := a.Vendors.Of(r.app.Vendor)
	sent, err := vendor.Gateway.Redeliver(r.app, r.PathValue("id"), vendor.SignAnew)
	if err != nil {
		return Delivery{}, &Refusal{Status: http.StatusNotFound, Detail: err.Error()}
	}
	return a.delivery(&sent), nil
}

// delivery shows an event without what must not be shown.
func (a *api) delivery(s *gateway.Sent) Delivery {
	body := s.Event.Body
	e := journal.Mask(journal.Entry{Delivery: 1, URL: s.Event.To.URL, Body: body[:min(len(body), journal.BodyLimit)], Length: len(body)}, a.Secrets)
	d := Delivery{
		ID: s.ID, Event: s.Event.Name, URL: e.URL, Body: string(e.Body), BodyLength: len(body), Tries: make([]Try, len(s.Tries)),
	}
	for i, t := range s.Tries {
		d.Tries[i] = Try{t.Number, timeText(t.Time), t.State, t.Status, a.Secrets.Hide(t.Reason), t.Request}
		d.State = t.State
	}
	return d
}
