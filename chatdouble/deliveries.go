package chatdouble

import (
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
)

// Delivery is an event that the server sent to a webhook or a callback of an app.
type Delivery struct {
	ID         string // for [App.Redeliver]
	Event      string // its name, in the vendor's words
	State      string // where its newest try stands; see [Request].DeliveryState
	URL        string // to whom; secrets are masked
	Body       string // the first 4096 bytes; secrets and signatures are masked
	BodyLength int    // in bytes, of all of it
	Tries      []Try  // the oldest first
}

// Try is one attempt to deliver an event.
type Try struct {
	Number    int       // from 1
	Time      time.Time // on the app's clock
	State     string
	Status    int    // of the receiver's answer; 0 when there was none
	Reason    string // why the event is not delivered, or not yet
	RequestID string // of the [Request] that it is in the journal
}

// Deliveries are the newest events that were sent to the app's webhooks and callbacks, the oldest first. A reset forgets
// them.
func (a *App) Deliveries() []Delivery {
	a.t.Helper()
	var answer struct {
		Deliveries []shownDelivery `json:"deliveries"`
	}
	a.ask(question{method: http.MethodGet, path: a.path("/deliveries")}, &answer, "listing the deliveries")
	all := make([]Delivery, len(answer.Deliveries))
	for i := range answer.Deliveries {
		all[i] = answer.Deliveries[i].delivery()
	}
	return all
}

// Redeliver sends an event once more, by its id: as a new one, which is returned, signed anew, to where its webhook or
// callback is now.
func (a *App) Redeliver(id string) Delivery {
	a.t.Helper()
	var answer shownDelivery
	a.ask(question{method: http.MethodPost, path: a.path("/deliveries/" + segment(id) + "/redeliver")}, &answer, "delivering %q again", id)
	return answer.delivery()
}

// shownDelivery is one whose times have been read.
type shownDelivery struct {
	admin.Delivery
	Tries []struct {
		admin.Try
		Time time.Time `json:"time"`
	} `json:"tries"`
}

func (s *shownDelivery) delivery() Delivery {
	d := Delivery{ID: s.ID, Event: s.Event, State: s.State, URL: s.URL, Body: s.Body, BodyLength: s.BodyLength}
	for _, t := range s.Tries {
		d.Tries = append(d.Tries, Try{t.Try.Try, t.Time, t.State, t.Status, t.Reason, t.Request})
	}
	return d
}
