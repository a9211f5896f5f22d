package gateway

import "github.com/chatdouble/mockserver/internal/journal"

// Step is one check of a vendor, for its explanation.
type Step struct {
	Name string
	// Refused reports whether this check made the recorded refusal.
	Refused func(*journal.Entry) bool
	// Look runs the check again: what it finds, or its refusal. It is nil where the entry alone
	// cannot tell; then what was recorded does, and Found stands beside it.
	Look  func() (found string, refusal error)
	Found string
}

// Judge gives each step of a call from the journal its verdict. The recorded refusal is that of the
// first step that says so, else of the last one.
func Judge(c *Call, steps []Step) []Check {
	e := c.recorded
	at := refusedAt(e, steps)
	var checks []Check
	changed := ""
	for i := range steps {
		s := &steps[i]
		if i > at {
			checks = append(checks, Check{s.Name, NotReached, ""})
			continue
		}
		check, differs := s.judge(e, i == at, changed)
		checks = append(checks, check)
		if changed == "" {
			changed = differs
		}
	}
	switch {
	case changed == "":
		return checks
	case !whole(e):
		return append(checks, Check{unchanged, NotReached, "the journal kept only a part of the request, so not every check could run again"})
	}
	by := ""
	if !refused(e) {
		by = ", by this call or another one"
	}
	return append(checks, Check{unchanged, Failed, "the app has changed since" + by + ": " + changed})
}

// refusedAt is which step refused the call, behind the last one when none did.
func refusedAt(e *journal.Entry, steps []Step) int {
	if !refused(e) {
		return len(steps)
	}
	for i := range steps {
		if steps[i].Refused != nil && steps[i].Refused(e) {
			return i
		}
	}
	return len(steps) - 1
}

// judge is the verdict of a step that was reached, and what differs now. changed is what differed at a step before: what
// follows it may miss what it needs, so it is not looked at again.
func (s *Step) judge(e *journal.Entry, refusedHere bool, changed string) (check Check, differs string) {
	found, refusal, looked := s.Found, error(nil), s.Look != nil && changed == ""
	if looked {
		found, refusal = s.Look()
	}
	switch {
	case refusedHere && looked && refusal == nil:
		return Check{s.Name, Failed, e.Reason}, s.Name + " would pass now: " + found
	case refusedHere:
		return Check{s.Name, Failed, e.Reason}, ""
	case refusal != nil:
		return Check{s.Name, Passed, "it passed then, and would not now"}, s.Name + " would fail now: " + refusal.Error()
	case s.Look != nil && !looked:
		return Check{s.Name, Passed, "it passed then"}, ""
	}
	return Check{s.Name, Passed, found}, ""
}

// unchanged is the name of the last check where what was recorded and what is found now differ.
const unchanged = "unchanged since"

// refused reports whether one of the vendor's checks made the call fail.
func refused(e *journal.Entry) bool {
	switch e.Stage {
	case journal.Done, journal.Fault, journal.FaultAsked, journal.Full, journal.Internal, "":
		return false
	}
	return true
}
