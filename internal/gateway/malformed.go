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
	Status int // the HTTP status that such a request gets
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf(notHTTP+" (%d %s); look for a broken percent escape in the path, "+
		"a space in the URL or a malformed header", e.Status, http.StatusText(e.Status))
}

// Malformed makes the whole answer, bytes as they go over the wire, to a request that net/http
// could not read. head is how the request began. The answer is in the journal.
func (g *Gateway) Malformed(head []byte, status int) []byte {
	method, target := requestLine(head)
	c := &Call{
		Request: &http.Request{Method: method, RequestURI: target, URL: &url.URL{}, Header: http.Header{}},
		ID:      g.ids.next(), Seq: g.requests.Add(1), Now: g.Clock.Now(), core: g.Core, trace: trace{watch: clock.Start()},
	}
	g.fail(c, &MalformedError{status})
	c.cleanReason()
	g.record(c)
	g.complete(c, nil) // as good as: the caller writes it next

	c.Reply.Fields = slices.DeleteFunc(c.Reply.Fields, func(f Field) bool { return f.Key == "Connection" })
	c.Reply.SetHeader("Connection", "close")
	return append(g.appendHead(nil, c, c.Reply.length()), c.Reply.Body...)
}

// requestLine reads what it can of a request's first line.
func requestLine(head []byte) (method, target string) {
	line, _, _ := strings.Cut(string(head), "\n")
	method, rest, _ := strings.Cut(strings.TrimRight(line, "\r"), " ")
	if i := strings.LastIndex(rest, " HTTP/"); i >= 0 {
		rest = rest[:i]
	}
	return strings.ToValidUTF8(method, "?"), strings.ToValidUTF8(rest, "?")
}
