// Package shape knows what the tags of a struct say: what a reader accepts, what a writer writes and what a
// JSON Schema shows follow from the same fields.
package shape

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Struct is what the tags of a struct type say.
type Struct struct {
	Type   reflect.Type
	Is     string // with its article, such as "a user"; empty when nothing says it
	Doc    string
	Short  string // the member that a plain text may stand for; empty when an object is needed
	Fields []Field
}

// Field is one member of a struct.
type Field struct {
	Index []int // for [reflect.Value.FieldByIndex]; members of embedded structs stand in their place
	Name  string
	Doc   string
	Type  reflect.Type // without the pointer of an optional member
	Tag   reflect.StructTag
	Rule
}

// Rule is what a member accepts. A zero limit means that there is none.
//
//	required   must be given                 secret     the value stays out of messages
//	always     is written even when zero     limit      1 or more, with the hint how to have none
//	chance     a number above 0, at most 1   type=x     required when the member type is x
//	enum=a|b   one of these                  default=x  for the schema only
//	words=a|b  one of these, which is left to the one who uses it to say
//	digits     a text, or the digits of a number without quotes
//	any        of free data: any value at all
//	min=, max= of a whole number
//	minlen=, maxlen= characters of a text    maxbytes=  of a text
//	maxitems=  of a list; the rules for texts then hold for each item
//	noeffect   the vendor ignores it too, or it is about what cannot be here
//	notemulated  the vendor does something with it, and this server does not
//
// Any other word is the name of a form that a text must have, such as uid; see [Forms].
type Rule struct {
	Required, Always, Secret, Limit, Chance, Digits, Any bool
	NoEffect, NotEmulated                                bool

	OfType   string
	Form     string // one of [Forms], or empty
	Enum     []string
	Words    []string
	Default  string
	Min, Max int64
	MinLen   int
	MaxLen   int
	MaxBytes int
	MaxItems int
}

// Form is how a text must look.
type Form struct {
	Pattern string              // the JSON Schema's pattern; empty when Format says it
	Format  string              // the JSON Schema's format
	Wrong   func(string) string // what is wrong with a text, as the rest of a sentence; empty when nothing is
}

// LargestLimit is the largest number that a limit takes; a larger one is a slip, not a limit.
const LargestLimit = 1_000_000_000

var known sync.Map // reflect.Type to *Struct

// Of is the shape of a struct type, the same for the life of the program. A tag that it does not understand is a
// mistake in the program and panics. Safe for concurrent use.
func Of(t reflect.Type) *Struct {
	if s, ok := known.Load(t); ok {
		return s.(*Struct)
	}
	s, _ := known.LoadOrStore(t, read(t))
	return s.(*Struct)
}

// For is [Of] for a type that is known when the program is written.
func For[T any]() *Struct { return Of(reflect.TypeFor[T]()) }

func read(t reflect.Type) *Struct {
	s := &Struct{Type: t}
	for _, sf := range reflect.VisibleFields(t) {
		if sf.Anonymous {
			if len(sf.Index) == 1 && sf.Tag.Get("is") != "" {
				s.Is, s.Doc, s.Short = sf.Tag.Get("is"), sf.Tag.Get("doc"), sf.Tag.Get("short")
			}
			continue
		}
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if !sf.IsExported() || name == "" || name == "-" {
			continue
		}
		f := Field{Index: sf.Index, Name: name, Doc: sf.Tag.Get("doc"), Type: sf.Type, Tag: sf.Tag}
		if f.Type.Kind() == reflect.Pointer {
			f.Type = f.Type.Elem()
		}
		f.Rule = readRule(f.Type, sf.Tag.Get("rule"))
		s.Fields = append(s.Fields, f)
	}
	return s
}

// Field is the member with that name, nil when there is none.
func (s *Struct) Field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

// Names are those of the members, in order.
func (s *Struct) Names() []string {
	names := make([]string, len(s.Fields))
	for i := range s.Fields {
		names[i] = s.Fields[i].Name
	}
	return names
}

func readRule(t reflect.Type, tag string) Rule {
	var r Rule
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		r.Min, r.Max = -1<<63, 1<<63-1
	}
	if tag == "" {
		return r
	}
	flags := map[string]*bool{
		"required": &r.Required, "always": &r.Always, "secret": &r.Secret, "digits": &r.Digits, "any": &r.Any,
		"noeffect": &r.NoEffect, "notemulated": &r.NotEmulated,
	}
	for word := range strings.SplitSeq(tag, ",") {
		key, value, _ := strings.Cut(word, "=")
		if flag, ok := flags[key]; ok {
			*flag = true
			continue
		}
		switch key {
		case "type":
			r.OfType = value
		case "words":
			r.Words = strings.Split(value, "|")
		case "chance":
			r.Chance, r.Max = true, 1
		case "limit":
			r.Limit, r.Min, r.Max = true, 1, LargestLimit
		case "enum":
			r.Enum = strings.Split(value, "|")
		case "default":
			r.Default = value
		case "min":
			r.Min = number(value)
		case "max":
			r.Max = number(value)
		case "minlen":
			r.MinLen = int(number(value))
		case "maxlen":
			r.MaxLen = int(number(value))
		case "maxbytes":
			r.MaxBytes = int(number(value))
		case "maxitems":
			r.MaxItems = int(number(value))
		default:
			if _, ok := Forms[key]; !ok {
				panic(fmt.Sprintf("shape: unknown rule %q", word))
			}
			r.Form = key
		}
	}
	return r
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic("shape: " + err.Error())
	}
	return n
}
