package shape

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Schemas are the JSON Schemas (2020-12) of types, which stand among each other's definitions. The same program always
// gives the same bytes. What relates one member to another is beyond them.
type Schemas struct {
	Refs    string                  // what a pointer to a definition begins with: "#/$defs/"
	Lenient []reflect.Type          // structs of which nothing must be given
	Bare    bool                    // tell no defaults
	Nulls   bool                    // a list may be null, as [Reader] takes it from a source
	Inline  bool                    // a struct stands where it is, and none is a definition
	ByRule  bool                    // a member must be given when its rule says so, whatever its json tag says
	Further map[reflect.Type]Object // properties that a struct writes beside those of its tags
	Words   Words
	Docs    *strings.Replacer // puts what is known only when the program runs into what tags say of members; nil: nothing
	Named   func(string) bool // whether there is a definition of that name for members with the tag schema; nil: none

	defs Object
}

// Object is a JSON object whose members keep their order.
type Object []Entry

// Entry is one member of an Object.
type Entry struct {
	Key   string
	Value any
}

// MarshalJSON writes the members in order.
func (o Object) MarshalJSON() ([]byte, error) {
	buf := []byte{'{'}
	for i, e := range o {
		if i > 0 {
			buf = append(buf, ',')
		}
		value, err := json.Marshal(e.Value)
		if err != nil {
			return nil, err
		}
		buf = append(append(AppendQuoted(buf, e.Key), ':'), value...)
	}
	return append(buf, '}'), nil
}

// Definitions are those of all structs that were asked for and of what they hold.
func (s *Schemas) Definitions() Object { return s.defs }

// Define adds a definition, unless there is one of that name.
func (s *Schemas) Define(name string, value Object) {
	s.defs = append(s.defs, Entry{name, value})
}

// Text is a whole schema with all that it points to.
func (s *Schemas) Text(title string, root Object) []byte {
	root = append(Object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", title},
	}, root...)
	root = append(root, Entry{"$defs", s.defs})
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("shape: writing a schema: " + err.Error()) // it holds texts, numbers and itself
	}
	return append(text, '\n')
}

// Struct is the schema of a struct in its place.
func (s *Schemas) Struct(t reflect.Type) Object {
	sh := Of(t)
	out := s.Structs(t)
	if sh.Short != "" {
		alone := Object{{"type", "string"}, {"minLength", 1}}
		if f := sh.short(); f.plain() != "!!str" {
			alone = whole(f)
		}
		out = Object{{"anyOf", []Object{alone, out}}}
	}
	return append(s.described(sh.Doc), out...)
}

// Structs is the schema of an object that has the members of several structs.
func (s *Schemas) Structs(types ...reflect.Type) Object {
	properties, required := Object{}, []string{}
	for _, t := range types {
		more, given := s.properties(t)
		properties, required = append(append(properties, more...), s.Further[t]...), append(required, given...)
	}
	out := Object{
		{"type", "object"},
		{"properties", properties},
		{"additionalProperties", false},
	}
	if len(required) > 0 {
		out = append(out, Entry{"required", required})
	}
	return out
}

// properties are the schemas of the members of a struct, and the names of those that must be given.
func (s *Schemas) properties(t reflect.Type) (properties Object, required []string) {
	sh := Of(t)
	for i := range sh.Fields {
		f := &sh.Fields[i]
		properties = append(properties, Entry{f.Name, append(s.described(f.Doc), s.Member(f)...)})
		given := f.Given
		if s.ByRule {
			given = f.Required
		}
		if given && !slices.Contains(s.Lenient, t) {
			required = append(required, f.Name)
		}
	}
	return properties, required
}

func (s *Schemas) described(doc string) Object {
	if doc == "" {
		return nil
	}
	if s.Docs != nil {
		doc = s.Docs.Replace(doc)
	}
	return Object{{"description", doc}}
}

// Of is the schema of a type. A struct is put among the definitions and pointed to.
func (s *Schemas) Of(t reflect.Type) Object {
	switch t.Kind() {
	case reflect.Pointer:
		return s.Of(t.Elem())
	case reflect.Struct:
		switch {
		case t == timeType:
		case s.Inline:
			return s.Struct(t)
		default:
			return s.ref(t)
		}
	}
	return s.Member(&Field{Type: t, Rule: readRule(t, "")})
}

