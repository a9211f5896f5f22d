package faults

import (
	"cmp"
	"encoding/json"
	"math/rand/v2"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/chatdouble/mockserver/internal/shape"
)

// Rules are the rules in force for one application, or for all, the oldest first. The zero value
// has none, and the seed 0. It is safe for concurrent use. A nil *Rules has none for ever.
type Rules struct {
	count  atomic.Int32  // of rules in force, so that a call costs one load where there are none
	all    *atomic.Int64 // of several Rules together; nil: nobody counts them
	seed   uint64
	prefix string // of ids

	mu      sync.Mutex
	rules   []*active
	last    uint64 // the number of the newest rule
	most    uint64 // the greatest number that a rule ever had
	cleared uint64 // how often all rules were taken out of force
}

// active is a rule in force.
type active struct {
	Rule
	number uint64
	json   bool // its body is JSON

	// The draws have a source of their own, because each call that matches takes one; what a hit is made
	// of is drawn only when the rule hits, and that depends on other rules.
	draws, made source

	matched  int // calls that matched all but Nth
	used     int // calls that went wrong by it
	bypassed int
	reason   string // why the last one that was bypassed was
	usedUp   bool
	removed  bool // and must not come back, whatever becomes of a call that it has hit
}

// New returns rules for one application whose draws follow from the seed. Their ids are f1, f2 and
// so on.
func New(seed int64) *Rules { return &Rules{seed: uint64(seed)} }

// ForAll returns rules for all applications of a server. Their ids are all1, all2 and so on, so that
// a journal that holds both kinds tells them apart.
func ForAll(seed int64) *Rules { return &Rules{seed: uint64(seed), prefix: "all"} }

// Any reports whether there are rules. It costs one load.
func (r *Rules) Any() bool { return r != nil && r.count.Load() > 0 }

// Add puts a copy of a rule in force and returns the id that it got. The caller has made sure with
// Complete and Check that the rule makes sense.
func (r *Rules) Add(rule Rule) (id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.add(rule)
}

func (r *Rules) add(rule Rule) (id string) {
	r.last++
	r.most = max(r.most, r.last)
	rule.ID = r.id(r.last)
	if rule.Header != nil {
		header := make(map[string]string, len(rule.Header))
		for name, value := range rule.Header {
			header[textproto.CanonicalMIMEHeaderKey(name)] = value
		}
		rule.Header = header
	}
	r.rules = append(r.rules, &active{Rule: rule, number: r.last, json: json.Valid(rule.Answer())})
	r.counted()
	return rule.ID
}

// counted puts down how many rules there are. mu must be held.
func (r *Rules) counted() {
	now := int32(len(r.rules))
	if before := r.count.Swap(now); r.all != nil {
		r.all.Add(int64(now - before))
	}
}

// CountIn adds the number of rules to all from now on, and no longer to what it was added to before. nil
// ends it.
func (r *Rules) CountIn(all *atomic.Int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all != nil {
		r.all.Add(-int64(len(r.rules)))
	}
	if r.all = all; all != nil {
		all.Add(int64(len(r.rules)))
	}
}

func (r *Rules) id(number uint64) string {
	return cmp.Or(r.prefix, "f") + strconv.FormatUint(number, 10)
}

// Gave reports whether a rule has that id, or ever had: the journal may speak of one that is used up.
func (r *Rules) Gave(id string) bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	number, err := strconv.ParseUint(strings.TrimPrefix(id, cmp.Or(r.prefix, "f")), 10, 64)
	return err == nil && 0 < number && number <= r.most && id == r.id(number)
}

// Newest is the id of the rule that came last, whether it is still in force or not; empty when none ever
// came.
func (r *Rules) Newest() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == 0 {
		return ""
	}
	return r.id(r.last)
}

// Set puts exactly these rules in force, as at the beginning: ids and draws begin anew.
func (r *Rules) Set(rules []Rule) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clear()
	r.last = 0
	for _, rule := range rules {
		r.add(rule)
	}
}

// Clear takes all rules out of force and returns how many there were. Ids of rules that come later
// go on from where they were, because the journal may still speak of those before.
func (r *Rules) Clear() (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n = len(r.rules)
	r.clear()
	return n
}

// Remove takes one rule out of force and returns what had come of it. ok is false when no rule in force
// has that id.
func (r *Rules) Remove(id string) (removed Shown, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := slices.IndexFunc(r.rules, func(a *active) bool { return a.ID == id })
	if at < 0 {
		return Shown{}, false
	}
	a := r.rules[at]
	a.removed = true
	r.rules = slices.Delete(r.rules, at, at+1)
	r.counted()
	return a.shown(), true
}

