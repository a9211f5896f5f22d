package gateway

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
)

// Reply is an answer. It is a value until it is whole; only then is it written.
type Reply struct {
	Status int
	Fields []Field // in the order in which they go over the wire
	Body   []byte
	Code   string // the vendor's code for a refusal, for the journal
	Reason string // why it was refused, in one line, for a person

	uncut       int    // bytes of the whole body when a fault has cut it
	cut         string // how, in one line; Reason begins with it
	uncutReason string // what Reason was before
}

// forget makes the reply empty: the answer that it held is lost.
func (r *Reply) forget() { *r = Reply{Body: r.Body[:0], Fields: r.Fields[:0]} }

// Field is one header of a reply. Key and values are written as they stand here: each is one line.
type Field struct {
	Key    string
	Values []string // nil for a number
	number int64
}

const contentLength = "Content-Length"

// ContentLength stands where a vendor has this header among the others. It comes last in a reply without
// it. What it says is up to whoever writes the reply.
var ContentLength = Field{Key: contentLength}

// SetHeader adds a header to the reply.
func (r *Reply) SetHeader(key, value string) {
	r.Fields = append(r.Fields, Field{Key: key, Values: []string{value}})
}

// putHeaders adds headers to the reply. One that the reply has already keeps its place and its spelling.
func (r *Reply) putHeaders(headers faults.Headers) {
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		at := slices.IndexFunc(r.Fields, func(f Field) bool { return strings.EqualFold(f.Key, name) })
		if at < 0 {
			at = len(r.Fields)
			r.Fields = append(r.Fields, Field{Key: name})
		}
		r.Fields[at].Values = headers[name]
	}
}

// NumberField is a header whose value is a number.
func NumberField(key string, n int64) Field { return Field{Key: key, number: n} }

// SetNumber adds a header whose value is a number.
func (r *Reply) SetNumber(key string, n int64) { r.Fields = append(r.Fields, NumberField(key, n)) }

// noLength is the length of a body that has none.
const noLength = -1

// length is what the reply says of its body. One that was cut is shorter than that, so that net/http
// closes the connection behind it.
func (r *Reply) length() int { return max(len(r.Body), r.uncut) }

// setLength puts a length, or none, into the headers.
func (r *Reply) setLength(length int) {
	at := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Key == contentLength })
	switch {
	case length == noLength && at >= 0:
		r.Fields = slices.Delete(r.Fields, at, at+1)
	case length == noLength:
	case at >= 0:
		r.Fields[at].number = int64(length)
	default:
		r.SetNumber(contentLength, int64(length))
	}
}

// write sends the reply, by way of net/http or to the connection itself; then it goes out when the handler
// has returned. No lock is held. The error is that of a client that has gone away; the journal gets one
// that comes later.
func (g *Gateway) write(c *Call) error {
	if a := c.direct; a != nil && c.Reply.isPlain() {
		a.Head = g.appendHead(a.Head, c, c.Reply.length())
		a.Body, c.Reply.Body = c.Reply.Body, a.Body
		a.Number, a.Lost = c.Seq, c.trace.journal
		c.direct = nil // it is the connection's now
		a.Send()
		return nil
	}
	g.setHeader(c)
	c.writer.WriteHeader(c.Reply.Status)
	_, err := c.writer.Write(c.Reply.Body)
	return err
}

// isPlain reports whether net/http has nothing to add to the reply or to take away from it.
func (r *Reply) isPlain() bool {
	switch {
	case r.Status < 200 || r.Status == http.StatusNoContent || r.Status == http.StatusNotModified || http.StatusText(r.Status) == "":
		return false
	case r.uncut > 0:
		return false
	}
	return slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Key == "Content-Type" })
}

// appendHead appends the status line and the headers as they go over the wire, up to and with the empty
// line, with the length of the body or noLength.
func (g *Gateway) appendHead(dst []byte, c *Call, length int) []byte {
	c.Reply.setLength(length)
	dst = append(dst, "HTTP/1.1 "...)
	dst = strconv.AppendInt(dst, int64(c.Reply.Status), 10)
	dst = append(dst, ' ')
	dst = append(dst, http.StatusText(c.Reply.Status)...)
	dst = append(dst, "\r\nDate: "...)
	dst = append(dst, g.dateOf(c.Now)[0]...)
	dst = append(dst, "\r\n"...)
	for i := range c.Reply.Fields {
		dst = c.Reply.Fields[i].append(dst)
	}
	dst = append(dst, "X-Chatdouble-Request-Id: "...)
	dst = append(dst, c.IDText()...)
	dst = append(dst, "\r\n"...)
	if c.Reply.Reason != "" {
		dst = append(dst, "X-Chatdouble-Reason: "...)
		dst = append(dst, c.Reply.Reason...)
		dst = append(dst, "\r\n"...)
	}
	return append(dst, "\r\n"...)
}

func (f *Field) append(dst []byte) []byte {
	if f.Values == nil {
		dst = append(append(dst, f.Key...), ": "...)
		return append(strconv.AppendInt(dst, f.number, 10), "\r\n"...)
	}
	for _, value := range f.Values {
		dst = append(append(dst, f.Key...), ": "...)
		dst = append(append(dst, value...), "\r\n"...)
	}
	return dst
}

// setHeader puts the same headers into the writer's.
func (g *Gateway) setHeader(c *Call) {
	c.Reply.setLength(c.Reply.length())
	h := c.writer.Header()
	spelling := func(key string) string { return key }
	if !c.fromServer() {
		spelling = http.CanonicalHeaderKey // a caller that reads the map finds them by Header.Get
	}
	for _, f := range c.Reply.Fields {
		values := f.Values
		if values == nil {
			values = []string{strconv.FormatInt(f.number, 10)}
		}
		h[spelling(f.Key)] = values
	}
	if c.Reply.Reason != "" {
		h["X-Chatdouble-Reason"] = []string{c.Reply.Reason}
	}
	h["X-Chatdouble-Request-Id"] = []string{c.IDText()}
	h["Date"] = g.dateOf(c.Now)
}

// fromServer reports whether the request came over a connection. The headers of such a reply are
// spelled as the vendor spells them, and nobody else has the request's own headers.
func (c *Call) fromServer() bool {
	return c.direct != nil || c.Request.Context().Value(http.ServerContextKey) != nil
}

// dateText is the Date header of one second, made once.
type dateText struct {
	second int64
	values []string
}

func (g *Core) dateOf(now time.Time) []string {
	if d := g.date.Load(); d != nil && d.second == now.Unix() {
		return d.values
	}
	d := &dateText{now.Unix(), []string{now.UTC().Format(http.TimeFormat)}}
	g.date.Store(d)
	return d.values
}
