package zegoapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// body is the members of a JSON object in a request's body, by lower-case name: the vendor's own
// samples mix the cases.
type body struct {
	members map[string]json.RawMessage
	err     error
}

// bodyOf reads the body once for a call. An empty one has no members.
func bodyOf(c *gateway.Call) *body {
	if b, ok := c.Note().(*body); ok {
		return b
	}
	b := &body{}
	b.members, b.err = decodeObject(c.Body)
	if b.err != nil && c.Request.Method == "GET" {
		// The documented place of a GET action's parameters is the query: a body that is no
		// object holds none of them and is left alone.
		b.err = nil
	}
	c.SetNote(b)
	return b
}

func decodeObject(data []byte) (map[string]json.RawMessage, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("the request body is not a JSON object")
	}
	members := make(map[string]json.RawMessage)
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, errors.New("the request body is not valid JSON")
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, errors.New("the request body is not valid JSON")
		}
		members[strings.ToLower(name.(string))] = value // of a repeated member the last counts
	}
	if _, err := d.Token(); err != nil {
		return nil, errors.New("the request body is not valid JSON")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("the request body has something behind its JSON object")
	}
	return members, nil
}
