package node_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

var update = flag.Bool("update", false, "write the types and the acts that follow from the server's OpenAPI document")

// schema is a JSON Schema, as far as the document has it.
type schema struct {
	Ref           string             `json:"$ref"`
	Description   string             `json:"description"`
	Type          any                `json:"type"` // a name or several
	Enum          []any              `json:"enum"`
	AnyOf         []schema           `json:"anyOf"`
	OneOf         []schema           `json:"oneOf"`
	Items         *schema            `json:"items"`
	Properties    map[string]*schema `json:"properties"`
	Required      []string           `json:"required"`
	Additional    json.RawMessage    `json:"additionalProperties"`
	Discriminator *struct {
		Mapping map[string]string `json:"mapping"`
	} `json:"discriminator"`
}

// The types and the acts are what the document of the admin API says.
func TestTypesAreNew(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	response, err := http.Get(srv.URL + "/__admin/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Components struct {
			Schemas map[string]*schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	all := document.Components.Schemas
	same(t, "lib/schema.d.ts", typesOf(all))
	same(t, "lib/acts.js", actsOf(all))
}

// same compares a file with what it should be, or writes it.
func same(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("%s is not what follows from the OpenAPI document (%v); renew it: go test ./clients/node -run TestTypesAreNew -update", name, err)
	}
}

const generated = "// Written by go test ./clients/node -update from the server's GET /__admin/openapi.json.\n"

// typesOf is the schemas in TypeScript, and for each vendor what a user of it can do.
func typesOf(all map[string]*schema) string {
	var out bytes.Buffer
	out.WriteString(generated)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		s := all[name]
		out.WriteString("\n" + comment("", s.Description))
		if s.Properties != nil && s.AnyOf == nil && s.OneOf == nil {
			fmt.Fprintf(&out, "export interface %s %s\n", name, s.typescript(""))
			continue
		}
		fmt.Fprintf(&out, "export type %s = %s;\n", name, s.typescript(""))
	}
	for _, vendor := range vendors(all) {
		fmt.Fprintf(&out, "\nexport interface %sActor {\n", vendor)
		for _, act := range acts(all, vendor) {
			asked := vendor + strings.ToUpper(act[:1]) + act[1:] + "Act"
			optional := ""
			if len(all[asked].Required) == 2 { // act and user
				optional = "?"
			}
			out.WriteString(comment("  ", all[asked].Description))
			fmt.Fprintf(&out, "  %s(members%s: Omit<%s, 'act' | 'user'>): Promise<%sed>;\n", act, optional, asked, asked)
		}
		out.WriteString("}\n")
	}
	return out.String()
}

// actsOf is the names of the acts for the client, by the vendor's name in the admin API.
func actsOf(all map[string]*schema) string {
	out := generated + "'use strict';\n\nmodule.exports = {\n"
	for _, vendor := range vendors(all) {
		out += fmt.Sprintf("  %s: ['%s'],\n", strings.ToLower(vendor), strings.Join(acts(all, vendor), "', '"))
	}
	return out + "};\n"
}

// vendors are those that have acts, as the document names them.
func vendors(all map[string]*schema) (names []string) {
	for _, of := range all["Act"].AnyOf {
		names = append(names, strings.TrimSuffix(of.name(), "Act"))
	}
	return names
}

func acts(all map[string]*schema, vendor string) []string {
	return slices.Sorted(maps.Keys(all[vendor+"Act"].Discriminator.Mapping))
}

// name is that of the schema which is referred to.
func (s *schema) name() string { return s.Ref[strings.LastIndex(s.Ref, "/")+1:] }

func (s *schema) typescript(indent string) string {
	switch {
	case s.Ref != "":
		return s.name()
	case s.AnyOf != nil || s.OneOf != nil:
		return union(append(s.AnyOf, s.OneOf...), indent)
	case s.Enum != nil:
		return literals(s.Enum)
	case s.Properties != nil:
		return s.members(indent)
	}
	switch of := s.Type.(type) {
	case string:
		return s.basic(of, indent)
	case []any:
		var each []string
		for _, one := range of {
			each = append(each, s.basic(one.(string), indent))
		}
		return strings.Join(each, " | ")
	}
	return "unknown"
}

func (s *schema) basic(name, indent string) string {
	switch name {
	case "integer":
		return "number"
	case "array":
		if s.Items == nil {
			return "unknown[]"
		}
		return inBrackets(s.Items.typescript(indent)) + "[]"
	case "object":
		var of schema
		if json.Unmarshal(s.Additional, &of) == nil { // true and nothing are anything
			return "Record<string, " + of.typescript(indent) + ">"
		}
		return "Record<string, unknown>"
	}
	return name
}

var oneWord = regexp.MustCompile(`^[\w<>, ]+$`)

func inBrackets(of string) string {
	if oneWord.MatchString(of) {
		return of
	}
	return "(" + of + ")"
}

func union(of []schema, indent string) string {
	var each []string
	for _, one := range of {
		each = append(each, one.typescript(indent))
	}
	return strings.Join(each, " | ")
}

func literals(of []any) string {
	var each []string
	for _, one := range of {
		text, _ := json.Marshal(one) // it came from JSON
		each = append(each, string(text))
	}
	return strings.Join(each, " | ")
}

var plainName = regexp.MustCompile(`^[A-Za-z_]\w*$`)

func (s *schema) members(indent string) string {
	out := "{\n"
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		member, optional := s.Properties[name], "?"
		if slices.Contains(s.Required, name) {
			optional = ""
		}
		if !plainName.MatchString(name) {
			name = "'" + name + "'"
		}
		out += comment(indent+"  ", member.Description) + indent + "  " + name + optional + ": " + member.typescript(indent+"  ") + ";\n"
	}
	return out + indent + "}"
}

func comment(indent, text string) string {
	if text == "" {
		return ""
	}
	return indent + "/** " + strings.ReplaceAll(strings.ReplaceAll(text, "*/", "* /"), "\n", " ") + " */\n"
}
