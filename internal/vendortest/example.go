package vendortest

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// example makes what an operation is asked with from the struct that its declaration has.
type example struct {
	s     *Subject
	nth   int // of the examples of a name
	in    Args
	twice bool
	at    *shape.Field // a member that gets another value
	put   any
}

// leftOut in the place of a value leaves the member out.
type leftOut struct{}

func (e *example) args(in *shape.Struct) Args {
	args := make(Args)
	for i := range in.Fields {
		f := &in.Fields[i]
		if v := e.value(f); v != any(leftOut{}) {
			args[f.Name] = v
		}
	}
	return args
}

func (e *example) value(f *shape.Field) any {
	if f == e.at {
		return e.put
	}
	v, given := e.given(f)
	if f.Type.Kind() != reflect.Slice || f.Type.Elem().Kind() == reflect.Uint8 {
		if !given {
			v = e.one(f, f.Type)
		}
		return v
	}
	items, ok := v.([]any)
	if !given {
		v = e.one(f, f.Type.Elem())
	}
	if !ok {
		items = []any{v}
	}
	if e.twice {
		items = append(items, items...)
	}
	return items
}

// given is the value that the case or the subject has for a member. That of a text is none for an object of the same
// name.
func (e *example) given(f *shape.Field) (v any, ok bool) {
	if v, ok = e.in[f.Name]; !ok {
		known := e.s.Examples[f.Name]
		if len(known) == 0 {
			return nil, false
		}
		v = known[min(e.nth, len(known)-1)]
	}
	_, text := v.(string)
	return v, !text || innerOf(f) == nil
}

// one is a value that the rules of a member allow.
func (e *example) one(f *shape.Field, t reflect.Type) any {
	switch {
	case t.Kind() == reflect.Pointer:
		return e.one(f, t.Elem())
	case f.Enum != nil:
		return choice(t, f.Enum[0])
	case t.Kind() == reflect.Struct:
		return e.args(shape.Of(t))
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return true
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map: // of free data
		return Args{"free": "data"}
	}
	return max(1, f.Min)
}

// choice is one of the values that a rule lists.
func choice(t reflect.Type, text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && t.Kind() != reflect.String {
		return n
	}
	return text
}

// choices are how many examples the names of a struct have at most.
func (s *Subject) choices(in *shape.Struct) (most int) {
	for i := range in.Fields {
		f := &in.Fields[i]
		most = max(most, len(s.Examples[f.Name]))
		if inner := innerOf(f); inner != nil {
			most = max(most, s.choices(inner))
		}
	}
	return max(1, most)
}

// innerOf is the struct that a member holds, itself or in a list; nil when it holds none.
func innerOf(f *shape.Field) *shape.Struct {
	t := f.Type
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.PkgPath() == "time" {
		return nil
	}
	return shape.Of(t)
}

// Example is what an operation can be asked with; whether it is answered well depends on the world.
func (s *Subject) Example(op *gateway.Op) Args { return (&example{s: s}).args(op.In) }

// Good is a world in which an operation is answered well, and what it is asked with.
func (s *Subject) Good(t testing.TB, op *gateway.Op) (World, Args) {
	t.Helper()
	w := &walker{TB: t, Subject: s, op: op}
	if w.enter(s.Open(t, nil)); !w.good() {
		t.FailNow()
	}
	w.world.App.Restore("walk")
	return w.world, w.example(nil).args(op.In)
}
