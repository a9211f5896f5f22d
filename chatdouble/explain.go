package chatdouble

import "strings"

// Explanation says why a request was answered as it was.
type Explanation struct {
	Request string  `json:"request"` // its id
	Outcome string  `json:"outcome"` // "refused", "answered", "fault" or "unmatched"; of an event its [Request.DeliveryState]
	Reason  string  `json:"reason"`  // why, in one line; empty when the request was answered
	Checks  []Check `json:"checks"`  // in the order in which they are made
}

// Check is one thing that the server looks at before it answers a request.
type Check struct {
	Name    string `json:"check"`
	Verdict string `json:"verdict"` // "passed", "failed" or "not reached"
	Detail  string `json:"detail"`
}

// String is the explanation as a list, a line for each check.
func (e Explanation) String() string {
	var text strings.Builder
	text.WriteString("request " + e.Request + ": " + e.Outcome)
	if e.Reason != "" {
		text.WriteString(" (" + e.Reason + ")")
	}
	for _, c := range e.Checks {
		text.WriteString("\n  " + c.Name + ": " + c.Verdict)
		if c.Detail != "" {
			text.WriteString(" (" + c.Detail + ")")
		}
	}
	return text.String()
}
