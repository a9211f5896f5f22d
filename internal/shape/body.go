package shape

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// InPieces is from how many bytes on an object or a list of JSON is read piece by piece.
const InPieces = 4 << 10

// ParseJSON reads one JSON value, piece by piece what has more than so many bytes. The error is a [SyntaxError] to be read
// behind a name for the value: "is no JSON ...".
func ParseJSON(data []byte, large int) (*Tree, error) {
	switch {
	case !utf8.Valid(data):
		return nil, &SyntaxError{Text: "is not UTF-8"}
	case !json.Valid(data):
		return nil, &SyntaxError{Text: notJSON(data)}
	}
	text, err := newJSONText(data, large, math.MaxInt)
	if err != nil {
		return nil, err
	}
	return text.tree(), nil
}

func notJSON(data []byte) string {
	var all json.RawMessage
	d := json.NewDecoder(bytes.NewReader(data))
	err := d.Decode(&all)
	if err == nil {
		return fmt.Sprintf("is one JSON value, and at byte %d something else follows", len(data)-len(bytes.TrimSpace(data[d.InputOffset():])))
	}
	var bad *json.SyntaxError
	if errors.As(err, &bad) {
		return fmt.Sprintf("is no JSON at byte %d: %v", bad.Offset, err)
	}
	return fmt.Sprintf("is no JSON: %v", err)
}

// ReadBody puts a JSON body into the struct that a pointer leads to, and lists what is wrong with it, up to
// [MaxProblems]. hint and words may be nil; see [Reader].
func ReadBody(t *Tree, into any, hint func(name string) string, words Words) (wrong []MemberError) {
	r := &Report{read: t, readOf: 1}
	d := NewReader(r, r.Source("", nil), t)
	d.body, d.Hint, d.Words = true, hint, words
	d.Read(into)
	for _, p := range r.problems { // as they were found: a mistyped name before the one that is missing for it
		pointer, _ := r.pointer(p.Place)
		wrong = append(wrong, MemberError{Pointer: "#" + pointer, Detail: p.detail})
	}
	return wrong
}

// SetText puts a text that has no quotes, such as that of a query, into the member of the struct v. It returns what is
// wrong with it, to be read behind the member's name. words may be nil; see [Reader].
func (f *Field) SetText(v reflect.Value, text string, words Words) (wrong string) {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: yaml.DoubleQuotedStyle}
	switch f.Type.Kind() {
	case reflect.Bool:
		if b, err := strconv.ParseBool(text); err == nil {
			n.Tag, n.Value = "!!bool", strconv.FormatBool(b)
		}
	case reflect.Int:
		if number, err := strconv.Atoi(text); err == nil {
			n.Tag, n.Value, n.Style = "!!int", strconv.Itoa(number), 0
		}
	}
	d := Reader{Report: &Report{}, Words: words, body: true}
	d.member(n, f.In(v), f)
	for _, p := range d.problems {
		wrong = p.detail
	}
	return wrong
}
