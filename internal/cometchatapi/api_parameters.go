package cometchatapi

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// parametersOf are the parameters that a struct declares: in the query of a GET, else in the body. One with the tag on
// is sent on that surface alone.
func parametersOf(in *shape.Struct, method, credential string) (all []gateway.Parameter) {
	for i := range in.Fields {
		f := &in.Fields[i]
		if on := f.Tag.Get("on"); on != "" && on != credential {
			continue
		}
		p := gateway.Parameter{In: gateway.InBody, Use: gateway.Applied}
		if method == http.MethodGet {
			p.In = gateway.InQuery
			p.List = f.Type.Kind() == reflect.Slice
		}
		switch {
		case f.NoEffect:
			p.Use = gateway.NoEffect
		case f.NotEmulated:
			p.Use = gateway.NotEmulated
		}
		for _, name := range namesOf(f) {
			p.Name = name
			all = append(all, p)
		}
	}
	return all
}

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
		if p != nil && p.Use != gateway.NotEmulated || name == captionPart && f.parts && c.Op.Files {
			continue
		}
		if said = c.Op.Unheeded(said, gateway.InBody, name, otherParameters); len(said) > longestReason {
			break
		}
	}
	for i := range f.files {
		if f.files[i].isTaken() && c.Op.Files || len(said) > longestReason {
			continue
		}
		said = gateway.Join(said, fmt.Sprintf("%s takes no file as %.60q: it had no effect", c.Op.Name, f.files[i].Field))
	}
	c.SetNote(unheededMembers(said))
}

// otherParameters are what people call a parameter that has another name.
var otherParameters = map[string]string{"limit": "perPage", "pagesize": "perPage", "page_size": "perPage", "search": "searchKey", "q": "searchKey"}
