package zegoapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// unsupported is the refusal of an action that is not in the table of operations.
func (a *API) unsupported(action string) error {
	if a.ops[action] != nil {
		return errActionUnsupported.because("the action %s is known to the vendor, not emulated; GET /__admin/operations?vendor=zim&short=true lists what is", action)
	}
	meant := a.similar(action)
	if meant != "" {
		meant = "; " + meant + " is the nearest known name"
	}
	return errActionUnsupported.because("no action %.*q is emulated; names are case-sensitive, GET /__admin/operations?vendor=zim&short=true lists them%s", longestName, action, meant)
}

// longestName is how many bytes of an action's name are looked at and shown: twice the longest.
const longestName = 60

// similar is the action that is meant by a mistyped one, also one that is not emulated; empty when
// none is close.
func (a *API) similar(action string) string {
	if len(action) > longestName {
		return ""
	}
	names := slices.Sorted(maps.Keys(a.ops)) // of equally near names the first wins: always the same one
	if near := nearest.Similar(action, names); near != "" {
		return near
	}
	// The same words in another order, or in the singular: RegisterUsers for UserRegister.
	words := wordsOf(action)
	at := slices.IndexFunc(names, func(name string) bool { return slices.Equal(wordsOf(name), words) })
	if at < 0 {
		return ""
	}
	return names[at]
}

// wordsOf are the words of an action's name in the order of the alphabet, in lower case and without an s at the
// end.
func wordsOf(name string) []string {
	var words []string
	start := 0
	for i := 1; i <= len(name); i++ {
		if i == len(name) || name[i] >= 'A' && name[i] <= 'Z' {
			words = append(words, strings.TrimSuffix(strings.ToLower(name[start:i]), "s"))
			start = i
		}
	}
	slices.Sort(words)
	return words
}
