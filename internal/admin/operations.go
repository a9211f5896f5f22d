package admin

import (
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Operation is one operation of a vendor, and how its behaviours are known.
type Operation struct {
	Vendor string `json:"vendor"`
	Name   string `json:"name"`
	Method string `json:"method"`
	Path   string `json:"path"`

	Credential string `json:"credential"` // what a caller shows to be let in
	Page       string `json:"page,omitempty" doc:"of the vendor, on which it stands"`
	Recording  string `json:"recording,omitempty" doc:"that what is recorded comes from"`

	Limits     []string            `json:"limits"`
	Parameters []gateway.Parameter `json:"parameters,omitempty" doc:"in the query or the body, and what becomes of them"`
	Facts      []gateway.Fact      `json:"facts"`
}

// names are those of operations, each once: the vendors have some in common.
func names(operations []Operation) (list []string) {
	for _, o := range operations {
		if !slices.Contains(list, o.Name) {
			list = append(list, o.Name)
		}
	}
	return slices.Clip(list)
}

// Operations describes the rows of a vendor's table. The limits are the vendor's own; an app may have
// others.
func Operations(of *gateway.Catalogue) []Operation {
	declared := of.Operations()
	all := make([]Operation, len(declared))
	for i := range declared {
		op := &declared[i]
		o := Operation{
			Vendor: of.Vendor, Name: op.Name, Method: op.Method, Path: op.Path, Credential: op.Credential,
			Page: op.Page, Recording: op.Recording, Parameters: op.Parameters,
		}
		for _, limit := range op.Limits {
			o.Limits = append(o.Limits, limit.Quota+": "+strconv.Itoa(of.Quotas[limit.Quota])+" in "+limit.Window.String())
		}
		o.Facts = slices.Concat(op.Facts, of.Facts)
		all[i] = o
	}
	return all
}
