package golden

import "testing"

// The checker refuses what it should: a checker that accepts everything would check nothing.
func TestSchemaChecker(t *testing.T) {
	t.Parallel()
	const text = `{"type":"object","required":["a"],"additionalProperties":false,"properties":{
		"a":{"type":"integer","minimum":1,"maximum":5},
		"b":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"string","pattern":"^x"}},
		"c":{"enum":["u",2]},
		"d":{"anyOf":[{"title":"number","type":"number"},{"title":"flag","type":"boolean"}]},
		"e":{"type":["string","null"],"maxLength":2},
		"f":{"$ref":"#/self"},
		"g":{"type":"object","additionalProperties":{"type":"array","items":{"$ref":"#/text"}}},
		"h":{"type":"object"},
		"i":{"type":"number","exclusiveMinimum":0,"default":1},
		"j":{"type":"string","minLength":1},
		"k":{"type":"string","format":"date-time"},
		"m":{"type":"array"},
		"n":{"oneOf":[{"type":"integer"},{"type":"number","minimum":3}],"discriminator":{"propertyName":"x"}}}}`
	s, err := ReadSchema([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s.Resolve(map[string]*Schema{"#/self": s, "#/text": {Type: types{"string"}}})
	for body, good := range map[string]bool{
		`{"a":1}`: true, `{"a":5,"b":["x","xy"],"c":2,"d":1.5}`: true, `{"a":1,"c":"u","d":true}`: true,
		`{}`: false, `{"a":0}`: false, `{"a":6}`: false, `{"a":1.0}`: false, `{"a":"1"}`: false, `{"a":null}`: false, `[]`: false, `null`: false,
		`{"a":1,"z":1}`: false, `{"a":1,"A":1}`: false, `{"a":1,"b":[]}`: false, `{"a":1,"b":["x","x","x"]}`: false, `{"a":1,"b":["y"]}`: false,
		`{"a":1,"b":[1]}`: false, `{"a":1,"b":{}}`: false, `{"a":1,"c":3}`: false, `{"a":1,"d":"s"}`: false,
		`{"a":1,"e":"xx"}`: true, `{"a":1,"e":null}`: true, `{"a":1,"e":1}`: false, `{"a":1,"e":"xxx"}`: false,
		`{"a":1,"f":{"a":2}}`: true, `{"a":1,"f":{}}`: false, `{"a":1,"f":{"a":1,"f":{"z":1}}}`: false,
		`{"a":1,"g":{"x":["y"]}}`: true, `{"a":1,"g":{"x":[1]}}`: false, `{"a":1,"g":{"x":"y"}}`: false, `{"a":1,"h":{"x":1}}`: true,
		`{"a":1,"i":0.1}`: true, `{"a":1,"i":0}`: false, `{"a":1,"j":"x"}`: true, `{"a":1,"j":""}`: false,
		`{"a":1,"k":"2024-02-29T12:00:00Z"}`: true, `{"a":1,"k":"2023-02-29T12:00:00Z"}`: false, `{"a":1,"m":[1,"x"]}`: true, `{"a":1,"m":1}`: false, `{`: false,
		`{"a":1,"n":1}`: true, `{"a":1,"n":3.5}`: true, `{"a":1,"n":4}`: false, `{"a":1,"n":1.5}`: false,
	} {
		if err := s.Check([]byte(body)); (err == nil) != good {
			t.Errorf("%s: %v, want good = %t", body, err, good)
		}
	}
	if got := s.Loose("s"); got != "s/h" {
		t.Errorf("the loose place is %q, want s/h", got)
	}
	lost := &Schema{Ref: "#/nowhere"}
	if lost.Check([]byte(`1`)) == nil {
		t.Error("a $ref that leads nowhere accepts everything")
	}
	if _, err := ReadSchema([]byte(`{"type":"object","maxProperties":1}`)); err == nil {
		t.Error("a keyword that is not checked was accepted")
	}
}

// A schema that brings its own definitions needs no others.
func TestSchemaWithDefinitions(t *testing.T) {
	t.Parallel()
	s, err := ReadSchema([]byte(`{"properties":{"a":{"$ref":"#/$defs/pair"}},"$defs":{"pair":{"items":{"$ref":"#/$defs/small"},"maxItems":2},"small":{"maximum":3}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for body, good := range map[string]bool{`{"a":[1,3]}`: true, `{"a":[1,4]}`: false, `{"a":[1,1,1]}`: false} {
		if err := s.Check([]byte(body)); (err == nil) != good {
			t.Errorf("%s: %v, want good = %t", body, err, good)
		}
	}
}
