package metrics

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// parsed is a family of samples as an ingestor sees it.
type parsed struct {
	name, kind, unit, help string
	samples                []sample
}

type sample struct {
	name   string
	labels map[string]string
	value  float64
}

// suffixes are those that the samples of each type have (OpenMetrics 1.0, "Metric types"), of those types
// that a server of ours could have.
var suffixes = map[string][]string{
	"counter":   {"_total"},
	"gauge":     {""},
	"info":      {"_info"},
	"histogram": {"_bucket", "_count", "_sum"},
}

var (
	metadataLine = regexp.MustCompile(`^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$`)
	sampleLine   = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)$`)
	labelPair    = regexp.MustCompile(`^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)`)
	escaped      = regexp.MustCompile(`^(?:[^"\\\n]|\\["\\n])*$`)
	number       = regexp.MustCompile(`^[+-]?(?:[0-9]+|(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)$`)
	unescape     = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\"`, `"`)
)

// parse reads OpenMetrics 1.0 text and refuses what the specification forbids: more than its grammar
// does, and all that it says of the types above. Timestamps and exemplars are refused, for we write none.
func parse(text string) (families []parsed, err error) {
	fail := func(line, format string, args ...any) ([]parsed, error) {
		return nil, fmt.Errorf("%q: %s", line, fmt.Sprintf(format, args...))
	}
	if !utf8.ValidString(text) {
		return fail(text, "not UTF-8")
	}
	body, ok := strings.CutSuffix(text, "# EOF\n")
	if !ok || body != "" && !strings.HasSuffix(body, "\n") {
		return fail(text, "does not end with a line # EOF")
	}
	var f *parsed
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		if m := metadataLine.FindStringSubmatch(line); m != nil {
			if f == nil || f.name != m[2] || len(f.samples) > 0 {
				if slices.ContainsFunc(families, func(f parsed) bool { return f.name == m[2] }) {
					return fail(line, "the family comes a second time")
				}
				families = append(families, parsed{name: m[2]})
				f = &families[len(families)-1]
			}
			if err := f.metadata(m[1], m[3]); err != nil {
				return fail(line, "%v", err)
			}
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil || f == nil {
			return fail(line, "neither metadata nor a sample of a family")
		}
		if !slices.Contains(suffixes[f.kind], strings.TrimPrefix(m[1], f.name)) || !strings.HasPrefix(m[1], f.name) {
			return fail(line, "not a sample of the %s %s", f.kind, f.name)
		}
		labels, err := parseLabels(m[2])
		if err != nil {
			return fail(line, "%v", err)
		}
		value, err := strconv.ParseFloat(m[3], 64)
		if err != nil || !number.MatchString(strings.ToLower(m[3])) {
			return fail(line, "%q is no number", m[3])
		}
		f.samples = append(f.samples, sample{m[1], labels, value})
	}
	for _, f := range families {
		if err := f.check(); err != nil {
			return fail(f.name, "%v", err)
		}
	}
	return families, nil
}

func (f *parsed) metadata(what, value string) error {
	at := map[string]*string{"TYPE": &f.kind, "UNIT": &f.unit, "HELP": &f.help}[what]
	switch {
	case *at != "":
		return fmt.Errorf("a second %s", what)
	case value == "":
		return fmt.Errorf("an empty %s", what)
	case what == "TYPE" && suffixes[value] == nil:
		return fmt.Errorf("no such type")
	case what == "TYPE" && (f.unit != "" || f.help != "") || what == "UNIT" && f.help != "":
		return fmt.Errorf("the order is TYPE, UNIT, HELP")
	case what == "UNIT" && !strings.HasSuffix(f.name, "_"+value):
		return fmt.Errorf("the name does not end with the unit")
	case what == "HELP" && !escaped.MatchString(value):
		return fmt.Errorf("not escaped")
	}
	*at = unescape.Replace(value)
	return nil
}

func parseLabels(text string) (map[string]string, error) {
	labels := make(map[string]string)
	for text != "" {
		m := labelPair.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("%q is no label", text)
		}
		if _, twice := labels[m[1]]; twice || strings.HasPrefix(m[1], "__") {
			return nil, fmt.Errorf("the label %q may not be there, or not twice", m[1])
		}
		labels[m[1]] = unescape.Replace(m[2])
		if text = text[len(m[0]):]; text == "" && strings.HasSuffix(m[0], ",") {
			return nil, fmt.Errorf("a comma at the end of the labels")
		}
	}
	return labels, nil
}

