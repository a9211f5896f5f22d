package admin

import (
	"reflect"
	"strings"
)

// schemas are the JSON Schemas of the API's types, by their names. They are made from the types and
// their struct tags; see member.
type schemas object

// of is the schema of a type; that of a struct stands among the schemas and is pointed to.
func (s schemas) of(t reflect.Type) object {
	switch {
	case t == timeType:
		return object{"type": "string", "format": "date-time"}
	case t == fixtureType:
		return pointTo(fixtureSchema)
	case t == reflect.TypeFor[textOrTexts]():
		one := object{"type": "string"}
		return object{"anyOf": []any{one, object{"type": "array", "items": one}}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Interface:
		return object{} // any JSON value
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return object{"type": "object", "additionalProperties": true}
		}
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.point(t)
	}
	return object{"type": "integer"}
}

// point puts a struct among the schemas and points there.
func (s schemas) point(t reflect.Type) object {
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if _, done := s[name]; !done {
		s[name] = nil // a type may hold itself
		s[name] = s.structure(t)
	}
	return pointTo(name)
}

func pointTo(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func (s schemas) structure(t reflect.Type) object {
	properties, required := object{}, []any{}
	for _, m := range membersOf(t) {
		properties[m.name] = s.member(&m)
		if !m.optional {
			required = append(required, m.name)
		}
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (s schemas) member(m *member) object {
	var out object
	if m.is != "" {
		out = pointTo(m.is)
	} else {
		out = s.of(m.typ)
	}
	if m.doc != "" {
		out["description"] = m.doc
	}
	if m.format != "" {
		out["format"] = m.format
	}
	if m.enum != nil {
		list := make([]any, len(m.enum))
		for i, value := range m.enum {
			list[i] = value
		}
		out["enum"] = list
	}
	switch m.typ.Kind() {
	case reflect.Int:
		if m.min != 0 {
			out["minimum"] = m.min
		}
		if m.max != 0 {
			out["maximum"] = m.max
		}
	case reflect.String:
		if m.max != 0 {
			out["maxLength"] = m.max
		}
	}
	return out
}
