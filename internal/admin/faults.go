package admin

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// Faults are the rules of an app, or those for all apps.
type Faults struct {
	Faults []faults.Shown `json:"faults" doc:"the oldest first"`
}

// rules are those of the app, or those for all.
func (a *api) rules(r *in) *faults.Rules {
	if r.app != nil {
		return r.app.Faults
	}
	return a.Faults
}

func (a *api) listFaults(r *in) (Faults, error) {
	list := a.rules(r).List()
	if list == nil {
		list = []faults.Shown{}
	}
	return Faults{list}, nil
}

func (a *api) addFault(r *in) (faults.Shown, error) {
	if len(bytes.TrimSpace(r.body)) == 0 {
		return faults.Shown{}, badRequest(`the body is empty; it must be a rule such as {"match": {"user": "alice"}, "fault": {"status": 503}, "times": 2}`)
	}
	if len(r.body) > maxRule {
		return faults.Shown{}, tooLarge(maxRule)
	}
	rule, wrong := faults.ParseRule(r.body)
	if wrong == nil {
		known, _ := a.known()
		wrong = rule.Check(vendorOf(r.app), known)
	}
	if wrong != nil {
		return faults.Shown{}, Refuse(http.StatusBadRequest, wrong...)
	}
	free, err := a.Bounds.Reserve(bounds.Want{Kind: bounds.Rules, N: 1})
	if err != nil {
		return faults.Shown{}, err
	}
	defer free()
	rule.ID = a.rules(r).Add(rule)
	return faults.Shown{ID: rule.ID, Rule: rule}, nil
}

// vendorOf is the vendor of an app, empty for none.
func vendorOf(app *gateway.App) string {
	if app == nil {
		return ""
	}
	return app.Vendor
}

func (a *api) clearFaults(r *in) (deletedCount, error) { return deletedCount{a.rules(r).Clear()}, nil }

// removeFault takes one rule out of force, and says for the last time what has come of it.
func (a *api) removeFault(r *in) (faults.Shown, error) {
	id, rules := r.PathValue("id"), a.rules(r)
	if removed, ok := rules.Remove(id); ok {
		return removed, nil
	}
	of := "for all apps"
	if r.app != nil {
		of = "of app " + r.app.Name()
	}
	return faults.Shown{}, &Refusal{Status: http.StatusNotFound, Detail: "no fault rule " + quote(id) + " " + of + " is in force; " + inForce(rules.List())}
}

// inForce names rules by their ids, the first few of many.
func inForce(rules []faults.Shown) string {
	const few = 20
	ids := make([]string, 0, few)
	for _, rule := range rules[:min(few, len(rules))] {
		ids = append(ids, rule.ID)
	}
	switch {
	case len(rules) == 0:
		return "none is, and one that has hit its times is gone by itself"
	case len(rules) > few:
		ids = append(ids, "...")
	}
	return "there are " + strings.Join(ids, ", ") + ", and one that has hit its times is gone by itself"
}
