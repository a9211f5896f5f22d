// Package wire writes structs as the vendors' servers write JSON: members in the order of the fields, in the
// vendor's escaping. What a struct looks like is found out once; writing it allocates nothing.
package wire

import (
	"reflect"

	"github.com/chatdouble/mockserver/internal/jsontext"
)

// Style is how one vendor's server writes.
type Style struct {
	Text  func(dst []byte, s string) []byte // a text, with its quotes
	Value func(dst, value []byte) []byte    // a valid, compact JSON value
	Empty string                            // a list without an entry whose field says that it varies; "" leaves it out
}

// The styles of servers that escape what must be escaped, and of PHP's json_encode.
var (
	Plain = Style{Text: jsontext.AppendString, Value: func(dst, value []byte) []byte { return append(dst, value...) }, Empty: "[]"}
	PHP   = Style{Text: jsontext.AppendPHP, Value: jsontext.AppendPHPValue, Empty: "[]"}
)

// Encoder writes values of one type in one style. It is safe for concurrent use.
//
// The name of a member is that of the tag json; a field without one is not written, and the members of an embedded
// struct stand in its place. With omitempty, or omitzero, a zero value and a list without an entry are left out. The tag wire says more:
//
//	seconds, millis  of a time: a whole number of Unix time; 0 for the zero time
//	digits           of a number: in quotes
//	vary             of a list: without an entry it is written as [Style.Empty] says
//	null             of a pointer to a text, for whom reads of it: it may be null
//
// A pointer is written as what it points to, nil as null. Bytes, such as a json.RawMessage, are a valid, compact JSON
// value; none are null.
type Encoder[T any] struct{ members []member }

// For returns the encoder of a struct type. A type that it cannot write is a mistake in the program, and panics.
func For[T any](style Style) *Encoder[T] {
	return &Encoder[T]{membersOf(reflect.TypeFor[T](), &style)}
}

// Append appends a value, an object.
func (e *Encoder[T]) Append(dst []byte, v *T) []byte {
	return appendObject(dst, e.members, reflect.ValueOf(v).Elem())
}

// AppendMembers appends the members of a value, each with a comma before it, for an object that is open and has
// members already.
func (e *Encoder[T]) AppendMembers(dst []byte, v *T) []byte {
	return appendMembers(dst, e.members, reflect.ValueOf(v).Elem())
}

func appendObject(dst []byte, members []member, v reflect.Value) []byte {
	opening := len(dst)
	dst = appendMembers(dst, members, v)
	if len(dst) == opening {
		return append(dst, "{}"...)
	}
	dst[opening] = '{' // in the place of the first comma
	return append(dst, '}')
}

func appendMembers(dst []byte, members []member, v reflect.Value) []byte {
	for i := range members {
		m := &members[i]
		f := v.Field(m.index)
		switch {
		case m.embedded != nil:
			dst = appendMembers(dst, m.embedded, f)
			continue
		case m.optional && empty(f), m.varies && m.empty == "" && f.Len() == 0:
			continue
		}
		dst = append(dst, m.head...)
		dst = m.write(dst, f)
	}
	return dst
}

// empty reports whether a member may be left out.
func empty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}
