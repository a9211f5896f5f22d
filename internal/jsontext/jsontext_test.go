package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestStrings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, plain, php string }{
		{"", `""`, `""`},
		{"user_000", `"user_000"`, `"user_000"`},
		{"https://foo.bar", `"https://foo.bar"`, `"https:\/\/foo.bar"`}, // as in the recording user/update_user
		{`a"b\c`, `"a\"b\\c"`, `"a\"b\\c"`},
		{"\b\f\n\r\t\x00\x1f\x7f", `"\b\f\n\r\t\u0000\u001f` + "\x7f" + `"`, `"\b\f\n\r\t\u0000\u001f` + "\x7f" + `"`},
		{"Zoë", `"Zoë"`, `"Zo\u00eb"`},
		{"张", `"张"`, `"\u5f20"`},
		{"😀x", `"😀x"`, `"\ud83d\ude00x"`},
		{"<&>'", `"<&>'"`, `"<&>'"`},
		{"\u2028", "\"\u2028\"", `"\u2028"`},
		{"a\xffb", "\"a\ufffdb\"", `"a\ufffdb"`},
		{"\xed\xa0\x80", "\"\ufffd\ufffd\ufffd\"", `"\ufffd\ufffd\ufffd"`},
	} {
		if got := string(AppendString(nil, tt.in)); got != tt.plain {
			t.Errorf("AppendString(%q) = %s, want %s", tt.in, got, tt.plain)
		}
		if got := string(AppendPHP(nil, tt.in)); got != tt.php {
			t.Errorf("AppendPHP(%q) = %s, want %s", tt.in, got, tt.php)
		}
	}
}

// Whatever the bytes, what is written reads back as the same text.
func FuzzStrings(f *testing.F) {
	f.Add("https://foo.bar")
	f.Add("Zoë 😀 \xff \x00 \u2028")
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.ToValidUTF8(s, "\ufffd")
		for name, written := range map[string][]byte{"AppendString": AppendString(nil, s), "AppendPHP": AppendPHP(nil, s)} {
			var got string
			if err := json.Unmarshal(written, &got); err != nil {
				t.Fatalf("%s(%q) = %s: %v", name, s, written, err)
			}
			// Each bad byte becomes one U+FFFD; ToValidUTF8 joins a run of them.
			if squeeze(got) != squeeze(want) {
				t.Fatalf("%s(%q) reads back as %q", name, s, got)
			}
			if name == "AppendPHP" {
				for _, b := range written {
					if b >= utf8.RuneSelf {
						t.Fatalf("AppendPHP(%q) = %q is not ASCII", s, written)
					}
				}
			}
		}
	})
}

func squeeze(s string) string {
	for strings.Contains(s, "\ufffd\ufffd") {
		s = strings.ReplaceAll(s, "\ufffd\ufffd", "\ufffd")
	}
	return s
}
