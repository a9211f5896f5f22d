package golden

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Schema is the part of JSON Schema that the tests need. A keyword that is not here is an error when
// a schema is read, for it would check nothing.
type Schema struct {
	Dialect              string             `json:"$schema"` // not checked
	Definitions          map[string]*Schema `json:"$defs"`   // what a $ref of this schema may point to
	Ref                  string             `json:"$ref"`
	Title                string             `json:"title"`
	Description          string             `json:"description"`
	Format               string             `json:"format"`  // date-time alone is checked
	Default              any                `json:"default"` // not checked
	Type                 types              `json:"type"`
	Properties           map[string]*Schema `json:"properties"`
	Required             []string           `json:"required"`
	AdditionalProperties *additional        `json:"additionalProperties"`
	Items                *Schema            `json:"items"`
	Enum                 []any              `json:"enum"`
	Pattern              string             `json:"pattern"`
	Minimum              *float64           `json:"minimum"`
	ExclusiveMinimum     *float64           `json:"exclusiveMinimum"`
	Maximum              *float64           `json:"maximum"`
	MinLength            *int               `json:"minLength"`
	MaxLength            *int               `json:"maxLength"`
	MaxItems             *int               `json:"maxItems"`
	MinItems             *int               `json:"minItems"`
	AnyOf                []*Schema          `json:"anyOf"`
	OneOf                []*Schema          `json:"oneOf"`
	Discriminator        any                `json:"discriminator"` // not checked: it says which of oneOf it is

	refs map[string]*Schema
}

// types is one name of a type or several.
type types []string

func (t *types) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*t = types{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// additional says whether an object may have members that are not listed, and of which kind.
type additional struct {
	no bool
	of *Schema // nil: any
}

func (a *additional) UnmarshalJSON(data []byte) error {
	var yes bool
	if err := json.Unmarshal(data, &yes); err == nil {
		a.no = !yes
		return nil
	}
	a.of = &Schema{}
	return decodeStrictly(data, a.of)
}

// ReadSchema reads a schema.
func ReadSchema(data []byte) (*Schema, error) {
	s := &Schema{}
	err := decodeStrictly(data, s)
	if s.Definitions != nil {
		refs := make(map[string]*Schema)
		for name, one := range s.Definitions {
			refs["#/$defs/"+name] = one
		}
		for _, one := range s.Definitions {
			one.Resolve(refs)
		}
		s.Resolve(refs)
	}
	return s, err
}

func decodeStrictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// Resolve makes the schemas that a $ref may point to known to this schema and all within it.
func (s *Schema) Resolve(refs map[string]*Schema) {
	if s == nil || s.refs != nil {
		return
	}
	s.refs = refs
	for _, member := range s.Properties {
		member.Resolve(refs)
	}
	for _, one := range slices.Concat(s.AnyOf, s.OneOf) {
		one.Resolve(refs)
	}
	s.Items.Resolve(refs)
	if s.AdditionalProperties != nil {
		s.AdditionalProperties.of.Resolve(refs)
	}
}

// Check returns what is wrong with a body, with the place where it stands.
func (s *Schema) Check(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	return s.check("", v)
}

func (s *Schema) check(at string, v any) error {
	if s.Ref != "" {
		target, ok := s.refs[s.Ref]
		if !ok {
			return wrong(at, "the schema points to %s, which is not there", s.Ref)
		}
		return target.check(at, v)
	}
	if s.Type != nil && !slices.ContainsFunc(s.Type, func(name string) bool { return isType(name, v) }) {
		return wrong(at, "%v is no %s", v, strings.Join(s.Type, " or "))
	}
	if s.Enum != nil && !slices.ContainsFunc(s.Enum, func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(v) }) {
		return wrong(at, "%v is none of %v", v, s.Enum)
	}
	if err := s.checkAny(at, v); err != nil {
		return err
	}
	if err := s.checkOne(at, v); err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		return s.checkText(at, v)
	case json.Number:
		return s.checkNumber(at, v)
	case []any:
		return s.checkItems(at, v)
	case map[string]any:
		return s.checkMembers(at, v)
	}
	return nil
}

func wrong(at, format string, args ...any) error {
	return fmt.Errorf("%s: %s", at+"/", fmt.Sprintf(format, args...))
}

// checkAny wants one of several schemas to hold, if there are any.
func (s *Schema) checkAny(at string, v any) (all error) {
	for _, one := range s.AnyOf {
		err := one.check(at, v)
		if err == nil {
			return nil
		}
		all = errors.Join(all, fmt.Errorf("not %q: %w", one.Title, err))
	}
	return all
}

// checkOne wants exactly one of several schemas to hold, if there are any.
func (s *Schema) checkOne(at string, v any) (all error) {
	hold := 0
	for _, one := range s.OneOf {
		err := one.check(at, v)
		if err == nil {
			hold++
		}
		all = errors.Join(all, err)
	}
	switch {
	case len(s.OneOf) == 0 || hold == 1:
		return nil
	case hold > 1:
		return wrong(at, "%d of the schemas hold, and only one must", hold)
	}
	return all
}

func (s *Schema) checkText(at, v string) error {
	if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) {
		return wrong(at, "%q does not match %s", v, s.Pattern)
	}
	if n := len([]rune(v)); s.MinLength != nil && n < *s.MinLength || s.MaxLength != nil && n > *s.MaxLength {
		return wrong(at, "there are %d characters", n)
	}
	if s.Format == "date-time" {
		if _, err := time.Parse(time.RFC3339, v); err != nil {
			return wrong(at, "%v", err)
		}
	}
	return nil
}

func (s *Schema) checkNumber(at string, v json.Number) error {
	n, err := v.Float64()
	low := s.Minimum != nil && n < *s.Minimum || s.ExclusiveMinimum != nil && n <= *s.ExclusiveMinimum
	if err != nil || low || s.Maximum != nil && n > *s.Maximum {
		return wrong(at, "%s is out of bounds", v)
	}
	return nil
}

func (s *Schema) checkItems(at string, v []any) error {
	if s.MinItems != nil && len(v) < *s.MinItems || s.MaxItems != nil && len(v) > *s.MaxItems {
		return wrong(at, "there are %d items", len(v))
	}
	if s.Items == nil {
		return nil
	}
	for i, item := range v {
		if err := s.Items.check(fmt.Sprintf("%s/%d", at, i), item); err != nil {
			return err
		}
	}
	return nil
}

func (s *Schema) checkMembers(at string, v map[string]any) error {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return wrong(at, "%s is missing", name)
		}
	}
	for name, value := range v {
		member, ok := s.Properties[name]
		switch {
		case ok:
		case s.AdditionalProperties == nil:
			continue
		case s.AdditionalProperties.no:
			return wrong(at, "%s should not be there", name)
		case s.AdditionalProperties.of == nil:
			continue
		default:
			member = s.AdditionalProperties.of
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

// Loose is the place of an object that may have members which nobody wrote down; empty if none may.
func (s *Schema) Loose(at string) string {
	if slices.Contains(s.Type, "object") && (s.AdditionalProperties == nil || !s.AdditionalProperties.no && s.AdditionalProperties.of == nil) {
		return at
	}
	for name, member := range s.Properties {
		if place := member.Loose(at + "/" + name); place != "" {
			return place
		}
	}
	for i, one := range s.AnyOf {
		if place := one.Loose(fmt.Sprintf("%s/anyOf/%d", at, i)); place != "" {
			return place
		}
	}
	if s.Items != nil {
		return s.Items.Loose(at + "/items")
	}
	return ""
}
