package faults

import (
	"bytes"
	"encoding/json"
)

// wire is a rule as JSON: what ParseRule takes and, when it is in force, what has come of it.
type wire struct {
	ID          string    `json:"id,omitempty"`
	Match       wireMatch `json:"match,omitzero"`
	Fault       wireFault `json:"fault"`
	Times       int       `json:"times,omitempty"`
	Probability float64   `json:"probability,omitempty"`
	When        string    `json:"when"`
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
	Method    string            `json:"method,omitempty"`
	Path      string            `json:"path,omitempty"`
	Action    string            `json:"action,omitempty"`
	Header    map[string]string `json:"header,omitempty"`
	Nth       int               `json:"nth,omitempty"`
}

type wireFault struct {
	Code        string              `json:"code,omitempty"`
	Status      int                 `json:"status,omitempty"`
	Headers     map[string][]string `json:"headers,omitempty"`
	Body        string              `json:"body,omitempty"`
	JSON        json.RawMessage     `json:"json,omitempty"`
	Delay       *wireDelay          `json:"delay,omitempty"`
	Transport   string              `json:"transport,omitempty"`
	AfterBytes  *int                `json:"after_bytes,omitempty"`
	RateLimited bool                `json:"rate_limited,omitempty"`
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
func (r Rule) MarshalJSON() ([]byte, error) { return plainJSON(r.wire()) }

// MarshalJSON writes the rule, its id and what has come of it.
func (s Shown) MarshalJSON() ([]byte, error) {
	w := s.wire()
	w.ID = s.ID
	w.wireUse = &wireUse{s.Hits, s.Bypassed, s.BypassReason}
	return plainJSON(w)
}

// plainJSON leaves <, > and & as they are, so that a body is shown as it is sent.
func plainJSON(v any) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

func (r *Rule) wire() *wire {
	w := &wire{
		Match: wireMatch{r.Vendor, r.Operation, r.User, r.Method, r.Path, r.Action, r.Header, r.Nth},
		Fault: wireFault{
			Code: r.Code, Status: r.Status, Headers: r.Headers, Delay: r.Delay.wire(), Transport: r.Transport, RateLimited: r.RateLimited,
		},
		Times: r.Times, Probability: r.Probability, When: "before",
	}
	if r.After {
		w.When = "after"
	}
	if r.JSON {
		w.Fault.JSON = r.Body
	} else {
		w.Fault.Body = string(r.Body)
	}
	if r.Transport == TruncatedBody {
		w.Fault.AfterBytes = &r.AfterBytes
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
