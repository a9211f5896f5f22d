// Package faults decides which calls go wrong, how, and how often.
package faults

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/chatdouble/mockserver/internal/shape"
)

// Rule makes calls go wrong, and is what the server's own API, a fixture and a Go program say of it: its tags are the
// JSON, the schema and the reader; see package shape. Match chooses calls, an empty one every call; Fault says what
// happens to them. [Rule.Complete] says which rules make sense.
type Rule struct {
	_  struct{} `is:"a fault rule" schema:"FaultRule"`
	ID string   `json:"-"` // given by [Rules.Add]

	Match       `json:"match,omitzero" doc:"which calls; all when left out"`
	Fault       `json:"fault" rule:"required" doc:"what happens to them: one or more"`
	Times       int     `json:"times,omitzero" rule:"min=0,max=1000000000" doc:"how many calls go wrong, then the rule is gone; 0 is all"`
	Probability float64 `json:"probability,omitzero" rule:"chance,default=1" doc:"of a call that matches: above 0, at most 1, which is the default. Drawn from the app's seed"`
	When        string  `json:"when,omitzero" rule:"enum=before|after,default=before" doc:"before nothing has been done, which is the default, or after the state has changed, so that the answer is lost"`
}

// VendorName is the tag schema of members that name a vendor. No tag says which there are: who has the vendors gives them
// to the reader and to the schemas.
const VendorName = "VendorName"

// Match chooses calls. All that is given must hold.
type Match struct {
	_ struct{} `is:"a match" schema:"FaultMatch"`

	Vendor    string            `json:"vendor,omitzero" schema:"VendorName" doc:"the vendor; that of the app when left out"`
	Operation string            `json:"operation,omitzero" schema:"OperationName" doc:"the name of the operation"`
	User      string            `json:"user,omitzero" doc:"the user that the call acts for or on, as the client wrote it"`
	Method    string            `json:"method,omitzero" doc:"the HTTP method"`
	Path      string            `json:"path,omitzero" doc:"the path as it was sent, without the query and without /__apps/{appId}; each * stands for any characters. Also of calls that match no operation, and of those that are for no vendor"`
	Action    string            `json:"action,omitzero" doc:"the Action in the query as it was sent, of a vendor whose calls have one; also one that matches no operation"`
	Header    map[string]string `json:"header,omitzero" rule:"maxitems=100" doc:"headers of the request and their exact values"` // names in any case
	Nth       int               `json:"nth,omitzero" rule:"min=1,max=1000000000" doc:"only the nth call that matches the rest, from 1"`
}

// Fault is what happens to a call: at least one. Code, Status and RateLimited exclude each other.
type Fault struct {
	_ struct{} `is:"a fault" schema:"FaultDone"`

	Code        string          `json:"code,omitzero" rule:"digits,maxlen=100" doc:"a code of the vendor, answered in its shape with its usual status; GET /__admin/codes lists them. A number is taken, too"`
	Status      int             `json:"status,omitzero" rule:"min=200,max=599" doc:"this HTTP status, with the headers and the body; 200 when there is a body and no status"`
	Headers     Headers         `json:"headers,omitzero" rule:"maxitems=100" doc:"headers of the answer that code, status, body or json makes, in the place of those that it has by the same names"`
	Body        string          `json:"body,omitzero" doc:"as it is sent. One that is JSON has the vendor's Content-Type, another one text/plain or text/html, unless headers say which"`
	JSON        json.RawMessage `json:"json,omitzero" rule:"any" doc:"any JSON value in the place of body"`
	Delay       *Delay          `json:"delay,omitzero" doc:"wait first, in real time; alone, the call then goes on as usual"`
	Transport   string          `json:"transport,omitzero" rule:"words=EMPTY_RESPONSE|CONNECTION_RESET_BY_PEER|MALFORMED_RESPONSE_CHUNK|RANDOM_DATA_THEN_CLOSE|TRUNCATED_BODY" doc:"the connection breaks"`
	AfterBytes  *int            `json:"after_bytes,omitzero" rule:"min=0,max=1000000000" doc:"for TRUNCATED_BODY: so many bytes of the body are sent; 0 when left out"`
	RateLimited bool            `json:"rate_limited,omitzero" doc:"refused as if the limit had just been used up"`
}

// Headers are those of an answer by their names, each with a text or with several.
type Headers = map[string]shape.Texts

// After is the When of a rule that lets the call change the state first and loses its answer, Before that of all others.
const (
	Before = "before"
	After  = "after"
)

// After reports whether the rule lets the call change the state first.
func (r *Rule) After() bool { return r.When == After }

