package cometchatapi

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Lists look into the data of many messages. They look at the stored bytes: nothing is decoded that is not asked for,
// and nothing is allocated.

// topLevel is the value of a member of an object in valid JSON, or in what a message has of its own of one; empty when
// it has none of that name. The name needs no escape.
func topLevel(data, name string) string {
	begin, end := memberAt(data, name)
	return data[begin:end]
}

// memberAt is where that value begins and ends, 0 and 0 when there is none.
func memberAt(data, name string) (begin, end int) {
	at := skipSpace(data, 0)
	if at == len(data) || data[at] != '{' {
		return 0, 0
	}
	for at = skipSpace(data, at+1); at < len(data) && data[at] == '"'; at = skipSpace(data, at+1) {
		nameEnd := skipValue(data, at)
		begin = skipSpace(data, skipSpace(data, nameEnd)+1)
		end = skipValue(data, begin)
		if data[at+1:nameEnd-1] == name {
			return begin, end
		}
		if at = skipSpace(data, end); at == len(data) || data[at] != ',' {
			break
		}
	}
	return 0, 0
}

func skipSpace(data string, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r') {
		at++
	}
	return at
}

// skipValue is the place behind the value that begins at one.
func skipValue(data string, at int) int {
	depth := 0
	for at < len(data) {
		switch data[at] {
		case '"':
			at = skipText(data, at)
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return at + 1
			}
			if depth < 0 { // behind a number or a word
				return at
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return at
}

// skipText is the place behind the text that begins at one.
func skipText(data string, at int) int {
	for at++; at < len(data); at++ {
		end := strings.IndexByte(data[at:], '"')
		if end < 0 {
			return len(data)
		}
		if slash := strings.IndexByte(data[at:at+end], '\\'); slash >= 0 {
			at += slash + 1 // what is escaped is no end
			continue
		}
		return at + end + 1
	}
	return len(data)
}

// holdsSome reports whether a value is a list, an object or a text with something in it.
func holdsSome(value string) bool {
	return len(value) > 2 && (value[0] == '[' || value[0] == '{' || value[0] == '"') && skipSpace(value, 1) < len(value)-1
}

// appendLower appends a text of JSON in lower case, without its quotes and escapes; nothing for what is no text.
func appendLower(dst []byte, text string) []byte {
	if len(text) < 2 || text[0] != '"' {
		return dst
	}
	for text = text[1 : len(text)-1]; len(text) > 0; {
		plain, at := plainRun(text), len(dst)
		dst = append(dst, text[:plain]...)
		for i, c := range dst[at:] {
			if 'A' <= c && c <= 'Z' {
				dst[at+i] = c + 'a' - 'A'
			}
		}
		if text = text[plain:]; len(text) == 0 {
			break
		}
		r, size := utf8.DecodeRuneInString(text)
		if r == '\\' {
			r, size = unescape(text)
		}
		dst, text = utf8.AppendRune(dst, unicode.ToLower(r)), text[size:]
	}
	return dst
}

// plainRun is how many bytes at the beginning of a text stand for themselves.
func plainRun(text string) int {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c == '\\' {
			return i
		}
	}
	return len(text)
}

// escapes are the characters that one letter stands for.
var escapes = [256]rune{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\', '/': '/'}

// unescape is the character that an escape at the beginning of a text stands for, and how long the escape is.
func unescape(text string) (r rune, size int) {
	if text[1] != 'u' {
		return escapes[text[1]], 2
	}
	r = hexRune(text[2:6])
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(text) >= 12 && text[6] == '\\' && text[7] == 'u' {
		if both := utf16.DecodeRune(r, hexRune(text[8:12])); both != unicode.ReplacementChar {
			return both, 12
		}
	}
	return unicode.ReplacementChar, 6
}

func hexRune(digits string) (r rune) {
	for _, c := range digits {
		switch {
		case c >= 'a':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A':
			r = r<<4 | rune(c-'A'+10)
		default:
			r = r<<4 | rune(c-'0')
		}
	}
	return r
}
