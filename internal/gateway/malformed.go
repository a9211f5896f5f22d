package gateway

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/clock"
)

// MalformedError says that a request was not HTTP as it should be, so that no handler saw it.
type MalformedError struct {
	Status int    // the HTTP status that such a request gets
	Detail string // what net/http says of it; empty when it says nothing
}

func (e *MalformedError) Error() string {
	what := fmt.Sprintf("the request is not HTTP that can be served (%d %s): ", e.Status, http.StatusText(e.Status))
	if e.Detail != "" {
		what += e.Detail + "; "
	}
	return what + e.advice()
}

// advice says what is likely wrong.
func (e *MalformedError) advice() string {
	switch {
	case strings.Contains(e.Detail, "Host header"):
		return "send one Host header, the server's name and port and nothing else"
	case strings.Contains(e.Detail, "header"):
		return "look for a space, a control character or another odd one in a header"
	}
	switch e.Status {
	case http.StatusExpectationFailed:
		return "it has an Expect header, and 100-continue is all that can be expected; leave the header out"
	case http.StatusRequestHeaderFieldsTooLarge:
		return "its first line and headers are larger than a MiB together"
	case http.StatusNotImplemented:
		return "chunked is the only Transfer-Encoding that is known; send the body so, or with a Content-Length"
	case http.StatusHTTPVersionNotSupported:
		return "HTTP/1.1 and HTTP/1.0 are spoken here; let the client begin with one of them"
	}
	return "look for a broken percent escape or a space in the URL, for a malformed header or two Host headers, " +
		"and for a Content-Length that does not fit"
}

// Malformed makes the whole answer, bytes as they go over the wire, to a request that net/http refuses by
// itself. head is how the request began; status and detail are what net/http says of it. The answer is in
// the journal.
func (g *Gateway) Malformed(head []byte, status int, detail string) []byte {
	method, target := RequestLine(head)
	c := &Call{
		Request: &http.Request{Method: method, RequestURI: target, URL: &url.URL{}, Header: http.Header{}},
		ID:      g.ids.next(), Seq: g.requests.Add(1), Now: g.Clock.Now(), core: g.Core, trace: trace{watch: clock.Start()},
	}
	g.fail(c, &MalformedError{status, detail})
	c.cleanReason()
	g.record(c)
	g.complete(c, nil) // as good as: the caller writes it next

	c.Reply.Fields = slices.DeleteFunc(c.Reply.Fields, func(f Field) bool { return f.Key == "Connection" })
	c.Reply.SetHeader("Connection", "close")
	return append(g.appendHead(nil, c, c.Reply.length()), c.Reply.Body...)
}

// RequestLine reads what it can of the first line of a request that cannot be read.
func RequestLine(head []byte) (method, target string) {
	line, _, _ := strings.Cut(string(head), "\n")
	method, rest, _ := strings.Cut(strings.TrimRight(line, "\r"), " ")
	if i := strings.LastIndex(rest, " HTTP/"); i >= 0 {
		rest = rest[:i]
	}
	return strings.ToValidUTF8(method, "?"), strings.ToValidUTF8(rest, "?")
}
