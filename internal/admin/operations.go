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

// NewOperation describes a row of a vendor's table. The limits are the vendor's own; an app may
// have others.
func NewOperation(vendor string, op gateway.Op, common []gateway.Fact, quotas map[string]int) Operation {
	o := Operation{Vendor: vendor, Name: op.Name, Method: op.Method, Path: op.Path, Credential: op.Credential, Parameters: op.Parameters}
	for _, limit := range op.Limits {
		o.Limits = append(o.Limits, limit.Quota+": "+strconv.Itoa(quotas[limit.Quota])+" in "+limit.Window.String())
	}
	o.Facts = append(append(o.Facts, op.Facts...), common...)
	return o
}
