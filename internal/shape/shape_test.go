package shape

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

// thing has a member of each kind.
type thing struct {
	_ struct{} `is:"a thing" doc:"Anything." schema:"Any"`

	Name  string            `json:"name" rule:"required,maxlen=5" doc:"its name"`
	Key   string            `json:"key,omitzero" rule:"secret,header"`
	Code  string            `json:"code,omitzero" rule:"digits"`
	Kind  string            `json:"kind,omitzero" rule:"enum=big|small,default=big"`
	Page  string            `json:"page,omitzero" rule:"url,maxbytes=30"`
	Count int               `json:"count,omitzero" rule:"min=1,max=9"`
	Limit uint32            `json:"limit,omitzero" rule:"limit"`
	Any   int64             `json:"any,omitzero"`
	Share float64           `json:"share,omitzero" rule:"chance"`
	Size  float64           `json:"size,omitzero" rule:"min=0,max=10,default=3"`
	Open  bool              `json:"open,omitzero"`
	Zero  *int              `json:"zero,omitzero"`
	At    time.Time         `json:"at,omitzero"`
	Free  json.RawMessage   `json:"free,omitzero" rule:"any"`
	Data  json.RawMessage   `json:"data,omitzero"`
	Heads map[string]string `json:"heads,omitzero" rule:"maxitems=2"`
	More  map[string]Texts  `json:"more,omitzero"`
	Tags  []string          `json:"tags,omitzero" rule:"maxitems=2,minlen=1"`
	Parts []part            `json:"parts,omitzero"`
	Shape *form             `json:"shape,omitzero"`
	Link  string            `json:"link,omitzero" schema:"Linked"`
}

// part is a thing's, or its name alone.
type part struct {
	named `is:"a part or its name" short:"name"`
	Note  string `json:"note,omitzero"`
}

type named struct {
	Name string `json:"name" rule:"required"`
}

// form has members that belong to one of its types.
type form struct {
	_      struct{} `is:"a form"`
	Type   string   `json:"type" rule:"required,enum=round|flat"`
	Radius int      `json:"radius,omitzero" rule:"type=round,min=0,max=5"`
	Width  int      `json:"width,omitzero" rule:"only=flat,min=0,max=5"`
}

func body(t *testing.T, text string) (v thing, wrong []MemberError) {
	t.Helper()
	tree, err := ParseJSON([]byte(text), InPieces)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	wrong = ReadBody(tree, &v, func(name string) string { return map[string]string{"weight": "size"}[name] }, nil)
	return v, wrong
}

const everything = `{"name":"n","key":"k","code":12,"kind":"small","page":"https://a.b/c","count":2.0,"limit":7,"any":-5,"share":0.5,"size":1.5,
	"open":true,"zero":0,"at":"2024-02-29T12:00:00.123456Z","free":[ 1.50, null],"data":{"a":"\u00e9"},"heads":{"A":"b"},"more":{"C":"d","E":["f","g"]},
	"tags":["x"],"parts":["p",{"name":"q","note":"r"}],"shape":{"type":"round","radius":0},"link":"l"}`

func TestReadBody(t *testing.T) {
	t.Parallel()
	got, wrong := body(t, everything)
	want := thing{
		Name: "n", Key: "k", Code: "12", Kind: "small", Page: "https://a.b/c", Count: 2, Limit: 7, Any: -5, Share: 0.5, Size: 1.5, Open: true, Zero: new(0),
		At: time.Date(2024, 2, 29, 12, 0, 0, 123456000, time.UTC), Free: json.RawMessage(`[ 1.50, null]`), Data: json.RawMessage(`{"a":"\u00e9"}`),
		Heads: map[string]string{"A": "b"}, More: map[string]Texts{"C": {"d"}, "E": {"f", "g"}}, Tags: []string{"x"},
		Parts: []part{{named: named{"p"}}, {named{"q"}, "r"}}, Shape: &form{Type: "round"}, Link: "l",
	}
	if wrong != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read as %+v, wrong %v\nwant %+v", got, wrong, want)
	}
	if got, wrong := body(t, `{"name":"n","kind":null,"shape":null,"zero":null,"parts":null}`); wrong != nil || !reflect.DeepEqual(got, thing{Name: "n"}) {
		t.Errorf("null is not as good as nothing: %+v, wrong %v", got, wrong)
	}
}

func TestReadBodyRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`:                        "/name is missing",
		`[]`:                        " must be an object, found a list",
		`{"name":null}`:             "/name must be a text, found null",
		`{"name":""}`:               "/name is empty",
		`{"name":"éééééé"}`:         "/name has 6 characters; at most 5 are accepted",
		`{"nam":"x"}`:               `/nam is not known here; did you mean "name"?, /name is missing`,
		`{"name":"n","weight":1}`:   `/weight is not known here; did you mean "size"?`,
		`{"name":"n","a/b~c":1}`:    `/a~1b~0c is not known here; known are name, key, code, kind, page, count, limit, any, share, size, open, zero, at, free, data, heads, more, tags, parts, shape, link`,
		`{"name":"n","name":"m"}`:   "/name is given twice",
		`{"name":"n","key":"a b"}`:  "/key must be ASCII without spaces, as it travels in a header",
		`{"name":"n","key":5}`:      "/key must be a text, found the number (not shown); put it in quotes",
		`{"name":"n","code":1.5}`:   "/code must be a text, found the number 1.5; put it in quotes",
		`{"name":"n","kind":"bug"}`: `/kind must be big or small, found "bug"; did you mean "big"?`,
		`{"name":"n","page":"a.b"}`: `/page must be a URL such as https://example.com/a.png, found "a.b"`,
		`{"name":"n","page":"https://aaaaaaaaaaaaaaaaaaaaaaaa"}`: "/page has 32 bytes; at most 30 are accepted",
		`{"name":"n","count":10}`:                                "/count must be a whole number from 1 to 9, found the number 10",
		`{"name":"n","count":2.5}`:                               "/count must be a whole number from 1 to 9, found the number 2.5",
		`{"name":"n","any":"5"}`:                                 `/any must be a whole number, found the text "5"; leave the quotes out`,
		`{"name":"n","any":1e99}`:                                "/any must be a whole number, found the number 1e99",
		`{"name":"n","any":-0}`:                                  "/any must be a whole number, found the number -0",
		`{"name":"n","limit":0}`:                                 "/limit must be 1 or more, found the number 0; to have no limits start the server with --limits off",
		`{"name":"n","share":0}`:                                 "/share must be a number above 0 and at most 1, found the number 0",
		`{"name":"n","size":"2"}`:                                `/size must be a number from 0 to 10, found the text "2"; leave the quotes out`,
		`{"name":"n","open":1}`:                                  "/open must be true or false, found the number 1",
		`{"name":"n","at":"noon"}`:                               `/at must be a time such as 2024-01-31T08:00:00Z, found the text "noon"`,
		`{"name":"n","heads":["A"]}`:                             "/heads must be an object, found a list",
		`{"name":"n","heads":{"A":1}}`:                           "/heads/A must be a text, found the number 1; put it in quotes",
		`{"name":"n","heads":{"A":"","B":"","C":""}}`:            "/heads has 3 members; at most 2 are accepted",
		`{"name":"n","more":{"A":[true]}}`:                       "/more/A/0 must be a text or a list of texts, found the value true; put it in quotes",
		`{"name":"n","tags":["","x"]}`:                           "/tags/0 is empty",
		`{"name":"n","tags":["x","y","z"]}`:                      "/tags has 3 items; at most 2 are accepted",
		`{"name":"n","tags":{}}`:                                 "/tags must be a list, found an object",
		`{"name":"n","parts":[5]}`:                               "/parts/0 expected a part or its name, found the number 5; put it in quotes",
		`{"name":"n","parts":[{"note":"x"}]}`:                    "/parts/0/name is missing",
		`{"name":"n","shape":{"type":"round"}}`:                  "/shape/radius is missing; a form of type round needs it",
		`{"name":"n","shape":{"type":"flat","radius":1}}`:        "/shape/radius belongs to another type of form; one of type flat has type, width",
		`{"name":"n","shape":"round"}`:                           `/shape must be an object, found the text "round"`,
	} {
		_, wrong := body(t, text)
		var all []string
		for _, e := range wrong {
			all = append(all, strings.TrimPrefix(e.Pointer, "#")+" "+e.Detail)
		}
		if got := strings.Join(all, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	many := `{"name":"n"` + strings.Repeat(`,"x":1`, 99) + `}`
	if _, wrong := body(t, many); len(wrong) != MaxProblems {
		t.Errorf("%d problems are told, want %d", len(wrong), MaxProblems)
	}
}

func TestParseJSONRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":         "is no JSON: EOF",
		"{\"a\":}": "is no JSON at byte 6: invalid character '}' looking for beginning of value",
		"{} x":     "is one JSON value, and at byte 3 something else follows",
		"\"\xff\"": "is not UTF-8",
	} {
		if _, err := ParseJSON([]byte(text), InPieces); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	deep := strings.Repeat("[", 2*maxDepth) + strings.Repeat("]", 2*maxDepth)
	if _, err := ParseJSON([]byte(deep), InPieces); err != nil {
		t.Errorf("what is deep is refused: %v", err)
	}
}

