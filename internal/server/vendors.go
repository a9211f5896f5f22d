package server

import (
	"sync"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// catalogues are what the vendors have, in the order in which they are listed everywhere.
var catalogues = []*gateway.Catalogue{&cometchatapi.Catalogue, &zegoapi.Catalogue}

// Operation says of an operation that is emulated what it is called and how it is called.
type Operation struct{ Vendor, Name, Method, Path string }

// Operations lists every operation that is emulated.
func Operations() (all []Operation) {
	for _, c := range catalogues {
		for i := range c.Operations {
			op := &c.Operations[i]
			all = append(all, Operation{c.Vendor, op.Name, op.Method, c.Called(op)})
		}
	}
	return all
}

// Codes lists every error code that a fault rule can have.
func Codes() (all []admin.Code) {
	for _, c := range catalogues {
		all = append(all, admin.Codes(c)...)
	}
	return all
}

// known is what a fault rule can name.
var known = sync.OnceValue(func() (all []faults.Known) {
	for _, c := range catalogues {
		all = append(all, c.Known())
	}
	return all
})

// IsVendorHost reports whether a host name, with or without a port, is one of the vendors' own.
func IsVendorHost(host string) bool { return cometchatapi.IsHost(host) || zegoapi.IsHost(host) }
