package admin

import (
	"math"
	"net/http"

	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/secrets"
)

// Request is an entry of the journal as the API shows it: a request and its answer, or a try to
// deliver an event.
type Request struct {
	ID        string `json:"id" doc:"as in the header X-Chatdouble-Request-Id"`
	Time      string `json:"time" rule:"date-time" doc:"when it came, on the app's clock"`
	Vendor    string `json:"vendor,omitempty" doc:"missing when it belongs to neither vendor"`
	App       string `json:"app,omitempty" doc:"the app's name; missing when it reached none"`
	Operation string `json:"operation,omitempty" schema:"EntryName" doc:"missing when it matched none; of a try to deliver an event, the event's name"`
	User      string `json:"user,omitempty" doc:"the user that the call acts for or on, as the client wrote it"`
	Delivery  int    `json:"delivery,omitempty" doc:"the try, for an event that the server sent"`

	DeliveryState string `json:"delivery_state,omitempty" rule:"enum=waiting|trying|delivered|failed|dropped|given_up" doc:"where that try stands"`

	Nearest         string `json:"nearest,omitempty" doc:"the operation that a request which matched none may have meant"`
	RetriedTooEarly bool   `json:"retried_too_early,omitempty" doc:"the client came back before it was allowed to"`
	Completed       bool   `json:"completed" doc:"whether the answer is out; of an event, whether the receiver has taken it"`

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
	Status     int    `json:"status" doc:"0 as long as there is no answer"`
	Code       string `json:"code,omitempty" doc:"the vendor's code"`
	Stage      string `json:"stage,omitempty" schema:"Stage" doc:"where on its way the request ended; missing as long as there is no answer"`
	Reason     string `json:"reason,omitempty" doc:"why it was refused, or what of it had no effect, in one line"`
	Fault      *hit   `json:"fault,omitempty" doc:"the fault rule that hit"`
	Body       string `json:"body" doc:"its first 4096 bytes, secrets masked"`
	BodyLength int    `json:"body_length" doc:"bytes of the whole body"`
}

type hit struct {
	ID   string `json:"id"`
	Kind string `json:"kind" rule:"enum=code|status|delay|transport|rate_limited"`
}

// Show is an entry of the journal without what must not be shown.
func Show(e journal.Entry, hide *secrets.Registry) Request {
	e = journal.Mask(e, hide)
	r := Request{
		ID: e.ID, Time: timeText(e.Time), Vendor: e.Vendor, Operation: e.Operation, User: e.User,
		Delivery: e.Delivery, DeliveryState: e.DeliveryState,
		Nearest: e.Nearest, RetriedTooEarly: e.TooEarly, Completed: e.Completed,
		Request:  Received{e.Method, e.URL, e.Header, string(e.Body), e.Length},
		Response: Answered{Status: e.Status, Code: e.Code, Stage: string(e.Stage), Reason: e.Reason, Body: string(e.Reply), BodyLength: e.ReplyLength},
	}
	if e.App != "" {
		r.App = e.Vendor + ":" + e.App
	}
	if r.Request.Headers == nil {
		r.Request.Headers = map[string][]string{}
	}
	if e.FaultID != "" {
		r.Response.Fault = &hit{e.FaultID, e.FaultKind}
	}
	return r
}

type listing struct {
	filter
	Limit int `json:"limit,omitempty" rule:"min=1,max=1000000" doc:"only the newest so many"`
}

type requests struct {
	Requests []Request `json:"requests" doc:"the oldest first"`
	forgetful
}

// forgetful is an answer that may not be the whole truth.
type forgetful struct {
	Forgotten int `json:"forgotten,omitempty" doc:"how many requests that may have been meant the journal has dropped since it was cleared, to make room; left out when none"`
}

func (a *api) listRequests(_ *in, l listing) (requests, error) {
	limit := math.MaxInt / 2
	if l.Limit > 0 {
		limit = l.Limit
	}
	entries, forgotten, err := a.find(&l.filter, limit)
	return requests{a.shown(entries), forgetful{forgotten}}, inQuery(err)
}