// What is written is read again as the same, in both languages, and as a body.
func TestWriteAndRead(t *testing.T) {
	t.Parallel()
	want, _ := body(t, everything)
	want.At, want.Free = want.At.Truncate(time.Millisecond), json.RawMessage("[1.50,null]")
	yaml, err := YAML(&want)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{yaml, JSON(&want)} {
		r, got := &Report{}, thing{}
		tree, err := Parse(text, MaxSize)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		NewReader(r, r.Source("f", text), tree).Read(&got)
		if err := r.Err(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("written as\n%s\nread as %+v, %v\nwant %+v", text, got, err, want)
		}
	}
	if got, wrong := body(t, string(Plain(&want))); wrong != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("written as\n%s\nread as %+v, %v\nwant %+v", Plain(&want), got, wrong, want)
	}
	for _, data := range []string{`{`, `{"a":}`, `[1`, `x`, `{"a" 1}`, `{}{}`} {
		if _, err := YAML(&thing{Data: json.RawMessage(data)}); err == nil || !strings.HasPrefix(err.Error(), "writing metadata") {
			t.Errorf("YAML with the free data %s says %v", data, err)
		}
	}
	if text := JSON(&thing{Data: json.RawMessage("{")}); !json.Valid(text) {
		t.Errorf("free data that is no JSON is written as %s", text)
	}
}

func TestSetText(t *testing.T) {
	t.Parallel()
	var v thing
	s := For[thing]()
	for _, tt := range []struct{ name, text, wrong string }{
		{"name", "ann", ""},
		{"count", "3", ""},
		{"count", "many", `must be a whole number from 1 to 9, found the text "many"`},
		{"open", "1", ""},
		{"open", "2", `must be true or false, found the text "2"`},
		{"at", "2024-01-01T00:00:00Z", ""},
		{"kind", "tiny", `must be big or small, found "tiny"`},
	} {
		if wrong := s.Field(tt.name).SetText(reflect.ValueOf(&v).Elem(), tt.text, nil); wrong != tt.wrong {
			t.Errorf("%s=%s: %q, want %q", tt.name, tt.text, wrong, tt.wrong)
		}
	}
	if v.Name != "ann" || v.Count != 3 || !v.Open || v.At.Year() != 2024 {
		t.Errorf("the texts give %+v", v)
	}
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	s := Schemas{Refs: "#/$defs/", Named: func(name string) bool { return name == "Linked" }}
	if got := fmt.Sprint(s.Of(reflect.TypeFor[*thing]())); got != "[{$ref #/$defs/Any}]" {
		t.Errorf("a struct is %s", got)
	}
	text := string(s.Text("things", Object{{"type", "object"}}))
	for _, want := range []string{
		`"title": "things"`, `"description": "Anything."`, `"required": [
        "name"
      ]`, `"$ref": "#/$defs/Linked"`, `"default": "big"`, `"default": 3`, `"format": "uri"`, `"exclusiveMinimum": 0`, `"minLength": 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the schema has no %s\n%s", want, text)
		}
	}
	for typ, want := range map[reflect.Type]string{
		reflect.TypeFor[map[string]any]():   `{"type":"object","additionalProperties":true}`,
		reflect.TypeFor[map[string]Texts](): `{"type":"object","additionalProperties":{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}}`,
		reflect.TypeFor[[]int]():            `{"type":"array","items":{"type":"integer"}}`,
		reflect.TypeFor[any]():              `{}`,
		reflect.TypeFor[float64]():          `{"type":"number"}`,
		reflect.TypeFor[time.Time]():        `{"type":"string","format":"date-time"}`,
	} {
		if got, err := json.Marshal(s.Of(typ)); err != nil || string(got) != want {
			t.Errorf("%v is %s, %v; want %s", typ, got, err, want)
		}
	}
}

// A mistake in a tag is one in the program.
func TestMistakesInTags(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(){
		"an unknown rule": func() {
			For[struct {
				A string `json:"a" rule:"requird"`
			}]()
		},
		"no number": func() {
			For[struct {
				A string `json:"a" rule:"maxlen=x"`
			}]()
		},
		"a form twice": func() { Register("url", Form{}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			do()
		}()
	}
	if s := For[thing](); s.Name != "Any" || s != Of(reflect.TypeFor[thing]()) || s.Field("ignored") != nil || s.Field("name").Max != 0 || s.Field("any").Max != math.MaxInt64 {
		t.Errorf("a thing is %+v", s)
	}
}

// Whatever comes as a body is read or refused with pointers into it; what is read is written and read as the same.
func FuzzReadBody(f *testing.F) {
	for _, text := range []string{everything, `{}`, `{"name":"n","free":{"a":1,"a":2}}`, `{"name":"\ud800","more":{"":[]}}`, `{"name":"n","shape":{"type":"flat"}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tree, err := ParseJSON(data, 20)
		if err != nil {
			return
		}
		var v thing
		wrong := ReadBody(tree, &v, nil, nil)
		for _, e := range wrong {
			if e.Detail == "" || !strings.HasPrefix(e.Pointer, "#") {
				t.Errorf("%q: %+v", data, e)
			}
		}
		if wrong != nil {
			return
		}
		once := Plain(&v)
		tree, err = ParseJSON(once, InPieces)
		if err != nil {
			t.Fatalf("%q is written as %q: %v", data, once, err)
		}
		var again thing
		if wrong := ReadBody(tree, &again, nil, nil); wrong != nil || string(Plain(&again)) != string(once) {
			t.Errorf("%q is written as\n%s\nand then as\n%s, wrong %v", data, once, Plain(&again), wrong)
		}
	})
}
