package admin

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// member is one member of a struct that the API reads or writes. Its struct tags say all that the
// reader and the OpenAPI document know of it:
//
//	json   its name; with omitempty it may be missing
//	doc    what it means
//	format the format of a text, for the document
//	enum   the texts that it can be, with a bar between them
//	is     the schema that it has in the document, which is none of a Go type
//	min    the least number
//	max    the greatest number, or the most characters
type member struct {
	index    []int
	name     string
	optional bool
	doc      string
	format   string // in the document, of a text
	enum     []string
	is       string
	min, max int // 0: none
	typ      reflect.Type
}

var timeType = reflect.TypeFor[time.Time]()

// membersOf lists the members of a struct, those of embedded structs in their place.
func membersOf(t reflect.Type) (members []member) {
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue // an embedded struct, or nothing of the API's
		}
		m := member{
			index: f.Index, name: name, doc: f.Tag.Get("doc"), format: f.Tag.Get("format"), is: f.Tag.Get("is"), typ: f.Type,
			optional: strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero"),
		}
		if m.typ.Kind() == reflect.Pointer {
			m.typ = m.typ.Elem()
		}
		if enum := f.Tag.Get("enum"); enum != "" {
			m.enum = strings.Split(enum, "|")
		}
		m.min, _ = strconv.Atoi(f.Tag.Get("min"))
		m.max, _ = strconv.Atoi(f.Tag.Get("max"))
		members = append(members, m)
	}
	return members
}

func find(members []member, name string) (member, bool) {
	i := slices.IndexFunc(members, func(m member) bool { return m.name == name })
	if i < 0 {
		return member{}, false
	}
	return members[i], true
}

// meant says which name was meant, or which there are.
func meant(name string, known []member) string {
	names := make([]string, len(known))
	for i, m := range known {
		names[i] = m.name
	}
	if near := nearest.Similar(name, names); near != "" {
		return "; did you mean " + near + "?"
	}
	if len(names) == 0 {
		return "; there are none here"
	}
	return "; known are " + strings.Join(names, ", ")
}

// field is the member's place in a struct, made when it is behind a pointer.
func (m *member) field(v reflect.Value) reflect.Value {
	f := v.FieldByIndex(m.index)
	if f.Kind() == reflect.Pointer {
		f.Set(reflect.New(f.Type().Elem()))
		f = f.Elem()
	}
	return f
}

// setText puts a text, as it stands in a query, into the struct v. It returns what is wrong with it.
func (m *member) setText(v reflect.Value, text string) (wrong string) {
	f := m.field(v)
	switch {
	case m.typ == timeType:
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return notATime(text)
		}
		f.Set(reflect.ValueOf(t))
	case m.typ.Kind() == reflect.String:
		f.SetString(text)
	case m.typ.Kind() == reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Sprintf("is %q, which is no whole number", text)
		}
		f.SetInt(int64(n))
	case m.typ.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Sprintf("is %q; it must be true or false", text)
		}
		f.SetBool(b)
	}
	return m.check(f)
}

func notATime(text string) string {
	return fmt.Sprintf("is %q, which is no time; write it like 2024-02-29T12:00:00Z (RFC 3339)", text)
}

// check returns what is wrong with a value that has the right type.
func (m *member) check(v reflect.Value) (wrong string) {
	switch {
	case m.enum != nil && !slices.Contains(m.enum, v.String()):
		near := ""
		if word := nearest.Similar(v.String(), m.enum); word != "" {
			near = "; did you mean " + word + "?"
		}
		return fmt.Sprintf("is %q; it must be one of %s%s", v.String(), strings.Join(m.enum, ", "), near)
	case v.Kind() == reflect.String && m.max > 0 && len(v.String()) > m.max:
		return fmt.Sprintf("has %d characters; %d are allowed", len(v.String()), m.max)
	case v.Kind() == reflect.Int && (m.min != 0 || m.max != 0) && (v.Int() < int64(m.min) || m.max > 0 && v.Int() > int64(m.max)):
		if m.max == 0 {
			return fmt.Sprintf("is %d; it must be at least %d", v.Int(), m.min)
		}
		return fmt.Sprintf("is %d; it must be from %d to %d", v.Int(), m.min, m.max)
	}
	return ""
}
