package metrics

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

var gauges = Gauges{JournalEntries: 12, EventsWaiting: 4, Apps: 3, Version: "1.2.3", GoVersion: "go1.26"}

// families writes the metrics and reads them again.
func families(t *testing.T, m *Metrics) map[string]parsed {
	t.Helper()
	var text strings.Builder
	if err := m.WriteTo(&text, gauges); err != nil {
		t.Fatal(err)
	}
	all, err := parse(text.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, &text)
	}
	byName := make(map[string]parsed)
	for _, f := range all {
		if f.help == "" {
			t.Errorf("%s has no HELP", f.name)
		}
		byName[f.name] = f
	}
	return byName
}

// value is that of the only sample with the labels, given as name and value in turn.
func value(t *testing.T, f parsed, name string, labels ...string) float64 {
	t.Helper()
	for _, s := range f.samples {
		same := s.name == name && len(s.labels) == len(labels)/2
		for i := 0; i < len(labels); i += 2 {
			same = same && s.labels[labels[i]] == labels[i+1]
		}
		if same {
			return s.value
		}
	}
	t.Errorf("no %s%v among %v", name, labels, f.samples)
	return -1
}

func TestWriteTo(t *testing.T) {
	t.Parallel()
	m := New()
	for range 3 {
		m.Request("zim", "QueryBlacklist", "0", 7*time.Microsecond)
	}
	m.Request("zim", "QueryBlacklist", "660300005", 2*time.Second)
	m.Request("cometchat", "", "ERR_API_NOT_FOUND", time.Hour)
	m.Request("cometchat", "odd \"\\\n\xff", "0", 0)
	m.Refused("zim", "limit")
	m.Refused("zim", "limit")
	m.Refused("cometchat", "unmatched")
	m.Fault("delay")
	m.Event("failed")
	m.Event("failed")
	m.Event("delivered")
	m.Bypassed()
	m.Bypassed()
	m.RateLimited()

	all := families(t, m)
	for _, tt := range []struct {
		family, kind, unit string
		sample             string
		labels             []string
		want               float64
	}{
		{"chatdouble_requests", "counter", "", "_total", []string{"vendor", "zim", "operation", "QueryBlacklist", "code", "0"}, 3},
		{"chatdouble_requests", "counter", "", "_total", []string{"vendor", "zim", "operation", "QueryBlacklist", "code", "660300005"}, 1},
		{"chatdouble_requests", "counter", "", "_total", []string{"vendor", "cometchat", "operation", "unknown", "code", "ERR_API_NOT_FOUND"}, 1},
		{"chatdouble_requests", "counter", "", "_total", []string{"vendor", "cometchat", "operation", "odd \"\\\n\uFFFD", "code", "0"}, 1},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_count", nil, 6},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_sum", nil, 3602.000021},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_bucket", []string{"le", "5e-06"}, 1},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_bucket", []string{"le", "1e-05"}, 4},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_bucket", []string{"le", "1.0"}, 4},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_bucket", []string{"le", "2.5"}, 5},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_bucket", []string{"le", "60.0"}, 5},
		{"chatdouble_request_duration_seconds", "histogram", "seconds", "_bucket", []string{"le", "+Inf"}, 6},
		{"chatdouble_faults_injected", "counter", "", "_total", []string{"kind", "delay"}, 1},
		{"chatdouble_faults_bypassed", "counter", "", "_total", nil, 2},
		{"chatdouble_refused", "counter", "", "_total", []string{"vendor", "zim", "reason", "limit"}, 2},
		{"chatdouble_refused", "counter", "", "_total", []string{"vendor", "cometchat", "reason", "unmatched"}, 1},
		{"chatdouble_rate_limited", "counter", "", "_total", nil, 1},
		{"chatdouble_webhook_deliveries", "counter", "", "_total", []string{"outcome", "failed"}, 2},
		{"chatdouble_webhook_deliveries", "counter", "", "_total", []string{"outcome", "delivered"}, 1},
		{"chatdouble_webhook_events_waiting", "gauge", "", "", nil, 4},
		{"chatdouble_journal_entries", "gauge", "", "", nil, 12},
		{"chatdouble_apps", "gauge", "", "", nil, 3},
		{"chatdouble_build", "info", "", "_info", []string{"version", "1.2.3", "goversion", "go1.26"}, 1},
	} {
		f := all[tt.family]
		if f.kind != tt.kind || f.unit != tt.unit {
			t.Errorf("%s is a %q in %q, want a %q in %q", tt.family, f.kind, f.unit, tt.kind, tt.unit)
		}
		if got := value(t, f, tt.family+tt.sample, tt.labels...); got != tt.want {
			t.Errorf("%s%s%v = %v, want %v", tt.family, tt.sample, tt.labels, got, tt.want)
		}
	}
}

