package chatmock

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chatmock/mockserver/internal/cometchatapi"
	"github.com/chatmock/mockserver/internal/faults"
	"github.com/chatmock/mockserver/internal/fixture"
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/zegoapi"
)

// WithFaults begins with fault rules for all apps, given as JSON: a rule as POST /__admin/faults
// takes it, or a list of them. Given more than once, the rules are added. Reset goes back to them.
func WithFaults(rules ...string) Option {
	return func(c *config) error {
		for _, text := range rules {
			parsed, err := parseRules([]byte(text))
			if err != nil {
				return err
			}
			c.faults = append(c.faults, parsed...)
		}
		return nil
	}
}

// parseRules reads a rule or a list of rules for all apps.
func parseRules(text []byte) (rules []faults.Rule, err error) {
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		var notAList *json.UnmarshalTypeError
		if !errors.As(err, &notAList) {
			return nil, fmt.Errorf("reading fault rules: %w", err)
		}
		list = []json.RawMessage{text}
	}
	for i, one := range list {
		rule, err := faults.ParseRule(one)
		if err == nil {
			err = checkRule(nil, &rule)
		}
		if err != nil {
			return nil, fmt.Errorf("reading fault rule %d of %d: %w", i+1, len(list), err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// beginFaults are the rules that a fixture gives an app.
func beginFaults(app *gateway.App, given []fixture.Fault) (rules []faults.Rule, err error) {
	for i := range given {
		rule, err := faults.ParseRule(given[i].JSON())
		if err == nil {
			err = checkRule(app, &rule)
		}
		if err != nil {
			return nil, fmt.Errorf("app %s, fault rule %d of %d: %w", app.Name(), i+1, len(given), err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// known is what a rule can name of each vendor.
var known = []faults.Known{
	knownOf(cometchatapi.Vendor, cometchatapi.KnownCode, cometchatapi.Operations()),
	knownOf(zegoapi.Vendor, zegoapi.KnownCode, zegoapi.Operations()),
}

func knownOf(vendor string, code func(string) bool, ops []gateway.Op) faults.Known {
	k := faults.Known{Vendor: vendor, Code: code}
	there := make(map[string]bool)
	for _, op := range ops {
		k.Operations = append(k.Operations, op.Name)
		there[op.Name] = true
	}
	k.Operation = func(name string) bool { return there[name] }
	return k
}

// checkRule refuses a rule that would never hit: for an app, or for all when it is nil.
func checkRule(app *gateway.App, rule *faults.Rule) error {
	if app == nil {
		return rule.Check(known...)
	}
	for _, k := range known {
		if k.Vendor == app.Vendor {
			return rule.Check(k)
		}
	}
	return nil
}
