package gateway

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// Parameter is one that the vendor has for an operation. Names in headers and in the path are not among
// them.
type Parameter struct {
	Name string `json:"name"`
	In   Place  `json:"in"`
	Use  Use    `json:"use"`
	List bool   `json:"list,omitempty"` // in a query: may also be repeated, as name or name[]
}

// Place is where a parameter stands.
type Place string

// The two places of parameters.
const (
	InQuery Place = "query"
	InBody  Place = "body"
)

// Use is what this server does with a parameter.
type Use string

// The three uses of a parameter.
const (
	Applied     Use = "applied"
	NoEffect    Use = "no effect"    // rightly: the vendor ignores it too, or it is about what cannot be here
	NotEmulated Use = "not emulated" // the vendor does something with it, and this server does not
)

// Parameter is the operation's parameter with that name, which for a list may be name[]; nil when it has none.
func (op *Op) Parameter(in Place, name string) *Parameter {
	base, isList := strings.CutSuffix(name, "[]")
	for i := range op.Parameters {
		if p := &op.Parameters[i]; p.In == in && (p.Name == name || isList && p.List && p.Name == base) {
			return p
		}
	}
	return nil
}

// Unheeded adds to a reason that a parameter of a request had no effect: this server knows it and does not
// emulate it, or the operation does not have it. The synonyms, by names in lower case, are what people call a
// parameter that has another name.
func (op *Op) Unheeded(said string, in Place, name string, synonyms map[string]string) string {
	const longestName = 60
	shown := "the parameter " + name
	if len(name) > longestName {
		shown = "the parameter " + name[:longestName] + "..."
	}
	elsewhere := InBody
	if in == InBody {
		elsewhere = InQuery
	}
	near := op.meant(in, name, synonyms)
	switch {
	case op.Parameter(in, name) != nil:
		return Join(said, shown+" is known to the vendor and not emulated: it had no effect")
	case op.Parameter(elsewhere, name) != nil:
		return Join(said, shown+" belongs into the "+string(elsewhere)+" of "+op.Name+": it had no effect")
	case near != "":
		return Join(said, shown+" is not one of "+op.Name+" and had no effect; did you mean "+near)
	}
	return Join(said, shown+" is not one of "+op.Name+": it had no effect")
}

// meant is the parameter that a wrong name was most likely meant for, empty when none is near.
func (op *Op) meant(in Place, name string, synonyms map[string]string) string {
	var here []string
	within, last := cutMember(name)
	for _, p := range op.Parameters {
		if holder, member := cutMember(p.Name); p.In == in && strings.EqualFold(holder, within) {
			here = append(here, member)
		}
	}
	if near := nearest.Similar(last, here); near != "" {
		return within + near
	}
	if other := synonyms[strings.ToLower(name)]; op.Parameter(in, other) != nil {
		return other
	}
	return ""
}

// cutMember splits a name like UserInfo[].UserId into what holds the member and the member.
func cutMember(name string) (holder, member string) {
	dot := strings.LastIndexByte(name, '.') + 1
	return name[:dot], name[dot:]
}

// Join puts two parts of a reason together.
func Join(said, more string) string {
	if said == "" {
		return more
	}
	return said + "; " + more
}
