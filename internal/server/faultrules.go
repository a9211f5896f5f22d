package server

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// ParseFaults reads a fault rule or a list of them, for all apps, as the server's own API takes one.
func ParseFaults(text string) (rules []faults.Rule, err error) {
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		var notAList *json.UnmarshalTypeError
		if !errors.As(err, &notAList) {
			return nil, fmt.Errorf("reading fault rules: %w", err)
		}
		list = []json.RawMessage{json.RawMessage(text)}
	}
	for i, one := range list {
		rule, wrong := faults.ParseRule(one)
		if wrong == nil {
			wrong = checkRule("", &rule)
		}
		if wrong != nil {
			var all []string
			for _, e := range wrong {
				all = append(all, e.Of("the rule"))
			}
			return nil, fmt.Errorf("rule %d of %d: %s", i+1, len(list), strings.Join(all, "; "))
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// faultError is what is wrong with the fault rules that a fixture gives an app.
type faultError struct {
	app string // its name
	bad []badRule
}

type badRule struct {
	*fixture.Fault
	number   int // from 0
	problems []shape.MemberError
}

// Error has one line per problem, which begins with the file and the line where they are known, as those
// of the fixture's own errors do.
func (e *faultError) Error() string { return strings.Join(e.Lines(), "\n") }

// Lines are those of the error.
func (e *faultError) Lines() []string {
	const most = 20 // nobody reads more
	var lines []string
	for _, rule := range e.bad {
		for _, p := range rule.problems {
			lines = append(lines, rule.line(p, e.app))
		}
	}
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most], fmt.Sprintf("app %s: and %d more problems", e.app, more))
	}
	return lines
}

func (r *badRule) line(p shape.MemberError, app string) string {
	pointer := strings.TrimPrefix(p.Pointer, "#")
	at := r.Line(pointer)
	if at == "" {
		return "app " + app + ": " + r.member("#", p).Error()
	}
	name := strings.TrimPrefix(strings.TrimPrefix(pointer, "/match/"), "/fault/")
	return at + ": " + cmp.Or(strings.TrimPrefix(name, "/"), "the fault rule") + " " + p.Detail
}

// member is a problem in the words of the server's own API. base is the pointer of the app.
func (r *badRule) member(base string, p shape.MemberError) shape.MemberError {
	return p.Under(fmt.Sprintf("%s/faults/%d", base, r.number))
}

// members are all problems.
func (e *faultError) members(base string) (wrong []shape.MemberError) {
	for _, rule := range e.bad {
		for _, p := range rule.problems {
			wrong = append(wrong, rule.member(base, p))
		}
	}
	return wrong
}

// beginFaults are the rules that a fixture gives an app. The error is a *faultError.
func beginFaults(app *gateway.App, given []fixture.Fault) (rules []faults.Rule, err error) {
	var bad []badRule
	for i := range given {
		rule := given[i].Rule
		wrong := rule.Complete()
		if wrong == nil {
			wrong = checkRule(app.Vendor, &rule)
		}
		if wrong != nil {
			bad = append(bad, badRule{&given[i], i, wrong})
		}
		rules = append(rules, rule)
	}
	if bad != nil {
		return nil, &faultError{app.Name(), bad}
	}
	return rules, nil
}

// checkRule refuses a rule that would never hit: one for the calls of a vendor, or of all when it is empty.
func checkRule(vendor string, rule *faults.Rule) []shape.MemberError {
	return rule.Check(vendor, known())
}
