package zegoapi

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// decodeStrings reads a list of texts; none when it is missing. In the query it has one of four
// forms: UserId[]=a (page "QueryUserOnlineState"), the same with escaped brackets, UserId=a once
// for each, as code made from the vendor's OpenAPI file sends it, or UserId[0]=a. The values stand
// in the order in which they came, whatever their indexes. In the body it is an array of strings.
func decodeStrings(c *gateway.Call, name string) ([]string, error) {
	_, raw, err := value(c, name)
	if err != nil {
		return nil, err
	}
	var list []string
	for i := range c.Query {
		if isElement(c.Query[i].Name, name) {
			list = append(list, c.Query[i].Value)
		}
	}
	if list != nil || raw == nil {
		return list, nil
	}
	elements, err := elementsOf(raw, name)
	if err != nil {
		return nil, err
	}
	for _, element := range elements {
		var text string
		if element[0] != '"' || json.Unmarshal(element, &text) != nil { // null would count as ""
			return nil, errors.New(name + " in the body has an element that is not a string")
		}
		list = append(list, text)
	}
	return list, nil
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

// decodeObjects reads a list of objects; none when it is missing. The names of their members are
// in lower case. The body alone can hold objects: no form of them in a query is documented.
func decodeObjects(c *gateway.Call, name string) ([]map[string]json.RawMessage, error) {
	if len(c.Body) == 0 {
		return nil, nil
	}
	b := bodyOf(c)
	if b.err != nil {
		return nil, b.err
	}
	return memberObjects(b.members, name)
}

// memberObjects reads a list of objects out of an object; none when it is missing or null.
func memberObjects(m map[string]json.RawMessage, name string) ([]map[string]json.RawMessage, error) {
	raw := member(m, name)
	if raw == nil {
		return nil, nil
	}
	elements, err := elementsOf(raw, name)
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

// memberString reads a text out of an object and reports whether it is given; null is not.
func memberString(m map[string]json.RawMessage, name string) (text string, given bool, err error) {
	raw := member(m, name)
	if raw == nil {
		return "", false, nil
	}
	if json.Unmarshal(raw, &text) != nil {
		return "", true, errors.New(name + " in the body is not a string")
	}
	return text, true, nil
}

// requiredString is memberString for what must be given.
func requiredString(m map[string]json.RawMessage, name string) (string, error) {
	text, given, err := memberString(m, name)
	if err == nil && !given {
		err = errors.New(name + " is missing")
	}
	return text, err
}

// memberCount reads a non-negative number, which may stand in a string, out of an object and
// reports whether it is given; null and "" are not.
func memberCount(m map[string]json.RawMessage, name string) (n int64, given bool, err error) {
	raw := member(m, name)
	if raw == nil {
		return 0, false, nil
	}
	text := numberText(raw)
	if text == "" {
		return 0, false, nil
	}
	n, err = parseCount(text, name)
	return n, true, err
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

// member is a member of an object by its name in any case; nil when it is missing or null.
func member(m map[string]json.RawMessage, name string) json.RawMessage {
	raw := m[strings.ToLower(name)]
	if string(raw) == "null" {
		return nil
	}
	return raw
}
