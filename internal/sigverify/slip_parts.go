package sigverify

import (
	"slices"
	"strings"
)

// The four parts by their place in the hash.
const (
	appIDPart = iota
	noncePart
	secretPart
	timestampPart
	partCount
)

var partNames = [partCount]string{"AppId", "SignatureNonce", "ServerSecret", "Timestamp"}

// sequences are all ways to choose parts and put them in an order, the longer ones first and the right one at the
// head. It is only read.
var sequences = allSequences()

func allSequences() [][]int {
	var all [][]int
	var extend func(seq []int, want int)
	extend = func(seq []int, want int) {
		if len(seq) == want {
			all = append(all, slices.Clone(seq))
			return
		}
		for part := range partCount {
			if !slices.Contains(seq, part) {
				extend(append(seq, part), want)
			}
		}
	}
	for want := partCount; want > 0; want-- {
		extend(nil, want)
	}
	return all
}

// separators are what clients put between the parts, with the words for it.
var separators = []struct{ text, name string }{
	{"&", `"&"`},
	{",", `","`},
	{":", `":"`},
	{"|", `"|"`},
	{" ", "a space"},
	{"\n", "a line end"},
	{"\r\n", "a line end"},
	{"\t", "a tab"},
	{"+", `"+"`},
	{"-", `"-"`},
	{"_", `"_"`},
	{".", `"."`},
	{";", `";"`},
	{"/", `"/"`},
}

// wrongParts finds a wrong order, parts left out, something between the parts, and name=value pairs.
func wrongParts(s *suspect) (string, bool) {
	values := s.parts()
	for _, seq := range sequences {
		if s.isMD5Joined(values, seq, "", "") {
			return wrongSequence(seq), true
		}
	}
	for _, sep := range separators {
		for _, seq := range sequences {
			if len(seq) > 1 && s.isMD5Joined(values, seq, sep.text, "") {
				return "the parts were joined with " + sep.name + " (" + names(seq) + ")", true
			}
		}
	}
	return pairs(s)
}

// pairs finds the hash of a query string, with the secret in it or, a habit from other vendors, bare behind it.
func pairs(s *suspect) (string, bool) {
	values := s.parts()
	for i := range values {
		values[i] = partNames[i] + "=" + values[i]
	}
	for _, seq := range sequences {
		if s.isMD5Joined(values, seq, "&", "") || s.isMD5Joined(values, seq, "&", s.secret) {
			return "the hash was made of name=value pairs (" + partNames[seq[0]] + "=...) instead of the values alone", true
		}
	}
	return "", false
}

func wrongSequence(seq []int) string {
	if len(seq) == partCount {
		return "the parts were hashed in the wrong order, " + names(seq)
	}
	var missing []string
	for part, name := range partNames {
		if !slices.Contains(seq, part) {
			missing = append(missing, name)
		}
	}
	return "the hash leaves out " + strings.Join(missing, " and ") + ", it was made of " + names(seq)
}

func names(seq []int) string {
	words := make([]string, len(seq))
	for i, part := range seq {
		words[i] = partNames[part]
	}
	return strings.Join(words, " + ")
}
