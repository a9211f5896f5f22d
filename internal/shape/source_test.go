package shape

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// noting notes where it stands and what was given.
type noting struct {
	notes  `is:"a noting"`
	A      string `json:"a,omitzero"`
	B      string `json:"b,omitzero"`
	Inside struct {
		C int `json:"c,omitzero"`
	} `json:"inside,omitzero"`
	List []noted `json:"list,omitzero"`
}

type noted struct {
	notes `is:"an entry" short:"n"`
	N     string `json:"n" rule:"required"`
}

type notes struct {
	at    Place
	given *Set
	kept  map[string]Place
}

func (n *notes) Note(at Place, given *Set) { n.at, n.given = at, given }

func (n *notes) Keep(pointer string, at Place) {
	if n.kept == nil {
		n.kept = map[string]Place{}
	}
	n.kept[pointer] = at
}

func readSource(t *testing.T, text string) (v noting, r *Report) {
	t.Helper()
	r = &Report{}
	at := r.Source("f.yaml", []byte(text))
	tree, err := Parse([]byte(text), 1000)
	var bad *SyntaxError
	switch {
	case errors.As(err, &bad):
		at.Line = int32(bad.Line)
		r.Add(at, "%s", bad.Text)
	case err != nil:
		r.Add(at, "%v", err)
	default:
		NewReader(r, at, tree).Read(&v)
	}
	return v, r
}

// Structs learn where they stand and what was given, and a place in the source has a line and a pointer.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"a: x\ninside:\n  c: 1\nlist:\n  - {n: y}\n  - z\n",
		"{\"a\": \"x\",\n\"inside\":\n  {\"c\": 1},\n\"list\": [\n  {\"n\": \"y\"}, \"z\"]}",
	} {
		v, r := readSource(t, text)
		if !r.Clean() || !v.given.Has("a") || v.given.Has("b") || v.given.Has("none") || !v.given.With(For[noting](), "b").Has("b") || (*Set)(nil).Has("a") {
			t.Errorf("%s: %v", text, r.Err())
		}
		if v.kept["/inside/c"].Line != 3 || v.kept["/list"].Line != 4 || v.List[0].kept["/n"].Line != 5 {
			t.Errorf("%s: kept %v and %v", text, v.kept, v.List[0].kept)
		}
		here := v.List[0].at
		here.Member = "n"
		r.Add(here, "wrong")
		told, _ := r.Problems()
		want := MemberError{Detail: "wrong", Pointer: "#/list/0/n", Sentence: true, Line: 5}
		if got := r.Err().Error(); got != "f.yaml:5: wrong" || told[0] != want {
			t.Errorf("%s: %s, %+v", text, got, told[0])
		}
	}
	v, r := readSource(t, "a: x")
	if _, ok := r.pointer(Place{Source: 2, Line: 1}); ok || r.Where(Place{}) != "an earlier place" || r.Where(Place{Source: 1}) != "f.yaml" {
		t.Error("nowhere is somewhere")
	}
	d := NewReader(r, v.at, must(Parse([]byte("b: 1"), 1000)))
	if !d.HasAny(reflect.TypeFor[noting]()) || d.HasAny(reflect.TypeFor[thing]()) || d.Place().Line != 1 {
		t.Error("the members of a source are not those that it has")
	}
	if NewReader(r, v.at, must(Parse([]byte("[b]"), 1000))).HasAny(reflect.TypeFor[noting]()) {
		t.Error("a list has members")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestSourcesRefused(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2)
	for _, tt := range []struct{ text, want string }{
		{"", ":1: the document is empty"},
		{"a: x\n---\na: y\n", ":2: a second document starts here; a source holds one, put the other into a file of its own"},
		{"a: x\n--- [\n", ":3: not valid YAML here or below"},
		{"a: \"\xff\"", ":1: this line is not UTF-8; save the file as UTF-8"},
		{"a: \x01", ":1: the character U+0001 may not stand in YAML; write it as an escape in double quotes"},
		{"inside:\n\tc: 1\n", ":2: the line is indented with a tab; YAML takes spaces alone"},
		{"{\"a\": x", ":1: neither valid JSON nor YAML here or below: did not find expected ',' or '}'"},
		{"a: *x", ":1: no anchor &x stands before the alias *x"},
		{"list: &x [*x]", ":1: the alias *x stands inside of what it names"},
		{"list: " + deep, ":1: values lie more than 100 levels deep in each other"},
		{`{"list": ` + deep + "}", ":1: values lie more than 100 levels deep in each other"},
		{"a: x" + strings.Repeat("\n", 1000), ": the fixture has 1004 bytes of YAML, at most 1000 are read; send it as JSON"},
		{"{\"a\": x" + strings.Repeat("\n", 1000), ":1: not valid JSON, and too long to be read as YAML: invalid character 'x' looking for beginning of value"},
		{"[]", ":1: a noting must be a mapping, found a list"},
		{"!odd {}", `:1: a noting must be a mapping, found a value with the tag "!odd"`},
		{"other: x", `:1: unknown field "other" in noting; it has a, b, inside, list`},
		{"lst: x", `:1: unknown field "lst" in noting; did you mean "list"?`},
		{"a: x\na: y", `:2: field "a" is given twice in this noting, first on line 1`},
		{"1: x", `:1: a field name in noting must be a text, found the number 1; put it in quotes`},
		{"<<: x", `:1: the merge key << in noting takes a mapping or a list of mappings, found the text "x"`},
		{"list: [{}]", ":1: this entry has no n; it is required"},
		{"list: [2024-01-01]", ":1: expected an entry, found the time 2024-01-01; put it in quotes"},
		{"list: [!x y]", `:1: expected an entry, found a value with the tag "!x"; put it in quotes`},
		{"list: x", `:1: list must be a list, found the text "x"`},
		{"a: ~", ":1: a must be a text, found nothing"},
		{"a: true", ":1: a must be a text, found the value true; put it in quotes"},
		{"inside: {c: 0x10}", ":1: c must be a whole number, found the number 0x10"},
	} {
		if _, r := readSource(t, tt.text); r.Clean() || !strings.HasPrefix(r.Err().Error(), "f.yaml"+tt.want) {
			t.Errorf("%.99q: %v, want f.yaml%s", tt.text, r.Err(), tt.want)
		}
	}
}

