package zegoapi_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// declared are the codes that an action says it answers with.
func declared(action string) []int {
	return codesOf(action, func(gateway.CodeFact) bool { return true })
}

// byRule are those of them that no call causes by itself: they come from fault rules.
func byRule(action string) []int {
	return codesOf(action, func(c gateway.CodeFact) bool { return c.RuleOnly })
}

func codesOf(action string, which func(gateway.CodeFact) bool) (codes []int) {
	for _, op := range zegoapi.Operations() {
		for _, c := range op.Codes {
			if n, err := strconv.Atoi(c.Code); err == nil && op.Name == action && which(c) {
				codes = append(codes, n)
			}
		}
	}
	return codes
}

// actionsOf are the actions of cases, each once.
func actionsOf[T any](cases []T, action func(T) string) (actions []string) {
	for _, c := range cases {
		if !slices.Contains(actions, action(c)) {
			actions = append(actions, action(c))
		}
	}
	return actions
}

func listActions() []string { return actionsOf(codeCases, func(c codeCase) string { return c.action }) }

func userActions() []string {
	return actionsOf(userCodeCases, func(c userCodeCase) string { return c.action })
}

// Every action has cases for its codes, in one of the two tables, and each of its codes is one that the vendor has.
func TestEveryActionHasItsCodes(t *testing.T) {
	t.Parallel()
	for _, op := range zegoapi.Operations() {
		if slices.Contains(listActions(), op.Name) == slices.Contains(userActions(), op.Name) {
			t.Errorf("%s: its cases stand in no table, or in both", op.Name)
		}
		seen := make(map[string]bool)
		for _, c := range op.Codes {
			if !zegoapi.KnownCode(c.Code) || seen[c.Code] {
				t.Errorf("%s: the code %s is not known, or stands twice", op.Name, c.Code)
			}
			seen[c.Code] = true
		}
		if len(seen) == 0 || op.Page == "" {
			t.Errorf("%s: no codes, or no page", op.Name)
		}
	}
}
