package jsontext

import (
	"encoding/json"
	"maps"
	"reflect"
	"testing"
)

// What encoding/json finds in an object is listed, each value as it stands there.
func FuzzMembers(f *testing.F) {
	for _, object := range []string{
		`{}`, ` { } `, `{"a":1}`, `{"a" : -1.5e3 , "b":"}\",:","c":[1,{"d":"]"},[]],"e":{"f":null}}`, "{\"\\u0041\":\t\"x\"\n}", `{"":""}`,
	} {
		f.Add([]byte(object))
	}
	f.Fuzz(func(t *testing.T, object []byte) {
		var want map[string]json.RawMessage
		if json.Unmarshal(object, &want) != nil || want == nil {
			return
		}
		got := map[string]json.RawMessage{}
		for name, value := range Members(object) {
			var s string
			if err := json.Unmarshal(name, &s); err != nil {
				t.Fatalf("%q: the name %q: %v", object, name, err)
			}
			got[s] = value
		}
		if !maps.EqualFunc(got, want, func(a, b json.RawMessage) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("%q: members %q, want %q", object, got, want)
		}
	})
}
