package chatdouble

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
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

// rule is the fault in the words of the admin API.
func (f Fault) rule() (r faults.Rule, err error) {
	r = faults.Rule{
		Match: faults.Match{
			Vendor: f.Vendor, Operation: f.Operation, User: f.User, Method: f.Method, Path: f.Path, Action: f.Action,
			Header: f.Header, Nth: f.Nth,
		},
		Fault: faults.Fault{
			Code: f.Code, Status: f.Status, Body: f.Body, Delay: f.Delay.rule(), Transport: string(f.Transport), RateLimited: f.RateLimited,
		},
		Times: f.Times, Probability: f.Probability,
	}
	if f.JSON != nil {
		r.JSON, err = json.Marshal(f.JSON)
	}
	if f.Headers != nil {
		r.Headers = faults.Headers{}
	}
	for name, values := range f.Headers {
		r.Headers[name] = values
	}
	if f.AfterBytes != 0 {
		r.AfterBytes = &f.AfterBytes
	}
	if f.After {
		r.When = faults.After
	}
	return r, err
}

// String is the fault as the admin API is sent it.
func (f Fault) String() string {
	rule, err := f.rule()
	if err == nil {
		var text []byte
		if text, err = json.Marshal(rule); err == nil {
			return string(text)
		}
	}
	return err.Error() // by what stands in JSON
}

func (d Delay) rule() *faults.Delay {
	if d.distribution == "" {
		return nil
	}
	return &faults.Delay{
		Type: d.distribution, Milliseconds: milliseconds(d.fixed), Lower: milliseconds(d.lower), Upper: milliseconds(d.upper),
		Median: float64(milliseconds(d.median)), Sigma: d.sigma, MaxValue: float64(milliseconds(d.limit)),
	}
}

func milliseconds(d time.Duration) int { return int(d.Round(time.Millisecond).Milliseconds()) }

// active is a fault in force as the admin API shows it.
func active(s *faults.Shown) ActiveFault {
	a := ActiveFault{
		ID: s.ID, Hits: s.Hits, Bypassed: s.Bypassed, BypassReason: s.BypassReason,
		Fault: Fault{
			Vendor: s.Vendor, Operation: s.Operation, User: s.User, Header: s.Header, Nth: s.Nth,
			Method: s.Method, Path: s.Path, Action: s.Action,
			Code: s.Code, Status: s.Status, Body: s.Body, Delay: shownDelay(s.Delay), Transport: Transport(s.Transport),
			AfterBytes: s.Keeps(), RateLimited: s.RateLimited, After: s.Rule.After(), Times: s.Times, Probability: s.Probability,
		},
	}
	_ = json.Unmarshal(s.JSON, &a.JSON) // it is valid, or there is none
	if s.Headers != nil {
		a.Headers = http.Header{}
	}
	for name, values := range s.Headers {
		a.Headers[name] = values
	}
	return a
}

func shownDelay(d *faults.Delay) Delay {
	if d == nil {
		return Delay{}
	}
	return Delay{
		distribution: d.Type, fixed: duration(float64(d.Milliseconds)), lower: duration(float64(d.Lower)), upper: duration(float64(d.Upper)),
		median: duration(d.Median), limit: duration(d.MaxValue), sigma: d.Sigma,
	}
}

func duration(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }
