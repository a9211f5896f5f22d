package cometchatapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// reasonOf is why a call is refused. What the error says of a parameter is said with what was sent. A
// body that is not JSON counts as an empty one, which alone would be a riddle: everything in it is said
// to be missing.
func reasonOf(c *gateway.Call, e *codeError) string {
	if len(e.Details) == 0 || e.reason != "" {
		return e.Error()
	}
	sent, why := sentIn(c), ""
	if c.Request.Method != http.MethodGet {
		if why = whyEmpty(c); why != "" {
			why += ", so it counts as empty: "
		}
	}
	for i, d := range e.Details {
		if len(why) > longestReason { // each look into a body costs its length
			break
		}
		if i > 0 {
			why += " "
		}
		why += d.Text
		if value, ok := sent(d.Field); ok {
			why += " (" + d.Field + " is " + value + ")"
		}
	}
	if more := unheeded(c); more != "" { // a name with a slip in it is missing under its right name
		return strings.TrimSuffix(why, ".") + "; " + more
	}
	return why
}

// longestReason is about how many bytes of a reason are shown.
const longestReason = 400

// sentIn finds what a request has sent as a parameter, for a person.
func sentIn(c *gateway.Call) func(field string) (value string, ok bool) {
	if c.Request.Method == http.MethodGet {
		return func(field string) (string, bool) {
			value, ok := c.Query.Last(field)
			return fmt.Sprintf("%.40q", value), ok
		}
	}
	members := readForm(c).members
	return func(field string) (string, bool) { return sentAs(members, field) }
}

// sentAs finds what a body has sent as a parameter, for a person.
func sentAs(members map[string]json.RawMessage, field string) (shown string, ok bool) {
	name, rest, _ := strings.Cut(field, ".")
	value, ok := members[name]
	for rest != "" && ok {
		name, rest, _ = strings.Cut(rest, ".")
		value, ok = innerValue(value, name)
	}
	return fmt.Sprintf("%.40s", value), ok
}

// innerValue is a member of an object or an item of a list.
func innerValue(of json.RawMessage, name string) (json.RawMessage, bool) {
	var object map[string]json.RawMessage
	if json.Unmarshal(of, &object) == nil {
		value, ok := object[name]
		return value, ok
	}
	var list []json.RawMessage
	n, err := strconv.Atoi(name)
	if err != nil || json.Unmarshal(of, &list) != nil || n < 0 || n >= len(list) {
		return nil, false
	}
	return list[n], true
}
