package zegoapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chatmock/mockserver/internal/zegoapi"
)

// schema is the part of JSON Schema that the files in testdata/schemas use.
type schema struct {
	Title                string             `json:"title"`
	Type                 string             `json:"type"`
	Properties           map[string]*schema `json:"properties"`
	Required             []string           `json:"required"`
	AdditionalProperties *bool              `json:"additionalProperties"`
	Items                *schema            `json:"items"`
	Enum                 []any              `json:"enum"`
	Pattern              string             `json:"pattern"`
	Minimum              *float64           `json:"minimum"`
	Maximum              *float64           `json:"maximum"`
	MaxItems             *int               `json:"maxItems"`
	MinItems             *int               `json:"minItems"`
	AnyOf                []*schema          `json:"anyOf"`
}

var schemas sync.Map // by action

func schemaOf(action string) (*schema, error) {
	if s, ok := schemas.Load(action); ok {
		return s.(*schema), nil
	}
	data, err := os.ReadFile(filepath.Join("testdata", "schemas", action+".json"))
	if err != nil {
		return nil, err
	}
	s := &schema{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields() // a keyword that the checker does not know would check nothing
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("schema of %s: %w", action, err)
	}
	schemas.Store(action, s)
	return s, nil
}

// checkSchema ends the test when an answer does not fit the schema of its action.
func checkSchema(t testing.TB, action string, body []byte) {
	t.Helper()
	s, err := schemaOf(action)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.checkBytes(body); err != nil {
		t.Fatalf("the answer does not fit testdata/schemas/%s.json: %v\n%s", action, err, body)
	}
}

func (s *schema) checkBytes(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	return s.check("", v)
}

// check returns what is wrong with a value, with the place where it stands.
func (s *schema) check(at string, v any) error {
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("%s: %s", at+"/", fmt.Sprintf(format, args...))
	}
	if s.Type != "" && !isType(s.Type, v) {
		return wrong("%v is no %s", v, s.Type)
	}
	if s.Enum != nil && !slices.ContainsFunc(s.Enum, func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(v) }) {
		return wrong("%v is none of %v", v, s.Enum)
	}
	if s.AnyOf != nil {
		var all error
		for _, one := range s.AnyOf {
			err := one.check(at, v)
			if err == nil {
				all = nil
				break
			}
			all = errors.Join(all, fmt.Errorf("not %q: %w", one.Title, err))
		}
		if all != nil {
			return all
		}
	}
	switch v := v.(type) {
	case string:
		if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) {
			return wrong("%q does not match %s", v, s.Pattern)
		}
	case json.Number:
		n, err := v.Float64()
		if err != nil || s.Minimum != nil && n < *s.Minimum || s.Maximum != nil && n > *s.Maximum {
			return wrong("%s is out of bounds", v)
		}
	case []any:
		if s.MinItems != nil && len(v) < *s.MinItems || s.MaxItems != nil && len(v) > *s.MaxItems {
			return wrong("there are %d items", len(v))
		}
		for i, item := range v {
			if s.Items == nil {
				break
			}
			if err := s.Items.check(fmt.Sprintf("%s/%d", at, i), item); err != nil {
				return err
			}
		}
	case map[string]any:
		return s.checkMembers(at, v)
	}
	return nil
}

func (s *schema) checkMembers(at string, v map[string]any) error {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return fmt.Errorf("%s/: %s is missing", at, name)
		}
	}
	for name, value := range v {
		member, ok := s.Properties[name]
		if !ok {
			if s.AdditionalProperties != nil && !*s.AdditionalProperties {
				return fmt.Errorf("%s/: %s should not be there", at, name)
			}
			continue
		}
		if err := member.check(at+"/"+name, value); err != nil {
			return err
		}
	}
	return nil
}

func isType(name string, v any) bool {
	switch v := v.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case json.Number:
		return name == "number" || name == "integer" && !strings.ContainsAny(v.String(), ".eE")
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return name == "null"
}

// The checker refuses what it should: a checker that accepts everything would check nothing.
func TestSchemaChecker(t *testing.T) {
	const text = `{"type":"object","required":["a"],"additionalProperties":false,"properties":{
		"a":{"type":"integer","minimum":1,"maximum":5},
		"b":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"string","pattern":"^x"}},
		"c":{"enum":["u",2]},
		"d":{"anyOf":[{"title":"number","type":"number"},{"title":"flag","type":"boolean"}]}}}`
	s := &schema{}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		t.Fatal(err)
	}
	for body, good := range map[string]bool{
		`{"a":1}`: true, `{"a":5,"b":["x","xy"],"c":2,"d":1.5}`: true, `{"a":1,"c":"u","d":true}`: true,
		`{}`: false, `{"a":0}`: false, `{"a":6}`: false, `{"a":1.0}`: false, `{"a":"1"}`: false, `{"a":null}`: false, `[]`: false, `null`: false,
		`{"a":1,"z":1}`: false, `{"a":1,"A":1}`: false, `{"a":1,"b":[]}`: false, `{"a":1,"b":["x","x","x"]}`: false, `{"a":1,"b":["y"]}`: false,
		`{"a":1,"b":[1]}`: false, `{"a":1,"b":{}}`: false, `{"a":1,"c":3}`: false, `{"a":1,"d":"s"}`: false,
	} {
		if err := s.checkBytes([]byte(body)); (err == nil) != good {
			t.Errorf("%s: %v, want good = %t", body, err, good)
		}
	}
}

// Every action has its schema, and no other has: additional members are refused everywhere.
func TestEveryActionHasASchema(t *testing.T) {
	want := make(map[string]bool)
	for _, op := range zegoapi.Operations() {
		want[op.Name+".json"] = true
		s, err := schemaOf(op.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		if loose := s.loose(op.Name); loose != "" {
			t.Errorf("%s allows additional members", loose)
		}
	}
	files, err := os.ReadDir(filepath.Join("testdata", "schemas"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !want[file.Name()] {
			t.Errorf("testdata/schemas/%s belongs to no action", file.Name())
		}
	}
}

// loose is the place of an object that may have members which nobody wrote down; empty if none may.
func (s *schema) loose(at string) string {
	if s.Type == "object" && (s.AdditionalProperties == nil || *s.AdditionalProperties) {
		return at
	}
	for name, member := range s.Properties {
		if place := member.loose(at + "/" + name); place != "" {
			return place
		}
	}
	for i, one := range s.AnyOf {
		if place := one.loose(fmt.Sprintf("%s/anyOf/%d", at, i)); place != "" {
			return place
		}
	}
	if s.Items != nil {
		return s.Items.loose(at + "/items")
	}
	return ""
}
