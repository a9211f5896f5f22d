package faults

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// calling is a call by alice of the vendor's operation Query, with two headers.
func calling() *Call {
	header := map[string][]string{"X-Client": {"a", "b"}, "X-Empty": {""}}
	return &Call{Vendor: "zim", Operation: "Query", User: "alice", Header: func(name string) []string { return header[name] }}
}

func TestRuleMatches(t *testing.T) {
	t.Parallel()
	after := calling()
	after.After = true
	bare := &Call{}
	group := Call{Vendor: "zim", Method: "GET", Action: "AnyAction", Path: func() string { return "/v3/groups/a" }}
	stray := Call{Stray: true, Method: "POST", Path: func() string { return "/callback" }}
	for _, tt := range []struct {
		name string
		rule Rule
		call *Call
		want bool
	}{
		{"everything", Rule{}, calling(), true},
		{"everything, a call that reached nothing", Rule{}, bare, true},
		{"vendor", Rule{Match: Match{Vendor: "zim"}}, calling(), true},
		{"other vendor", Rule{Match: Match{Vendor: "cometchat"}}, calling(), false},
		{"operation", Rule{Match: Match{Operation: "Query"}}, calling(), true},
		{"other operation", Rule{Match: Match{Operation: "Add"}}, calling(), false},
		{"operation, a call that reached none", Rule{Match: Match{Operation: "Query"}}, bare, false},
		{"user", Rule{Match: Match{User: "alice"}}, calling(), true},
		{"other user", Rule{Match: Match{User: "bob"}}, calling(), false},
		{"header", Rule{Match: Match{Header: map[string]string{"x-client": "a"}}}, calling(), true},
		{"header, its second value", Rule{Match: Match{Header: map[string]string{"X-CLIENT": "b"}}}, calling(), true},
		{"header, part of its value", Rule{Match: Match{Header: map[string]string{"X-Client": "a, b"}}}, calling(), false},
		{"header, empty", Rule{Match: Match{Header: map[string]string{"X-Empty": ""}}}, calling(), true},
		{"header, empty and not there", Rule{Match: Match{Header: map[string]string{"X-None": ""}}}, calling(), false},
		{"two headers, one wrong", Rule{Match: Match{Header: map[string]string{"X-Client": "a", "X-Empty": "x"}}}, calling(), false},
		{"header, a call without", Rule{Match: Match{Header: map[string]string{"X-Client": "a"}}}, bare, false},
		{"method", Rule{Match: Match{Method: "GET"}}, &group, true},
		{"other method", Rule{Match: Match{Method: "POST"}}, &group, false},
		{"path", Rule{Match: Match{Path: "/v3/groups/*"}}, &group, true},
		{"other path", Rule{Match: Match{Path: "/v3/users/*"}}, &group, false},
		{"path, a call without", Rule{Match: Match{Path: "*"}}, bare, false},
		{"action", Rule{Match: Match{Action: "AnyAction"}}, &group, true},
		{"action, letter case counts", Rule{Match: Match{Action: "createGroup"}}, &group, false},
		{"path and another method", Rule{Match: Match{Path: "*", Method: "PUT"}}, &group, false},
		{"everything, a call for no vendor", Rule{}, &stray, false},
		{"method, a call for no vendor", Rule{Match: Match{Method: "POST"}}, &stray, false},
		{"path, a call for no vendor", Rule{Match: Match{Path: "/callback"}}, &stray, true},
		{"vendor and path, a call for no vendor", Rule{Match: Match{Vendor: "zim", Path: "/callback"}}, &stray, false},
		{"before, asked after", Rule{}, after, false},
		{"after, asked before", Rule{When: After}, calling(), false},
		{"after", Rule{When: After}, after, true},
		{"all at once", Rule{Match: Match{Vendor: "zim", Operation: "Query", User: "alice", Header: map[string]string{"X-Client": "a"}, Nth: 1}}, calling(), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var r Rules
			r.Add(tt.rule)
			call := *tt.call
			if hit := r.Take(&call); (hit != nil) != tt.want {
				t.Errorf("Take(%+v) with the rule %+v = %v, want a hit: %v", tt.call, tt.rule, hit, tt.want)
			}
		})
	}
}

