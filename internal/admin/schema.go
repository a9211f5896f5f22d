package admin

import (
	"reflect"

	"github.com/chatdouble/mockserver/internal/shape"
)

// schemas are the JSON Schemas of the API's types, by their names: those that no Go type of this package has, and
// those that are made from the types and their struct tags.
type schemas struct {
	own   object
	types shape.Schemas
}

const refs = "#/components/schemas/"

// ownNames are the schemas of types that follow from something else than the type.
var ownNames = map[reflect.Type]string{
	reflect.TypeFor[fixture](): fixtureSchema,
	reflect.TypeFor[act]():     actSchema,
	reflect.TypeFor[acted]():   actedSchema,
}

// of is the schema of a type; that of a struct stands among the schemas and is pointed to.
func (s *schemas) of(t reflect.Type) any {
	if name := ownNames[t]; name != "" {
		return s.types.Ref(name)
	}
	return s.types.Of(t)
}

// all are the schemas of all types that were asked for, and the others.
func (s *schemas) all() object {
	for _, d := range s.types.Definitions() {
		s.own[d.Key] = d.Value
	}
	return s.own
}
