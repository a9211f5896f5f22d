package vendortest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The verdicts of a check.
const (
	Passed     = "passed"
	Failed     = "failed"
	NotReached = "not reached"
)

// FirstFailed is the first check that failed, empty when none did.
func FirstFailed(checks []chatdouble.Check) (found chatdouble.Check) {
	for _, c := range checks {
		if c.Verdict == Failed {
			return c
		}
	}
	return found
}

// Verdicts are the checks as lines, with so many columns for their names.
func Verdicts(checks []chatdouble.Check, columns int) string {
	var b strings.Builder
	for _, c := range checks {
		b.WriteString(strings.TrimRight(fmt.Sprintf("%-12s %-*s %s", c.Verdict, columns, c.Name, c.Detail), " ") + "\n")
	}
	return b.String()
}

// InOrder fails unless the checks are some that passed, then one that failed with the reason beside
// the answer, then some that were not reached.
func InOrder(t testing.TB, checks []chatdouble.Check, reason string) {
	t.Helper()
	stage, wrong := Passed, false
	for _, c := range checks {
		if stage != Passed {
			stage = NotReached
		}
		if stage == Passed && c.Verdict == Failed {
			stage = Failed
			if c.Detail != reason {
				wrong = true
				t.Errorf("the check says %q, the header %q", c.Detail, reason)
			}
		}
		if c.Verdict != stage {
			wrong = true
			t.Errorf("%s is %s among those that are %s", c.Name, c.Verdict, stage)
		}
	}
	if wrong {
		t.Log("\n" + Verdicts(checks, 42))
	}
}

// Entry is what the server's journal has of a call.
func Entry(t testing.TB, server *chatdouble.Server, of Reply) (entry chatdouble.Request) {
	t.Helper()
	found := 0
	for _, e := range server.Requests() {
		if e.ID == of.ID() {
			entry, found = e, found+1
		}
	}
	if found != 1 {
		t.Fatalf("the journal has the request %s %d times, want once", of.ID(), found)
	}
	return entry
}
