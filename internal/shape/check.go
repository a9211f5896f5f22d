package shape

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// Words are those that members take one of, by the tag schema of the members, where they are known only when the
// program runs.
type Words map[string][]string

// of are the words for a member, nil when it takes others too.
func (w Words) of(f *Field) []string {
	if w == nil || f.Enum != nil {
		return f.Enum
	}
	return w[f.Tag.Get("schema")]
}

// check says what is wrong with a text, in words that follow the member's name; "" if nothing is.
// It does not repeat a secret. words are those that it can be, nil: any.
func (r *Rule) check(s string, words []string) string {
	if s == "" && (r.Required || r.MinLen > 0 || words != nil || r.Form != nil && r.Form.Filled) {
		return "is empty"
	}
	if n := utf8.RuneCountInString(s); r.MaxLen > 0 && n > r.MaxLen {
		return fmt.Sprintf("has %d characters; at most %d are accepted", n, r.MaxLen)
	}
	if r.MaxBytes > 0 && len(s) > r.MaxBytes {
		return fmt.Sprintf("has %d bytes; at most %d are accepted", len(s), r.MaxBytes)
	}
	if words != nil && !slices.Contains(words, s) {
		return notOneOf(s, words)
	}
	if r.Form != nil && r.Form.Wrong != nil {
		return r.Form.Wrong(s)
	}
	return ""
}

func notOneOf(s string, known []string) string {
	hint := ""
	if k := nearest.Similar(s, known); k != "" {
		hint = fmt.Sprintf("; did you mean %q?", k)
	}
	return fmt.Sprintf("must be %s, found %s%s", either(known), Quote(s), hint)
}

// either lists words in a sentence: "a, b or c".
func either(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
