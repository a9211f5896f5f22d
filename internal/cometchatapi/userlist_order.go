package cometchatapi

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/store"
)

// nameBegins reports whether a name begins with a key in lower case, whatever its own case.
func nameBegins(name, key string) bool {
	for key != "" {
		if name == "" {
			return false
		}
		has, n := utf8.DecodeRuneInString(name)
		wants, k := utf8.DecodeRuneInString(key)
		if unicode.ToLower(has) != wants {
			return false
		}
		name, key = name[n:], key[k:]
	}
	return true
}

// compareSeen is the order in which somebody sees people: status, name, uid (page "Retrieve
// Users" of the SDK).
func compareSeen(a, b *store.User) int {
	return cmp.Or(compareStatuses(a, b), compareNames(a, b), strings.Compare(a.ID, b.ID))
}

func compareStatuses(a, b *store.User) int { return strings.Compare(statusOf(a), statusOf(b)) }

// compareNames is what comparing the names in lower case would say.
func compareNames(a, b *store.User) int {
	x, y := a.Name, b.Name
	for x != "" && y != "" {
		rx, nx := utf8.DecodeRuneInString(x)
		ry, ny := utf8.DecodeRuneInString(y)
		if c := cmp.Compare(unicode.ToLower(rx), unicode.ToLower(ry)); c != 0 {
			return c
		}
		x, y = x[nx:], y[ny:]
	}
	return cmp.Compare(len(x), len(y))
}
