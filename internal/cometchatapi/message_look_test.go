package cometchatapi

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/jsontext"
)

// Escapes, and names in other members: what is found is the text that is read.
func TestTopLevel(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"text":"Ab\/C\u00c9\ud83d\ude00\"\\\n"}`:                    "ab/cé😀\"\\\n",
		`{"a":{"text":"no"},"b}":["text",{"text":"\"}"}],"text":"x"}`: "x",
		`{"text":1}`:                    "",
		`{"text":"\ud83d"}`:             "\ufffd",
		`{"text":"\ud83dA"}`:            "\ufffda",
		`{"n":-1.5e3,"text":"Ä"}`:       "ä",
		`{ "n" : null , "text" : "x" }`: "x",
		`{}`:                            "", `[]`: "", `"text"`: "", ``: "", `{"texts":"no"}`: "",
	} {
		if got := string(appendLower(nil, topLevel(data, "text"))); got != want {
			t.Errorf("%s: %q, want %q", data, got, want)
		}
	}
}

// FuzzTopLevel holds the look into stored data against the reader of whole values: into all of it, and into what a
// message has of its own.
func FuzzTopLevel(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,{"b":"}"}],"text":"x"}`, `{"text":{"text":""}}`, `{"mentions":{},"a":"\\","text":"\u00c9\/"}`,
		`{"entities":{"sender":{"text":"no"}},"z":1,"reactions":[{}],"text":""}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		stored := asStored(data)
		kept := dataOf(stored)
		if whole := kept.Bytes(); string(whole) != string(stored) {
			t.Errorf("%s is kept as %s", stored, whole)
		}
		members, _ := parseJSON(stored).(object)
		for _, m := range members {
			if string(jsontext.AppendPHP(nil, m.Name)) != `"`+m.Name+`"` {
				continue
			}
			got := topLevel(string(stored), m.Name)
			if want := appendJSON(nil, m.Value); got != string(want) {
				t.Errorf("%q in %s: %s, want %s", m.Name, stored, got, want)
			}
			if own := topLevel(kept.Own(), m.Name); m.Name != "entities" && own != got {
				t.Errorf("%q in %s, of its own: %s, want %s", m.Name, kept.Own(), own, got)
			}
			if text, ok := m.Value.(string); ok && string(appendLower(nil, got)) != strings.ToLower(text) {
				t.Errorf("%q: %q", text, appendLower(nil, got))
			}
		}
	})
}
