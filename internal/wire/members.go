package wire

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/jsontext"
)

// member is one field of a struct.
type member struct {
	index    int
	head     string // the comma, the name and the colon
	embedded []member
	optional bool
	varies   bool
	empty    string // how a list that varies is written when it has no entry
	write    write
}

// write appends a value.
type write func(dst []byte, v reflect.Value) []byte

var (
	timeType  = reflect.TypeFor[time.Time]()
	bytesType = reflect.TypeFor[[]byte]()
)

func membersOf(t reflect.Type, style *Style) (members []member) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			if embedded := membersOf(f.Type, style); len(embedded) > 0 {
				members = append(members, member{index: i, embedded: embedded})
			}
			continue
		}
		if name == "" || name == "-" {
			continue
		}
		says := strings.Split(f.Tag.Get("wire"), ",")
		m := member{
			index: i, head: `,"` + name + `":`, empty: style.Empty, varies: slices.Contains(says, "vary"),
			optional: strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero"),
			write:    writer(f.Type, style, says),
		}
		if m.varies {
			m.write = varying(m.write, style.Empty)
		}
		members = append(members, m)
	}
	return members
}

// varying writes a list without an entry as it is said.
func varying(list write, none string) write {
	return func(dst []byte, v reflect.Value) []byte {
		if v.Len() == 0 {
			return append(dst, none...)
		}
		return list(dst, v)
	}
}

// writer is how values of a type are written.
func writer(t reflect.Type, style *Style, says []string) write {
	switch {
	case t == timeType:
		return timeWriter(says)
	case t.ConvertibleTo(bytesType) && t.Kind() == reflect.Slice:
		return func(dst []byte, v reflect.Value) []byte {
			if v.Len() == 0 {
				return append(dst, "null"...)
			}
			return style.Value(dst, v.Bytes())
		}
	}
	switch t.Kind() {
	case reflect.String:
		return func(dst []byte, v reflect.Value) []byte { return style.Text(dst, v.String()) }
	case reflect.Bool:
		return func(dst []byte, v reflect.Value) []byte { return strconv.AppendBool(dst, v.Bool()) }
	case reflect.Int, reflect.Int32, reflect.Int64:
		return quoted(says, func(dst []byte, v reflect.Value) []byte { return strconv.AppendInt(dst, v.Int(), 10) })
	case reflect.Uint, reflect.Uint32, reflect.Uint64:
		return quoted(says, func(dst []byte, v reflect.Value) []byte { return strconv.AppendUint(dst, v.Uint(), 10) })
	case reflect.Pointer:
		return pointer(writer(t.Elem(), style, says))
	case reflect.Slice:
		return list(writer(t.Elem(), style, says))
	case reflect.Struct:
		members := membersOf(t, style)
		return func(dst []byte, v reflect.Value) []byte { return appendObject(dst, members, v) }
	}
	panic(fmt.Sprintf("wire: no way to write a %s", t))
}

// quoted puts a number between quotes when the tag says so.
func quoted(says []string, number write) write {
	if !slices.Contains(says, "digits") {
		return number
	}
	return func(dst []byte, v reflect.Value) []byte { return append(number(append(dst, '"'), v), '"') }
}

// timeWriter writes a time in the unit that the tag says.
func timeWriter(says []string) write {
	unit, appendUnit := time.Time.Unix, jsontext.AppendSeconds
	switch {
	case slices.Contains(says, "millis"):
		unit, appendUnit = time.Time.UnixMilli, jsontext.AppendMillis
	case !slices.Contains(says, "seconds"):
		panic("wire: a time is in seconds or in millis")
	}
	return func(dst []byte, v reflect.Value) []byte {
		t := *v.Addr().Interface().(*time.Time)
		if t.IsZero() {
			return append(dst, '0')
		}
		return appendUnit(dst, unit(t))
	}
}

func pointer(to write) write {
	return func(dst []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(dst, "null"...)
		}
		return to(dst, v.Elem())
	}
}

func list(entry write) write {
	return func(dst []byte, v reflect.Value) []byte {
		dst = append(dst, '[')
		for i := range v.Len() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = entry(dst, v.Index(i))
		}
		return append(dst, ']')
	}
}
