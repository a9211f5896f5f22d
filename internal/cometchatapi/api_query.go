package cometchatapi

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// paging are the parameters of a list in pages. The largest size is documented for users, friends and groups and
// assumed for the rest.
type paging struct {
	Size   int `json:"perPage" also:"per_page" rule:"min=1,max=1000,default=100" how:"assumed"` // per_page as the SDKs write it
	Number int `json:"page" rule:"min=1,default=1"`
}

// offset is the position of the page's first entry. It stops at the largest number instead of
// going round.
func (p paging) offset() int {
	const largest = int(^uint(0) >> 1)
	if p.Number-1 > largest/p.Size {
		return largest
	}
	return (p.Number - 1) * p.Size
}

// parameter is one of a query.
type parameter struct {
	*shape.Field
	names  []string // its own, and others that count where that is not given
	asSent []int    // the index of the field that keeps what was sent under its own name, by the tag given; nil: none
}

func queryOf(s *shape.Struct) (all []parameter) {
	for i := range s.Fields {
		if f := &s.Fields[i]; !f.NoEffect && !f.NotEmulated {
			all = append(all, parameter{f, namesOf(f), nil})
		}
	}
	for _, f := range reflect.VisibleFields(s.Type) {
		if name := f.Tag.Get("given"); name != "" {
			all[slices.IndexFunc(all, func(p parameter) bool { return p.Name == name })].asSent = f.Index
		}
	}
	return all
}

func namesOf(f *shape.Field) []string {
	names := []string{f.Name}
	if also := f.Tag.Get("also"); also != "" {
		names = append(names, strings.Split(also, ",")...)
	}
	return names
}

// queryReader reads a query into a struct, and says what is wrong with it.
func queryReader[In any](s *shape.Struct) func(*gateway.Call) (In, faulty) {
	parameters := queryOf(s)
	missing, _ := readQuery(nil, parameters, *new(In))
	return func(c *gateway.Call) (In, faulty) {
		if len(c.Query) == 0 {
			return missing, faulty{}
		}
		q, wrong := readQuery(c.Query, parameters, missing)
		return q, faulty{wrong: wrong}
	}
}

func readQuery[In any](q gateway.Query, parameters []parameter, in In) (In, []detail) {
	var wrong []detail
	v := reflect.ValueOf(&in).Elem()
	for i := range parameters {
		p := &parameters[i]
		wrong = p.read(q, v.FieldByIndex(p.Index).Addr().Interface(), wrong)
		if p.asSent != nil {
			text, _ := given(q, p.Name)
			v.FieldByIndex(p.asSent).SetString(text)
		}
	}
	return in, wrong
}

func (p *parameter) read(q gateway.Query, into any, wrong []detail) []detail {
	name, text := p.Name, p.Default
	for _, also := range p.names {
		if value, ok := given(q, also); ok {
			name, text = also, value
			break
		}
	}
	switch to := into.(type) {
	case *int:
		*to, wrong = p.number(name, text, wrong)
	case *string:
		if *to = text; text != "" && p.Enum != nil && !slices.Contains(p.Enum, text) {
			wrong = append(wrong, detail{name, "The selected " + words(name) + " is invalid."})
		}
	case *bool:
		*to = text == "true" || text == "1" // all else is false
	case *[]string:
		*to, wrong = p.list(q, wrong)
	default:
		panic(fmt.Sprintf("cometchatapi: no way to read a %T", into))
	}
	return wrong
}

// number reads a number. The texts are those of the framework that the recorded validation errors come from.
func (p *parameter) number(name, text string, wrong []detail) (int, []detail) {
	if text == "" || text == "0" && p.Tag.Get("check") == "time" { // 0 is no time
		return 0, wrong
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, append(wrong, detail{name, "The " + words(name) + " must be an integer."})
	case int64(n) < p.Min:
		return 0, append(wrong, detail{name, "The " + words(name) + " must be at least " + strconv.FormatInt(p.Min, 10) + "."})
	case int64(n) > p.Max:
		return 0, append(wrong, detail{name, "The " + words(name) + " may not be greater than " + strconv.FormatInt(p.Max, 10) + "."})
	}
	return n, wrong
}

// list reads a list of words, under any of its names.
func (p *parameter) list(q gateway.Query, wrong []detail) (list []string, _ []detail) {
	for _, name := range p.names {
		list = append(list, commaList(q, name)...)
	}
	unknown := func(word string) bool { return p.Enum != nil && !slices.Contains(p.Enum, word) }
	switch {
	case p.MaxItems > 0 && len(list) > p.MaxItems:
		wrong = append(wrong, detail{p.Name, fmt.Sprintf("The %s may not have more than %d items.", words(p.Name), p.MaxItems)})
	case slices.ContainsFunc(list, unknown):
		wrong = append(wrong, detail{p.Name, "The selected " + words(p.Name) + " is invalid."})
	}
	return list, wrong
}

// given returns a parameter, trimmed. An empty one counts as missing, and of a repeated one the
// last counts, as in PHP.
func given(q gateway.Query, name string) (string, bool) {
	value, _ := q.Last(name)
	value = strings.TrimSpace(value)
	return value, value != ""
}

// commaList reads a list in a query: separated by commas, or the parameter repeated, with or
// without [].
func commaList(q gateway.Query, name string) []string {
	var list []string
	for _, p := range q {
		if p.Name != name && p.Name != name+"[]" {
			continue
		}
		for item := range strings.SplitSeq(p.Value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				list = append(list, item)
			}
		}
	}
	return list
}

// words splits a parameter's name into lower-case words: blockedUids becomes "blocked uids".
func words(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteByte(' ')
			b.WriteRune(r + 'a' - 'A')
		case r == '_':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