func (a *api) findRequests(_ *in, f filter) (requests, error) {
	entries, forgotten, err := a.find(&f, math.MaxInt/2)
	return requests{a.shown(entries), forgetful{forgotten}}, err
}

type counted struct {
	Count int `json:"count"`
	forgetful
}

func (a *api) countRequests(_ *in, f filter) (counted, error) {
	n, forgotten, err := a.count(&f)
	return counted{n, forgetful{forgotten}}, err
}

type unmatchedOf struct {
	App string `json:"app,omitempty" doc:"the app's name; without it those of all apps, and what reached none"`
}

func (a *api) unmatchedRequests(_ *in, of unmatchedOf) (requests, error) {
	entries, forgotten, err := a.find(&filter{App: of.App, Unmatched: true}, math.MaxInt/2)
	for i := range entries {
		if entries[i].Nearest == "" {
			entries[i].Nearest = a.Vendors.Nearest(entries[i])
		}
	}
	return requests{a.shown(entries), forgetful{forgotten}}, err
}

type ofApp struct {
	App string `json:"app,omitempty" doc:"the app's name; without it the journals of all apps, and of what reached none, are cleared"`
}

type deletedCount struct {
	Deleted int `json:"deleted" doc:"how many there were"`
}

func (a *api) clearRequests(_ *in, of ofApp) (d deletedCount, err error) {
	all, err := a.journals(&filter{App: of.App})
	for _, j := range all {
		d.Deleted += j.Clear()
	}
	return d, err
}

// entry finds the one request that a path names.
func (a *api) entry(r *in) (journal.Entry, error) {
	id := r.PathValue("id")
	all, _ := a.journals(&filter{})
	for _, j := range all {
		if e, ok := j.ByID(id); ok {
			return e, nil
		}
	}
	return journal.Entry{}, &Refusal{
		Status: http.StatusNotFound,
		Detail: "the journal has no request " + quote(id) + ": it never came, newer ones have taken its place, or the journal was cleared",
	}
}

func (a *api) showRequest(r *in) (Request, error) {
	e, err := a.entry(r)
	if err != nil {
		return Request{}, err
	}
	return a.shown([]journal.Entry{e})[0], nil
}

type explanation struct {
	Request string  `json:"request" doc:"its id"`
	Outcome string  `json:"outcome" rule:"enum=answered|refused|fault|unmatched|waiting|trying|delivered|failed|dropped|given_up" doc:"of an event, where the try stands"`
	Reason  string  `json:"reason" doc:"why it was refused or not delivered, or what of it had no effect, in one line; else empty"`
	Checks  []check `json:"checks" doc:"what is looked at before a call is answered, in the vendor's order"`
}

type check struct {
	Check   string `json:"check"`
	Verdict string `json:"verdict" rule:"enum=passed|failed|not reached"`
	Detail  string `json:"detail" doc:"what was found"`
}

func (a *api) explainRequest(r *in) (explanation, error) {
	e, err := a.entry(r)
	if err != nil {
		return explanation{}, err
	}
	shown := a.shown([]journal.Entry{e})[0]
	out := explanation{Request: shown.ID, Outcome: outcome(&e), Reason: shown.Response.Reason, Checks: []check{}}
	for _, c := range a.Vendors.Explain(e) {
		out.Checks = append(out.Checks, check{c.Name, c.Verdict, c.Detail})
	}
	return out, nil
}

// outcome is what became of a request, in one word. A delay alone changes no answer.
func outcome(e *journal.Entry) string {
	succeeded := journal.Filter{Code: "0"}
	switch {
	case e.Delivery > 0:
		return e.DeliveryState
	case e.FaultID != "" && e.FaultKind != "delay":
		return "fault"
	case e.Unmatched():
		return "unmatched"
	case succeeded.Match(e):
		return "answered"
	}
	return "refused"
}
