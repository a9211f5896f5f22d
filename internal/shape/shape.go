// Package shape knows what the tags of a struct say: what a reader accepts, what a writer writes and what a
// JSON Schema shows follow from the same fields.
package shape

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Struct is what the tags of a struct type say: json, doc and rule of its members, see [Rule]; and of the struct itself is,
// doc, short and schema, at an embedded struct or at a member called _.
type Struct struct {
	Type   reflect.Type
	Name   string // among the definitions of a schema: its tag schema, else the type's name
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
	// Given says that it must be given: its rule says required, or its json tag neither omitempty nor omitzero.
	Given bool
}

// Rule is what a member accepts. A zero limit means that there is none.
//
//	required   must be given, not as ""      secret     the value stays out of messages
//	always     is written even when zero     limit      1 or more, with the hint how to have none
//	chance     a number above 0, at most 1
//	type=x     required when the member type is x, and for no other
//	only=x     may be given when the member type is x, and for no other
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
// Any other word is the name of a form that a text must have, such as url; see [Register].
type Rule struct {
	Required, Always, Secret, Limit, Chance, Digits, Any bool
	NoEffect, NotEmulated                                bool

	OfType   string // of type=x and only=x
	Needed   bool   // by OfType
	Form     *Form  // nil: any
	Enum     []string
	Words    []string
	Default  string
	Min, Max int64
	MinLen   int
	MaxLen   int
	MaxBytes int
	MaxItems int
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
	s := &Struct{Type: t, Name: t.Name()}
	s.add(t, nil)
	return s
}

// add adds the members of a struct, itself or embedded at an index.
func (s *Struct) add(t reflect.Type, index []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		here := append(slices.Clone(index), i)
		if is := sf.Tag.Get("is"); is != "" && s.Is == "" {
			s.Is, s.Doc, s.Short = is, sf.Tag.Get("doc"), sf.Tag.Get("short")
			s.Name = cmp.Or(sf.Tag.Get("schema"), s.Name)
		}
		name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		switch {
		case sf.Anonymous && name == "" && sf.Type.Kind() == reflect.Struct:
			s.add(sf.Type, here)
		case sf.IsExported() && name != "" && name != "-":
			s.Fields = append(s.Fields, newField(sf, here, name, options))
		}
	}
}

func newField(sf reflect.StructField, index []int, name, options string) Field {
	f := Field{Index: index, Name: name, Doc: sf.Tag.Get("doc"), Type: sf.Type, Tag: sf.Tag}
	if f.Type.Kind() == reflect.Pointer {
		f.Type = f.Type.Elem()
	}
	f.Rule = readRule(f.Type, sf.Tag.Get("rule"))
	f.Given = f.Required || !strings.Contains(options, "omit")
	return f
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
	for word := range strings.SplitSeq(tag, ",") {
		key, value, _ := strings.Cut(word, "=")
		if flag := r.flag(key); flag != nil {
			*flag = true
			continue
		}
		if count := r.count(key); count != nil {
			*count = int(number(value))
			continue
		}
		r.read(key, value)
	}
	return r
}

// flag is what a word alone sets, nil for a word that is not alone.
func (r *Rule) flag(word string) *bool {
	return map[string]*bool{
		"required": &r.Required, "always": &r.Always, "secret": &r.Secret, "digits": &r.Digits, "any": &r.Any,
		"noeffect": &r.NoEffect, "notemulated": &r.NotEmulated,
	}[word]
}

// count is the limit of that name, nil for a word that is none.
func (r *Rule) count(name string) *int {
	return map[string]*int{"minlen": &r.MinLen, "maxlen": &r.MaxLen, "maxbytes": &r.MaxBytes, "maxitems": &r.MaxItems}[name]
}

func (r *Rule) read(key, value string) {
	switch key {
	case "type", "only":
		r.OfType, r.Needed = value, key == "type"
	case "words":
		r.Words = strings.Split(value, "|")
	case "enum":
		r.Enum = strings.Split(value, "|")
	case "chance":
		r.Chance, r.Max = true, 1
	case "limit":
		r.Limit, r.Min, r.Max = true, 1, LargestLimit
	case "default":
		r.Default = value
	case "min":
		r.Min = number(value)
	case "max":
		r.Max = number(value)
	default:
		if r.Form = forms[key]; r.Form == nil {
			panic(fmt.Sprintf("shape: unknown rule %q", key))
		}
	}
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic("shape: " + err.Error())
	}
	return n
}

// short is the member that stands for the whole struct when it is the only one; nil when there is none.
func (s *Struct) short() *Field {
	if s.Short == "" {
		return nil
	}
	return s.Field(s.Short)
}

// plain is the tag in YAML of a member that stands alone: a text, or a whole number.
func (f *Field) plain() string {
	if f.Type.Kind() == reflect.String {
		return "!!str"
	}
	return "!!int"
}

// noun is the struct's name without its article: "user".
func (s *Struct) noun() string {
	if s.Short != "" {
		return "entry"
	}
	for _, article := range []string{"a ", "an "} {
		if noun, ok := strings.CutPrefix(s.Is, article); ok {
			return noun
		}
	}
	return s.Is
}

// least is how few bytes of JSON a good struct has, with the comma behind it.
func (s *Struct) least() int {
	if s.Short != "" {
		return len(`1,`)
	}
	n := len(`{},`)
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Given {
			n += len(f.Name) + len(`"":1`)
		}
	}
	return n
}

// bit stands for a member in a set.
func (s *Struct) bit(name string) uint64 {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return 1 << i
		}
	}
	return 0
}

var (
	timeType  = reflect.TypeFor[time.Time]()
	jsonType  = reflect.TypeFor[json.RawMessage]()
	textsType = reflect.TypeFor[map[string]string]()
	listsType = reflect.TypeFor[map[string]Texts]()
)

// Texts is a text or a list of texts.
type Texts []string

// Holds tells whether the member is a struct of ours (or another kind), not a list of them.
func (f *Field) Holds(k reflect.Kind) bool { return f.Type.Kind() == k && f.Type != timeType }

// Lists tells whether the member is a list of such things.
func (f *Field) Lists(k reflect.Kind) bool {
	return f.Type.Kind() == reflect.Slice && f.Type != jsonType && f.Type.Elem().Kind() == k
}

// In is the member in a struct, made when it is behind a pointer.
func (f *Field) In(v reflect.Value) reflect.Value {
	member := v.FieldByIndex(f.Index)
	if member.Kind() == reflect.Pointer {
		if member.IsNil() {
			member.Set(reflect.New(f.Type))
		}
		member = member.Elem()
	}
	return member
}

// typeOf is the type that a struct says it has, by its member type.
func (s *Struct) typeOf(v reflect.Value) string { return s.Field("type").In(v).String() }

// needs tells whether a member of v, a struct, must be given because of the struct's type.
func (s *Struct) needs(f *Field, v reflect.Value) bool { return f.Needed && s.typeOf(v) == f.OfType }

// ofType are the names of the members that a struct of a type has.
func (s *Struct) ofType(name string) (all []string) {
	for i := range s.Fields {
		if f := &s.Fields[i]; f.OfType == "" || f.OfType == name {
			all = append(all, f.Name)
		}
	}
	return all
}
