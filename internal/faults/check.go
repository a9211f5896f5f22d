package faults

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// Known is what a rule can name of one vendor.
type Known struct {
	Vendor     string
	Code       func(string) bool // reports whether the vendor has the code and it can be answered
	Operation  func(string) bool // reports whether the vendor has the operation here
	Operations []string          // their names, to find the one that was meant; may be nil
}

// Check refuses a rule that names what none of the given vendors has, so that it would never hit. For
// the rules of one app that is the app's vendor alone. The error is an *Error, or several of them
// joined: see [Problems].
func (r *Rule) Check(vendors ...Known) error {
	var p problems
	var names, operations []string
	for _, v := range vendors {
		names = append(names, v.Vendor)
	}
	if r.Vendor != "" {
		if !slices.Contains(names, r.Vendor) {
			if len(names) == 1 {
				p.add("/match/vendor", "is %q; it must be %s here, or be left out", r.Vendor, names[0])
			} else {
				p.add("/match/vendor", "%s", isNoneOf(r.Vendor, names))
			}
			return p.err()
		}
		vendors = slices.DeleteFunc(slices.Clone(vendors), func(v Known) bool { return v.Vendor != r.Vendor })
	}
	if r.Operation != "" {
		for _, v := range vendors {
			operations = append(operations, v.Operations...)
		}
		vendors = slices.DeleteFunc(slices.Clone(vendors), func(v Known) bool { return !v.Operation(r.Operation) })
		if len(vendors) == 0 {
			p.add("/match/operation", "is %q, which is no operation here%s GET /__admin/operations lists them",
				r.Operation, cmp.Or(meant(r.Operation, operations), ";"))
			return p.err()
		}
	}
	if r.Code != "" && !slices.ContainsFunc(vendors, func(v Known) bool { return v.Code(r.Code) }) {
		p.add("/fault/code", "is %q, which is no error code of %s, or none that this server can answer with", r.Code, vendorNames(vendors))
	}
	return p.err()
}

func vendorNames(vendors []Known) string {
	names := make([]string, len(vendors))
	for i, v := range vendors {
		names[i] = v.Vendor
	}
	return strings.Join(names, " or ")
}

// meant is a question for the known word that a mistyped one is most like, empty when none is close.
func meant(mistyped string, known []string) string {
	if word := nearest.Similar(mistyped, known); word != "" {
		return "; did you mean " + quote(word) + "?"
	}
	return ""
}
