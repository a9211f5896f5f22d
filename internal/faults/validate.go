package faults

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Error is what is wrong with one member of a rule.
type Error struct {
	Pointer string // RFC 6901 within the rule's JSON, like /fault/delay/type; empty for the whole
	Detail  string // what is wrong with it, to be read behind its name: "is 5; it is from 200 to 599"
}

func (e *Error) Error() string {
	return cmp.Or(strings.TrimPrefix(e.Pointer, "/"), "the rule") + " " + e.Detail
}

// Problems lists everything that an error of this package says is wrong.
func Problems(err error) (all []*Error) {
	var one *Error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			all = append(all, Problems(err)...)
		}
	} else if errors.As(err, &one) {
		all = append(all, one)
	}
	return all
}

// maxProblems is how many problems of one rule are told. Nobody reads more.
const maxProblems = 20

// problems collects errors, up to maxProblems.
type problems []error

func (p *problems) add(pointer, format string, args ...any) {
	if !p.full() {
		*p = append(*p, &Error{pointer, fmt.Sprintf(format, args...)})
	}
}

func (p *problems) full() bool { return len(*p) >= maxProblems }

// err is nil, the one *Error, or all of them joined.
func (p problems) err() error {
	if len(p) == 1 {
		return p[0]
	}
	return errors.Join(p...)
}

// Validate refuses a rule that makes no sense, whatever vendors there are. The error is an *Error, or
// several of them joined: see [Problems].
func (r *Rule) Validate() error {
	var p problems
	r.validateMatch(&p)
	r.validateFault(&p)
	r.validateHeaders(&p)
	r.Delay.validate(&p)
	if r.Times < 0 {
		p.add("/times", "is %d; it is a number from 0, and 0 means every call", r.Times)
	}
	if r.Nth > 0 && r.Times > 1 {
		p.add("/times", "is %d, but match/nth chooses one single call; leave one of the two out", r.Times)
	}
	if r.Probability < 0 || r.Probability > 1 {
		p.add("/probability", "is %v; it is above 0 and at most 1", r.Probability)
	}
	return p.err()
}

func (r *Rule) validateMatch(p *problems) {
	if r.Nth < 0 {
		p.add("/match/nth", "is %d; calls are counted from 1", r.Nth)
	}
	switch upper := strings.ToUpper(r.Method); {
	case r.Method != "" && !isToken(r.Method):
		p.add("/match/method", "is %q, which is no method of HTTP", r.Method)
	case upper != r.Method && slices.Contains(methods, upper):
		p.add("/match/method", "is %q; methods are in capitals: %s", r.Method, upper)
	}
	switch {
	case r.Path == "" || r.Path[0] == '*':
	case r.Path[0] != '/':
		p.add("/match/path", "is %q; a path begins with / or *", r.Path)
	case strings.HasPrefix(r.Path, "/__"):
		p.add("/match/path", "is %q; of /__apps/{appId}/v3/... only what stands behind the app counts, /v3/..., and no rule is for /__admin", r.Path)
	}
	if strings.Contains(r.Path, "?") {
		p.add("/match/path", "is %q; the query is no part of it (match/action is for the Action of ZIM)", r.Path)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if !isToken(name) {
			p.add("/match/header/"+escape(name), "is not the name of a header")
		}
	}
}

// methods are those that somebody may have written in small letters.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace,
}

func (r *Rule) validateFault(p *problems) {
	if r.Code == "" && r.Status == 0 && r.Delay == nil && r.Transport == "" && !r.RateLimited && len(r.Headers) == 0 {
		p.add("/fault", "says nothing; it needs a code, a status, a body, a json, a delay, a transport or rate_limited")
	}
	r.validateAnswer(p)
	if r.RateLimited && (r.Code != "" || r.Status != 0) {
		p.add("/fault/rate_limited", "is an answer of its own; it goes without code and status")
	}
	if r.RateLimited && r.After {
		p.add("/when", "is after, but who is above a limit is refused before the call; leave when or rate_limited out")
	}
	r.validateTransport(p)
}

