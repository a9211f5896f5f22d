// Package webhook delivers events to the addresses that an app names, and nowhere else.
//
// An [Outbox] holds the events of one app in one of its states and ends with that state. A [Sender] makes
// the calls of all outboxes of a server and bounds what they hold.
package webhook

import (
	"net/http"
	"time"
)

// Delivery is one event on its way to one address.
type Delivery struct {
	URL      string
	Username string // basic authentication when not empty
	Password string
	Body     []byte // JSON; nobody may change it

	ContentType string                // application/json when empty
	Timeout     time.Duration         // of one try, in real time; DefaultTimeout when 0
	Taken       func(status int) bool // whether an answer ends the tries; any 2xx when nil
	Waits       []time.Duration       // the pauses before the second try, the third and so on, on the app's clock

	// After holds the first try back until it is closed. nil holds nothing back.
	After <-chan struct{}

	// Changed is told of each change of each try, in order, one at a time for one outbox. It must not call
	// the outbox or the sender.
	Changed func(Try)

	answer int64 // how many bytes of an answer are looked at; replySize when 0
}

// DefaultTimeout is how long a receiver has for its answer when the vendor does not say.
const DefaultTimeout = 5 * time.Second

// Try is one attempt to deliver an event, and what has become of it.
type Try struct {
	Number int // from 1
	State  State
	Header http.Header // of the request
	Due    time.Time   // of a try that waits for its time: when that is, on the app's clock; else zero
	Status int         // of the answer; 0 when there was none
	Reply  []byte      // how the answer's body begins
	Err    error       // why the event is not delivered by this try; nil as long as it may be
	Final  bool        // this try is over, and there is no other
}

// State is where a try stands. It begins as Waiting, but for an address that may not be called, which
// is Failed at once.
type State string

// The states of a try. Only the first two change.
const (
	Waiting   State = "waiting"   // for its turn, or for its time
	Trying    State = "trying"    // on its way, or with the receiver
	Delivered State = "delivered" // the receiver has taken the event
	Failed    State = "failed"    // it has not; a next try, if there is one, begins as Waiting
	Dropped   State = "dropped"   // there were too many events: no try is made
	GivenUp   State = "given_up"  // the app's state, the app or the server is gone: no answer is waited for
)

func (d *Delivery) header() http.Header {
	contentType := d.ContentType
	if contentType == "" {
		contentType = "application/json"
	}
	header := http.Header{"Content-Type": {contentType}}
	if d.Username != "" || d.Password != "" {
		r := http.Request{Header: header}
		r.SetBasicAuth(d.Username, d.Password)
	}
	return header
}

func (d *Delivery) timeout() time.Duration {
	if d.Timeout == 0 {
		return DefaultTimeout
	}
	return d.Timeout
}

func (d *Delivery) taken(status int) bool {
	if d.Taken == nil {
		return status >= 200 && status <= 299
	}
	return d.Taken(status)
}
