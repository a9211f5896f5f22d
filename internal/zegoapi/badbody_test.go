package zegoapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// Assumed: a body that cannot be read as a JSON object is an input error.
var badBodies = map[string]string{
	"text":              "hello",
	"form":              "FromUserId=owner&Limit=2",
	"number":            "7",
	"string":            `"FromUserId"`,
	"true":              "true",
	"null":              "null",
	"array":             "[]",
	"array of objects":  `[{"FromUserId":"owner"}]`,
	"not closed":        `{"FromUserId":"owner"`,
	"value missing":     `{"FromUserId":"owner","Limit":}`,
	"comma at the end":  `{"FromUserId":"owner",}`,
	"colon missing":     `{"FromUserId" "owner"}`,
	"name without text": `{FromUserId:"owner"}`,
	"name is a number":  `{"FromUserId":"owner",7:1}`,
	"closed by ]":       `{"FromUserId":"owner"]`,
	"single quotes":     `{'FromUserId':'owner'}`,
	"comment":           `{"FromUserId":"owner"/**/}`,
	"leading zero":      `{"FromUserId":"owner","Limit":02}`,
	"NaN":               `{"FromUserId":"owner","Limit":NaN}`,
	"rest behind":       `{"FromUserId":"owner"} x`,
	"two objects":       `{"FromUserId":"owner"}{"FromUserId":"owner"}`,
	"byte order mark":   "\ufeff" + `{"FromUserId":"owner"}`,
	"control character": "{\"FromUserId\":\"own\ner\"}",
	"broken escape":     `{"FromUserId":"own\x65r"}`,
	"zero byte":         "{\"FromUserId\":\"owner\"}\x00",
	"depth 10,001":      `{"FromUserId":"owner","x":` + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001) + `}`,
	"depth 200,000":     strings.Repeat(`{"a":`, 200_000),
	"binary":            "\x1f\x8b\x08\x00\xff",
}

// Assumed: with POST the body is the documented place, so a bad one is an input error whatever
// the query holds.
func TestBadBodyOfAPostWhoseQueryHasAll(t *testing.T) {
	t.Parallel()
	f := crowd(t, 5)
	for _, query := range []string{"FromUserId=owner", "FromUserId=owner&Limit=2", "FromUserId=owner&Limit=2&Next=0"} {
		t.Run(query, func(t *testing.T) {
			for name, body := range badBodies {
				if a := f.ask(t, "POST", f.signed(query), body); a.Code != 660000002 || !strings.Contains(a.Reason(), "body") {
					t.Fatalf("%s: Code %d (%s), want 660000002 with a word on the body", name, a.Code, a.Reason())
				}
			}
		})
	}
}

// Assumed: with GET the query is the documented place; a body that is no object holds none of
// its parameters and harms nothing.
func TestBadBodyOfAGet(t *testing.T) {
	t.Parallel()
	f := crowd(t, 5)
	for name, body := range badBodies {
		if a := f.ask(t, "GET", f.signed("FromUserId=owner"), body); a.Code != 0 || len(a.Blacklist) != 5 {
			t.Errorf("%s: Code %d (%s), %d rows, want 5", name, a.Code, a.Reason(), len(a.Blacklist))
		}
	}
}

// A body that is no JSON object is an input error of every action that must be asked with something, with a reason.
func TestBadBodiesOfEveryAction(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	for _, op := range zegoapi.Operations() {
		if !slices.ContainsFunc(op.In.Fields, func(f shape.Field) bool { return f.Required }) {
			continue
		}
		for name, body := range badBodies {
			for _, method := range []string{"GET", "POST"} {
				if r := f.call(t, method, op.Name, "", body); r.Code != 660000002 || len(r.failures()) > 0 || r.Reason() == "" {
					t.Errorf("%s %s, %s: Code %d (%s), failures %v; want 660000002 and none", method, op.Name, name, r.Code, r.Reason(), r.failures())
				}
			}
		}
	}
}
