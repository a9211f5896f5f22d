package vendortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// Fits says what in a JSON object is not as a struct declares it: its members are those of the struct, in their
// order, each of its type; those that are always given are there.
func Fits(s *shape.Struct, object []byte) error {
	names, values, err := Members(object)
	if err != nil {
		return err
	}
	last := -1
	for i, name := range names {
		at := slices.Index(s.Names(), name)
		switch {
		case at < 0:
			return fmt.Errorf("%s is not declared", name)
		case at <= last:
			return fmt.Errorf("%s stands behind %s, or twice", name, s.Fields[last].Name)
		}
		last = at
		if err := fits(&s.Fields[at], s.Fields[at].Type, values[i]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Given && !slices.Contains(names, f.Name) {
			return fmt.Errorf("%s is missing", f.Name)
		}
	}
	return nil
}

func fits(f *shape.Field, t reflect.Type, value json.RawMessage) error {
	wire := f.Tag.Get("wire")
	switch {
	case wire == "null" && string(value) == "null":
		return nil
	case strings.Contains(wire, "digits"):
		t = reflect.TypeFor[string]()
	case strings.Contains(wire, "seconds"):
		t = reflect.TypeFor[int64]()
	case t.Kind() == reflect.Pointer:
		return fits(f, t.Elem(), value)
	case t.PkgPath() == "time":
		t = reflect.TypeFor[string]()
	case t.Kind() == reflect.Struct:
		return Fits(shape.Of(t), value)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return fitEach(f, t.Elem(), value)
	}
	if string(value) == "null" {
		return fmt.Errorf("it is null")
	}
	return json.Unmarshal(value, reflect.New(t).Interface())
}

func fitEach(f *shape.Field, t reflect.Type, list json.RawMessage) error {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil || items == nil {
		return fmt.Errorf("%.40s is no list", list)
	}
	for i, item := range items {
		if err := fits(f, t, item); err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
	}
	return nil
}

// Members are the names of a JSON object as they are spelled, and their values, in order. Nothing may stand behind it.
func Members(object []byte) (names []string, values []json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, nil, fmt.Errorf("%.40q is no object", object)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, nil, err
		}
		names, values = append(names, name.(string)), append(values, value)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	if rest := object[d.InputOffset():]; len(rest) != 0 {
		return nil, nil, fmt.Errorf("%q stands behind it", rest)
	}
	return names, values, nil
}
