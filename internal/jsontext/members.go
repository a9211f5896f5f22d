package jsontext

import "iter"

// Members lists the members of an object, which is valid JSON: the names with their quotes, and the values.
func Members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for at := 0; ; {
			for at < len(object) && object[at] != '"' { // what opens the object, or a comma, and space
				at++
			}
			if at == len(object) {
				return
			}
			name := object[at:endOfString(object, at)]
			for at += len(name); object[at] != ':'; at++ {
			}
			for at++; isSpace(object[at]); at++ {
			}
			value := object[at:endOfValue(object, at)]
			if !yield(name, value) {
				return
			}
			at += len(value)
		}
	}
}

// endOfValue is the position behind a value of an object.
func endOfValue(object []byte, start int) int {
	depth := 0
	for at := start; ; at++ {
		switch b := object[at]; {
		case b == '"':
			at = endOfString(object, at) - 1
		case b == '{', b == '[':
			depth++
		case depth > 0 && (b == '}' || b == ']'):
			depth--
		case depth == 0 && (b == ',' || b == '}' || isSpace(b)):
			return at
		}
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
