package cometchatapi

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// code is an error code of the vendor: an error without what is particular to one call. In its texts {1} and {2}
// stand for what they name.
type code struct {
	Status     int
	Code       string
	When       string // what it refuses, for the documentation; empty where the notes say it
	Message    string
	DevMessage string // that to developers
}

// newCode declares a code whose two texts are alike.
func newCode(status int, text, when, message string) *code {
	return &code{status, text, when, message, message}
}

// toDevelopers gives it another text to developers.
func (k *code) toDevelopers(message string) *code {
	k.DevMessage = message
	return k
}

// of is the error that names those of this call; "unknown" is named where there are none.
func (k *code) of(names ...string) *codeError {
	e := &codeError{Status: k.Status, Code: k.Code, Message: k.Message, DevMessage: k.DevMessage}
	if !strings.Contains(e.Message, "{1}") {
		return e
	}
	fill := []string{"{1}", "unknown", "{2}", "unknown"}
	for i, name := range names {
		fill[2*i+1] = name
	}
	named := strings.NewReplacer(fill...)
	e.Message, e.DevMessage = named.Replace(e.Message), named.Replace(e.DevMessage)
	return e
}

// because is the error of a code that names nobody, with the reason for a person.
func (k *code) because(format string, args ...any) *codeError { return k.of().because(format, args...) }

// with is the error with what is wrong with the parameters.
func (k *code) with(wrong []detail) *codeError {
	e := k.of()
	e.Details = wrong
	return e
}

// codes are those that an operation answers with, beside what the frame refuses for every operation, by how it is
// known.
type codes map[gateway.Provenance][]*code

func (known codes) facts(byRule []*code) (facts []gateway.CodeFact) {
	for _, how := range slices.Sorted(maps.Keys(known)) {
		for _, k := range known[how] {
			facts = append(facts, gateway.CodeFact{Code: k.Code, Provenance: how})
		}
	}
	for _, k := range byRule {
		facts = append(facts, gateway.CodeFact{Code: k.Code, Provenance: gateway.Documented, RuleOnly: true})
	}
	return facts
}

// The codes that belong to no operation: those of the frame, in the order in which it refuses, and those that no
// request causes here, for fault rules.
var (
	routingCodes = []*code{errInvalidAPIVersion, errAPINotFound}
	frameCodes   = []*code{
		errEmptyAppID, errInvalidAppID, errEmptyAPIKey, errAPIKeyNotFound, errNoAccess, errEmptyAuthToken, errAuthTokenUnknown,
		errTooManyRequests, errBadRequest, errUIDNotFound, errInternal,
	}
	otherCodes = []*code{errBadErrorResponse, errException, errMissionFailed, errNoVacancy, errPlanRestriction, errSubscriptionExpired}
)

// allCodes are all that this server can answer with: those of the frame, those of the operations and the others.
var allCodes = sync.OnceValue(func() []*code {
	all := slices.Concat(routingCodes, frameCodes)
	for _, d := range declared {
		for _, k := range d.codes() {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return append(all, otherCodes...)
})

// oneIs reports whether one of the codes has the text.
func oneIs(codes []*code, text string) bool {
	return slices.ContainsFunc(codes, func(k *code) bool { return k.Code == text })
}

// errorByCode returns the error that has the code, with the user where its text names one.
func errorByCode(text, user string) (*codeError, bool) {
	all := allCodes()
	i := slices.IndexFunc(all, func(k *code) bool { return k.Code == text })
	switch {
	case i < 0:
		return nil, false
	case all[i] == errUIDNotFound:
		return errUIDNotFound.of(user), true
	}
	return all[i].of(), true
}

// KnownCode reports whether CometChat has the error code and this server can answer with it.
func KnownCode(code string) bool {
	_, ok := errorByCode(code, "")
	return ok
}

// Codes lists all codes that this server can answer with, those that belong to no operation first. The
// caller must not change it.
var Codes = sync.OnceValue(func() (all []gateway.Code) {
	for _, k := range allCodes() {
		e := k.of()
		answer := gateway.Code{Code: e.Code, Status: e.Status, Message: e.Message}
		for _, r := range rows() {
			if op := r.op(); answers(op, e.Code) && !slices.Contains(routingCodes, k) {
				answer.Operations = append(answer.Operations, op.Name)
			}
		}
		all = append(all, answer)
	}
	return all
})

// answers reports whether a call of the operation may be answered with a code.
func answers(op *gateway.Op, code string) bool {
	switch code {
	case errTooManyRequests.Code, errTooLarge.Code, errInternal.Code:
		return true
	case errNoAccess.Code:
		return op.Scope == FullAccess
	}
	return slices.ContainsFunc(checksOf(op), func(k check) bool { return oneIs(k.codes, code) }) ||
		slices.ContainsFunc(op.Codes, func(own gateway.CodeFact) bool { return own.Code == code && !own.RuleOnly })
}
