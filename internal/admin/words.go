package admin

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// fixtureSchema is the name of the schema of a fixture, and begins those of its parts.
const fixtureSchema = "Fixture"

// ownSchemas are those that no Go type of this package has: closed lists of names, so that a compiler
// finds a misspelt one, and fixtures.
func (s *Server) ownSchemas() *schemas {
	var declared []Operation
	for _, v := range s.Vendors {
		declared = append(declared, Operations(v.Catalogue)...)
	}
	operations := names(declared)
	own := object{
		"OperationName": object{"type": "string", "enum": operations, "description": "an operation that is answered, as GET " + Prefix + "/operations names it"},
		"EntryName":     object{"type": "string", "enum": append(operations, s.Vendors.events()...), "description": "an operation, or an event that is delivered"},
		"FixtureOrYAML": object{"anyOf": []any{object{"$ref": refs + fixtureSchema}, object{"type": "string", "description": "the same as YAML"}}},
	}
	addFixture(own, s.FixtureSchema())
	named := func(name string) bool { return own[name] != nil }
	let := make(map[reflect.Type]shape.Object)
	for _, access := range s.Vendors.access() {
		t := reflect.TypeFor[App]()
		let[t] = append(let[t], shape.Entry{Key: access.Name, Value: object{"type": "string", "description": access.Doc}})
	}
	all := &schemas{own, shape.Schemas{Refs: refs, Bare: true, Words: s.Vendors.words(), Docs: s.Vendors.docs(), Named: named, Further: let}}
	all.addActs(s.Vendors)
	return all
}

// addFixture takes a JSON Schema apart: each of its definitions becomes a schema of the document.
func addFixture(own object, text []byte) {
	const theirs = "#/$defs/"
	var root map[string]any
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), theirs, refs+fixtureSchema)), &root); err != nil {
		panic("admin: the schema of fixtures: " + err.Error()) // the server's own
	}
	parts, _ := root["$defs"].(map[string]any)
	for name, part := range parts {
		own[fixtureSchema+name] = part
	}
	delete(root, "$defs")
	delete(root, "$schema")
	own[fixtureSchema] = root
}