// ref puts the struct among the definitions and points there.
func (s *Schemas) ref(t reflect.Type) Object {
	name := Of(t).Name
	name = strings.ToUpper(name[:1]) + name[1:]
	if !slices.ContainsFunc(s.defs, func(d Entry) bool { return d.Key == name }) {
		i := len(s.defs)
		s.defs = append(s.defs, Entry{name, nil}) // a type may hold itself
		s.defs[i].Value = s.Struct(t)
	}
	return s.Ref(name)
}

// Ref points to a definition.
func (s *Schemas) Ref(name string) Object { return Object{{"$ref", s.Refs + name}} }

// Member is the schema of a member without its description.
func (s *Schemas) Member(f *Field) Object {
	if name := f.Tag.Get("schema"); name != "" && s.Named != nil && s.Named(name) {
		return s.Ref(name)
	}
	if words := s.Words.of(f); words != nil && f.Enum == nil {
		return Object{{"type", "string"}, {"enum", words}}
	}
	out := s.member(f)
	if f.MaxItems > 0 && f.Type.Kind() == reflect.Slice {
		out = append(out, Entry{"maxItems", f.MaxItems})
	}
	if f.Default != "" && !s.Bare {
		out = append(out, Entry{"default", defaultOf(f)})
	}
	return out
}

func (s *Schemas) member(f *Field) Object {
	switch written := f.Tag.Get("wire"); { // how the package wire writes it
	case written == "digits":
		return Object{{"type", "string"}, {"pattern", "^[0-9]+$"}}
	case written == "null":
		return Object{{"type", []string{"string", "null"}}}
	case f.Type == timeType && written != "":
		return Object{{"type", "integer"}}
	case f.Type == timeType:
		return Object{{"type", "string"}, {"format", "date-time"}}
	case f.Any, f.Holds(reflect.Interface): // of any type
		return Object{}
	case f.Type == jsonType:
		return Object{{"type", []string{"object", "string"}}, {"additionalProperties", true}}
	case f.Type == reflect.TypeFor[Texts]():
		one := Object{{"type", "string"}}
		return Object{{"anyOf", []Object{one, {{"type", "array"}, {"items", one}}}}}
	}
	switch f.Type.Kind() {
	case reflect.Struct:
		return s.Of(f.Type)
	case reflect.Map:
		values := any(true)
		if f.Type.Elem().Kind() != reflect.Interface {
			values = s.Of(f.Type.Elem())
		}
		return Object{{"type", "object"}, {"additionalProperties", values}}
	case reflect.Slice:
		return s.list(f)
	case reflect.String:
		return text(f)
	case reflect.Bool:
		return Object{{"type", "boolean"}}
	case reflect.Float64:
		return decimal(f)
	}
	return whole(f)
}

func (s *Schemas) list(f *Field) Object {
	kind, items := any("array"), Object(nil)
	if s.Nulls {
		kind = []string{"array", "null"}
	}
	if f.Lists(reflect.String) {
		items = text(f)
	} else {
		items = s.Of(f.Type.Elem())
	}
	return Object{{"type", kind}, {"items", items}}
}

func decimal(f *Field) Object {
	out := Object{{"type", "number"}}
	if f.Max == 0 {
		return out
	}
	least := "minimum"
	if f.Chance {
		least = "exclusiveMinimum"
	}
	return append(out, Entry{least, f.Min}, Entry{"maximum", f.Max})
}

func defaultOf(f *Field) any {
	if f.Holds(reflect.Int64) || f.Holds(reflect.Float64) {
		return number(f.Default)
	}
	return f.Default
}

func whole(f *Field) Object {
	out := Object{{"type", "integer"}}
	if f.Min > math.MinInt64 && f.Max > 0 {
		out = append(out, Entry{"minimum", f.Min}, Entry{"maximum", f.Max})
	}
	return out
}

// text is the schema of a text. A limit in bytes is one in characters too, only weaker.
func text(f *Field) Object {
	out := Object{{"type", "string"}}
	if f.Digits {
		out = Object{{"type", []string{"string", "integer"}}}
	}
	if words := append(f.Enum, f.Words...); words != nil {
		return append(out, Entry{"enum", words})
	}
	if f.Form != nil {
		if f.Form.Pattern != "" {
			out = append(out, Entry{"pattern", f.Form.Pattern})
		}
		if f.Form.Format != "" {
			out = append(out, Entry{"format", f.Form.Format})
		}
	}
	if shortest := f.MinLen; shortest > 0 || f.Required {
		out = append(out, Entry{"minLength", max(1, shortest)})
	}
	if longest := max(f.MaxLen, f.MaxBytes); longest > 0 {
		out = append(out, Entry{"maxLength", longest})
	}
	return out
}
