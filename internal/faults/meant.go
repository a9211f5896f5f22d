package faults

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// meanings are words that others use for what has another name here. The words that a mistyped one
// resembles are found by their letters, these by what they mean.
var meanings = []struct{ part, meant string }{
	{"timeout", slow},
	{"time_out", slow},
	{"hang", slow},
	{"latency", slow},
	{"slow", slow},
	{"sleep", slow},
	{"wait", slow},
	{"stall", slow},
	{"reset", ConnectionReset},
	{"rst", ConnectionReset},
	{"trunc", TruncatedBody},
	{"partial", TruncatedBody},
	{"empty", EmptyResponse},
	{"eof", EmptyResponse},
	{"close", EmptyResponse},
	{"refuse", EmptyResponse},
	{"garbage", RandomDataThenClose},
	{"random", RandomDataThenClose},
}

// slow stands for the member delay, which is no transport.
const slow = "delay"

// meantTransport says which transport was meant by a word that is none.
func meantTransport(word string) string {
	if similar := meant(word, Transports); similar != "" {
		return similar
	}
	switch by := byMeaning(word); by {
	case "":
		return ""
	case slow:
		return `; for a server that is slow or hangs give fault the member delay, such as {"type": "fixed", "milliseconds": 60000}`
	default:
		return "; did you mean " + quote(by) + "?"
	}
}

func byMeaning(word string) string {
	word = strings.ToLower(word[:min(len(word), 100)])
	for _, m := range meanings {
		if strings.Contains(word, m.part) {
			return m.meant
		}
	}
	return ""
}

// meant is a question for the known word that a mistyped one is most like, empty when none is close.
func meant(mistyped string, known []string) string {
	if word := nearest.Similar(mistyped, known); word != "" {
		return "; did you mean " + quote(word) + "?"
	}
	return ""
}