// validateAnswer looks at the answer that the rule itself gives.
func (r *Rule) validateAnswer(p *problems) {
	if r.Code != "" && r.Status != 0 {
		p.add("/fault/status", "is given beside a code, which has its usual status; leave one of the two out")
	}
	if r.Status != 0 && (r.Status < 200 || r.Status > 599) {
		p.add("/fault/status", "is %d; it is from 200 to 599", r.Status)
	}
	body, bodiless := "/fault/body", r.Status == http.StatusNoContent || r.Status == http.StatusNotModified
	if r.JSON {
		body = "/fault/json"
	}
	switch {
	case len(r.Body) > 0 && r.Status == 0:
		p.add(body, "is an answer of the rule's own; it goes without code and rate_limited")
	case len(r.Body) > 0 && bodiless:
		p.add(body, "does not go with the status %d, which has no body", r.Status)
	case r.Transport == MalformedResponseChunk && bodiless: // a client takes it for a good answer
		p.add("/fault/transport", "does not go with the status %d, whose answer has no body and so no chunk", r.Status)
	}
}

func (r *Rule) validateTransport(p *problems) {
	if r.Transport != "" && !slices.Contains(Transports, r.Transport) {
		p.add("/fault/transport", "is %q; it must be one of %s%s", r.Transport, strings.Join(Transports, ", "), meantTransport(r.Transport))
		return
	}
	if r.Transport != "" && !r.garbles() && (r.Code != "" || r.Status != 0 || r.RateLimited) {
		p.add("/fault/transport", "is %s, which sends no answer, so code, status, body, json and rate_limited say nothing; only %s and %s go with them",
			r.Transport, TruncatedBody, MalformedResponseChunk)
	}
	if r.AfterBytes < 0 {
		p.add("/fault/after_bytes", "is %d; it is a number from 0", r.AfterBytes)
	}
	if r.Transport == TruncatedBody && r.Status != 0 && r.AfterBytes >= len(r.Body) {
		p.add("/fault/after_bytes", "is %d; the body has %d bytes and must be longer", r.AfterBytes, len(r.Body))
	}
	if r.AfterBytes != 0 && r.Transport != TruncatedBody {
		p.add("/fault/after_bytes", afterBytesAlone)
	}
}

const afterBytesAlone = "belongs to the transport " + TruncatedBody

func (d *Delay) validate(p *problems) {
	if d == nil {
		return
	}
	const at = "/fault/delay/"
	switch d.Type {
	case Fixed:
		validateTime(p, at+"milliseconds", float64(d.Milliseconds))
	case Uniform:
		validateTime(p, at+"lower", float64(d.Lower))
		validateTime(p, at+"upper", float64(d.Upper))
		if d.Lower > d.Upper {
			p.add(at+"lower", "is %d and above upper, %d", d.Lower, d.Upper)
		}
	case LogNormal:
		validateTime(p, at+"median", d.Median)
		validateTime(p, at+"maxValue", d.MaxValue)
		if !(d.Sigma >= 0) {
			p.add(at+"sigma", "is %v; it is a number from 0", d.Sigma)
		}
		if d.MaxValue != 0 && d.MaxValue < d.Median {
			p.add(at+"maxValue", "is %v and below the median, %v", d.MaxValue, d.Median)
		}
	default:
		p.add(at+"type", "%s", isNoneOf(d.Type, DelayTypes))
	}
}

// isNoneOf says that a word is none of those that a member can be, and which was meant.
func isNoneOf(word string, known []string) string {
	return fmt.Sprintf("is %q; it must be one of %s%s", word, strings.Join(known, ", "), meant(word, known))
}

// validateTime checks a number of milliseconds.
func validateTime(p *problems, pointer string, milliseconds float64) {
	const longest = float64(LongestDelay / time.Millisecond)
	if !(milliseconds >= 0 && milliseconds <= longest) {
		p.add(pointer, "is %.0f; it is milliseconds, from 0 to %d (10 minutes)", milliseconds, int(longest))
	}
}

// isToken reports whether a text can be the name of a header (RFC 9110, section 5.6.2).
func isToken(name string) bool {
	const marks = "!#$%&'*+-.^_`|~"
	for _, c := range []byte(name) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && strings.IndexByte(marks, c) < 0 {
			return false
		}
	}
	return name != ""
}

// escape makes a member's name a part of a pointer (RFC 6901, section 3).
func escape(name string) string { return escapes.Replace(name) }

var escapes = strings.NewReplacer("~", "~0", "/", "~1") // made once: to make it costs thousands of bytes
