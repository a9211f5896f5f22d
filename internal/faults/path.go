package faults

import "strings"

// matchPath reports whether a path is like a pattern, in which each * stands for any characters, or
// none. What stands between two of them is looked for where it comes first: an earlier place leaves more
// room for the rest, so nothing is tried twice and the time grows with the path.
func matchPath(pattern, path string) bool {
	part, pattern, more := strings.Cut(pattern, "*")
	if !more {
		return path == part
	}
	path, ok := strings.CutPrefix(path, part)
	for ok && more {
		if part, pattern, more = strings.Cut(pattern, "*"); more {
			_, path, ok = strings.Cut(path, part)
		}
	}
	return ok && strings.HasSuffix(path, part)
}
