package faults

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/shape"
)

// maxProblems is how many problems of one rule are told. Nobody reads more.
const maxProblems = 20

// problems collects what is wrong with a rule, up to maxProblems.
type problems []shape.MemberError

// add says what is wrong with a member, to be read behind its name: "is 5; it is from 200 to 599".
func (p *problems) add(pointer, format string, args ...any) {
	if !p.full() {
		*p = append(*p, shape.MemberError{Pointer: "#" + pointer, Detail: fmt.Sprintf(format, args...)})
	}
}

func (p *problems) full() bool { return len(*p) >= maxProblems }

func (r *Rule) validateMatch(p *problems) {
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
		p.add("/match/path", "is %q; the query is no part of it (match/action is for the Action in it)", r.Path)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if !isToken(name) {
			p.add("/match/header/"+shape.EscapeStep(name), "is not the name of a header")
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
	if r.RateLimited && r.After() {
		p.add("/when", "is after, but who is above a limit is refused before the call; leave when or rate_limited out")
	}
	r.validateTransport(p)
}

// validateAnswer looks at the answer that the rule itself gives.
func (r *Rule) validateAnswer(p *problems) {
	if r.Code != "" && r.Status != 0 {
		p.add("/fault/status", "is given beside a code, which has its usual status; leave one of the two out")
	}
	body, bodiless := "/fault/body", r.Status == http.StatusNoContent || r.Status == http.StatusNotModified
	if r.JSON != nil {
		body = "/fault/json"
	}
	switch {
	case len(r.Answer()) > 0 && r.Status == 0:
		p.add(body, "is an answer of the rule's own; it goes without code and rate_limited")
	case len(r.Answer()) > 0 && bodiless:
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
	switch {
	case r.AfterBytes != nil && r.Transport != TruncatedBody:
		p.add("/fault/after_bytes", "belongs to the transport "+TruncatedBody)
	case r.Keeps() < 0:
		p.add("/fault/after_bytes", "is %d; it is a number from 0", r.Keeps())
	case r.Transport == TruncatedBody && r.Status != 0 && r.Keeps() >= len(r.Answer()):
		p.add("/fault/after_bytes", "is %d; the body has %d bytes and must be longer", r.Keeps(), len(r.Answer()))
	}
}

func (d *Delay) validate(p *problems) {
	if d == nil {
		return
	}
	const at = "/fault/delay/"
	const longest = int(LongestDelay / time.Millisecond)
	switch {
	case d.Milliseconds < 0 || d.Milliseconds > longest: // asked for by a header
		p.add(at+"milliseconds", "is %d; it is milliseconds, from 0 to %d (10 minutes)", d.Milliseconds, longest)
	case d.Lower > d.Upper:
		p.add(at+"lower", "is %d and above upper, %d", d.Lower, d.Upper)
	case d.MaxValue != 0 && d.MaxValue < d.Median:
		p.add(at+"maxValue", "is %v and below the median, %v", d.MaxValue, d.Median)
	}
}

// isNoneOf says that a word is none of those that a member can be, and which was meant.
func isNoneOf(word string, known []string) string {
	return fmt.Sprintf("is %q; it must be one of %s%s", word, strings.Join(known, ", "), meant(word, known))
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
