package metrics

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ContentType is the media type of what WriteTo writes.
const ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

// Gauges are what is measured when it is asked for.
type Gauges struct {
	JournalEntries   int    // in all journals together
	JournalForgotten uint64 // that they have dropped to make room
	EventsWaiting    int    // that are not delivered yet and may still be
	Apps             int
	Held             []Held // what there may be only so much of
	Version          string // of this server
	GoVersion        string
}

// Held is how much there is of a thing that has a bound.
type Held struct {
	What      string
	Now, Most int64
	Refuses   bool   // above the bound; where the oldest goes instead it does not
	Refused   uint64 // calls for which there was no room
}

// WriteTo writes all metrics as OpenMetrics 1.0 text, in one Write and always in the same order, each as
// it stands when it is written. A nil *Metrics writes the families without counts. The error is that of
// w.
func (m *Metrics) WriteTo(w io.Writer, g Gauges) error {
	if m == nil {
		m = New()
	}
	var t text
	t.family("chatdouble_requests", "counter", "", "Requests that were answered. The code is the vendor's, 0 when the call succeeded, status-N for an answer without a code.")
	for _, s := range sorted(&m.requests, func(a, b requestLabels) int {
		return cmp.Or(cmp.Compare(a.vendor, b.vendor), cmp.Compare(a.operation, b.operation), cmp.Compare(a.code, b.code))
	}) {
		t.count("chatdouble_requests_total", s.n, "vendor", s.labels.vendor, "operation", s.labels.operation, "code", s.labels.code)
	}
	t.histogram("chatdouble_request_duration_seconds", "From the request's head to the whole answer, delays of fault rules included, writing it not.", &m.took)
	t.family("chatdouble_faults_injected", "counter", "", "Fault rules that hit.")
	for _, s := range sorted(&m.faults, cmp.Compare[string]) {
		t.count("chatdouble_faults_injected_total", s.n, "kind", s.labels)
	}
	t.family("chatdouble_faults_bypassed", "counter", "", "Fault rules that matched a call and could not apply to it.")
	t.count("chatdouble_faults_bypassed_total", m.bypassed.Load())
	t.family("chatdouble_refused", "counter", "", "Requests that were refused, by where they failed.")
	for _, s := range sorted(&m.refused, func(a, b refusedLabels) int {
		return cmp.Or(cmp.Compare(a.vendor, b.vendor), cmp.Compare(a.reason, b.reason))
	}) {
		t.count("chatdouble_refused_total", s.n, "vendor", s.labels.vendor, "reason", s.labels.reason)
	}
	t.family("chatdouble_rate_limited", "counter", "", "Requests that were told that they are above a limit, by a limit or by a fault rule.")
	t.count("chatdouble_rate_limited_total", m.limited.Load())
	t.family("chatdouble_webhook_deliveries", "counter", "", "Tries to deliver an event to a webhook or callback that were taken (delivered) or not (failed), and events of which no more is tried because there were too many (dropped) or their app began anew (given_up).")
	for _, s := range sorted(&m.events, cmp.Compare[string]) {
		t.count("chatdouble_webhook_deliveries_total", s.n, "outcome", s.labels)
	}
	t.family("chatdouble_webhook_events_waiting", "gauge", "", "Events that are not delivered yet and may still be.")
	t.count("chatdouble_webhook_events_waiting", uint64(g.EventsWaiting))
	t.family("chatdouble_journal_entries", "gauge", "", "Entries in all journals.")
	t.count("chatdouble_journal_entries", uint64(g.JournalEntries))
	t.family("chatdouble_journal_forgotten", "counter", "", "Entries that journals have dropped to make room for others.")
	t.count("chatdouble_journal_forgotten_total", g.JournalForgotten)
	t.family("chatdouble_apps", "gauge", "", "Applications that this server has.")
	t.count("chatdouble_apps", uint64(g.Apps))
	t.held(g.Held)
	t.family("chatdouble_build", "info", "", "The program.")
	t.count("chatdouble_build_info", 1, "version", g.Version, "goversion", g.GoVersion)
	t.line("# EOF")
	_, err := w.Write(t.out)
	return err
}

// held writes what there is of all that has a bound.
func (t *text) held(all []Held) {
	t.family("chatdouble_held", "gauge", "", "How much there is of what has a bound.")
	for _, h := range all {
		t.sample("chatdouble_held", strconv.FormatInt(h.Now, 10), "what", h.What)
	}
	t.family("chatdouble_held_most", "gauge", "", "The bound.")
	for _, h := range all {
		t.sample("chatdouble_held_most", strconv.FormatInt(h.Most, 10), "what", h.What)
	}
	t.family("chatdouble_full", "counter", "", "Calls that were refused because a bound left no room.")
	for _, h := range all {
		if h.Refuses {
			t.count("chatdouble_full_total", h.Refused, "what", h.What)
		}
	}
}

// series is one combination of labels and its count.
type series[L any] struct {
	labels L
	n      uint64
}

func sorted[L comparable](f *family[L], compare func(a, b L) int) (all []series[L]) {
	counters := f.all()
	for _, labels := range slices.SortedFunc(maps.Keys(counters), compare) {
		all = append(all, series[L]{labels, counters[labels].Load()})
	}
	return all
}

// text is OpenMetrics text in the making.
type text struct{ out []byte }

func (t *text) line(parts ...string) {
	for _, part := range parts {
		t.out = append(t.out, part...)
	}
	t.out = append(t.out, '\n')
}

// family begins a family. The name is that of its samples without their suffix.
func (t *text) family(name, kind, unit, help string) {
	t.line("# TYPE ", name, " ", kind)
	if unit != "" {
		t.line("# UNIT ", name, " ", unit)
	}
	t.line("# HELP ", name, " ", escape.Replace(help))
}

// count writes a sample whose value is a whole number. Labels are names and values in turn.
func (t *text) count(name string, n uint64, labels ...string) {
	t.sample(name, strconv.FormatUint(n, 10), labels...)
}

func (t *text) sample(name, value string, labels ...string) {
	t.out = append(t.out, name...)
	for i := 0; i < len(labels); i += 2 {
		t.out = append(t.out, "{,"[min(i, 1)])
		t.out = append(append(t.out, labels[i]...), `="`...)
		t.out = append(append(t.out, escape.Replace(strings.ToValidUTF8(labels[i+1], "\uFFFD"))...), '"')
	}
	if len(labels) > 0 {
		t.out = append(t.out, '}')
	}
	t.line(" ", value)
}

// escape is for the values of labels and for help alike.
var escape = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

// histogram writes a family of durations. Its count is the sum of the buckets, so that the two agree
// while others count.
func (t *text) histogram(name, help string, h *histogram) {
	t.family(name, "histogram", "seconds", help)
	var n uint64
	for i := range h.buckets {
		n += h.buckets[i].Load()
		bound := "+Inf"
		if i < len(bounds) {
			bound = seconds(bounds[i])
		}
		t.count(name+"_bucket", n, "le", bound)
	}
	t.count(name+"_count", n)
	t.sample(name+"_sum", seconds(time.Duration(h.sum.Load())))
}

// seconds writes a duration as the canonical number of OpenMetrics: with a point or an exponent.
func seconds(d time.Duration) string {
	s := strconv.FormatFloat(d.Seconds(), 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
