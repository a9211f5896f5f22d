package cometchatapi

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/nearest"
)

// query declares parameters of an operation that stand in the query, each with one value.
func query(use gateway.Use, names ...string) []gateway.Parameter {
	return parameters(gateway.Parameter{In: gateway.InQuery, Use: use}, names)
}

// queryLists declares those with several values.
func queryLists(use gateway.Use, names ...string) []gateway.Parameter {
	return parameters(gateway.Parameter{In: gateway.InQuery, Use: use, List: true}, names)
}

// body declares parameters that are members of the body.
func body(use gateway.Use, names ...string) []gateway.Parameter {
	return parameters(gateway.Parameter{In: gateway.InBody, Use: use}, names)
}

func parameters(like gateway.Parameter, names []string) []gateway.Parameter {
	all := make([]gateway.Parameter, len(names))
	for i, name := range names {
		like.Name = name
		all[i] = like
	}
	return all
}

// pageParameters are what [decodePage] reads.
var pageParameters = query(gateway.Applied, "perPage", "page", "per_page")

// declared is the parameter with that name; nil when the operation has none.
func declared(op *gateway.Op, in gateway.Place, name string) *gateway.Parameter {
	for i := range op.Parameters {
		p := &op.Parameters[i]
		if p.Name == name && p.In == in {
			return p
		}
	}
	return nil
}

// unheeded names the parameters of a request that this server knows and does not emulate, and those that
// the operation does not have, in one line for a person. It is empty when there is none, and then it
// allocates nothing.
func unheeded(c *gateway.Call) string {
	var said string
	for i := range c.Query {
		name := c.Query[i].Name
		p := declared(c.Op, gateway.InQuery, name)
		if base, isList := strings.CutSuffix(name, "[]"); p == nil && isList {
			if p = declared(c.Op, gateway.InQuery, base); p != nil && !p.List {
				p = nil
			}
		}
		if p != nil && p.Use != gateway.NotEmulated {
			continue
		}
		if said = also(said, c.Op, gateway.InQuery, name, p != nil); len(said) > longestReason {
			return said
		}
	}
	members, read := c.Note().(unheededMembers)
	if !read && len(c.Body) > 0 && c.Request.Method != http.MethodGet {
		readForm(c) // the operation wants no body
		members, _ = c.Note().(unheededMembers)
	}
	if members != "" {
		said = join(said, string(members))
	}
	return said
}

// unheededMembers is what [unheeded] says of a body, noted with the call when the body is read.
type unheededMembers string

func noteMembers(c *gateway.Call, f *form) {
	said := ""
	for _, name := range slices.Sorted(maps.Keys(f.members)) {
		p := declared(c.Op, gateway.InBody, name)
		if p != nil && p.Use != gateway.NotEmulated {
			continue
		}
		if said = also(said, c.Op, gateway.InBody, name, p != nil); len(said) > longestReason {
			break
		}
	}
	c.SetNote(unheededMembers(said))
}

// also adds what is to be said of one parameter.
func also(said string, op *gateway.Op, in gateway.Place, name string, known bool) string {
	const longestName = 60
	shown := "the parameter " + name
	if len(name) > longestName {
		shown = "the parameter " + name[:longestName] + "..."
	}
	if known {
		return join(said, shown+" is known to the vendor and not emulated: it had no effect")
	}
	var here []string
	elsewhere := false
	for _, p := range op.Parameters {
		if p.In == in {
			here = append(here, p.Name)
		} else {
			elsewhere = elsewhere || p.Name == name
		}
	}
	near := nearest.Similar(name, here)
	if other := otherParameters[strings.ToLower(name)]; near == "" && slices.Contains(here, other) {
		near = other
	}
	switch {
	case elsewhere && in == gateway.InQuery:
		return join(said, shown+" belongs into the body of "+op.Name+": it had no effect")
	case elsewhere:
		return join(said, shown+" belongs into the query of "+op.Name+": it had no effect")
	case near != "":
		return join(said, shown+" is not one of "+op.Name+" and had no effect; did you mean "+near)
	}
	return join(said, shown+" is not one of "+op.Name+": it had no effect")
}

// otherParameters are what people call a parameter that has another name.
var otherParameters = map[string]string{"limit": "perPage", "pagesize": "perPage", "page_size": "perPage", "search": "searchKey", "q": "searchKey"}

// join puts two parts of a reason together.
func join(said, more string) string {
	if said == "" {
		return more
	}
	return said + "; " + more
}
