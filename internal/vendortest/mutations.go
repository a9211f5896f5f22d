package vendortest

import (
	"cmp"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// mutation makes a declaration wrong. It reports false for one that has nothing of the kind.
type mutation struct {
	name string
	make func(*Subject, *gateway.Op) bool
	says string // what the walk reports of it
}

var mutations = []mutation{
	{"a bound one lower", bound(-1), "at the stage"},
	{"a bound one higher", bound(1), "is refused"},
	{"a required member is optional", onMember(required, func(f *shape.Field) { f.Required = false }), "which is declared as optional"},
	{"an optional member is required", onMember(optional, func(f *shape.Field) { f.Required = true }), "is missing"},
	{"a member of the request has another name", onMember(required, rename), "it cannot be walked"},
	{"a list of the answer has another name", onAnswer(rename), "is not declared"},
	{"a member of the answer is always there", onAnswer(func(f *shape.Field) { f.Name, f.Type = "Odd", reflect.TypeFor[string]() }), "is not declared"},
	{"a member of the answer is missing", withoutMember, "is not declared"},
	{"members of the answer stand in another order", reversed, "stands behind"},
	{"a code is missing", onCode(func(s *Subject, op *gateway.Op, i int) { op.Codes = slices.Delete(op.Codes, i, i+1) }), "answered and not declared"},
	{"a code is another", onCode(func(s *Subject, op *gateway.Op, i int) { op.Codes[i].Code = s.other(op) }), "answered and not declared"},
	{"a code too many", onCode(func(s *Subject, op *gateway.Op, i int) {
		op.Codes = append(op.Codes, gateway.CodeFact{Code: s.other(op)})
	}), "answered: false"},
	{"a code is caused by rules only", onCode(func(_ *Subject, op *gateway.Op, i int) { op.Codes[i].RuleOnly = true }), "answered: true"},
	{"a limit is longer", func(_ *Subject, op *gateway.Op) bool { op.Limits[0].Window *= 2; return true }, "to be free"},
	{"a limit is shorter", func(_ *Subject, op *gateway.Op) bool { op.Limits[0].Window /= 2; return true }, "to be free"},
	{"a parameter has another use", func(_ *Subject, op *gateway.Op) bool {
		op.Parameters[0].Use = gateway.NotEmulated
		return true
	}, "is declared as not emulated"},
}

// reordered is for vendors that declare an order of their codes.
var reordered = mutation{"codes are looked for in another order", func(_ *Subject, op *gateway.Op) bool {
	op.Order = slices.Clone(op.Order)
	slices.Reverse(op.Order)
	return len(op.Order) > 4
}, "although the order has"}

// Mutations makes declarations of a subject wrong, each kind of mistake in one of them, and fails when [Walk] does not
// report it.
func Mutations(t *testing.T, s *Subject) {
	all := slices.Clip(mutations)
	if slices.ContainsFunc(s.Operations, func(op gateway.Op) bool { return op.Order != nil }) {
		all = append(all, reordered)
	}
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			op := s.mutated(m)
			if op == nil {
				t.Fatal("no operation has anything of the kind")
			}
			said := s.report(t, op)
			if !slices.ContainsFunc(said, func(line string) bool { return strings.Contains(line, m.says) }) {
				t.Errorf("%s: the walk does not report %q, but %q", op.Name, m.says, said)
			}
		})
	}
}

// mutated is a copy with the mistake of the smallest declaration that can have it.
func (s *Subject) mutated(m mutation) *gateway.Op {
	smallestFirst := slices.SortedStableFunc(slices.Values(s.Operations), func(a, b gateway.Op) int {
		return cmp.Compare(len(a.Parameters), len(b.Parameters))
	})
	for _, op := range smallestFirst {
		op.In, op.Out = copied(op.In), copied(op.Out)
		op.Codes, op.Limits, op.Parameters = slices.Clone(op.Codes), slices.Clone(op.Limits), slices.Clone(op.Parameters)
		if len(op.Parameters) > 0 && m.make(s, &op) {
			return &op
		}
	}
	return nil
}

func copied(s *shape.Struct) *shape.Struct {
	if s == nil {
		return nil
	}
	c := *s
	c.Fields = slices.Clone(s.Fields)
	return &c
}

// report is what the walk over one declaration reports.
func (s *Subject) report(t *testing.T, op *gateway.Op) []string {
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() { // which Fatalf ends
		defer close(done)
		s.walk(r, op)
	}()
	<-done
	return r.said
}

// recorder keeps what a test would fail with.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Log(...any) {}

func bound(by int) func(*Subject, *gateway.Op) bool {
	return func(_ *Subject, op *gateway.Op) bool {
		for i := range op.In.Fields {
			f := &op.In.Fields[i]
			for _, most := range []*int{&f.MaxItems, &f.MaxLen, &f.MaxBytes} {
				if *most > 1 {
					*most += by
					return true
				}
			}
		}
		return false
	}
}

func required(f *shape.Field) bool { return f.Required }

func optional(f *shape.Field) bool { return !f.Required }

func rename(f *shape.Field) { f.Name += "s" }

// onMember changes the first such member of what is asked with.
func onMember(which func(*shape.Field) bool, change func(*shape.Field)) func(*Subject, *gateway.Op) bool {
	return func(_ *Subject, op *gateway.Op) bool {
		for i := range op.In.Fields {
			if f := &op.In.Fields[i]; which(f) {
				change(f)
				return true
			}
		}
		return false
	}
}

// onAnswer changes the last member of the answer.
func onAnswer(change func(*shape.Field)) func(*Subject, *gateway.Op) bool {
	return func(_ *Subject, op *gateway.Op) bool {
		if op.Out == nil || len(op.Out.Fields) == 0 {
			return false
		}
		change(&op.Out.Fields[len(op.Out.Fields)-1])
		return true
	}
}

func withoutMember(_ *Subject, op *gateway.Op) bool {
	if op.Out == nil || len(op.Out.Fields) < 2 {
		return false
	}
	op.Out.Fields = op.Out.Fields[1:]
	return true
}

func reversed(_ *Subject, op *gateway.Op) bool {
	if op.Out == nil || len(op.Out.Fields) < 2 {
		return false
	}
	slices.Reverse(op.Out.Fields)
	return true
}

// onCode changes the codes at the first that requests cause.
func onCode(change func(*Subject, *gateway.Op, int)) func(*Subject, *gateway.Op) bool {
	return func(s *Subject, op *gateway.Op) bool {
		i := slices.IndexFunc(op.Codes, func(c gateway.CodeFact) bool { return !c.RuleOnly && !slices.Contains(s.Shared, c.Code) })
		if i >= 0 {
			change(s, op, i)
		}
		return i >= 0
	}
}

// other is a code that the operation does not answer with.
func (s *Subject) other(op *gateway.Op) string {
	for _, c := range s.Catalogue.Codes() {
		if !slices.Contains(s.Shared, c.Code) && !slices.ContainsFunc(op.Codes, func(own gateway.CodeFact) bool { return own.Code == c.Code }) {
			return c.Code
		}
	}
	return ""
}
