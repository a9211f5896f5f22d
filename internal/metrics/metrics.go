// Package metrics counts what a server has answered and writes it as OpenMetrics text.
//
// No library: prometheus/client_golang brings protobuf and four modules more,
// VictoriaMetrics/metrics writes neither OpenMetrics nor buckets with le, and eleven families are a page
// of code.
package metrics

import (
	"sync/atomic"
	"time"
)

// Unknown is the operation of all requests that match none: a client's own words are never a label.
const Unknown = "unknown"

// Metrics are the counters of one server. They only grow; a reset of the server leaves them alone. A
// nil *Metrics counts nothing. It is safe for concurrent use, and counting allocates nothing after
// the first time.
type Metrics struct {
	requests family[requestLabels]
	refused  family[refusedLabels]
	faults   family[string] // by kind
	events   family[string] // by outcome
	bypassed atomic.Uint64
	limited  atomic.Uint64
	took     histogram
}

type requestLabels struct{ vendor, operation, code string }

type refusedLabels struct{ vendor, reason string }

// New returns counters that stand at nought.
func New() *Metrics {
	const other = "other"
	m := new(Metrics)
	m.requests.other = requestLabels{other, other, other}
	m.refused.other = refusedLabels{other, other}
	m.faults.other, m.events.other = other, other
	return m
}

// Request counts a request that was answered, and how long that took. An empty operation counts as
// Unknown. The labels must come from a table, not from a client.
func (m *Metrics) Request(vendor, operation, code string, took time.Duration) {
	if m == nil {
		return
	}
	if operation == "" {
		operation = Unknown
	}
	m.requests.add(requestLabels{vendor, operation, code})
	m.took.observe(took)
}

// Refused counts a request that was refused. The reason is a class from a short list.
func (m *Metrics) Refused(vendor, reason string) {
	if m != nil {
		m.refused.add(refusedLabels{vendor, reason})
	}
}

// Fault counts a fault rule that hit, by its kind.
func (m *Metrics) Fault(kind string) {
	if m != nil {
		m.faults.add(kind)
	}
}

// Event counts what came of a try to deliver an event, or that there was none.
func (m *Metrics) Event(outcome string) {
	if m != nil {
		m.events.add(outcome)
	}
}

// Bypassed counts a fault rule that could not apply to a call that it matched.
func (m *Metrics) Bypassed() {
	if m != nil {
		m.bypassed.Add(1)
	}
}

// RateLimited counts a request that was told that it is above a limit, by a limit or by a fault rule.
func (m *Metrics) RateLimited() {
	if m != nil {
		m.limited.Add(1)
	}
}
