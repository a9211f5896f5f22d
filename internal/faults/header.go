package faults

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Header is the request header by which a client asks for a fault itself, HeaderID the id of the rule
// that it makes.
const (
	Header   = "X-Chatdouble-Fault"
	HeaderID = "header"
)

const headerTakes = "it takes a code of the vendor, delay=MILLISECONDS or the name of a transport, or several of them with commas between them"

// ParseHeader reads what a client asks for by [Header]: a code of the vendor, "delay=500" in milliseconds,
// a transport, "after_bytes=10" for that of the same name; several stand in several values or
// behind commas or semicolons. The rule is complete. Whether the vendor has its code is for [Rule.CheckHeader] to say.
func ParseHeader(values []string) (Rule, error) {
	rule := Rule{ID: HeaderID}
	seen := make(map[string]bool)
	for _, value := range values {
		for item := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ';' }) {
			kind, err := rule.readItem(strings.TrimSpace(item))
			if err != nil {
				return Rule{}, err
			}
			if seen[kind] {
				return Rule{}, fmt.Errorf("has a %s twice; %s", kind, headerTakes)
			}
			seen[kind] = true
		}
	}
	if len(seen) == 0 {
		return Rule{}, fmt.Errorf("is empty; %s", headerTakes)
	}
	if wrong := rule.Complete(); wrong != nil {
		return Rule{}, fmt.Errorf("asks for %s: %s", strings.Join(values, ", "), wrong[0].Text())
	}
	return rule, nil
}

// readItem reads one item and returns of which kind it is.
func (r *Rule) readItem(item string) (kind string, err error) {
	name, number, ok := strings.Cut(item, "=")
	switch name = strings.TrimSpace(name); {
	case ok && name == "delay":
		r.Delay = &Delay{Type: Fixed}
		r.Delay.Milliseconds, err = headerNumber(item, number)
	case ok && name == "after_bytes":
		r.AfterBytes = new(0)
		*r.AfterBytes, err = headerNumber(item, number)
	case ok:
		err = fmt.Errorf("has %.60q; %s", item, headerTakes)
	case item == "":
		return "", fmt.Errorf("has nothing between two commas; %s", headerTakes)
	case slices.Contains(Transports, item):
		r.Transport, name = item, "transport"
	case meant(item, Transports) != "":
		err = fmt.Errorf("has %.60q, which is no transport%s", item, meant(item, Transports))
	default:
		r.Code, name = item, "code"
	}
	return name, err
}

// meantInHeader says what was meant by a word that other programs have for a fault.
func meantInHeader(word string) string {
	if byMeaning(word) == slow {
		return "; for a server that is slow or hangs: delay=60000, in milliseconds"
	}
	return "; did you mean " + byMeaning(word) + "?"
}

func headerNumber(item, number string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil {
		return 0, fmt.Errorf("has %.60q; behind the sign of equality stands a whole number, as in delay=500, which is milliseconds", item)
	}
	return n, nil
}

// ForOneCall returns rules for a single call, which the call itself has asked for: this one. Its draws
// follow from the seed.
func ForOneCall(rule Rule, seed int64) *Rules {
	r := New(seed)
	r.add(rule)
	r.rules[0].ID = HeaderID
	return r
}