// A bound belongs to its bucket (OpenMetrics 1.0, "Histogram").
func TestBucketsHoldTheirBound(t *testing.T) {
	t.Parallel()
	for i, bound := range bounds {
		var h histogram
		h.observe(bound)
		h.observe(bound + 1)
		if h.buckets[i].Load() != 1 || h.buckets[i+1].Load() != 1 {
			t.Errorf("%v and a nanosecond more are not on both sides of the bound", bound)
		}
	}
}

func TestNobodyCountsForNil(t *testing.T) {
	t.Parallel()
	var m *Metrics
	m.Request("zim", "Op", "0", 1)
	m.Refused("zim", "limit")
	m.Fault("code")
	m.Event("failed")
	m.Bypassed()
	m.RateLimited()
	if all := families(t, m); len(all["chatdouble_requests"].samples) != 0 {
		t.Errorf("nil has counted: %v", all)
	}
}

func TestCombinationsAreBounded(t *testing.T) {
	t.Parallel()
	m := New()
	for i := range maxSeries + 5 {
		m.Fault(fmt.Sprint("kind ", i))
	}
	m.Fault("kind 0")
	f := families(t, m)["chatdouble_faults_injected"]
	if len(f.samples) != maxSeries+1 {
		t.Errorf("%d combinations, want %d", len(f.samples), maxSeries+1)
	}
	if n := value(t, f, "chatdouble_faults_injected_total", "kind", "kind 0"); n != 2 {
		t.Errorf("a kind that was there already = %v, want 2", n)
	}
	if n := value(t, f, "chatdouble_faults_injected_total", "kind", "other"); n != 5 {
		t.Errorf("those that came too late = %v, want 5", n)
	}
}

// Many count at once, also for the first time, while somebody reads.
func TestNoCountIsLost(t *testing.T) {
	t.Parallel()
	m := New()
	const counters, each = 8, 500
	var wg sync.WaitGroup
	for range counters {
		wg.Go(func() {
			for i := range each {
				m.Request("zim", fmt.Sprint("op ", i%50), "0", time.Duration(i))
				m.Refused("zim", "limit")
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			families(t, m)
		}
	})
	wg.Wait()
	all := families(t, m)
	for i := range 50 {
		if n := value(t, all["chatdouble_requests"], "chatdouble_requests_total", "vendor", "zim", "operation", fmt.Sprint("op ", i), "code", "0"); n != counters*each/50 {
			t.Errorf("op %d = %v, want %v", i, n, counters*each/50)
		}
	}
	if n := value(t, all["chatdouble_refused"], "chatdouble_refused_total", "vendor", "zim", "reason", "limit"); n != counters*each {
		t.Errorf("refused = %v, want %v", n, counters*each)
	}
}

// Two that meet the same labels for the first time at once get one counter.
func TestFirstCountsMeet(t *testing.T) {
	t.Parallel()
	var f family[string]
	f.of("new").Add(1)
	f.of("new").Add(1)
	if n := f.all()["new"].Load(); n != 2 {
		t.Errorf("counted %d, want 2", n)
	}
}

func TestCountingAllocatesNothing(t *testing.T) {
	m := New()
	count := func() {
		m.Request("zim", "QueryBlacklist", "0", time.Millisecond)
		m.Request("cometchat", "", "ERR_API_NOT_FOUND", time.Millisecond)
		m.Refused("zim", "limit")
		m.Fault("code")
	}
	count()
	if n := testing.AllocsPerRun(1000, count); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

type broken struct{ error }

func (b broken) Write([]byte) (int, error) { return 0, b.error }

func TestWriteToReturnsTheError(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone away")
	if err := New().WriteTo(broken{gone}, gauges); !errors.Is(err, gone) {
		t.Errorf("error = %v, want %v", err, gone)
	}
}

func BenchmarkRequest(b *testing.B) {
	m := New()
	for _, op := range []string{"a", "b", "c", "QueryBlacklist", "ListBlockedUsers"} {
		m.Request("zim", op, "0", 0)
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Request("zim", "QueryBlacklist", "0", 3*time.Microsecond)
	}
}
