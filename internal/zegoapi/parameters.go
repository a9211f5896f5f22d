package zegoapi

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// placeOf is where the parameters of an action stand.
func placeOf(method string) gateway.Place {
	if method == http.MethodGet {
		return gateway.InQuery
	}
	return gateway.InBody
}

// parametersOf are the parameters that a struct reads, each behind what holds it. What stands in one that is not
// emulated is not emulated either.
func parametersOf(s *shape.Struct, in gateway.Place, within string) (all []gateway.Parameter) {
	for i := range s.Fields {
		f := &s.Fields[i]
		p := gateway.Parameter{Name: within + f.Name, In: in, Use: gateway.Applied}
		switch {
		case f.NoEffect:
			p.Use = gateway.NoEffect
		case f.NotEmulated:
			p.Use = gateway.NotEmulated
		}
		all = append(all, p)
		if inner, list := innerOf(f); inner != nil && p.Use != gateway.NotEmulated {
			dot := "."
			if list {
				dot = "[]."
			}
			all = append(all, parametersOf(inner, in, p.Name+dot)...)
		}
	}
	return all
}

// unheeded names the parameters of a call that had no effect: those that this server knows and does not emulate,
// and those that the action does not have. It is empty when there is none, and then it allocates nothing for a
// call that has no body. A parameter counts where it stands, query or body, as the actions read it from both.
func unheeded(c *gateway.Call) (said string) {
	for i := range c.Query {
		name := c.Query[i].Name
		if name == "" || name == "Action" || slices.Contains(sigverify.Parameters, name) {
			continue
		}
		if p := parameterOf(c.Op, name, false); p == nil || p.Use == gateway.NotEmulated {
			if said = saying(said, c.Op, gateway.InQuery, name, p); len(said) > longestReason {
				return said
			}
		}
	}
	if len(c.Body) == 0 {
		return said
	}
	return unheededIn(said, c.Op, "", bodyOf(c).members)
}

// unheededIn adds the members of an object in a body; within says where it stands, such as "UserInfo[].".
func unheededIn(said string, op *gateway.Op, within string, members map[string]json.RawMessage) string {
	var odd []string // what has members of its own, too
	for name, value := range members {
		if p := parameterOf(op, within+name, true); p == nil || p.Use == gateway.NotEmulated || value[0] == '{' || value[0] == '[' {
			odd = append(odd, name)
		}
	}
	slices.Sort(odd)
	for _, name := range odd {
		p := parameterOf(op, within+name, true)
		switch {
		case len(said) > longestReason:
			return said
		case p == nil || p.Use == gateway.NotEmulated:
			said = saying(said, op, gateway.InBody, within+name, p)
		case members[name][0] == '{' && hasMembers(op, p.Name+"."):
			if inner, err := decodeObject(members[name]); err == nil {
				said = unheededIn(said, op, p.Name+".", inner)
			}
		case members[name][0] == '[' && hasMembers(op, p.Name+"[]."):
			said = unheededInEach(said, op, p.Name+"[].", members[name])
		}
	}
	return said
}

// unheededInEach adds those of the objects in a list. What one has said the next one does not say again.
func unheededInEach(said string, op *gateway.Op, within string, list json.RawMessage) string {
	elements, err := elementsOf(list, within)
	if err != nil {
		return said
	}
	all := make(map[string]json.RawMessage)
	for _, element := range elements {
		if inner, err := decodeObject(element); err == nil {
			maps.Copy(all, inner)
		}
	}
	return unheededIn(said, op, within, all)
}

func hasMembers(op *gateway.Op, within string) bool {
	return slices.ContainsFunc(op.Parameters, func(p gateway.Parameter) bool { return strings.HasPrefix(p.Name, within) })
}

// longestReason is about how many bytes of a reason are shown.
const longestReason = 400

// parameterOf is the action's parameter with a name that a call has; in a body its case does not count.
func parameterOf(op *gateway.Op, name string, inBody bool) *gateway.Parameter {
	for i := range op.Parameters {
		if p := &op.Parameters[i]; isElement(name, p.Name) || inBody && strings.EqualFold(name, p.Name) {
			return p
		}
	}
	return nil
}

func saying(said string, op *gateway.Op, in gateway.Place, name string, p *gateway.Parameter) string {
	if p != nil {
		in, name = p.In, p.Name
	} else if len(op.Parameters) > 0 {
		in = op.Parameters[0].In // where the near names stand
	}
	return op.Unheeded(said, in, name, nil)
}
