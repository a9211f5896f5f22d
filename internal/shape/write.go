package shape

import (
	"iter"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// YAML writes the struct that a pointer leads to: members in their order, those with nothing in them left
// out, a struct on one line unless it has lists of others. The same struct gives the same bytes, and
// what is read from them is the same struct. The error is about free data that is not JSON.
func YAML(from any) ([]byte, error) {
	w := writer{}
	w.members(reflect.ValueOf(from).Elem(), 0)
	return w.buf, w.err
}

type writer struct {
	strict bool // write JSON, not YAML
	raw    bool // write free data as it is, whatever a reader of sources would make of it
	buf    []byte
	err    error
}

// each shows the members of a struct that are written, with their values.
func (w *writer) each(v reflect.Value) iter.Seq2[*Field, reflect.Value] {
	return func(yield func(*Field, reflect.Value) bool) {
		s := Of(v.Type())
		for i := range s.Fields {
			f := &s.Fields[i]
			if fv, ok := w.shown(s, f, v); ok && !yield(f, fv) {
				return
			}
		}
	}
}

// shown is the value of a member, if there is anything to write. Nobody sees a difference between a member that is
// left out and one with nothing in it.
func (w *writer) shown(s *Struct, f *Field, v reflect.Value) (fv reflect.Value, ok bool) {
	fv = v.FieldByIndex(f.Index)
	if fv.Kind() == reflect.Pointer {
		return fv.Elem(), !fv.IsNil()
	}
	return fv, f.Always || f.Required || w.holds(f, fv) || s.needs(f, v)
}

// members writes a struct over several lines. The cursor stands where the first member goes.
func (w *writer) members(v reflect.Value, indent int) {
	first := true
	for f, fv := range w.each(v) {
		if !first {
			w.spaces(indent)
		}
		first = false
		w.buf = append(append(w.buf, f.Name...), ':')
		if f.Lists(reflect.Struct) {
			w.buf = append(w.buf, '\n')
			w.items(fv, indent+2)
			continue
		}
		w.buf = append(w.buf, ' ')
		w.value(f, fv)
		w.buf = append(w.buf, '\n')
	}
}

// items writes a list of structs, one below the other.
func (w *writer) items(list reflect.Value, indent int) {
	for i := range list.Len() {
		item := list.Index(i)
		w.spaces(indent)
		w.buf = append(w.buf, "- "...)
		if w.hasLists(item) {
			w.members(item, indent+2)
			continue
		}
		w.line(item)
		w.buf = append(w.buf, '\n')
	}
}

func (w *writer) hasLists(v reflect.Value) bool {
	s := Of(v.Type())
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Lists(reflect.Struct) && v.FieldByIndex(f.Index).Len() > 0 {
			return true
		}
	}
	return false
}

// line writes a struct in braces, or as the plain text that stands for it.
func (w *writer) line(v reflect.Value) {
	if alone, fv := w.alone(v); alone != nil {
		w.value(alone, fv)
		return
	}
	w.buf = append(w.buf, '{')
	first := true
	for f, fv := range w.each(v) {
		if !first {
			w.buf = append(w.buf, ", "...)
		}
		first = false
		w.name(f)
		w.value(f, fv)
	}
	w.buf = append(w.buf, '}')
}

func (w *writer) name(f *Field) {
	if w.strict {
		w.buf = append(append(append(w.buf, '"'), f.Name...), '"')
	} else {
		w.buf = append(w.buf, f.Name...)
	}
	w.buf = append(w.buf, ": "...)
}

// alone is the member that a plain text stands for, nil when the struct has more to write.
func (w *writer) alone(v reflect.Value) (alone *Field, value reflect.Value) {
	short := Of(v.Type()).Short
	if short == "" {
		return nil, value
	}
	for f, fv := range w.each(v) {
		if f.Name != short {
			return nil, value
		}
		alone, value = f, fv
	}
	return alone, value
}

