package cometchatapi

import (
	"maps"
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
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

// unheeded names the parameters of a request that this server knows and does not emulate, and those that
// the operation does not have, in one line for a person. It is empty when there is none, and then it
// allocates nothing.
func unheeded(c *gateway.Call) string {
	var said string
	for i := range c.Query {
		name := c.Query[i].Name
		p := c.Op.Parameter(gateway.InQuery, name)
		if p != nil && p.Use != gateway.NotEmulated {
			continue
		}
		if said = c.Op.Unheeded(said, gateway.InQuery, name, otherParameters); len(said) > longestReason {
			return said
		}
	}
	members, read := c.Note().(unheededMembers)
	if !read && len(c.Body) > 0 && c.Request.Method != http.MethodGet {
		readForm(c) // the operation wants no body
		members, _ = c.Note().(unheededMembers)
	}
	if members != "" {
		said = gateway.Join(said, string(members))
	}
	return said
}

// unheededMembers is what [unheeded] says of a body, noted with the call when the body is read.
type unheededMembers string

func noteMembers(c *gateway.Call, f *form) {
	said := ""
	for _, name := range slices.Sorted(maps.Keys(f.members)) {
		p := c.Op.Parameter(gateway.InBody, name)
		if p != nil && p.Use != gateway.NotEmulated {
			continue
		}
		if said = c.Op.Unheeded(said, gateway.InBody, name, otherParameters); len(said) > longestReason {
			break
		}
	}
	c.SetNote(unheededMembers(said))
}

// otherParameters are what people call a parameter that has another name.
var otherParameters = map[string]string{"limit": "perPage", "pagesize": "perPage", "page_size": "perPage", "search": "searchKey", "q": "searchKey"}
