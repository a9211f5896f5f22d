package zegoapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// source is where parameters are looked for: in a request, or in an object that stands in one.
type source struct {
	call    *gateway.Call // nil: in the object
	members map[string]json.RawMessage
	found   *findings // what is wrong
}

// given is what a source has for a member: a text in the query, or a value in a JSON object. Empty in the query is
// given; null in an object is not.
type given struct {
	text string
	raw  json.RawMessage
	is   bool
}

// find looks for a member by its name. In a request the query comes before the body, in which the case of a name does
// not count. A body that a POST brings must be good even when the query has everything.
func (s source) find(name string, inBody bool) (given, error) {
	members := s.members
	if c := s.call; c != nil {
		if len(c.Body) > 0 {
			b := bodyOf(c)
			if b.err != nil {
				return given{}, b.err
			}
			members = b.members
		}
		if text, ok := c.Query.First(name); ok && !inBody {
			return given{text: text, is: true}, nil
		}
		if members == nil {
			return given{}, nil
		}
	}
	raw := members[strings.ToLower(name)]
	if raw == nil || string(raw) == "null" {
		return given{}, nil
	}
	return given{raw: raw, is: true}, nil
}

// string is a text; empty when it is missing.
func (g given) string(name string) (string, error) {
	if g.raw == nil {
		return g.text, nil
	}
	text, ok := textIn(g.raw)
	if !ok {
		return "", errors.New(name + " in the body is not a string")
	}
	return text, nil
}

// textIn is the text that a value of a body is; false when it is none. Most texts stand there as they are.
func textIn(raw json.RawMessage) (text string, ok bool) {
	if raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : len(raw)-1]), true
	}
	err := json.Unmarshal(raw, &text)
	return text, err == nil
}

// digits are those of a number, which in a body may stand in a string; empty when it is missing.
func (g given) digits() string {
	if g.raw == nil {
		return g.text
	}
	if g.raw[0] != '"' {
		return string(g.raw)
	}
	text, _ := textIn(g.raw) // the digits are checked afterwards
	return text
}

// bool is true or false, which in a query may be 1 or 0; false when it is missing.
func (g given) bool(name string) (bool, error) {
	text := g.text
	if g.raw != nil {
		text = string(g.raw)
	}
	switch {
	case text == "true", text == "1" && g.raw == nil:
		return true, nil
	case text == "false", text == "0" && g.raw == nil, text == "":
		return false, nil
	}
	return false, errors.New(name + " must be true or false")
}

// object is the members of an object; nil when it is missing. In the query it may stand as JSON.
func (g given) object(name string) (map[string]json.RawMessage, error) {
	raw := g.raw
	if raw == nil {
		raw = json.RawMessage(g.text)
	}
	members, err := decodeObject(raw)
	if err != nil {
		return nil, errors.New(name + " is not an object")
	}
	return members, nil
}

// parseCount reads a whole number from 0 on. One beyond 64 bits is the largest there is.
func parseCount(text, name string) (int64, error) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, errors.New(name + " is not a whole number from 0 on")
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		n = math.MaxInt64 // above every bound, which is all that counts
	}
	return n, nil
}

// strings reads a list of texts; none when it is missing. In the query it has one of four forms: UserId[]=a (page
// "QueryUserOnlineState"), the same with escaped brackets, UserId=a once for each, as code made from the vendor's
// OpenAPI file sends it, or UserId[0]=a. The values stand in the order in which they came, whatever their indexes.
// In the body it is an array of strings.
func (s source) strings(name string) (list []string, err error) {
	g, err := s.find(name, false)
	if err != nil {
		return nil, err
	}
	if list = s.inQuery(name); list != nil || g.raw == nil {
		return list, nil
	}
	elements, err := elementsOf(g.raw, name)
	if err != nil {
		return nil, err
	}
	for _, element := range elements {
		text, ok := textIn(element)
		if element[0] != '"' || !ok { // null would count as ""
			return nil, errors.New(name + " in the body has an element that is not a string")
		}
		list = append(list, text)
	}
	return list, nil
}

// inQuery are the values of a list in the query; of an object none stands there.
func (s source) inQuery(name string) (list []string) {
	if s.call == nil {
		return nil
	}
	for i := range s.call.Query {
		if isElement(s.call.Query[i].Name, name) {
			list = append(list, s.call.Query[i].Value)
		}
	}
	return list
}

// numbers reads a list of numbers as texts; none when it is missing. In the body each may stand in a string.
func (s source) numbers(name string) (list []string, err error) {
	g, err := s.find(name, false)
	if err != nil {
		return nil, err
	}
	if list = s.inQuery(name); list != nil || g.raw == nil {
		return list, nil
	}
	elements, err := elementsOf(g.raw, name)
	for _, element := range elements {
		list = append(list, given{raw: element}.digits())
	}
	return list, err
}

// objects reads a list of objects; none when it is missing. The names of their members are in lower case. The body
// alone can hold objects: no form of them in a query is documented.
func (s source) objects(name string) ([]map[string]json.RawMessage, error) {
	g, err := s.find(name, true)
	if err != nil || g.raw == nil {
		return nil, err
	}
	elements, err := elementsOf(g.raw, name)
	if err != nil {
		return nil, err
	}
	list := make([]map[string]json.RawMessage, 0, len(elements))
	for _, element := range elements {
		members, err := decodeObject(element)
		if err != nil {
			return nil, errors.New(name + " in the body has an element that is not an object")
		}
		list = append(list, members)
	}
	return list, nil
}

func elementsOf(raw json.RawMessage, name string) ([]json.RawMessage, error) {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		return nil, errors.New(name + " in the body is not an array")
	}
	return elements, nil
}

// isElement reports whether a query parameter brings an element of the list.
func isElement(parameter, list string) bool {
	index, ok := strings.CutPrefix(parameter, list)
	if !ok || index == "" {
		return ok
	}
	if len(index) < 2 || index[0] != '[' || index[len(index)-1] != ']' {
		return false
	}
	for _, b := range []byte(index[1 : len(index)-1]) {
		if b < '0' || b > '9' {
			return false
		}
	}
	return true
}