// holds tells whether there is anything in a member.
func (w *writer) holds(f *Field, v reflect.Value) bool {
	switch {
	case f.Type == timeType:
		return !timeIn(v).IsZero()
	case f.Holds(reflect.Slice), f.Holds(reflect.Map):
		return v.Len() > 0
	case !f.Holds(reflect.Struct):
		return !v.IsZero()
	}
	s := Of(v.Type())
	for i := range s.Fields {
		inner := &s.Fields[i]
		fv := v.FieldByIndex(inner.Index)
		if fv.Kind() == reflect.Pointer && !fv.IsNil() || fv.Kind() != reflect.Pointer && w.holds(inner, fv) {
			return true
		}
	}
	return false
}

// timeIn is the time of a member, without the copy on the heap that an interface would need.
func timeIn(v reflect.Value) *time.Time { return v.Addr().Interface().(*time.Time) }

// value writes what fits on one line.
func (w *writer) value(f *Field, v reflect.Value) {
	switch {
	case f.Type == timeType:
		w.time(*timeIn(v))
	case f.Type == jsonType && w.raw:
		w.buf = append(w.buf, v.Bytes()...)
	case f.Type == jsonType:
		w.json(v.Bytes(), f.Any)
	case f.Type == listsType:
		writeMap(w, v.Interface().(map[string]Texts), func(list Texts) { w.textList(list) })
	case f.Type == textsType:
		writeMap(w, v.Interface().(map[string]string), func(text string) { w.buf = AppendQuoted(w.buf, text) })
	case f.Holds(reflect.Struct):
		w.line(v)
	case f.Holds(reflect.Slice):
		w.textList(v.Interface().([]string))
	case f.Holds(reflect.String):
		w.text(v.String())
	case f.Holds(reflect.Bool):
		w.buf = strconv.AppendBool(w.buf, v.Bool())
	case f.Holds(reflect.Float64):
		w.buf = strconv.AppendFloat(w.buf, v.Float(), 'f', -1, 64)
	case v.CanInt():
		w.buf = strconv.AppendInt(w.buf, v.Int(), 10)
	default:
		w.buf = strconv.AppendUint(w.buf, v.Uint(), 10)
	}
}

// textList writes texts in brackets.
func (w *writer) textList(texts []string) {
	w.buf = append(w.buf, '[')
	for i, text := range texts {
		if i > 0 {
			w.buf = append(w.buf, ", "...)
		}
		w.text(text)
	}
	w.buf = append(w.buf, ']')
}

// writeMap writes a mapping in the order of its keys.
func writeMap[V any](w *writer, values map[string]V, write func(V)) {
	w.buf = append(w.buf, '{')
	for i, key := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			w.buf = append(w.buf, ", "...)
		}
		w.buf = append(AppendQuoted(w.buf, key), ": "...)
		write(values[key])
	}
	w.buf = append(w.buf, '}')
}

func (w *writer) time(t time.Time) {
	if w.strict {
		w.buf = append(w.buf, '"')
	}
	w.buf = t.UTC().AppendFormat(w.buf, "2006-01-02T15:04:05.999Z07:00")
	if w.strict {
		w.buf = append(w.buf, '"')
	}
}

// text writes a text without quotes if no reader of YAML can take it for something else.
func (w *writer) text(s string) {
	if !w.strict && isPlainText(s) {
		w.buf = append(w.buf, s...)
		return
	}
	w.buf = AppendQuoted(w.buf, s)
}

func isPlainText(s string) bool {
	odd := func(c rune) bool {
		return (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' && c != ' '
	}
	if s == "" || s[0]|0x20 < 'a' || s[0]|0x20 > 'z' || s[len(s)-1] == ' ' || strings.ContainsFunc(s, odd) {
		return false
	}
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return false
	}
	return true
}

func (w *writer) spaces(n int) {
	for range n {
		w.buf = append(w.buf, ' ')
	}
}
