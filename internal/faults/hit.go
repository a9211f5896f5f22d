package faults

import (
	"cmp"
	"slices"
	"time"
)

// Hit is a rule that makes a call go wrong.
type Hit struct {
	ID     string
	Kind   string // one of the kinds
	Rule   Rule
	JSON   bool          // the rule's body is JSON, however it was given
	Wait   time.Duration // how long to wait, drawn from the rule's Delay; with those that Join added
	Noise  []byte        // for the transports that send garbage
	Beside []*Hit        // the same call's other ones, which only delay it

	rules   *Rules
	active  *active
	cleared uint64
}

// Join makes one of two hits of the same call, of which at most one decides what becomes of the answer:
// that one, else the first. Either may be nil.
func (h *Hit) Join(other *Hit) *Hit {
	switch {
	case h == nil:
		return other
	case other == nil:
		return h
	case h.Rule.onlyDelays() && !other.Rule.onlyDelays():
		h, other = other, h
	}
	h.Wait += other.Wait
	h.Beside = append(append(h.Beside, other), other.Beside...)
	other.Beside = nil
	return h
}

// hit counts a call that goes wrong and draws what the fault needs.
func (a *active) hit(r *Rules) *Hit {
	a.used++
	a.usedUp = a.Times > 0 && a.used >= a.Times
	h := &Hit{ID: a.ID, Kind: a.Kind(), Rule: a.Rule, JSON: a.json, rules: r, active: a, cleared: r.cleared}
	if a.Delay != nil {
		h.Wait = a.Delay.draw(a.made.get(r.seed, a.number, forMaking))
	}
	if a.Transport == MalformedResponseChunk || a.Transport == RandomDataThenClose {
		h.Noise = noise(a.made.get(r.seed, a.number, forMaking))
	}
	return h
}

// Bypass takes the hit back: the rule could not be applied after all. The rule is in force again if
// this was the last of its times, unless it has been removed, or all rules cleared, since. What stays are the hits
// beside it, nil when there are none.
func (h *Hit) Bypass(reason string) (stays *Hit) {
	h.takeBack(reason)
	if len(h.Beside) == 0 {
		return nil
	}
	stays = h.Beside[0]
	stays.Beside = h.Beside[1:]
	return stays
}

func (h *Hit) takeBack(reason string) {
	r, a := h.rules, h.active
	r.mu.Lock()
	defer r.mu.Unlock()
	a.used--
	a.bypassed++
	a.reason = reason
	if !a.usedUp || a.removed || h.cleared != r.cleared {
		return
	}
	a.usedUp = false
	at, _ := slices.BinarySearchFunc(r.rules, a.number, func(a *active, n uint64) int { return cmp.Compare(a.number, n) })
	r.rules = slices.Insert(r.rules, at, a)
	r.counted()
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
