package vendortest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/journal"
)

// declared looks at the declaration alone.
func (w *walker) declared() {
	w.Helper()
	if w.op.Page == "" {
		w.Errorf("it has no page")
	}
	codes, parameters := make(map[string]bool), make(map[string]bool)
	for _, c := range w.op.Codes {
		if codes[c.Code] || w.statusOf(c.Code) == 0 {
			w.Errorf("the code %s stands twice, or is not one of the vendor's", c.Code)
		}
		codes[c.Code] = true
	}
	for _, p := range w.op.Parameters {
		if parameters[p.Name] || p.In == "" || p.Use == "" {
			w.Errorf("the parameter %+v stands twice, or does not say where it stands and what it does", p)
		}
		parameters[p.Name] = true
	}
}

// statusOf is the status of a code, 0 when the vendor does not have it.
func (w *walker) statusOf(code string) int {
	for _, c := range w.Catalogue.Codes() {
		if c.Code == code {
			return c.Status
		}
	}
	return 0
}

// reach causes the codes that no slip has caused. Every case is tried that the operation can be asked with: it may have
// a code that it does not declare.
func (w *walker) reach() {
	w.Helper()
	declared := w.declaredCodes()
	for i := range w.Cases {
		c := &w.Cases[i]
		_, known := declared[c.Code]
		if known && !w.answered[c.Code] || !known && c.Before == nil && w.takes(c) {
			w.cause(c)
		}
	}
}

// takes reports whether the operation is asked with something that a case gives.
func (w *walker) takes(c *Case) bool {
	for name := range c.In {
		if strings.Contains(w.op.Path, name) || slices.Contains(w.op.In.Names(), name) {
			return true
		}
	}
	return false
}

func (w *walker) cause(c *Case) {
	w.Helper()
	what := fmt.Sprintf("case of %s with %v", c.Code, c.In)
	if c.Quotas != nil || c.Before != nil { // in a world of its own
		world, state := w.world, w.state
		defer func() { w.world, w.state = world, state }()
		w.enter(w.Open(w, c.Quotas))
	}
	if c.Before != nil {
		c.Before(w, w.world)
		w.keep()
	}
	e := w.example(c.In)
	e.twice = c.Twice
	a := w.ask(what, e.of(w.op))
	if w.note(a); a.codes[0] != "" {
		w.unchanged(what)
	}
}

// limits uses up each limit and waits until it is over.
func (w *walker) limits() {
	w.Helper()
	good := w.example(nil).of(w.op)
	for _, limit := range w.op.Limits {
		what := fmt.Sprintf("limit %s on counter %q", limit.Quota, limit.Counter)
		w.enter(w.Open(w, w.tight(limit.Quota)))
		for range max(1, w.Fixed[limit.Quota]) {
			w.unlimited(what, good, true)
		}
		w.unlimited(what, good, false)
		w.world.App.Clock().Advance(limit.Window - time.Millisecond)
		w.unlimited(what, good, false)
		w.world.App.Clock().Advance(time.Millisecond)
		w.unlimited(what, good, true)
	}
}

// tight are quotas that let an operation be called once for one of its limits, and often for the others.
func (w *walker) tight(quota string) map[string]int {
	quotas := map[string]int{}
	for _, limit := range w.op.Limits {
		if w.Fixed[limit.Quota] == 0 {
			quotas[limit.Quota] = 1000
		}
	}
	quotas[quota] = 1
	return quotas
}

// unlimited asks once more, and tells whether the limit should let it.
func (w *walker) unlimited(what string, in Args, free bool) {
	w.Helper()
	a := w.ask(what, in)
	if w.note(a); (a.stage == journal.Limit) == free {
		w.Errorf("%s: %q at the stage %q (%s), want it to be free: %v", what, a.codes, a.stage, a.Reason(), free)
	}
}

// rules has a fault rule answer each code that is declared or shared.
func (w *walker) rules() {
	w.Helper()
	w.enter(w.Open(w, nil))
	good := w.example(nil).of(w.op)
	codes := slices.Clone(w.Shared)
	for _, c := range w.op.Codes {
		codes = append(codes, c.Code)
	}
	for _, code := range codes {
		w.world.App.Fail(chatdouble.Fault{Operation: w.op.Name, Code: code, Times: 1})
		a := w.again("fault rule with "+code, good)
		if a.codes[0] != code || len(a.codes) > 1 || a.stage != journal.Fault || a.Status != w.statusOf(code) {
			w.Errorf("a fault rule with %s is answered with HTTP %d, %q at the stage %q", code, a.Status, a.codes, a.stage)
		}
		w.unchanged("fault rule with " + code)
	}
}