func TestOldestRuleComesFirstAndIsUsedUp(t *testing.T) {
	t.Parallel()
	var r Rules
	r.Add(Rule{Fault: Fault{Code: "first"}, Times: 2})
	r.Add(Rule{Fault: Fault{Code: "second"}, Times: 1})
	r.Add(Rule{Match: Match{Operation: "other"}, Fault: Fault{Code: "third"}})
	for i, want := range []string{"first", "first", "second", ""} {
		if got := codeOf(r.Take(&Call{Operation: "x"})); got != want {
			t.Errorf("call %d met rule %q, want %q", i, got, want)
		}
	}
	for range 3 {
		if got := codeOf(r.Take(&Call{Operation: "other"})); got != "third" {
			t.Errorf("a rule without Times met as %q, want third each time", got)
		}
	}
	if n := r.Clear(); n != 1 {
		t.Errorf("Clear() = %d, want 1: the others are used up", n)
	}
	if r.Take(&Call{Operation: "other"}) != nil {
		t.Error("a rule is in force after Clear")
	}
}

func codeOf(hit *Hit) string {
	if hit == nil {
		return ""
	}
	return hit.Rule.Code
}

// The nth call of a rule is the same one whatever other rules there are.
func TestNthCountsCallsThatAnotherRuleHits(t *testing.T) {
	t.Parallel()
	var r Rules
	r.Add(Rule{Match: Match{Nth: 1}, Fault: Fault{Code: "1"}})
	r.Add(Rule{Match: Match{Nth: 3}, Fault: Fault{Code: "3"}})
	r.Add(Rule{Match: Match{Nth: 2, User: "alice"}, Fault: Fault{Code: "alice's second"}})
	r.Add(Rule{Match: Match{Nth: 4}, Fault: Fault{Code: "4"}})
	var got []string
	for _, user := range []string{"bob", "alice", "bob", "alice", "alice"} {
		got = append(got, codeOf(r.Take(&Call{User: user})))
	}
	if want := []string{"1", "", "3", "alice's second", ""}; !slices.Equal(got, want) {
		t.Errorf("calls met %q, want %q", got, want)
	}

	var passed Rules
	passed.Add(Rule{Match: Match{Nth: 2}, Fault: Fault{Code: "2"}})
	passed.Take(&Call{Decided: true})
	if got := codeOf(passed.Take(&Call{})); got != "2" {
		t.Errorf("after a call that passed, the second met %q, want 2", got)
	}
}

// Rules that only delay all hit, wherever they stand; of the others one does.
func TestDelaysJoinWhatElseHits(t *testing.T) {
	t.Parallel()
	var r Rules
	delay := func(ms int, times int) Rule {
		return Rule{Fault: Fault{Delay: &Delay{Type: Fixed, Milliseconds: ms}}, Times: times}
	}
	r.Add(delay(1, 2))
	r.Add(Rule{Fault: Fault{Code: "first", Delay: &Delay{Type: Fixed, Milliseconds: 10}}, Times: 1})
	r.Add(delay(100, 0))
	r.Add(Rule{Fault: Fault{Code: "second"}, Times: 1})
	for i, want := range []struct {
		id, beside string
		wait       time.Duration
	}{
		{"f2", "f1 f3", 111 * time.Millisecond},
		{"f4", "f1 f3", 101 * time.Millisecond},
		{"f3", "", 100 * time.Millisecond},
	} {
		hit := r.Take(&Call{})
		var beside []string
		for _, other := range hit.Beside {
			beside = append(beside, other.ID)
		}
		if hit.ID != want.id || strings.Join(beside, " ") != want.beside || hit.Wait != want.wait {
			t.Errorf("call %d met %s beside %q and waits %v, want %+v", i, hit.ID, beside, hit.Wait, want)
		}
	}
	wantUse(t, &r, "f3 3 0 ")

	// What was decided elsewhere is delayed all the same.
	r.Add(Rule{Fault: Fault{Code: "third"}})
	if hit := r.Take(&Call{Decided: true}); hit == nil || hit.ID != "f3" {
		t.Errorf("a call that another rule answers met %+v, want the delay", hit)
	}
	wantUse(t, &r, "f3 4 0 ", "f5 0 0 ")

	// A hit that is taken back leaves the delays.
	r.Add(delay(1, 0))
	stays := r.Take(&Call{}).Bypass("no")
	if stays == nil || stays.ID != "f3" || len(stays.Beside) != 1 || stays.Beside[0].ID != "f6" {
		t.Errorf("what stays is %+v, want f3 with f6 beside it", stays)
	}
	wantUse(t, &r, "f3 5 0 ", "f5 0 1 no", "f6 1 0 ")
}

