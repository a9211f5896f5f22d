package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// noBody refuses a body that a call would not look at. {} is as good as none.
func noBody(body []byte) error {
	switch string(bytes.TrimSpace(body)) {
	case "", "{}":
		return nil
	}
	return badRequest("this call takes no body, and one came")
}

// readJSON puts a JSON body into a struct. It is strict: what the struct does not have, what has
// another type and what comes twice is refused, all of it at once, each with its pointer.
func readJSON(body []byte, into any) error {
	v := reflect.ValueOf(into).Elem()
	if len(bytes.TrimSpace(body)) == 0 {
		return badRequest("the body is empty; it must be a JSON object with %s", strings.TrimPrefix(meant("", membersOf(v.Type())), "; known are "))
	}
	if err := syntax(body); err != nil {
		return err
	}
	var r reader
	r.object("#", body, v)
	if len(r.wrong) > 0 {
		return Refuse(http.StatusBadRequest, r.wrong...)
	}
	return nil
}

// sum is one line about all that is wrong.
func sum(wrong []MemberError) string {
	line := wrong[0].String()
	if more := len(wrong) - 1; more > 0 {
		line += fmt.Sprintf(" (and %d more)", more)
	}
	return line
}

// syntax refuses what is not one JSON value.
func syntax(body []byte) error {
	if json.Valid(body) {
		return nil
	}
	var all json.RawMessage
	d := json.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(&all); err != nil {
		var bad *json.SyntaxError
		if errors.As(err, &bad) {
			return badRequest("the body is no JSON at byte %d: %v", bad.Offset, err)
		}
		return badRequest("the body is no JSON: %v", err)
	}
	if rest := bytes.TrimSpace(body[d.InputOffset():]); len(rest) > 0 {
		return badRequest("after the JSON value, at byte %d, something else follows", len(body)-len(rest))
	}
	return nil
}

// reader puts JSON into Go values and notes all that is wrong. The JSON is valid.
type reader struct{ wrong []MemberError }

// full tells that nobody reads more.
func (r *reader) full() bool { return len(r.wrong) >= 20 }

func (r *reader) complain(at, format string, args ...any) {
	if !r.full() {
		r.wrong = append(r.wrong, MemberError{Pointer: at, Detail: fmt.Sprintf(format, args...)})
	}
}

// object reads an object into a struct.
func (r *reader) object(at string, data []byte, v reflect.Value) {
	if kind(data) != "an object" {
		r.complain(at, "is %s; it must be an object", kind(data))
		return
	}
	known, seen := membersOf(v.Type()), make(map[string]bool)
	for name, value := range members(data) {
		m, ok := find(known, name)
		if !ok {
			if !r.full() {
				r.complain(at+"/"+escape(name), "is not known%s", meant(name, known))
			}
			continue
		}
		here := at + "/" + escape(name)
		switch {
		case seen[name]:
			r.complain(here, "is given twice")
		case kind(value) == "null" && m.optional: // as if it was left out
		default:
			r.value(here, &m, value, m.field(v))
		}
		seen[name] = true
	}
	for _, m := range known {
		if !m.optional && !seen[m.name] {
			r.complain(at+"/"+m.name, "is missing")
		}
	}
}

// value reads what a member holds.
func (r *reader) value(at string, m *member, data []byte, v reflect.Value) {
	want := ""
	switch {
	case v.Type() == rawType:
		v.SetBytes(data)
		return
	case v.Type() == timeType:
		want = "a text"
	case v.Kind() == reflect.Struct:
		r.object(at, data, v)
		return
	case v.Kind() == reflect.String:
		want = "a text"
	case v.Kind() == reflect.Int:
		want = "a number"
	case v.Kind() == reflect.Bool:
		want = "true or false"
	}
	if got := kind(data); got != want {
		r.complain(at, "is %s; it must be %s", got, want)
		return
	}
	if v.Type() == timeType {
		var text string
		_ = json.Unmarshal(data, &text)
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			r.complain(at, "%s", notATime(text))
			return
		}
		v.Set(reflect.ValueOf(t))
		return
	}
	if err := json.Unmarshal(data, v.Addr().Interface()); err != nil {
		r.complain(at, "is %s, which is no whole number of a usual size", data)
		return
	}
	if wrong := m.check(v); wrong != "" {
		r.complain(at, "%s", wrong)
	}
}

var rawType = reflect.TypeFor[json.RawMessage]()

// kind says what a valid JSON value is.
func kind(data []byte) string {
	switch bytes.TrimSpace(data)[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// escape writes a name as a part of a JSON pointer (RFC 6901).
func escape(name string) string { return escapes.Replace(name) }

var escapes = strings.NewReplacer("~", "~0", "/", "~1") // made once: to make it costs thousands of bytes
