package shape

import "strings"

// MemberError is what is wrong with one member of what was read.
type MemberError struct {
	Detail  string `json:"detail" doc:"what is wrong with it"`
	Pointer string `json:"pointer" doc:"the member, as a JSON pointer (RFC 6901) behind a #"` // empty when it is not known

	// Sentence says that the detail is one by itself; else it is read behind the member's name: "must be a text".
	Sentence bool `json:"-"`
	Line     int  `json:"-"` // of the text, from 1; 0 when it is not known
}

// Wrong is what is wrong with a member, in words that follow a name. Where the pointer does not lead to a member of that
// name, it is a sentence with the name.
func Wrong(pointer, name, detail string) MemberError {
	e := MemberError{Detail: detail, Pointer: pointer}
	if name == "" || name != e.name() {
		e.Detail, e.Sentence = sentence(name, detail), true
	}
	return e
}

// sentence puts a detail behind the name of what it is about; without one it is a sentence by itself.
func sentence(name, detail string) string {
	if name == "" {
		return detail
	}
	return name + " " + detail
}

// name is that of the member alone.
func (e MemberError) name() string { return e.Pointer[strings.LastIndexByte(e.Pointer, '/')+1:] }

// Text is a sentence for a reader who sees where it stands.
func (e MemberError) Text() string {
	if e.Sentence {
		return e.Detail
	}
	return sentence(e.name(), e.Detail)
}

// Error says which member of a body is meant and what is wrong with it.
func (e MemberError) Error() string { return e.Of("the body") }

// Of is Error where the whole has another name.
func (e MemberError) Of(whole string) string {
	name := strings.TrimPrefix(e.Pointer, "#/")
	if e.Pointer == "#" {
		name = whole
	}
	if e.Sentence {
		name += ":"
	}
	return name + " " + e.Detail
}

// Under is the same where what was read is a part of something else: base is the pointer to it.
func (e MemberError) Under(base string) MemberError {
	e.Pointer = base + strings.TrimPrefix(e.Pointer, "#")
	return e
}
