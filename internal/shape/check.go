package shape

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// check says what is wrong with a text, in words that follow the member's name; "" if nothing is.
// It does not repeat a secret.
func (r *Rule) check(s string) string {
	if s == "" && (r.Required || r.MinLen > 0 || r.Enum != nil || r.Form != nil && r.Form.Filled) {
		return "is empty"
	}
	if n := utf8.RuneCountInString(s); r.MaxLen > 0 && n > r.MaxLen {
		return fmt.Sprintf("has %d characters; at most %d are accepted", n, r.MaxLen)
	}
	if r.MaxBytes > 0 && len(s) > r.MaxBytes {
		return fmt.Sprintf("has %d bytes; at most %d are accepted", len(s), r.MaxBytes)
	}
	if r.Enum != nil && !slices.Contains(r.Enum, s) {
		return notOneOf(s, r.Enum)
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
	return fmt.Sprintf("must be %s, found %s%s", strings.Join(known, " or "), Quote(s), hint)
}
