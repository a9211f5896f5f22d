package faults

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// Known is what a rule can name of one vendor.
type Known struct {
	Vendor     string
	Codes      []string // that it can be made to answer with
	Operations []string
	Actions    bool // whether its requests call their operation by an action
}

// Check refuses a rule that names what the vendors do not have, so that it would never hit. of is the
// vendor whose calls the rule is for, because it is the rule of one app; empty means all.
func (r *Rule) Check(of string, all []Known) (wrong []shape.MemberError) {
	var p problems
	vendors := vendorsOf(of, all)
	if r.Vendor != "" {
		if len(vendorsOf(r.Vendor, vendors)) == 0 {
			p.add("/match/vendor", "%s", isNoVendor(r.Vendor, vendors))
			return p
		}
		vendors = vendorsOf(r.Vendor, vendors)
	}
	if r.Action != "" {
		having := slices.DeleteFunc(slices.Clone(vendors), func(v Known) bool { return !v.Actions })
		if len(having) == 0 {
			p.add("/match/action", "is given, but calls of %s have none; match/path is for them", vendorNames(vendors))
			having = vendors
		}
		vendors = having
	}
	if r.Operation != "" {
		having := slices.DeleteFunc(slices.Clone(vendors), func(v Known) bool { return !slices.Contains(v.Operations, r.Operation) })
		if len(having) == 0 {
			p.add("/match/operation", "is %q, %s", r.Operation, operationWord.notHere(r.Operation, vendors, all))
			having = vendors
		}
		vendors = having
	}
	if !r.hasCode(vendors) {
		p.add("/fault/code", "is %q, %s", r.Code, codeWord.notHere(r.Code, vendors, all))
	}
	return p
}

// CheckHeader says what a rule of [ParseHeader] asks for that the vendor does not have; empty when it has all.
func (r *Rule) CheckHeader(of string, all []Known) string {
	vendors := vendorsOf(of, all)
	switch {
	case r.hasCode(vendors):
		return ""
	case byMeaning(r.Code) != "":
		return quote(r.Code) + ", which is neither a code nor a transport" + meantInHeader(r.Code)
	}
	return quote(r.Code) + ", " + codeWord.notHere(r.Code, vendors, all)
}

// hasCode reports whether one of the vendors has the code, if there is one.
func (r *Rule) hasCode(vendors []Known) bool {
	return r.Code == "" || slices.ContainsFunc(vendors, func(v Known) bool { return slices.Contains(v.Codes, r.Code) })
}

// vendorsOf are those with that name, or all.
func vendorsOf(name string, all []Known) []Known {
	if name == "" {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(v Known) bool { return v.Vendor != name })
}

func isNoVendor(name string, vendors []Known) string {
	if len(vendors) == 1 {
		return "is " + quote(name) + "; it must be " + vendors[0].Vendor + " here, or be left out"
	}
	names := make([]string, len(vendors))
	for i, v := range vendors {
		names[i] = v.Vendor
	}
	return isNoneOf(name, names)
}

// word is a kind of word that a vendor has a list of.
type word struct {
	kind  string
	list  string // the call of the server's own API that lists them
	short bool   // it lists the names alone when asked to
	words func(Known) []string
	other string // what a rule that is for calls of the vendors %s has to do with another one's
}

var (
	operationWord = word{"an operation", "/operations", true, func(v Known) []string { return v.Operations }, "this rule is for calls of %s"}
	codeWord      = word{"a code", "/codes", false, func(v Known) []string { return v.Codes }, "calls of %s, which this rule is for, are never answered with it"}
)

// notHere says of a word that none of the vendors has whether it is another one's, which of theirs was
// meant, and where they are listed.
func (w word) notHere(given string, vendors, all []Known) string {
	why := "which is not " + w.kind + " of any vendor"
	for _, v := range all {
		if slices.Contains(w.words(v), given) {
			why = w.kind + " of " + v.Vendor + "; " + fmt.Sprintf(w.other, vendorNames(vendors))
		}
	}
	var known []string
	for _, v := range vendors {
		known = append(known, w.words(v)...)
	}
	var query []string
	if len(vendors) == 1 {
		query = append(query, "vendor="+vendors[0].Vendor)
	}
	if w.short {
		query = append(query, "short=true")
	}
	list := w.list
	if len(query) > 0 {
		list += "?" + strings.Join(query, "&")
	}
	return why + cmp.Or(meant(given, known), ";") + " GET /__admin" + list + " lists them"
}

func vendorNames(vendors []Known) string {
	names := make([]string, len(vendors))
	for i, v := range vendors {
		names[i] = v.Vendor
	}
	return strings.Join(names, " or ")
}
