package zegoapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
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
	b.members, b.err = decodeObject(bytes.Clone(c.Body)) // the call's own bytes are used again
	if b.err != nil && c.Request.Method == "GET" {
		// The documented place of a GET action's parameters is the query: a body that is no
		// object holds none of them and is left alone.
		b.err = nil
	}
	c.SetNote(b)
	return b
}

// decodeObject reads the members of an object. Their values stand in data, which must not change.
func decodeObject(data []byte) (map[string]json.RawMessage, error) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return nil, nil
	}
	if data[0] != '{' || !json.Valid(data) {
		return nil, whyNoObject(data)
	}
	members := make(map[string]json.RawMessage)
	for name, value := range jsontext.Members(data) {
		text, _ := textIn(name)                // it is one
		members[strings.ToLower(text)] = value // of a repeated member the last counts
	}
	return members, nil
}

// whyNoObject says what is wrong with a body.
func whyNoObject(data []byte) error {
	var value json.RawMessage
	switch err := json.NewDecoder(bytes.NewReader(data)).Decode(&value); {
	case data[0] != '{':
		return errors.New("the request body is not a JSON object")
	case err != nil:
		return errors.New("the request body is not valid JSON")
	}
	return errors.New("the request body has something behind its JSON object")
}
