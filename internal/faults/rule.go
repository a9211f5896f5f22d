// Package faults decides which calls go wrong, how, and how often.
package faults

import "time"

// Rule makes calls go wrong. What stands under Match chooses calls, an empty one every call; what
// stands under Fault says what happens to them. [Rule.Validate] says which rules make sense.
type Rule struct {
	ID string // given by [Rules.Add]

	// Match.
	Vendor    string
	Operation string            // the operation's name
	User      string            // the user that the call acts for or on, as the client wrote it
	Method    string            // of HTTP
	Path      string            // as it was sent, without the query; each * stands for any characters, or none
	Action    string            // the name by which the request calls its operation, where the vendor has one
	Header    map[string]string // a header of the request, by its name in any case, and its exact value
	Nth       int               // only the nth call that matches the rest, from 1; 0 means each

	// Fault: at least one. Code, Status and RateLimited exclude each other.
	Code        string              // answer with this code of the vendor, in its shape and with its usual status
	Status      int                 // answer with this HTTP status, 200 to 599 ...
	Body        []byte              // ... and this body
	JSON        bool                // Body was given as a JSON value, not as a text
	Headers     map[string][]string // of the answer that Code or Status makes, by the names as they are sent
	Delay       *Delay              // wait; alone, the call then goes on as usual
	Transport   string              // one of Transports
	AfterBytes  int                 // for TruncatedBody: how many bytes of the body are sent
	RateLimited bool                // refuse as if the operation's limit had just been used up

	After       bool    // let the call change the state first and lose its answer
	Times       int     // how many calls go wrong, then the rule is gone; 0 means all
	Probability float64 // of a call that matches, above 0 up to 1; 0 means 1
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
var Transports = []string{EmptyResponse, ConnectionReset, MalformedResponseChunk, RandomDataThenClose, TruncatedBody}

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
	Type string // one of DelayTypes

	Milliseconds int     // Fixed
	Lower, Upper int     // Uniform: each whole millisecond between them is as likely
	Median       float64 // LogNormal
	Sigma        float64 // LogNormal: the standard deviation of the logarithm
	MaxValue     float64 // LogNormal: longer ones are drawn again; 0 means that only LongestDelay ends it
}

// The distributions of delays.
const (
	Fixed     = "fixed"
	Uniform   = "uniform"
	LogNormal = "lognormal"
)

// DelayTypes lists what Delay.Type can be.
var DelayTypes = []string{Fixed, Uniform, LogNormal}

// LongestDelay is the longest that a rule can let a call wait.
const LongestDelay = 10 * time.Minute
