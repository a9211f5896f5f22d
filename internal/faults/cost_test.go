package faults

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A rule that is nonsense from beginning to end is put away after the first twenty problems: what it
// costs beyond that is to take its text apart once or twice. Not parallel: it counts the bytes of
// the whole process.
func TestParseRuleCostsWhatItsLengthIs(t *testing.T) {
	many := func(n int, member string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, member, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for name, make := range map[string]func(n int) string{
		"unknown members":  func(n int) string { return `{` + many(n, `"m%d":1,`) + `}` },
		"unknown in match": func(n int) string { return `{"match":{` + many(n, `"m%d":1,`) + `},"fault":{"status":500}}` },
		"the same member":  func(n int) string { return `{` + many(n, `"times":%d,`) + `}` },
		"headers to look at": func(n int) string {
			return `{"match":{"header":{` + many(n, `"h%d":"",`) + `}},"fault":{"status":500}}`
		},
		"bad headers": func(n int) string {
			return `{"match":{"header":{` + many(n, `"h %d":"",`) + `}},"fault":{"status":500}}`
		},
		"headers of the answer": func(n int) string { return `{"fault":{"status":500,"headers":{` + many(n, `"h%d":["a"],`) + `}}}` },
		"a large body":          func(n int) string { return `{"fault":{"json":[` + many(n, `%d,`) + `]}}` },
		"deep": func(n int) string {
			return `{"fault":{"json":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}}`
		},
	} {
		t.Run(name, func(t *testing.T) {
			short, long := make(20_000), make(40_000)
			a, b := allocated(short), allocated(long)
			if a > 40*len(short) || b > 3*a {
				t.Errorf("%d bytes cost %d, %d bytes cost %d; want in proportion, and at most 40 times as many", len(short), a, len(long), b)
			}
			if _, wrong := ParseRule([]byte(long)); len(wrong) > maxProblems {
				t.Errorf("%d problems are kept, of which nobody reads more than %d", len(wrong), maxProblems)
			}
		})
	}
}

// allocated is how many bytes it takes to read a rule.
func allocated(text string) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = ParseRule([]byte(text))
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

func TestTooManyHeaders(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{`{"match":{"header":{%s}},"fault":{"status":500}}`, `{"fault":{"status":500,"headers":{%s}}}`} {
		for n, taken := range map[int]bool{100: true, 100 + 1: false} {
			var headers []string
			for i := range n {
				headers = append(headers, fmt.Sprintf(`"h%d":"x"`, i))
			}
			_, wrong := ParseRule(fmt.Appendf(nil, rule, strings.Join(headers, ",")))
			if (wrong == nil) != taken {
				t.Errorf("%d headers in %s: %v", n, rule, wrong)
			}
		}
	}
}
