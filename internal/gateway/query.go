package gateway

import (
	"strings"
)

// Query is the parameters of a raw query in the order in which they came, names and values
// decoded once. A broken percent escape stands for itself: nothing is refused here.
type Query []Param

// Param is one parameter of a query.
type Param struct{ Name, Value string }

// parse appends the parameters of a raw query. One scan and no map: see docs on speed in
// CONTRIBUTING.md.
func (q Query) parse(raw string) Query {
	escaped := strings.IndexByte(raw, '%') >= 0 || strings.IndexByte(raw, '+') >= 0
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if escaped {
			name, value = unescape(name), unescape(value)
		}
		q = append(q, Param{name, value})
	}
	return q
}

// First returns the first value of a parameter.
func (q Query) First(name string) (string, bool) {
	for i := range q {
		if q[i].Name == name {
			return q[i].Value, true
		}
	}
	return "", false
}

// Last returns the last value of a parameter.
func (q Query) Last(name string) (string, bool) {
	for i := len(q) - 1; i >= 0; i-- {
		if q[i].Name == name {
			return q[i].Value, true
		}
	}
	return "", false
}

// unescape decodes %XX and +, and leaves alone what is not a whole escape.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			out = append(out, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			out = append(out, fromHex(s[i+1])<<4|fromHex(s[i+2]))
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

func isHex(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
}

func fromHex(b byte) byte {
	switch {
	case b <= '9':
		return b - '0'
	case b <= 'F':
		return b - 'A' + 10
	}
	return b - 'a' + 10
}
