package oncelog

import "strings"

// PathKind is a path without what are ids in it, most likely: /v3/groups/hikers/members and all other groups' are
// of one kind. Calls to one that nobody answers differ in nothing else.
func PathKind(path string) string {
	parts := strings.Split(path, "/")
	for i := 3; i < len(parts); i += 2 {
		parts[i] = "*"
	}
	return strings.Join(parts, "/")
}