// What aliases and merge keys bring is as if it was written, and what is not told is counted.
func TestAliasesAndMany(t *testing.T) {
	t.Parallel()
	v, r := readSource(t, "list:\n  - &x {n: p}\n  - *x\n  - {<<: *x}\n  - {<<: [{n: q}, *x], n: r}\na: &y z\nb: *y\n")
	var got []string
	for _, n := range v.List {
		got = append(got, n.N)
	}
	if want := "p p p r"; strings.Join(got, " ") != want || v.B != "z" || !r.Clean() {
		t.Errorf("read as %v %s, %v; want %s", got, v.B, r.Err(), want)
	}
	_, r = readSource(t, "list:\n"+strings.Repeat("  - {m: 1, n: x}\n", 40))
	told, more := r.Problems()
	if lines := strings.Split(r.Err().Error(), "\n"); len(told) != MaxProblems || more != 20 || lines[len(lines)-1] != "f.yaml: and 20 more problems" {
		t.Errorf("%d are told, %d more: %v", len(told), more, r.Err())
	}
	bomb := "list:\n  - &a0 {n: x}\n"
	for i := range 20 {
		bomb += fmt.Sprintf("  - &a%d [%s]\n", i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
	}
	if _, err := Parse([]byte(bomb), MaxSize); err == nil || !strings.Contains(err.Error(), "the aliases make") {
		t.Errorf("a bomb is read: %v", err)
	}
}

// What holds a secret is not quoted, nor what looks like a key; what does not look like one stays as it was written.
func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "short": "short",
		"pneumonoultramicroscopicsilicovolcanoconiosis":    "pneumonoultramicroscopicsilicovolcanoconiosis",
		"ein Schlüssel: 0123456789abcdef0123456789abcdef.": "ein Schlüssel: 0123***.",
	} {
		if got := HideKeys(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{`{"name":"n","key":["s3cret"]}`, `{"name":"n","heads":{"X-Token":["s3cret"]}}`, `{"name":"n","page":"me:s3cret@a"}`, `{"name":"n","page":"a?s3cret"}`} {
		if _, wrong := body(t, text); len(wrong) != 1 || strings.Contains(fmt.Sprint(wrong), "s3cret") {
			t.Errorf("%s: %v", text, wrong)
		}
	}
	long := Quote(strings.Repeat("é", 99))
	if want := "\"" + strings.Repeat("é", 60) + "…\""; long != want {
		t.Errorf("what is long is shown as %s", long)
	}
}

// Free data comes out of YAML as JSON and goes back, whatever is in it.
func TestFreeData(t *testing.T) {
	t.Parallel()
	long := "k0: 0" // more members than are looked through one by one
	for i := range 40 {
		long += fmt.Sprintf(",k%d: 0", i+1)
	}
	for text, want := range map[string]string{
		"{a: [1, 1.50, ~, true, x, 2024-01-01], \"\\u2028\\t\\r\\n\": \"\\0\"}": `{"a":[1,1.50,null,true,"x","2024-01-01"],"\u2028\t\r\n":"\u0000"}`,
		"{z: 1, a: -2.50, b: 1e5, c: 123456789012345678901234567890, d: 1e999}": `{"z":1,"a":-2.50,"b":1e5,"c":123456789012345678901234567890,"d":1e999}`,
		`{t: true, f: False, n: null, m: ~, e: , s: "true", "1": "12"}`:         `{"t":true,"f":false,"n":null,"m":null,"e":null,"s":"true","1":"12"}`,
		`{u: "é / <&> \U0001F600 \x7f\"\\"}`:                                    `{"u":"é / <&> 😀 \u007f\"\\"}`,
		"{a: &m {k: 1, l: [x]}, b: {<<: *m, l: 3}, \"<<\": {}}":                 `{"a":{"k":1,"l":["x"]},"b":{"l":3,"k":1},"<<":{}}`,
		"{" + long + "}":           strings.ReplaceAll(strings.ReplaceAll("{"+long+"}", "k", `"k`), ": ", `":`),
		"{" + long + ",k39: 2}":    "",
		"{a: 1, a: 2}":             "",
		"{1: a}":                   "",
		`{$json: '{"a":1,"a":2}'}`: `{"a":1,"a":2}`,
		`{$json: '{"a":'}`:         "",
		"{a: 0x10}":                "",
		"{a: !x y}":                "",
		"[1]":                      "",
	} {
		r := &Report{}
		var v struct {
			Free free `json:"free"`
		}
		NewReader(r, r.Source("f", []byte("free: {data: "+text+"}")), must(Parse([]byte("free: {data: "+text+"}"), 1000))).Read(&v)
		if got := string(v.Free.Data); got != want || r.Clean() != (want != "") {
			t.Errorf("%s is %s, %v; want %s", text, got, r.Err(), want)
		}
		if want == "" {
			continue
		}
		written, err := YAML(&v.Free)
		if err != nil {
			t.Fatal(err)
		}
		var again free
		NewReader(r, r.Source("g", written), must(Parse(written, 1000))).Read(&again)
		if string(again.Data) != want {
			t.Errorf("%s was written as %s and read as %s", want, written, again.Data)
		}
	}
}

type free struct {
	_    struct{}        `is:"free data"`
	Data json.RawMessage `json:"data,omitzero"`
}
