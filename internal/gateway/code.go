package gateway

import (
	"slices"
	"strings"
)

// Code is an error code of a vendor that a fault rule can have.
type Code struct {
	Code       string
	Status     int    // of HTTP
	Message    string // what is answered with it; where it names somebody, "unknown" stands for who it is
	Operations []string
}

// FillOperations says of each code which operations are known to answer with it, in the order of their
// table: those of whose facts one names the code, and those that share it with others, as shared says.
func FillOperations(codes []Code, ops []Op, shared func(*Op) []string) {
	const shortest = 5 // a shorter number in a sentence is a number and no code
	place := make(map[string]int)
	for i := range codes {
		place[codes[i].Code] = i
	}
	for i := range ops {
		words := shared(&ops[i])
		for _, fact := range ops[i].Facts {
			for _, word := range strings.FieldsFunc(fact.Behaviour, endsCode) {
				if len(word) >= shortest {
					words = append(words, word)
				}
			}
		}
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			if at, ok := place[word]; ok {
				codes[at].Operations = append(codes[at].Operations, ops[i].Name)
			}
		}
	}
}

// endsCode reports whether a character cannot be a part of a code.
func endsCode(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
}
