package load

import (
	"bytes"
	"net/http"
	"strings"
)

// Reply is a reply that was seen. As an [http.Handler] it is the bare server: it gives the same
// headers and bytes to every request and looks at none.
type Reply struct {
	Fields []Field
	Body   []byte
}

// Field is one header, spelled as it came.
type Field struct {
	Key    string
	Values []string
}

// Reply keeps the last reply. The Date is left out: net/http writes its own.
func (c *Conn) Reply() Reply {
	reply := Reply{Body: bytes.Clone(c.Body())}
	_, lines, _ := strings.Cut(strings.TrimSuffix(string(c.Head()), "\r\n\r\n"), "\r\n")
	for line := range strings.SplitSeq(lines, "\r\n") {
		if key, value, _ := strings.Cut(line, ": "); key != "Date" {
			reply.Fields = append(reply.Fields, Field{key, []string{value}})
		}
	}
	return reply
}

// ServeHTTP writes the reply.
func (r Reply) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	for i := range r.Fields {
		h[r.Fields[i].Key] = r.Fields[i].Values
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(r.Body) // a client that has gone away is not our error
}