// check looks at a whole family.
func (f *parsed) check() error {
	seen := make(map[string]bool)
	for _, s := range f.samples {
		key := fmt.Sprint(s.name, s.labels) // fmt sorts maps
		if seen[key] {
			return fmt.Errorf("%s comes twice", key)
		}
		seen[key] = true
		if s.value < 0 || f.kind == "info" && s.value != 1 {
			return fmt.Errorf("the value of %s may not be %v", key, s.value)
		}
	}
	switch {
	case f.kind == "":
		return fmt.Errorf("no TYPE")
	case f.kind == "counter" && strings.HasSuffix(f.name, "_total"), f.kind == "info" && strings.HasSuffix(f.name, "_info"):
		return fmt.Errorf("the suffix belongs to the samples, not to the family")
	case f.kind == "histogram":
		return f.checkHistogram()
	}
	return nil
}

// checkHistogram is for a histogram without labels: there is no other one.
func (f *parsed) checkHistogram() error {
	last, below, count, sum := -1.0, -1.0, -1.0, -1.0
	end := ""
	for _, s := range f.samples {
		switch s.name {
		case f.name + "_count":
			count = s.value
		case f.name + "_sum":
			sum = s.value
		default:
			end = s.labels["le"]
			bound, err := strconv.ParseFloat(end, 64)
			if err != nil || len(s.labels) != 1 || end != "+Inf" && !strings.ContainsAny(end, ".e") {
				return fmt.Errorf("a bucket with the labels %v", s.labels)
			}
			if bound <= last || s.value < below || count >= 0 || sum >= 0 {
				return fmt.Errorf("the bucket le=%q is out of order, or has less than the one before", end)
			}
			last, below = bound, s.value
		}
	}
	if end != "+Inf" || count != below || sum < 0 {
		return fmt.Errorf("the last bucket le=%q has %v, the count is %v, the sum %v", end, below, count, sum)
	}
	return nil
}

// The parser must refuse, or it proves nothing.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	const head = "# TYPE a counter\n# HELP a Help.\n"
	const buckets = "# TYPE h_s histogram\n# UNIT h_s s\nh_s_bucket{le=\"0.1\"} 1\nh_s_bucket{le=\"+Inf\"} 2\n"
	for _, good := range []string{
		"# EOF\n", head + "# EOF\n", head + "a_total 1\na_total{x=\"1\",y=\"\\\\ \\\" \\n\"} 1.5e-07\n# EOF\n",
		buckets + "h_s_count 2\nh_s_sum 0.5\n# EOF\n", "# TYPE b info\nb_info{v=\"1\"} 1\n# EOF\n", "# TYPE g gauge\ng 1\n# TYPE g_2 gauge\ng_2 3\n# EOF\n",
	} {
		if _, err := parse(good); err != nil {
			t.Errorf("refused: %v", err)
		}
	}
	for _, bad := range []string{
		"", "# EOF", head, head + "\n# EOF\n", "# EOF\n# EOF\n", head + "# a comment\n# EOF\n", "a_total 1\n# EOF\n",
		head + "a 1\n# EOF\n", head + "b_total 1\n# EOF\n", head + "a_total{} 1 2 3\n# EOF\n", head + "a_total  1\n# EOF\n",
		head + "a_total x\n# EOF\n", head + "a_total 0x10\n# EOF\n", head + "a_total 1_0\n# EOF\n", head + "a_total -1\n# EOF\n",
		head + "a_total 1\na_total 1\n# EOF\n", head + "a_total{x=\"1\",x=\"2\"} 1\n# EOF\n", head + "a_total{x=\"1\",} 1\n# EOF\n",
		head + "a_total{x=\"1\"y=\"2\"} 1\n# EOF\n", head + "a_total{x=\"\\a\"} 1\n# EOF\n", head + "a_total{x=\"\"\"} 1\n# EOF\n", head + "a_total{1x=\"\"} 1\n# EOF\n",
		head + "a_total{x=\"\xff\"} 1\n# EOF\n", head + head + "# EOF\n", head + "a_total 1\n# TYPE b gauge\nb 1\na_total{x=\"1\"} 1\n# EOF\n",
		"# TYPE a_total counter\na_total_total 1\n# EOF\n", "# TYPE a histo\n# EOF\n", "# HELP a Help.\n# TYPE a counter\n# EOF\n", "# TYPE a counter\n# UNIT a s\n# EOF\n",
		"# TYPE a counter\n# HELP a \"quoted\"\n# EOF\n", "# TYPE a info\na_info 2\n# EOF\n",
		buckets + "# EOF\n", buckets + "h_s_count 3\nh_s_sum 1\n# EOF\n", buckets + "h_s_count 2\n# EOF\n",
		strings.Replace(buckets, "} 1", "} 3", 1) + "h_s_count 2\nh_s_sum 1\n# EOF\n", strings.Replace(buckets, "+Inf", "0.2", 1) + "h_s_count 2\nh_s_sum 1\n# EOF\n",
		strings.Replace(buckets, "0.1", "1", 1) + "h_s_count 2\nh_s_sum 1\n# EOF\n",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("not refused: %q", bad)
		}
	}
}
