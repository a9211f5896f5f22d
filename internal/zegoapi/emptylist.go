package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

// appendList appends a member that is a list, with the comma before it.
func appendList[T any](dst []byte, c *gateway.Call, name string, items []T, appendItem func([]byte, T) []byte) []byte {
	if len(items) == 0 {
		return appendEmptyList(dst, c, name)
	}
	dst = append(append(append(dst, `,"`...), name...), `":[`...)
	for i := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendItem(dst, items[i])
	}
	return append(dst, ']')
}

// appendEmptyList appends a list of failures or of results without an entry as the app has chosen.
func appendEmptyList(dst []byte, c *gateway.Call, name string) []byte {
	empty := "[]"
	switch emptyList.Of(c.App) {
	case "null":
		empty = "null"
	case "omit":
		return dst
	}
	return append(append(append(append(dst, `,"`...), name...), `":`...), empty...)
}
