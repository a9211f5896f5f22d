package cometchatapi

import "strings"

// ValidUID reports whether a uid has 1 to 100 characters of a-z, 0-9, - and _ (page "Properties
// and Constraints"). The server lower-cases a uid before it looks at it.
func ValidUID(uid string) bool {
	return uid != "" && len(uid) <= 100 && strings.IndexFunc(uid, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r)
	}) < 0
}
