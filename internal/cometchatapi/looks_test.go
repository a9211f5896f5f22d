package cometchatapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/shape"
)

// An answer has the members that its operation declares, in their order, whoever writes it: what may be left out is
// declared so.
func TestAnswersLookAsDeclared(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("everything.yaml", everything), chatdouble.WithLimits(false))
	if err != nil {
		t.Fatal(err)
	}
	tr := tried{t, srv}
	for _, op := range cometchatapi.Operations() {
		if op.Out == nil {
			continue
		}
		answer, _ := tr.do(op, "withTags=1", nil)
		body, _, _ := bytes.Cut([]byte(answer[len("200 "):]), []byte("\n"))
		if wrong := unlike(body, op.Out); wrong != "" {
			t.Errorf("%s: %s\n%s", op.Name, wrong, body)
		}
	}
}

// unlike says how a JSON object differs from a shape, empty when it does not.
func unlike(object []byte, s *shape.Struct) string {
	d := json.NewDecoder(bytes.NewReader(object))
	if opening, err := d.Token(); err != nil || opening != json.Delim('{') {
		return fmt.Sprintf("no object: %.80s", object)
	}
	next := 0
	for d.More() {
		name, _ := d.Token()
		at := slices.IndexFunc(s.Fields[next:], func(f shape.Field) bool { return f.Name == name })
		if at < 0 {
			return fmt.Sprintf("%v is not declared, or stands elsewhere", name)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err.Error()
		}
		f := &s.Fields[next+at]
		if wrong := unlikeValue(value, f.Type); wrong != "" {
			return f.Name + ": " + wrong
		}
		if wrong := leftOut(s.Fields[next : next+at]); wrong != "" {
			return wrong
		}
		next += at + 1
	}
	return leftOut(s.Fields[next:])
}

// leftOut names a member that may not be left out.
func leftOut(fields []shape.Field) string {
	for _, f := range fields {
		if f.Given {
			return f.Name + " is missing"
		}
	}
	return ""
}

func unlikeValue(value json.RawMessage, t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[json.RawMessage]():
		return ""
	case t.Kind() == reflect.Struct:
		return unlike(value, shape.Of(t))
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		var rows []json.RawMessage
		if err := json.Unmarshal(value, &rows); err != nil {
			return err.Error()
		}
		for _, row := range rows {
			if wrong := unlike(row, shape.Of(t.Elem())); wrong != "" {
				return wrong
			}
		}
	}
	return ""
}
