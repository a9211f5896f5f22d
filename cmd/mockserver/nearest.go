package main

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// meant tells what somebody may have meant by a word that is not known.
func meant(word string, known []string) string {
	best, distance := nearest.Word(word, known)
	if distance > len(word)/2 {
		return "--help lists what there is"
	}
	return fmt.Sprintf("the nearest is %q, and --help lists them all", best)
}
