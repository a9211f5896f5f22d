// Package faults decides which calls go wrong, how, and how often.
package faults

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Rule makes calls go wrong. An empty match field matches every call.
type Rule struct {
	Operation string // the operation's name
	User      string // the user that the call acts for or on

	Code   string // answer with this code of the vendor, in its shape and with its usual status
	Status int    // or, without a code: answer with this HTTP status ...
	Body   []byte // ... and this body
	After  bool   // let the call change the state first and lose its answer
	Times  int    // how many calls go wrong; 0 means all until the rules are cleared
}

// Rules are the rules in force for one application, the oldest first. The zero value has none.
// It is safe for concurrent use.
type Rules struct {
	count atomic.Int32 // of rules, so that a call costs nothing where there are none
	mu    sync.Mutex
	rules []Rule
}

// Add puts a rule in force.
func (r *Rules) Add(rule Rule) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rules = append(r.rules, rule)
	r.count.Store(int32(len(r.rules)))
}

// Clear takes all rules out of force.
func (r *Rules) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rules = nil
	r.count.Store(0)
}

// Take returns the oldest rule that says this call goes wrong at this place, and counts it as used.
func (r *Rules) Take(operation, user string, after bool) (Rule, bool) {
	if r.count.Load() == 0 {
		return Rule{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.rules {
		rule := &r.rules[i]
		if rule.After != after ||
			rule.Operation != "" && rule.Operation != operation ||
			rule.User != "" && rule.User != user {
			continue
		}
		taken := *rule
		switch rule.Times {
		case 0: // for good
		case 1:
			r.rules = slices.Delete(r.rules, i, i+1)
			r.count.Store(int32(len(r.rules)))
		default:
			rule.Times--
		}
		return taken, true
	}
	return Rule{}, false
}