func TestTimesHoldsUnderConcurrency(t *testing.T) {
	t.Parallel()
	var r Rules
	r.Add(Rule{Times: 100})
	var met atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				hit := r.Take(&Call{})
				if hit == nil {
					continue
				}
				if n := met.Add(1); n%10 == 0 { // this one cannot be applied, and another call comes in its place
					met.Add(-1)
					hit.Bypass("no")
				}
			}
		})
	}
	wg.Wait()
	for r.Take(&Call{}) != nil {
		met.Add(1)
	}
	if met.Load() != 100 {
		t.Errorf("%d calls went wrong, want 100", met.Load())
	}
}

// A rule that cannot be applied is counted, says why, and the next one has its turn.
func TestBypass(t *testing.T) {
	t.Parallel()
	var r Rules
	r.Add(Rule{Fault: Fault{Code: "unknown"}, Times: 1})
	r.Add(Rule{Fault: Fault{Code: "known"}, Times: 1})
	call := Call{Impossible: func(rule *Rule) string {
		if rule.Code == "unknown" {
			return "no such code"
		}
		return ""
	}}
	first, second := call, call
	hit := r.Take(&first)
	if codeOf(hit) != "known" {
		t.Fatalf("met %q, want the rule that can be applied", codeOf(hit))
	}
	wantUse(t, &r, "f1 0 1 no such code")
	hit.Bypass("it is too late")
	wantUse(t, &r, "f1 0 1 no such code", "f2 0 1 it is too late")
	if codeOf(r.Take(&second)) != "known" {
		t.Error("a rule that was taken back does not hit again")
	}

	// Two calls that used the last times up, both taken back, leave one rule.
	r.Clear()
	r.Add(Rule{Times: 2})
	a, b := r.Take(&Call{}), r.Take(&Call{})
	a.Bypass("a")
	b.Bypass("b")
	wantUse(t, &r, "f3 0 2 b")

	// Taking back after everything was cleared brings nothing back.
	r.Clear()
	r.Add(Rule{Times: 1})
	hit = r.Take(&Call{})
	r.Clear()
	hit.Bypass("too late")
	wantUse(t, &r)
}

