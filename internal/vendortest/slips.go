package vendortest

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// attempt is another value of a member: a slip, or one that is just good.
type attempt struct {
	slip Slip
	put  any
	good bool
}

// attempts are what can be tried with a member where it stands.
func (s *Subject) attempts(f *shape.Field, in gateway.Place) (all []attempt) {
	all = append(all, attempt{Missing, leftOut{}, !f.Required})
	for _, wrong := range wrongTypes(f, in) {
		all = append(all, attempt{WrongType, wrong, false})
	}
	if f.Enum != nil {
		return append(all, choices(f)...)
	}
	return append(append(all, s.lengths(f)...), ranges(f)...)
}

// lengths are the bounds of a text, of free data or of a list, and what is behind them.
func (s *Subject) lengths(f *shape.Field) (all []attempt) {
	list := f.Type.Kind() == reflect.Slice && !isData(f.Type)
	items, text := f.MaxItems, max(f.MaxLen, f.MaxBytes)
	if most := s.Most(f); list {
		items = cmp.Or(most, items)
	} else {
		text = cmp.Or(most, text)
	}
	if list && items > 0 {
		all = append(all, attempt{TooMany, s.items(f, items), true}, attempt{TooMany, s.items(f, items+1), false})
	}
	if text > 0 {
		all = append(all, attempt{TooLong, textOf(f, text), true}, attempt{TooLong, textOf(f, text+1), false})
	}
	if f.MinLen > 0 {
		all = append(all, attempt{TooShort, textOf(f, f.MinLen), true}, attempt{TooShort, textOf(f, f.MinLen-1), false})
	}
	return all
}

// textOf is a value with so many characters: of a list one item.
func textOf(f *shape.Field, length int) any {
	switch {
	case isData(f.Type):
		return Args{"text": strings.Repeat("x", length-len(`{"text":""}`))}
	case f.Type.Kind() == reflect.Slice:
		return []any{strings.Repeat("x", length)}
	case f.Form != nil && f.Form.Format == "uri":
		const begin = "https://example.com/"
		return begin + strings.Repeat("x", length-len(begin))
	}
	return strings.Repeat("x", length)
}

// isData reports whether a member holds free data.
func isData(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

// wrongTypes are values of types that the member has not; in a query everything is a text.
func wrongTypes(f *shape.Field, in gateway.Place) []any {
	switch k := f.Type.Kind(); {
	case isNumber(f.Type) && in == gateway.InQuery:
		return []any{"odd"}
	case in == gateway.InQuery:
		return nil
	case isData(f.Type), k == reflect.Struct, k == reflect.Map:
		return []any{true}
	case k == reflect.Slice && isNumber(f.Type.Elem()):
		return []any{5, "odd", []any{"odd"}, []any{[]any{}}, []any{true}}
	case k == reflect.Slice:
		return []any{5, "odd", []any{5}, []any{[]any{}}, []any{true}}
	case isNumber(f.Type):
		return []any{Args{"odd": Args{}}, 1.5, true, []any{1}}
	}
	return []any{Args{"odd": Args{}}, []any{"odd"}}
}

func choices(f *shape.Field) (all []attempt) {
	t, list := f.Type, f.Type.Kind() == reflect.Slice
	if list {
		t = t.Elem()
	}
	put := func(text string, good bool) {
		v := choice(t, text)
		if list {
			v = []any{v}
		}
		all = append(all, attempt{NoChoice, v, good})
	}
	for _, text := range f.Enum {
		put(text, true)
	}
	if t.Kind() == reflect.String {
		put("none of them", false)
		return all
	}
	least, _ := strconv.Atoi(slices.MinFunc(f.Enum, byNumber))
	most, _ := strconv.Atoi(slices.MaxFunc(f.Enum, byNumber))
	put(strconv.Itoa(least-1), false)
	put(strconv.Itoa(most+1), false)
	return all
}

func byNumber(a, b string) int {
	m, _ := strconv.Atoi(a)
	n, _ := strconv.Atoi(b)
	return m - n
}

// ranges are the ends of what a number may be, and what is behind them.
func ranges(f *shape.Field) (all []attempt) {
	if !isNumber(f.Type) {
		return nil
	}
	if f.Max > 0 && f.Max < math.MaxInt64 {
		all = append(all, attempt{OutOfRange, f.Max, true}, attempt{OutOfRange, f.Max + 1, false})
	}
	if f.Min > math.MinInt64 {
		all = append(all, attempt{OutOfRange, f.Min, true}, attempt{OutOfRange, f.Min - 1, false})
	}
	return all
}

// items are so many items of a list.
func (s *Subject) items(f *shape.Field, count int) []any {
	items := make([]any, count)
	for i := range items {
		switch {
		case innerOf(f) != nil:
			items[i] = (&example{s: s}).args(innerOf(f))
		case isNumber(f.Type.Elem()):
			items[i] = max(1, f.Min) + int64(i)
		default:
			items[i] = fmt.Sprint("p", i)
		}
	}
	return items
}

func isNumber(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64 }

// short shows a value that may be long.
func short(v any) string { return fmt.Sprintf("%.60s", fmt.Sprint(v)) }
