package journal

import (
	"maps"
	"slices"
	"strings"
)

// cutText copies what it keeps of a text that is too long, so that the rest can go.
func cutText(s string) string {
	if len(s) <= TextLimit {
		return s
	}
	return strings.Clone(s[:TextLimit]) + cutSign
}

const cutSign = "..."

// cutHeader leaves headers out, the last ones by name first, when there is too much of them, and says
// how many bytes those that stay have.
func cutHeader(header map[string][]string) (kept map[string][]string, length int) {
	for key, values := range header {
		length += headerLength(key, values)
	}
	if length <= TextLimit {
		return header, length
	}
	kept, length = make(map[string][]string), 0
	for _, key := range slices.Sorted(maps.Keys(header)) {
		n := headerLength(key, header[key])
		if length+n > TextLimit {
			break
		}
		length += n
		kept[strings.Clone(key)] = slices.Clone(header[key])
	}
	return kept, length
}

func headerLength(key string, values []string) int {
	length := len(key)
	for _, value := range values {
		length += len(value)
	}
	return length
}
