package cometchatapi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// The form of ids in fixtures.
var _ = shape.Register("uid", shape.Form{Pattern: "^[a-z0-9_-]+$", Filled: true, Wrong: notUID})

// That of a short time.
var _ = shape.Register("milliseconds", shape.Form{Pattern: "^(0|[1-9][0-9]{0,5})$", Wrong: notMilliseconds})

func notMilliseconds(s string) string {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n < 1e6 && strconv.Itoa(n) == s {
		return ""
	}
	return "must be a number of milliseconds from 0 to 999999, found " + shape.Quote(s)
}

func notUID(s string) string {
	lower := strings.ToLower(s)
	switch {
	case strings.ContainsFunc(lower, notInUID):
		return fmt.Sprintf("may have a-z, 0-9, - and _, found %s", shape.Quote(s))
	case lower != s:
		return fmt.Sprintf("must be lower case, found %s; write %q", shape.Quote(s), lower)
	}
	return ""
}

func notInUID(c rune) bool {
	return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_'
}
