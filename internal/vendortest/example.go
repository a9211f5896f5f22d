package vendortest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
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
	puts  map[*shape.Field]any // members that get other values
}

// leftOut in the place of a value leaves the member out.
type leftOut struct{}

// of makes all that an operation is asked with.
func (e *example) of(op *gateway.Op) Args {
	args := e.args(op.In)
	for i := range op.In.Fields {
		if name := op.In.Fields[i].Name; !slices.ContainsFunc(op.Parameters, func(p gateway.Parameter) bool { return p.Name == name }) {
			delete(args, name) // it is sent on another surface
		}
	}
	for name := range e.s.Examples {
		if strings.Contains(op.Path, name) && name[0] == '{' {
			args[name], _ = e.named(name)
		}
	}
	for name, v := range e.in {
		if name[0] == '{' {
			args[name] = v
		}
	}
	return args
}

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
	if v, ok := e.puts[f]; ok {
		return v
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
	v, ok = e.named(f.Name)
	_, text := v.(string)
	return v, ok && (!text || innerOf(f) == nil)
}

func (e *example) named(name string) (any, bool) {
	if v, ok := e.in[name]; ok {
		return v, true
	}
	known := e.s.Examples[name]
	if len(known) == 0 {
		return nil, false
	}
	return known[min(e.nth, len(known)-1)], true
}

// one is a value that the rules of a member allow.
func (e *example) one(f *shape.Field, t reflect.Type) any {
	switch {
	case t.Kind() == reflect.Pointer:
		return e.one(f, t.Elem())
	case f.Enum != nil:
		return choice(t, f.Enum[0])
	case t.PkgPath() == "time":
		return 1_600_000_000
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

// choices are how many examples the names of an operation have at most.
func (s *Subject) choices(op *gateway.Op) (most int) {
	for name, known := range s.Examples {
		if strings.Contains(op.Path, name) {
			most = max(most, len(known))
		}
	}
	return max(1, most, s.among(op.In))
}

func (s *Subject) among(in *shape.Struct) (most int) {
	for i := range in.Fields {
		f := &in.Fields[i]
		most = max(most, len(s.Examples[f.Name]))
		if inner := innerOf(f); inner != nil {
			most = max(most, s.among(inner))
		}
	}
	return most
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
func (s *Subject) Example(op *gateway.Op) Args { return (&example{s: s}).of(op) }

// Good is a world in which an operation is answered well, and what it is asked with.
func (s *Subject) Good(t testing.TB, op *gateway.Op) (World, Args) {
	t.Helper()
	w := &walker{TB: t, Subject: s, op: op}
	if w.enter(s.Open(t, nil)); !w.good() {
		t.FailNow()
	}
	w.world.App.Restore("walk")
	return w.world, w.example(nil).of(op)
}
