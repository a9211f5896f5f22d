package zegoapi

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// documented is a behaviour that the action's page states.
func documented(behaviour string) gateway.Fact {
	return gateway.Fact{Behaviour: behaviour, Provenance: gateway.Documented}
}

// documentedOn is one that another page states.
func documentedOn(page, behaviour string) gateway.Fact {
	return gateway.Fact{Behaviour: behaviour, Provenance: gateway.Documented, Source: page}
}

// assumed is one that the vendor does not state.
func assumed(behaviour string) gateway.Fact {
	return gateway.Fact{Behaviour: behaviour, Provenance: gateway.Assumed}
}

// facts are all behaviours: those that follow from the declaration, and those that it notes.
func (o *known) facts() []gateway.Fact {
	facts := slices.Clone(o.Notes)
	facts = append(append(facts, o.built.Facts...), listFacts(o.op.In)...)
	for _, use := range append(inputCodes(o.op.In), o.built.Codes...) {
		facts = append(facts, o.coded(use))
	}
	if o.actsFor() {
		facts = append(facts, o.coded(codeUse{Code: o.built.Nobody, When: operatorName + " not registered"}))
	}
	for _, r := range o.rates() {
		facts = append(facts, o.coded(codeUse{Code: o.rate(), When: r.String()}))
	}
	if byRule := slices.DeleteFunc(slices.Clone(o.Listed), o.checks); len(byRule) > 0 {
		facts = append(facts, assumed(numbers(byRule)+", which the page lists: by fault rules only"))
	}
	if len(o.Checks) > 1 {
		facts = append(facts, assumed("the first of these that holds is answered, those of single items behind those of the whole call: "+numbers(o.Checks)))
	}
	return facts
}

// coded is the fact that a code is answered: the page documents it when it lists the code, but for errInput, of which
// no page says when.
func (o *operation) coded(use codeUse) gateway.Fact {
	what := ": "
	if use.Sub {
		what = ": SubCode "
	}
	fact := assumed(use.When + what + strconv.Itoa(use.Code.Code))
	if !use.Assumed && use.Code != errInput && o.lists(use.Code) {
		fact.Provenance = gateway.Documented
	}
	return fact
}

func (o *operation) lists(e *codeError) bool {
	return slices.ContainsFunc(o.Listed, func(l *codeError) bool { return l.Code == e.Code })
}

func (o *operation) checks(e *codeError) bool { return slices.Contains(o.Checks, e) }

func numbers(codes []*codeError) string {
	texts := make([]string, len(codes))
	for i, e := range codes {
		texts[i] = strconv.Itoa(e.Code)
	}
	return strings.Join(texts, ", ")
}

// inputCodes are the refusals that follow from what an action is asked with.
func inputCodes(in *shape.Struct) []codeUse {
	if len(in.Fields) == 0 {
		return nil
	}
	var needed []string
	for i := range in.Fields {
		if f := &in.Fields[i]; f.Required {
			needed = append(needed, f.Name)
		}
	}
	when := strings.Join(needed, ", ") + " missing or empty, a parameter of a wrong type or with another value"
	return append([]codeUse{{Code: errInput, When: when}}, boundCodes(in, "", false)...)
}

// boundCodes are those of what is too long or too many.
func boundCodes(s *shape.Struct, within string, item bool) (uses []codeUse) {
	for i := range s.Fields {
		f := &s.Fields[i]
		name := within + f.Name
		add := func(tag, form string, most int) {
			e, how := codeIn(f, tag)
			uses = append(uses, codeUse{Code: e, When: fmt.Sprintf(form, name, most), Sub: item, Assumed: how == "assumed"})
		}
		if item && hasForm(f, "userid") {
			uses = append(uses, codeUse{Code: errInput, When: name + " is no user id", Sub: true})
			if f.Tag.Get("long") != "" {
				add("long", "%s above %d bytes", maxUserID)
			}
		}
		if f.MaxBytes > 0 {
			add("long", "%s above %d bytes", f.MaxBytes)
		}
		if f.MaxLen > 0 {
			add("long", "%s above %d characters (Unicode code points)", f.MaxLen)
		}
		if most := mostOf(f); most > 0 {
			add("many", "%s has more than %d items", most)
		}
		if inner, list := innerOf(f); inner != nil {
			dot := "."
			if list {
				dot = "[]."
			}
			uses = append(uses, boundCodes(inner, name+dot, item || list && spoils(inner))...)
		}
	}
	return uses
}

// spoils reports whether an object that is wrong does so alone.
func spoils(s *shape.Struct) bool {
	return reflect.PointerTo(s.Type).Implements(reflect.TypeFor[spoilable]())
}

// mostOf is how many items a list may have, where the app does not say otherwise; 0: any number.
func mostOf(f *shape.Field) int {
	if quota := f.Tag.Get("quota"); quota != "" {
		return DefaultQuotas()[quota]
	}
	return f.MaxItems
}

// listFacts say how many items the lists of an action may have, which each page states.
func listFacts(in *shape.Struct) (facts []gateway.Fact) {
	for i := range in.Fields {
		if most := mostOf(&in.Fields[i]); most > 0 {
			facts = append(facts, documented(fmt.Sprintf("%s has 1 to %d items", in.Fields[i].Name, most)))
		}
	}
	return facts
}

// membersOf are the names of the members of a type that is written.
func membersOf[T any]() string { return strings.Join(shape.For[T]().Names(), ", ") }
