package faults

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestRuleMatches(t *testing.T) {
	for _, tt := range []struct {
		name      string
		rule      Rule
		operation string
		user      string
		after     bool
		want      bool
	}{
		{"everything", Rule{}, "Query", "alice", false, true},
		{"operation", Rule{Operation: "Query"}, "Query", "alice", false, true},
		{"other-operation", Rule{Operation: "Query"}, "Add", "alice", false, false},
		{"user", Rule{User: "alice"}, "Query", "alice", false, true},
		{"other-user", Rule{User: "alice"}, "Query", "bob", false, false},
		{"before-asked-after", Rule{}, "Query", "alice", true, false},
		{"after-asked-before", Rule{After: true}, "Query", "alice", false, false},
		{"after", Rule{After: true}, "Query", "alice", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var r Rules
			r.Add(tt.rule)
			if _, got := r.Take(tt.operation, tt.user, tt.after); got != tt.want {
				t.Errorf("Take(%s, %s, after %v) = %v, want %v", tt.operation, tt.user, tt.after, got, tt.want)
			}
		})
	}
}

func TestOldestRuleComesFirstAndIsUsedUp(t *testing.T) {
	var r Rules
	r.Add(Rule{Code: "first", Times: 2})
	r.Add(Rule{Code: "second", Times: 1})
	r.Add(Rule{Operation: "other", Code: "third"})
	for i, want := range []string{"first", "first", "second", ""} {
		if rule, _ := r.Take("x", "", false); rule.Code != want {
			t.Errorf("call %d met rule %q, want %q", i, rule.Code, want)
		}
	}
	for range 3 {
		if rule, _ := r.Take("other", "", false); rule.Code != "third" {
			t.Errorf("a rule without Times met as %q, want third each time", rule.Code)
		}
	}
	r.Clear()
	if _, ok := r.Take("other", "", false); ok {
		t.Error("a rule is in force after Clear")
	}
}

func TestTimesHoldsUnderConcurrency(t *testing.T) {
	var r Rules
	r.Add(Rule{Times: 100})
	var met atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if _, ok := r.Take("x", "", false); ok {
					met.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if met.Load() != 100 {
		t.Errorf("%d calls of 400 went wrong, want 100", met.Load())
	}
}