func (r *Rules) clear() {
	r.rules = nil
	r.cleared++
	r.counted()
}

// Shown is a rule in force and what has come of it.
type Shown struct {
	_  struct{} `is:"a rule in force" schema:"Fault"`
	ID string   `json:"id" doc:"as in the journal"`
	Rule
	Hits         int    `json:"hits" rule:"always" doc:"calls that went wrong by it"`
	Bypassed     int    `json:"bypassed" rule:"always" doc:"calls that should have, and could not"`
	BypassReason string `json:"bypass_reason,omitzero" doc:"why the last one could not"`
}

// MarshalJSON writes the rule, its id and what has come of it.
func (s Shown) MarshalJSON() ([]byte, error) {
	s.spell()
	return shape.Plain(&s), nil
}

// List returns the rules in force, the oldest first. A rule that is used up is not among them.
func (r *Rules) List() []Shown {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]Shown, len(r.rules))
	for i, a := range r.rules {
		all[i] = a.shown()
	}
	return all
}

func (a *active) shown() Shown {
	return Shown{ID: a.ID, Rule: a.Rule, Hits: a.used, Bypassed: a.bypassed, BypassReason: a.reason}
}

// Call is what a rule looks at.
type Call struct {
	Vendor, Operation, User string
	Method, Action          string
	Path                    func() string              // as it was sent, without the query; nil for none
	Header                  func(name string) []string // the values of a header; the name is in canonical form
	After                   bool                       // the state has changed
	// Stray says that the call is for no vendor. Only rules that name a path are for such calls.
	Stray bool
	// Impossible says why a rule cannot be applied to this call, "" when it can. nil means that each can.
	Impossible func(*Rule) string
	// Decided says that a rule has hit that makes the answer or ends the connection, so that none can hit
	// any more but those that only delay. Take sets it.
	Decided bool
}

// Take returns by which rules this call goes wrong at this place, and counts them as used; nil when
// there is none. Those that only delay all hit, of the others the oldest. A rule that should have and
// cannot is counted as bypassed, and the next one has its turn.
//
// It shows the call to every rule, so that the nth call of a rule is the same one, and a draw too,
// whatever other rules there are.
func (r *Rules) Take(c *Call) (hit *Hit) {
	if !r.Any() {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	left := r.rules[:0]
	for _, a := range r.rules {
		if a.hits(c, r.seed) {
			hit = hit.Join(a.hit(r))
		}
		if !a.usedUp {
			left = append(left, a)
		}
	}
	clear(r.rules[len(left):])
	r.rules = left
	r.counted()
	return hit
}

// hits reports whether a call goes wrong by the rule.
func (a *active) hits(c *Call, seed uint64) bool {
	if !a.matches(c) || !a.due(seed) || c.Decided && !a.onlyDelays() {
		return false
	}
	if c.Impossible != nil {
		if reason := c.Impossible(&a.Rule); reason != "" {
			a.bypassed++
			a.reason = reason
			return false
		}
	}
	c.Decided = c.Decided || !a.onlyDelays()
	return true
}

// matches compares all but Nth.
func (a *active) matches(c *Call) bool {
	if a.After() != c.After ||
		a.Vendor != "" && a.Vendor != c.Vendor ||
		a.Operation != "" && a.Operation != c.Operation ||
		a.User != "" && a.User != c.User ||
		!a.matchesRequest(c) {
		return false
	}
	for name, value := range a.Header {
		if c.Header == nil || !slices.Contains(c.Header(name), value) {
			return false
		}
	}
	return true
}

// matchesRequest compares what a call has that no operation matches.
func (a *active) matchesRequest(c *Call) bool {
	if a.Method != "" && a.Method != c.Method || a.Action != "" && a.Action != c.Action {
		return false
	}
	if a.Path == "" {
		return !c.Stray
	}
	return c.Path != nil && matchPath(a.Path, c.Path())
}

// due counts a call that matches and says whether it is this one's turn. The draw is made for each
// call, so that it depends on the seed, the rule and the call's place alone.
func (a *active) due(seed uint64) bool {
	a.matched++
	drawn := a.Probability == 0 || a.Probability == 1 || a.draws.get(seed, a.number, forDraws).Float64() < a.Probability
	return drawn && (a.Nth == 0 || a.Nth == a.matched)
}

// source is where a rule's chance comes from, made when it is first needed.
type source struct{ rng *rand.Rand }

// What a source is for.
const (
	forDraws  = 0
	forMaking = 1 << 63
)

func (s *source) get(seed, number, purpose uint64) *rand.Rand {
	if s.rng == nil {
		s.rng = rand.New(rand.NewPCG(seed, number|purpose))
	}
	return s.rng
}