// Answer is the body of the answer that the rule gives.
func (f *Fault) Answer() []byte {
	if f.JSON != nil {
		return f.JSON
	}
	return []byte(f.Body)
}

// Keeps is how many bytes of a truncated body are sent.
func (f *Fault) Keeps() int {
	if f.AfterBytes == nil {
		return 0
	}
	return *f.AfterBytes
}

// MarshalJSON writes the rule as ParseRule reads it, without its id.
func (r Rule) MarshalJSON() ([]byte, error) {
	r.spell()
	return shape.Plain(&r), nil
}

// spell puts what holds when it is left out.
func (r *Rule) spell() {
	r.When = cmp.Or(r.When, Before)
	if r.Transport == TruncatedBody && r.AfterBytes == nil {
		r.AfterBytes = new(0)
	}
}

// What can go wrong below HTTP, in WireMock's words and with its meaning.
const (
	EmptyResponse          = "EMPTY_RESPONSE"           // the connection is closed without a byte
	ConnectionReset        = "CONNECTION_RESET_BY_PEER" // the connection is reset (TCP RST)
	MalformedResponseChunk = "MALFORMED_RESPONSE_CHUNK" // status and headers, then garbage in the place of a chunk
	RandomDataThenClose    = "RANDOM_DATA_THEN_CLOSE"   // garbage, then the connection is closed
	TruncatedBody          = "TRUNCATED_BODY"           // the answer with its full Content-Length, cut after AfterBytes bytes
)

// Transports lists what Rule.Transport can be.
var Transports = shape.For[Fault]().Field("transport").Words

// Kinds of faults, as the journal and the metrics name them.
const (
	KindCode        = "code"
	KindStatus      = "status"
	KindDelay       = "delay" // alone
	KindTransport   = "transport"
	KindRateLimited = "rate_limited"
)

// Kind is what the rule does to a call, in one word. Of several it is the one that the client sees
// last.
func (r *Rule) Kind() string {
	switch {
	case r.Transport != "":
		return KindTransport
	case r.RateLimited:
		return KindRateLimited
	case r.Code != "":
		return KindCode
	case r.Status != 0:
		return KindStatus
	}
	return KindDelay
}

// AnswersOnPurpose reports whether the rule decides what becomes of calls that it names by their path or
// action. Such a call was meant to be answered by the rule, whether or not an operation matches it.
func (r *Rule) AnswersOnPurpose() bool {
	return (r.Path != "" || r.Action != "") && !r.onlyDelays()
}

// onlyDelays reports whether the rule lets a call wait and changes nothing else.
func (r *Rule) onlyDelays() bool { return r.Delay != nil && r.Kind() == KindDelay }

// garbles reports whether the transport fault is done to an answer, so that the rule can say which.
func (r *Rule) garbles() bool {
	return r.Transport == TruncatedBody || r.Transport == MalformedResponseChunk
}

// Delay is a time to wait, in real time whatever the app's clock shows. The names and the unit,
// milliseconds, are WireMock's.
type Delay struct {
	_ struct{} `is:"a delay" schema:"FaultDelay" doc:"How long an answer waits, in milliseconds."`

	Type         string  `json:"type" rule:"required,enum=fixed|uniform|lognormal" doc:"which of the members hold: milliseconds; lower and upper; median, sigma and maxValue"`
	Milliseconds int     `json:"milliseconds,omitzero" rule:"type=fixed,min=0,max=600000" doc:"fixed: from 0"`
	Lower        int     `json:"lower,omitzero" rule:"type=uniform,min=0,max=600000" doc:"uniform: the shortest, from 0; each whole millisecond from it to upper is as likely"`
	Upper        int     `json:"upper,omitzero" rule:"type=uniform,min=0,max=600000" doc:"uniform: the longest"`
	Median       float64 `json:"median,omitzero" rule:"type=lognormal,min=0,max=600000" doc:"lognormal: half of the times are shorter; from 0 to 600000"`
	Sigma        float64 `json:"sigma,omitzero" rule:"type=lognormal,min=0,max=100" doc:"lognormal: the standard deviation of the logarithm, from 0"`
	MaxValue     float64 `json:"maxValue,omitzero" rule:"only=lognormal,min=0,max=600000" doc:"lognormal: longer ones are drawn again; not below the median, at most 600000, which holds when it is left out"`
}

// The distributions of delays.
const (
	Fixed     = "fixed"
	Uniform   = "uniform"
	LogNormal = "lognormal"
)

// LongestDelay is the longest that a rule can let a call wait.
const LongestDelay = 10 * time.Minute
