package jsontext

import "encoding/json"

// AppendPHPValue appends a valid, compact JSON value with its strings written as PHP writes them.
func AppendPHPValue(dst, value []byte) []byte {
	for i := 0; i < len(value); {
		if value[i] != '"' {
			dst = append(dst, value[i])
			i++
			continue
		}
		end := endOfString(value, i)
		var s string
		if json.Unmarshal(value[i:end], &s) != nil {
			return append(dst, value[i:]...) // not JSON: left as it is
		}
		dst = AppendPHP(dst, s)
		i = end
	}
	return dst
}

// endOfString returns the position behind the string that begins at start.
func endOfString(value []byte, start int) int {
	for i := start + 1; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(value)
}
