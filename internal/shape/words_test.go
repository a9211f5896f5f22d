package shape

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// Which words there are may be known only when the program runs: then who reads, and who writes a schema, brings them.
func TestWords(t *testing.T) {
	t.Parallel()
	type painted struct {
		Colour string `json:"colour,omitempty" schema:"Colour"`
	}
	words := Words{"Colour": {"red", "green"}}
	const wrong = `must be red or green, found "gren"; did you mean "green"?`

	tree, err := ParseJSON([]byte(`{"colour":"gren"}`), InPieces)
	if err != nil {
		t.Fatal(err)
	}
	var v painted
	if got := ReadBody(tree, &v, nil, words); len(got) != 1 || got[0].Detail != wrong {
		t.Errorf("of a body: %v, want %q", got, wrong)
	}
	if got := ReadBody(tree, &v, nil, nil); got != nil || v.Colour != "gren" {
		t.Errorf("without words: %v, and read as %+v", got, v)
	}
	f, to := For[painted]().Field("colour"), reflect.ValueOf(&v).Elem()
	if got := f.SetText(to, "gren", words); got != wrong {
		t.Errorf("of a query: %q, want %q", got, wrong)
	}
	if got := f.SetText(to, "red", words); got != "" || v.Colour != "red" {
		t.Errorf("a good word: %q, and read as %+v", got, v)
	}
	schema, err := json.Marshal((&Schemas{Words: words}).Struct(reflect.TypeFor[painted]()))
	if want := `{"type":"string","enum":["red","green"]}`; err != nil || !strings.Contains(string(schema), want) {
		t.Errorf("the schema is %s, %v; want %s in it", schema, err, want)
	}
}

// What a tag says of a member may have gaps, which are filled when the program runs.
func TestDocs(t *testing.T) {
	t.Parallel()
	type painted struct {
		Colour string `json:"colour" doc:"for {whom} only"`
	}
	schema, err := json.Marshal((&Schemas{Docs: strings.NewReplacer("{whom}", "ann")}).Struct(reflect.TypeFor[painted]()))
	if want := `"description":"for ann only"`; err != nil || !strings.Contains(string(schema), want) {
		t.Errorf("the schema is %s, %v; want %s in it", schema, err, want)
	}
}
