package wire_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/wire"
)

type answer struct {
	common
	silent
	Next  int64           `json:"Next"`
	Rows  []row           `json:"Rows" wire:"vary"`
	Plain []string        `json:"Plain"`
	Data  json.RawMessage `json:"Data"`
	Note  *string         `json:"Note"`
	Skip  string          `json:"Skip,omitempty"`
	None  []row           `json:"None,omitempty"`
	Inner inner           `json:"Inner"`
	own   string
}

// silent has nothing to write.
type silent struct{ Said string }

type common struct {
	ID uint64 `json:"Id" wire:"digits"`
	Ok bool   `json:"Ok"`
}

type row struct {
	Name string    `json:"Name"`
	At   time.Time `json:"At" wire:"millis"`
	From time.Time `json:"From,omitzero" wire:"seconds"`
}

type inner struct {
	Nothing string `json:"Nothing,omitempty"`
}

var full = answer{
	common: common{ID: 7, Ok: true}, Next: -2, own: "not written",
	Rows: []row{{"a/ü\"", time.UnixMilli(1_700_000_000_123), time.Unix(1, 0)}, {"b", time.Time{}, time.Time{}}},
	Data: json.RawMessage(`{"u":"ü/"}`), Note: new(string), None: []row{},
}

func TestAppend(t *testing.T) {
	t.Parallel()
	omit := wire.Plain
	omit.Empty = ""
	for _, tt := range []struct {
		name  string
		style wire.Style
		value answer
		want  string
	}{
		{
			"plain", wire.Plain, full,
			`{"Id":"7","Ok":true,"Next":-2,"Rows":[{"Name":"a/ü\"","At":1700000000123,"From":1},{"Name":"b","At":0}],` +
				`"Plain":[],"Data":{"u":"ü/"},"Note":"","Inner":{}}`,
		},
		{
			"PHP", wire.PHP, full,
			`{"Id":"7","Ok":true,"Next":-2,"Rows":[{"Name":"a\/\u00fc\"","At":1700000000123,"From":1},{"Name":"b","At":0}],` +
				`"Plain":[],"Data":{"u":"\u00fc\/"},"Note":"","Inner":{}}`,
		},
		{"zero", wire.Plain, answer{}, `{"Id":"0","Ok":false,"Next":0,"Rows":[],"Plain":[],"Data":null,"Note":null,"Inner":{}}`},
		{"a list left out", omit, answer{}, `{"Id":"0","Ok":false,"Next":0,"Plain":[],"Data":null,"Note":null,"Inner":{}}`},
	} {
		got := wire.For[answer](tt.style).Append([]byte("x"), &tt.value)
		if string(got) != "x"+tt.want {
			t.Errorf("%s\n got %s\nwant x%s", tt.name, got, tt.want)
		}
		if !json.Valid(got[1:]) {
			t.Errorf("%s is no JSON: %s", tt.name, got)
		}
	}
	if got := wire.For[common](wire.Plain).AppendMembers([]byte(`{"a":1`), &common{ID: 1}); string(got) != `{"a":1,"Id":"1","Ok":false` {
		t.Errorf("members: %s", got)
	}
	if got := wire.For[inner](wire.Plain).Append(nil, &inner{}); string(got) != "{}" {
		t.Errorf("nothing: %s", got)
	}
}

func TestTypesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(){
		"a time without a unit": func() {
			wire.For[struct {
				T time.Time `json:"t"`
			}](wire.Plain)
		},
		"a map": func() {
			wire.For[struct {
				M map[string]int `json:"m"`
			}](wire.Plain)
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was taken", name)
				}
			}()
			make()
		}()
	}
}

func BenchmarkAppend(b *testing.B) {
	page := answer{Rows: make([]row, 100)}
	for i := range page.Rows {
		page.Rows[i] = row{"cometchat-uid-1", time.UnixMilli(1_700_000_000_123), time.Unix(1_700_000_000, 0)}
	}
	plan := wire.For[answer](wire.Plain)
	buf := plan.Append(nil, &page)
	b.ReportAllocs()
	for b.Loop() {
		buf = plan.Append(buf[:0], &page)
	}
}
