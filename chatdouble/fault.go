package chatdouble

import (
	"encoding/json"
	"net/http"
	"time"
)

// Fault makes calls go wrong. The first group of members says which calls, the second how, the third
// how often and when. How is one of Code, Status, Transport and RateLimited; a Delay may stand alone or
// with one of them. The transports TruncatedBody and MalformedChunk may also stand with another answer,
// which they break. Of several faults that choose the same call, all that only delay hit, and of the
// rest the oldest.
//
// With Path or Action a fault is an answer of your own to what is not emulated. Such a call counts as
// answered: [WithFailOnUnmatched] and [App.Unmatched] pass it by. Nothing of it is checked before, neither
// key nor signature. A fault of a whole server with a Path is also for paths that are no vendor's.
type Fault struct {
	Vendor    string            // "cometchat" or "zim"; empty means both, or the app's own
	Operation string            // name of the operation; empty means every one
	User      string            // the user that the call acts for or on; empty means every one
	Method    string            // the HTTP method; empty means every one
	Path      string            // the path as sent, without query and /__apps/{appId}, each * for any characters; empty means every one
	Action    string            // ZIM's Action as sent, emulated or not; empty means every one
	Header    map[string]string // headers that the request must have, with these values
	Nth       int               // only the nth call that matches all of the above, from 1; 0 means each of them

	Code   string // an error code of the vendor, answered in its shape with its usual status; see [Codes]
	Status int    // this HTTP status, 200 to 599; 200 when it is 0 and there is a Body or JSON ...
	Body   string // ... with this body ...
	JSON   any    // ... or with this one, as encoding/json writes it, with the vendor's Content-Type; nil means none
	// Headers of the answer that Code, Status, Body or JSON makes, in the place of those by the same names.
	// Those of the connection, Content-Length, Date and the server's own cannot be set.
	Headers     http.Header
	Delay       Delay     // answer so much later, at most 10 minutes
	Transport   Transport // break the connection in this way
	AfterBytes  int       // with TruncatedBody: how many bytes of the body the client gets
	RateLimited bool      // refuse as if the limit had just been used up; not with After

	After       bool    // let the call change the state first and lose its answer
	Times       int     // how many calls go wrong, then the fault is gone; 0 means all until Reset or ClearFaults; with Nth at most 1
	Probability float64 // above 0 to 1: how likely each call goes wrong, drawn from the seed; 0 means 1
}

// Transport is a way in which a connection breaks.
type Transport string

// Ways in which a connection breaks.
const (
	EmptyResponse       Transport = "EMPTY_RESPONSE"           // closed without an answer
	ConnectionReset     Transport = "CONNECTION_RESET_BY_PEER" // reset without an answer
	MalformedChunk      Transport = "MALFORMED_RESPONSE_CHUNK" // a good status, then a chunk that is none, then closed
	RandomDataThenClose Transport = "RANDOM_DATA_THEN_CLOSE"   // no HTTP at all
	TruncatedBody       Transport = "TRUNCATED_BODY"           // closed after [Fault].AfterBytes bytes of the body
)

// Delay is how much later an answer comes, in real time, at most 10 minutes. The zero value is no delay. [FixedDelay],
// [UniformDelay] and [LognormalDelay] make others, which are exact to the millisecond.
type Delay struct {
	distribution  string
	fixed         time.Duration
	lower, upper  time.Duration
	median, limit time.Duration
	sigma         float64
}

// FixedDelay is always d, from 0 to 10 minutes.
func FixedDelay(d time.Duration) Delay { return Delay{distribution: "fixed", fixed: d} }

// UniformDelay is anything from lower to upper, all equally likely. Both are from 0 to 10 minutes.
func UniformDelay(lower, upper time.Duration) Delay {
	return Delay{distribution: "uniform", lower: lower, upper: upper}
}

// LognormalDelay is around median, with a long tail above it. Its logarithm has the standard deviation
// sigma, from 0; 0.4 is usual. No delay is above 10 minutes; [Delay.AtMost] cuts the tail earlier.
func LognormalDelay(median time.Duration, sigma float64) Delay {
	return Delay{distribution: "lognormal", median: median, sigma: sigma}
}

// AtMost returns a lognormal delay that is never above limit, which must not be below the median. The
// other delays stay as they are.
func (d Delay) AtMost(limit time.Duration) Delay {
	d.limit = limit
	return d
}

// ActiveFault is a fault in force, and what became of it.
type ActiveFault struct {
	ID string
	Fault
	Hits         int    // how many calls it has hit
	Bypassed     int    // how many calls it matched but could not apply to
	BypassReason string // why it could not apply to the last one
}

