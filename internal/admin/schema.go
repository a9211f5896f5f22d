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

// of is the schema of a type; that of a struct stands among the schemas and is pointed to.
func (s *schemas) of(t reflect.Type) any {
	if t == fixtureType {
		return s.types.Ref(fixtureSchema)
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
