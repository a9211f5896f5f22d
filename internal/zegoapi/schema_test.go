package zegoapi_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// schemas are those of the answers of all actions, as their declarations have them.
var schemas = sync.OnceValue(func() map[string]*golden.Schema {
	all := make(map[string]*golden.Schema)
	for _, op := range zegoapi.Operations() {
		s, err := golden.ReadSchema(schemaText(op))
		if err != nil {
			panic(op.Name + ": " + err.Error())
		}
		all[op.Name] = s
	}
	return all
})

// schemaText is the schema of an answer: the action went well; it failed on all items; it was refused; the gateway
// refused the call, and it did not reach the action.
func schemaText(op gateway.Op) []byte {
	const firstOfAction, largest = 660_000_000, 1<<31 - 1
	writer := shape.Schemas{Refs: "#/$defs/"}
	variants := []shape.Object{answered(&writer, op.Out, 0, 0, nil)}
	failures, others := listsOf(op.Out)
	if failures != "" {
		bounds := map[string]shape.Entry{failures: {Key: "minItems", Value: 1}}
		for _, name := range others {
			bounds[name] = shape.Entry{Key: "maxItems", Value: 0}
		}
		variants = append(variants, answered(&writer, op.Out, firstOfAction, largest, bounds))
	}
	refused := &shape.Struct{}
	if failures != "" {
		refused.Fields = []shape.Field{*op.Out.Field(failures)}
	}
	none := map[string]shape.Entry{failures: {Key: "maxItems", Value: 0}}
	variants = append(variants, answered(&writer, refused, firstOfAction, largest, none),
		answered(&writer, &shape.Struct{}, 1, firstOfAction-1, nil))
	text, err := json.Marshal(shape.Object{{Key: "anyOf", Value: variants}, {Key: "$defs", Value: writer.Definitions()}})
	if err != nil {
		panic(err)
	}
	return text
}

// answered is the schema of an answer with a Code in a range and the members of out. Of some of its lists it is known
// how many entries they have.
func answered(writer *shape.Schemas, out *shape.Struct, least, largest int, bounds map[string]shape.Entry) shape.Object {
	message := shape.Object{{Key: "type", Value: "string"}, {Key: "pattern", Value: "^[ -~]+$"}}
	if least == 0 {
		message = shape.Object{{Key: "enum", Value: []string{"success"}}}
	}
	properties := shape.Object{
		{Key: "Code", Value: shape.Object{{Key: "type", Value: "integer"}, {Key: "minimum", Value: least}, {Key: "maximum", Value: largest}}},
		{Key: "Message", Value: message},
		{Key: "RequestId", Value: shape.Object{{Key: "type", Value: "string"}, {Key: "pattern", Value: "^[1-9][0-9]{17,18}$"}}},
	}
	required := []string{"Code", "Message", "RequestId"}
	for i := range out.Fields {
		f := &out.Fields[i]
		member := writer.Member(f)
		if bound, ok := bounds[f.Name]; ok {
			member = append(member, bound)
		}
		properties = append(properties, shape.Entry{Key: f.Name, Value: member})
		if f.Given {
			required = append(required, f.Name)
		}
	}
	return shape.Object{
		{Key: "type", Value: "object"},
		{Key: "properties", Value: properties},
		{Key: "additionalProperties", Value: false},
		{Key: "required", Value: required},
	}
}

// listsOf are the list of failures in an answer, whose entries have a SubCode, and its other lists.
func listsOf(out *shape.Struct) (failures string, others []string) {
	for i := range out.Fields {
		f := &out.Fields[i]
		switch {
		case f.Type.Kind() != reflect.Slice:
		case slices.Contains(shape.Of(f.Type.Elem()).Names(), "SubCode"):
			failures = f.Name
		default:
			others = append(others, f.Name)
		}
	}
	return failures, others
}

// checkSchema ends the test when an answer does not fit the schema of its action.
func checkSchema(t testing.TB, action string, body []byte) {
	t.Helper()
	if err := schemas()[action].Check(body); err != nil {
		t.Fatalf("the answer does not fit the declaration of %s: %v\n%s", action, err, body)
	}
}

// No schema allows members that the declaration does not have.
func TestSchemasAreStrict(t *testing.T) {
	t.Parallel()
	for name, s := range schemas() {
		if loose := s.Loose(name); loose != "" {
			t.Errorf("%s allows additional members", loose)
		}
	}
}
