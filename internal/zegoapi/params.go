package zegoapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// operator reads the user that a call acts for, for the journal and the fault rules.
func operator(c *gateway.Call) string {
	user, err := decodeString(c, "FromUserId")
	if err != nil {
		return ""
	}
	return user
}

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

// value finds a business parameter: in the query, else in the body. Empty in the query is given.
// A body that a POST brings must be good even when the query has everything.
func value(c *gateway.Call, name string) (text string, raw json.RawMessage, err error) {
	var b *body
	if len(c.Body) > 0 {
		if b = bodyOf(c); b.err != nil {
			return "", nil, b.err
		}
	}
	if text, ok := c.Query.First(name); ok || b == nil {
		return text, nil, nil
	}
	raw = b.members[strings.ToLower(name)]
	if string(raw) == "null" {
		raw = nil
	}
	return "", raw, nil
}

// decodeString reads a text parameter; empty when it is missing.
func decodeString(c *gateway.Call, name string) (string, error) {
	text, raw, err := value(c, name)
	if err != nil || raw == nil {
		return text, err
	}
	var inBody string // not text: what json.Unmarshal gets moves to the heap
	if json.Unmarshal(raw, &inBody) != nil {
		return "", errors.New(name + " in the body is not a string")
	}
	return inBody, nil
}

// numberText is the digits of a number in a body, where it may stand in a string.
func numberText(raw json.RawMessage) (text string) {
	if raw[0] != '"' {
		return string(raw)
	}
	_ = json.Unmarshal(raw, &text) // it is valid JSON; the digits are checked afterwards
	return text
}

// decodeCount reads a non-negative number parameter; 0 when it is missing or empty. In a body a
// number may stand in a string.
func decodeCount(c *gateway.Call, name string) (int64, error) {
	text, raw, err := value(c, name)
	if err != nil {
		return 0, err
	}
	if raw != nil {
		text = numberText(raw)
	}
	if text == "" {
		return 0, nil
	}
	return parseCount(text, name)
}