// rule is a fault in the words of the admin API.
type rule struct {
	ID    string `json:"id,omitempty"`
	Match struct {
		Vendor    string            `json:"vendor,omitempty"`
		Operation string            `json:"operation,omitempty"`
		User      string            `json:"user,omitempty"`
		Method    string            `json:"method,omitempty"`
		Path      string            `json:"path,omitempty"`
		Action    string            `json:"action,omitempty"`
		Header    map[string]string `json:"header,omitempty"`
		Nth       int               `json:"nth,omitempty"`
	} `json:"match,omitzero"`
	Fault struct {
		Code        string      `json:"code,omitempty"`
		Status      int         `json:"status,omitempty"`
		Body        string      `json:"body,omitempty"`
		JSON        any         `json:"json,omitempty"`
		Headers     http.Header `json:"headers,omitempty"`
		Delay       *ruleDelay  `json:"delay,omitempty"`
		Transport   Transport   `json:"transport,omitempty"`
		AfterBytes  *int        `json:"after_bytes,omitempty"`
		RateLimited bool        `json:"rate_limited,omitempty"`
	} `json:"fault"`
	Times        int     `json:"times,omitempty"`
	Probability  float64 `json:"probability,omitempty"`
	When         string  `json:"when,omitempty"`
	Hits         int     `json:"hits,omitempty"`
	Bypassed     int     `json:"bypassed,omitempty"`
	BypassReason string  `json:"bypass_reason,omitempty"`
}

// ruleDelay is a delay in WireMock's words, in milliseconds.
type ruleDelay struct {
	Type         string   `json:"type"`
	Milliseconds *float64 `json:"milliseconds,omitempty"`
	Lower        *float64 `json:"lower,omitempty"`
	Upper        *float64 `json:"upper,omitempty"`
	Median       *float64 `json:"median,omitempty"`
	Sigma        *float64 `json:"sigma,omitempty"`
	MaxValue     *float64 `json:"maxValue,omitempty"`
}

func (f Fault) rule() (r rule) {
	r.Match.Vendor, r.Match.Operation, r.Match.User, r.Match.Header, r.Match.Nth = f.Vendor, f.Operation, f.User, f.Header, f.Nth
	r.Match.Method, r.Match.Path, r.Match.Action = f.Method, f.Path, f.Action
	r.Fault.Code, r.Fault.Status, r.Fault.Body, r.Fault.Delay = f.Code, f.Status, f.Body, f.Delay.rule()
	r.Fault.JSON, r.Fault.Headers = f.JSON, f.Headers
	r.Fault.Transport, r.Fault.RateLimited = f.Transport, f.RateLimited
	r.Times, r.Probability = f.Times, f.Probability
	if f.Transport == TruncatedBody || f.AfterBytes != 0 {
		r.Fault.AfterBytes = &f.AfterBytes
	}
	if f.After {
		r.When = "after"
	}
	return r
}

// String is the fault as the admin API is sent it.
func (f Fault) String() string {
	text, err := json.Marshal(f.rule())
	if err != nil { // by what stands in JSON
		return err.Error()
	}
	return string(text)
}

func (d Delay) rule() *ruleDelay {
	r := &ruleDelay{Type: d.distribution}
	switch d.distribution {
	case "":
		return nil
	case "fixed":
		r.Milliseconds = milliseconds(d.fixed)
	case "uniform":
		r.Lower, r.Upper = milliseconds(d.lower), milliseconds(d.upper)
	case "lognormal":
		r.Median, r.Sigma = milliseconds(d.median), &d.sigma
		if d.limit != 0 {
			r.MaxValue = milliseconds(d.limit)
		}
	}
	return r
}

func milliseconds(d time.Duration) *float64 {
	ms := float64(d.Round(time.Millisecond).Milliseconds())
	return &ms
}

func (r rule) active() ActiveFault {
	active := ActiveFault{
		ID: r.ID, Hits: r.Hits, Bypassed: r.Bypassed, BypassReason: r.BypassReason,
		Fault: Fault{
			Vendor: r.Match.Vendor, Operation: r.Match.Operation, User: r.Match.User, Header: r.Match.Header, Nth: r.Match.Nth,
			Method: r.Match.Method, Path: r.Match.Path, Action: r.Match.Action,
			Code: r.Fault.Code, Status: r.Fault.Status, Body: r.Fault.Body, JSON: r.Fault.JSON, Headers: r.Fault.Headers, Delay: r.Fault.Delay.delay(),
			Transport: r.Fault.Transport, RateLimited: r.Fault.RateLimited,
			After: r.When == "after", Times: r.Times, Probability: r.Probability,
		},
	}
	if r.Fault.AfterBytes != nil {
		active.AfterBytes = *r.Fault.AfterBytes
	}
	return active
}

func (r *ruleDelay) delay() Delay {
	if r == nil {
		return Delay{}
	}
	d := Delay{
		distribution: r.Type, fixed: duration(r.Milliseconds), lower: duration(r.Lower), upper: duration(r.Upper),
		median: duration(r.Median), limit: duration(r.MaxValue),
	}
	if r.Sigma != nil {
		d.sigma = *r.Sigma
	}
	return d
}

func duration(ms *float64) time.Duration {
	if ms == nil {
		return 0
	}
	return time.Duration(*ms * float64(time.Millisecond))
}
