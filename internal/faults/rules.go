package faults

import (
	"cmp"
	"math/rand/v2"
	"net/textproto"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Rules are the rules in force for one application, or for all, the oldest first. The zero value
// has none, and the seed 0. It is safe for concurrent use. A nil *Rules has none for ever.
type Rules struct {
	count  atomic.Int32 // of rules in force, so that a call costs one load where there are none
	seed   uint64
	prefix string // of ids

	mu      sync.Mutex
	rules   []*active
	last    uint64 // the number of the newest rule
	cleared uint64 // how often all rules were taken out of force
}

// active is a rule in force.
type active struct {
	Rule
	number uint64
	draws  *rand.Rand // nil until the first draw

	matched  int // calls that matched all but Nth
	hits     int
	bypassed int
	reason   string // why the last one that was bypassed was
	usedUp   bool
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
// Validate and Check that the rule makes sense.
func (r *Rules) Add(rule Rule) (id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.add(rule)
}

func (r *Rules) add(rule Rule) (id string) {
	r.last++
	rule.ID = cmp.Or(r.prefix, "f") + strconv.FormatUint(r.last, 10)
	header := make(map[string]string, len(rule.Header))
	for name, value := range rule.Header {
		header[textproto.CanonicalMIMEHeaderKey(name)] = value
	}
	rule.Header = header
	r.rules = append(r.rules, &active{Rule: rule, number: r.last})
	r.count.Store(int32(len(r.rules)))
	return rule.ID
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

func (r *Rules) clear() {
	r.rules = nil
	r.cleared++
	r.count.Store(0)
}

// Shown is a rule in force and what has come of it.
type Shown struct {
	Rule
	Hits         int    // calls that went wrong by it
	Bypassed     int    // calls that should have, and could not
	BypassReason string // why the last one could not
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
		all[i] = Shown{a.Rule, a.hits, a.bypassed, a.reason}
	}
	return all
}

// Call is what a rule looks at.
type Call struct {
	Vendor, Operation, User string
	Header                  func(name string) []string // the values of a header; the name is in canonical form
	After                   bool                       // the state has changed
	// Impossible says why a rule cannot be applied to this call, "" when it can. nil means that each can.
	Impossible func(*Rule) string
}

// Hit is a rule that makes a call go wrong.
type Hit struct {
	ID    string
	Kind  string // one of the kinds
	Rule  Rule
	Wait  time.Duration // how long to wait, drawn from the rule's Delay
	Noise []byte        // for the transports that send garbage

	rules   *Rules
	active  *active
	cleared uint64
}

// Take returns the oldest rule that says that this call goes wrong at this place, and counts it as
// used; nil when there is none. A rule that should have and cannot is counted as bypassed, and the
// next one has its turn.
func (r *Rules) Take(c *Call) *Hit {
	if !r.Any() {
		return nil
	}
	return r.walk(c, true)
}

// Pass lets a call by that another rule has hit already: it counts for Nth, and for the draws, as
// any other does.
func (r *Rules) Pass(c *Call) {
	if r.Any() {
		r.walk(c, false)
	}
}

// walk shows the call to every rule, also to those behind the one that hits, so that the nth call of
// a rule is the same one whatever other rules there are.
func (r *Rules) walk(c *Call, take bool) (hit *Hit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range r.rules {
		if !a.matches(c) || !a.due(r.seed) || !take || hit != nil {
			continue
		}
		if c.Impossible != nil {
			if reason := c.Impossible(&a.Rule); reason != "" {
				a.bypassed++
				a.reason = reason
				continue
			}
		}
		a.hits++
		a.usedUp = a.Times > 0 && a.hits >= a.Times
		hit = a.hit(r)
	}
	if hit != nil && hit.active.usedUp {
		r.rules = slices.DeleteFunc(r.rules, func(a *active) bool { return a == hit.active })
		r.count.Store(int32(len(r.rules)))
	}
	return hit
}

// hit draws what the fault needs.
func (a *active) hit(r *Rules) *Hit {
	h := &Hit{ID: a.ID, Kind: a.Kind(), Rule: a.Rule, rules: r, active: a, cleared: r.cleared}
	if a.Delay != nil {
		h.Wait = a.Delay.draw(a.generator(r.seed))
	}
	if a.Transport == MalformedResponseChunk || a.Transport == RandomDataThenClose {
		h.Noise = noise(a.generator(r.seed))
	}
	return h
}

// Bypass takes the hit back: the rule could not be applied after all. The rule is in force again if
// this was the last of its times, unless all rules have been cleared since.
func (h *Hit) Bypass(reason string) {
	r, a := h.rules, h.active
	r.mu.Lock()
	defer r.mu.Unlock()
	a.hits--
	a.bypassed++
	a.reason = reason
	if !a.usedUp || h.cleared != r.cleared {
		return
	}
	a.usedUp = false
	at, _ := slices.BinarySearchFunc(r.rules, a.number, func(a *active, n uint64) int { return cmp.Compare(a.number, n) })
	r.rules = slices.Insert(r.rules, at, a)
	r.count.Store(int32(len(r.rules)))
}

// Spare counts the hit as bypassed too, because the transport fault could not be done while the rest
// of the rule was, and makes it a hit of that rest.
func (h *Hit) Spare(reason string) {
	h.rules.mu.Lock()
	defer h.rules.mu.Unlock()
	h.active.bypassed++
	h.active.reason = reason
	h.Rule.Transport = ""
	h.Kind = h.Rule.Kind()
}

// matches compares all but Nth.
func (a *active) matches(c *Call) bool {
	if a.After != c.After ||
		a.Vendor != "" && a.Vendor != c.Vendor ||
		a.Operation != "" && a.Operation != c.Operation ||
		a.User != "" && a.User != c.User {
		return false
	}
	for name, value := range a.Header {
		if c.Header == nil || !slices.Contains(c.Header(name), value) {
			return false
		}
	}
	return true
}

// due counts a call that matches and says whether it is this one's turn. The draw is made for each
// call, so that it depends on the seed, the rule and the call's place alone.
func (a *active) due(seed uint64) bool {
	a.matched++
	drawn := a.Probability == 0 || a.Probability == 1 || a.generator(seed).Float64() < a.Probability
	return drawn && (a.Nth == 0 || a.Nth == a.matched)
}

func (a *active) generator(seed uint64) *rand.Rand {
	if a.draws == nil {
		a.draws = rand.New(rand.NewPCG(seed, a.number))
	}
	return a.draws
}
