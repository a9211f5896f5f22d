package faults

import "encoding/json"

// wire is a rule as JSON: what ParseRule takes and, when it is in force, what has come of it.
type wire struct {
	ID          string     `json:"id,omitempty"`
	Match       *wireMatch `json:"match,omitempty"`
	Fault       wireFault  `json:"fault"`
	Times       int        `json:"times,omitempty"`
	Probability float64    `json:"probability,omitempty"`
	When        string     `json:"when"`
	*wireUse
}

type wireUse struct {
	Hits         int    `json:"hits"`
	Bypassed     int    `json:"bypassed"`
	BypassReason string `json:"bypass_reason,omitempty"`
}

type wireMatch struct {
	Vendor    string            `json:"vendor,omitempty"`
	Operation string            `json:"operation,omitempty"`
	User      string            `json:"user,omitempty"`
	Header    map[string]string `json:"header,omitempty"`
	Nth       int               `json:"nth,omitempty"`
}

type wireFault struct {
	Code        string     `json:"code,omitempty"`
	Status      int        `json:"status,omitempty"`
	Body        string     `json:"body,omitempty"`
	Delay       *wireDelay `json:"delay,omitempty"`
	Transport   string     `json:"transport,omitempty"`
	AfterBytes  *int       `json:"after_bytes,omitempty"`
	RateLimited bool       `json:"rate_limited,omitempty"`
}

type wireDelay struct {
	Type         string   `json:"type"`
	Milliseconds *int     `json:"milliseconds,omitempty"`
	Lower        *int     `json:"lower,omitempty"`
	Upper        *int     `json:"upper,omitempty"`
	Median       *float64 `json:"median,omitempty"`
	Sigma        *float64 `json:"sigma,omitempty"`
	MaxValue     float64  `json:"maxValue,omitempty"`
}

// MarshalJSON writes the rule as ParseRule reads it, without its id.
func (r Rule) MarshalJSON() ([]byte, error) { return json.Marshal(r.wire()) }

// MarshalJSON writes the rule, its id and what has come of it.
func (s Shown) MarshalJSON() ([]byte, error) {
	w := s.wire()
	w.ID = s.ID
	w.wireUse = &wireUse{s.Hits, s.Bypassed, s.BypassReason}
	return json.Marshal(w)
}

func (r *Rule) wire() *wire {
	w := &wire{
		Fault: wireFault{
			Code: r.Code, Status: r.Status, Body: string(r.Body), Delay: r.Delay.wire(),
			Transport: r.Transport, RateLimited: r.RateLimited,
		},
		Times: r.Times, Probability: r.Probability, When: "before",
	}
	if r.After {
		w.When = "after"
	}
	if r.Transport == TruncatedBody {
		w.Fault.AfterBytes = &r.AfterBytes
	}
	if r.Vendor != "" || r.Operation != "" || r.User != "" || len(r.Header) > 0 || r.Nth != 0 {
		w.Match = &wireMatch{r.Vendor, r.Operation, r.User, r.Header, r.Nth}
	}
	return w
}

func (d *Delay) wire() *wireDelay {
	if d == nil {
		return nil
	}
	w := &wireDelay{Type: d.Type}
	switch d.Type {
	case Fixed:
		w.Milliseconds = &d.Milliseconds
	case Uniform:
		w.Lower, w.Upper = &d.Lower, &d.Upper
	case LogNormal:
		w.Median, w.Sigma, w.MaxValue = &d.Median, &d.Sigma, d.MaxValue
	}
	return w
}
