package faults

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMatchPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, path string
		want          bool
	}{
		{"/v3/users", "/v3/users", true},
		{"/v3/users", "/v3/users/", false},
		{"/v3/users", "/V3/users", false},
		{"/v3/users", "/v3/user", false},
		{"/v3/groups/*", "/v3/groups/", true},
		{"/v3/groups/*", "/v3/groups/a/members", true},
		{"/v3/groups/*", "/v3/groups", false},
		{"/v3/*/members", "/v3/groups/a/members", true},
		{"/v3/*/members", "/v3/members", false},
		{"*", "", true},
		{"*", "/anything", true},
		{"*a", "/a", true},
		{"*a*", "/b", false},
		{"/a*a", "/a", false}, // not the same a twice
		{"/a*a", "/aa", true},
		{"/*ab*ab", "/ab", false},
		{"/*ab*ab", "/xababab", true},
		{"/**/x", "/a/x", true},
		{"/[a-z]+", "/b", false},
	} {
		if got := matchPath(tt.pattern, tt.path); got != tt.want {
			t.Errorf("matchPath(%q, %q) = %v", tt.pattern, tt.path, got)
		}
	}
}

// The pattern means what the regular expression does in which each * is any run of characters.
func FuzzMatchPath(f *testing.F) {
	f.Add("/v3/*/m*", "/v3/a/members")
	f.Add("*a*a", "aa")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if strings.ContainsRune(pattern, utf8.RuneError) {
			return // package regexp takes what is no UTF-8 for it, or not at all
		}
		want := regexp.MustCompile(`(?s)\A` + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`) + `\z`).MatchString(path)
		if got := matchPath(pattern, path); got != want {
			t.Errorf("matchPath(%q, %q) = %v, want %v", pattern, path, got, want)
		}
	})
}