// One rule goes, and the others stay as they are.
func TestRemove(t *testing.T) {
	t.Parallel()
	r := New(1)
	for _, code := range []string{"a", "b", "c"} {
		r.Add(Rule{Fault: Fault{Code: code}, Times: 1})
	}
	taken := r.Take(&Call{}) // by f1, which is used up
	if removed, ok := r.Remove("f2"); !ok || removed.Code != "b" || removed.ID != "f2" || removed.Hits != 0 {
		t.Errorf("Remove(f2) = %+v, %v", removed, ok)
	}
	wantUse(t, r, "f3 0 0 ")
	for _, id := range []string{"f1", "f2", "f9", ""} {
		if removed, ok := r.Remove(id); ok {
			t.Errorf("Remove(%q) = %+v of what is not in force", id, removed)
		}
	}
	taken.Bypass("after all") // f1 is in force again
	if removed, ok := r.Remove("f1"); !ok || removed.Bypassed != 1 {
		t.Errorf("Remove(f1) = %+v, %v", removed, ok)
	}
	if codeOf(r.Take(&Call{})) != "c" || r.Any() {
		t.Error("f3 does not hit, or another rule is left")
	}

	// A call that a removed rule had hit brings nothing back.
	r.Add(Rule{Fault: Fault{Code: "d"}, Times: 2})
	first, second := r.Take(&Call{}), r.Take(&Call{})
	first.Bypass("not yet")
	r.Remove("f4")
	second.Bypass("too late")
	wantUse(t, r)
}

func wantUse(t *testing.T, r *Rules, want ...string) {
	t.Helper()
	var got []string
	for _, s := range r.List() {
		got = append(got, strings.Join([]string{s.ID, digits(s.Hits), digits(s.Bypassed), s.BypassReason}, " "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("rules = %q, want %q", got, want)
	}
}

func digits(n int) string { return string(rune('0' + n)) }

func TestIDs(t *testing.T) {
	t.Parallel()
	r, all := New(1), ForAll(1)
	if a, b := r.Add(Rule{}), r.Add(Rule{}); a != "f1" || b != "f2" {
		t.Errorf("ids = %s, %s, want f1, f2", a, b)
	}
	if id := all.Add(Rule{}); id != "all1" {
		t.Errorf("the id of a rule for all apps = %s, want all1", id)
	}
	r.Clear()
	if id := r.Add(Rule{}); id != "f3" {
		t.Errorf("after Clear the next id = %s, want f3: the journal may speak of f1", id)
	}
	r.Set([]Rule{{Fault: Fault{Code: "x"}}})
	wantUse(t, r, "f1 0 0 ")
	if id := r.Add(Rule{}); id != "f2" {
		t.Errorf("after Set of one the next id = %s, want f2", id)
	}
}

func TestNilHasNone(t *testing.T) {
	t.Parallel()
	var r *Rules
	if r.Take(&Call{}) != nil || len(r.List()) != 0 {
		t.Error("a nil *Rules has rules")
	}
}

// What is added is a copy.
func TestAddCopies(t *testing.T) {
	t.Parallel()
	var r Rules
	header := map[string]string{"X-Client": "a"}
	r.Add(Rule{Match: Match{Header: header}})
	header["X-Client"] = "other"
	if r.Take(calling()) == nil {
		t.Error("the rule follows a map that the caller changed")
	}
}

// Several Rules are counted together, and an id is known for as long as the journal may speak of it.
func TestCountsAndIDs(t *testing.T) {
	t.Parallel()
	var all, other atomic.Int64
	rules := ForAll(1)
	if rules.Newest() != "" || rules.Gave("all1") || (*Rules)(nil).Gave("f1") {
		t.Error("an id is known before there is a rule")
	}
	rules.CountIn(&all)
	rules.Add(Rule{Fault: Fault{Status: 500}})
	rules.CountIn(&other)
	rules.Add(Rule{Fault: Fault{Status: 501}})
	if all.Load() != 0 || other.Load() != 2 {
		t.Errorf("%d and %d rules are counted, want 0 and 2", all.Load(), other.Load())
	}
	rules.Clear()
	if other.Load() != 0 || rules.Newest() != "all2" || !rules.Gave("all1") || rules.Gave("all01") || rules.Gave("all3") {
		t.Errorf("%d rules are counted, the newest was %s", other.Load(), rules.Newest())
	}
	rules.CountIn(nil)
	if rules.Add(Rule{Fault: Fault{Status: 502}}); other.Load() != 0 {
		t.Errorf("%d rules are counted after the end", other.Load())
	}
}
