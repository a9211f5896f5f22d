package faults

import (
	"maps"
	"net/textproto"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

const connections = "belongs to the connection, which the server looks after; leave it out"

// notYours are the headers of an answer that no rule can set, with the reason.
var notYours = map[string]string{
	"Connection": connections, "Keep-Alive": connections, "Proxy-Connection": connections, "Te": connections,
	"Trailer": connections, "Transfer-Encoding": connections, "Upgrade": connections,
	"Content-Length": "follows from the body; leave it out",
	"Date":           "is the time on the app's clock; leave it out, and set the clock",
}

// own is how the names of the headers begin that this server adds to every answer.
const own = "X-Chatdouble-"

func (r *Rule) validateHeaders(p *problems) {
	if len(r.Headers) == 0 {
		return
	}
	if r.Code == "" && r.Status == 0 {
		p.add("/fault/headers", "go with an answer of the rule's own; add a code, a status, a body or a json")
	}
	first := make(map[string]string) // as it was written, by the canonical name
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		at, canonical := "/fault/headers/"+shape.EscapeStep(name), textproto.CanonicalMIMEHeaderKey(name)
		switch reason := notYours[canonical]; {
		case !isToken(name):
			p.add(at, "is not the name of a header")
		case reason != "":
			p.add(at, "%s", reason)
		case strings.HasPrefix(canonical, own):
			p.add(at, "is one of the server's own, which say of every answer how it came about")
		case first[canonical] != "":
			p.add(at, "is the same header as %s; give a list to send it more than once", first[canonical])
		case len(r.Headers[name]) == 0:
			p.add(at, "has no value; it is a text or a list of them")
		case slices.ContainsFunc(r.Headers[name], isNoValue):
			p.add(at, "has a control character, such as the end of a line, in its value")
		}
		first[canonical] = name
	}
}

// isNoValue reports whether a text cannot be the value of a header (RFC 9110, section 5.5).
func isNoValue(value string) bool {
	return strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
}
