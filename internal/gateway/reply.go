package gateway

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Reply is an answer. It is a value until it is whole; only then is it written.
type Reply struct {
	Status int
	Fields []Field
	Body   []byte
	Code   string // the vendor's code for a refusal, for the journal
	Reason string // why it was refused, in one line, for a person

	numbers []number // headers
	uncut   int      // bytes of the whole body when a fault has cut it
}

// forget makes the reply empty: the answer that it held is lost.
func (r *Reply) forget() { *r = Reply{Body: r.Body[:0], Fields: r.Fields[:0], numbers: r.numbers[:0]} }

// Field is one header of a reply. The key is written as it stands here.
type Field struct {
	Key    string
	Values []string
}

// SetHeader adds a header to the reply.
func (r *Reply) SetHeader(key, value string) {
	r.Fields = append(r.Fields, Field{key, []string{value}})
}

// SetNumber adds a header whose value is a number.
func (r *Reply) SetNumber(key string, n int64) { r.numbers = append(r.numbers, number{key, n}) }

type number struct {
	key   string
	value int64
}

// write sends the reply. No lock is held. A body that was cut is shorter than its Content-Length, so
// that net/http closes the connection behind it. The error is that of a client that has gone away.
func (g *Gateway) write(c *Call) error {
	c.Reply.SetNumber("Content-Length", int64(max(len(c.Reply.Body), c.Reply.uncut)))
	g.setHeader(c)
	c.writer.WriteHeader(c.Reply.Status)
	_, err := c.writer.Write(c.Reply.Body)
	return err
}

func (g *Gateway) setHeader(c *Call) {
	h := c.writer.Header()
	spelling := func(key string) string { return key }
	if !fromServer(c.Request) {
		spelling = http.CanonicalHeaderKey // a caller that reads the map finds them by Header.Get
	}
	for _, f := range c.Reply.Fields {
		h[spelling(f.Key)] = f.Values
	}
	if c.Reply.Reason != "" {
		h["X-Mockserver-Reason"] = []string{c.Reply.Reason}
	}
	h["Date"] = g.dateOf(c.Now)
	c.Reply.setNumbers(h, spelling, c.IDText())
}

// setNumbers sets the request id and the headers that are numbers. All texts are parts of one
// string, all values of one slice. Neither comes from a pool: net/http reads the headers after the
// handler has returned.
func (r *Reply) setNumbers(h http.Header, spelling func(string) string, id string) {
	var digits [128]byte
	all := digits[:0]
	for _, n := range r.numbers {
		all = append(strconv.AppendInt(all, n.value, 10), ' ')
	}
	text, values := string(all), make([]string, 1+len(r.numbers))
	values[0] = id
	h["X-Mockserver-Request-Id"] = values[:1:1]
	for i, n := range r.numbers {
		values[i+1], text, _ = strings.Cut(text, " ")
		h[spelling(n.key)] = values[i+1 : i+2 : i+2]
	}
}

// fromServer reports whether a request came over a connection. The headers of such a reply are
// spelled as the vendor spells them, and nobody else has the request's own headers.
func fromServer(r *http.Request) bool { return r.Context().Value(http.ServerContextKey) != nil }

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
