package admin

import (
	"bytes"
	"encoding/json"
	"iter"
)

// members lists the names and values of a JSON object, which is valid. The values are parts of it: nothing is
// copied, as one may be a fixture of many megabytes.
func members(object []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		at := skip(object, bytes.IndexByte(object, '{')+1, " \t\r\n")
		for object[at] != '}' {
			end := valueEnd(object, at)
			name := string(object[at+1 : end-1])
			if bytes.IndexByte(object[at:end], '\\') >= 0 {
				_ = json.Unmarshal(object[at:end], &name) // it is valid
			}
			at = skip(object, end, " \t\r\n:")
			end = valueEnd(object, at)
			if !yield(name, object[at:end:end]) {
				return
			}
			at = skip(object, end, " \t\r\n,")
		}
	}
}

// skip is the first place from at on that has none of the bytes.
func skip(data []byte, at int, bytesOf string) int {
	for bytes.IndexByte([]byte(bytesOf), data[at]) >= 0 {
		at++
	}
	return at
}

// valueEnd is behind the valid value that begins at a place.
func valueEnd(data []byte, at int) int {
	for depth := 0; at < len(data); at++ {
		switch data[at] {
		case '"':
			for at++; data[at] != '"'; at++ {
				if data[at] == '\\' {
					at++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return at // behind a number or a word
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return at
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return at + 1
		}
	}
	return at
}
