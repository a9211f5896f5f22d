package server

import (
	"sync"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// composeVendors makes what answers the vendors' calls.
func (s *Server) composeVendors() (all admin.Vendors) {
	for _, v := range Vendors {
		apps := s.apps[v.Vendor]
		all = append(all, admin.Vendor{Catalogue: v, Apps: apps, Gateway: gateway.New(s.core, v.New(apps))})
	}
	return all
}

// Operation says of an operation that is emulated what it is called and how it is called.
type Operation struct{ Vendor, Name, Method, Path string }

// Operations lists every operation that is emulated.
func Operations() (all []Operation) {
	for _, v := range Vendors {
		declared := v.Operations()
		for i := range declared {
			op := &declared[i]
			all = append(all, Operation{v.Vendor, op.Name, op.Method, v.Called(op)})
		}
	}
	return all
}

// Codes lists every error code that a fault rule can have.
func Codes() (all []admin.Code) {
	for _, v := range Vendors {
		all = append(all, admin.Codes(v)...)
	}
	return all
}

// known is what a fault rule can name.
var known = sync.OnceValue(func() (all []faults.Known) {
	for _, v := range Vendors {
		all = append(all, v.Known())
	}
	return all
})

// IsVendorHost reports whether a host name, with or without a port, is one of the vendors' own.
func IsVendorHost(host string) bool {
	for _, v := range Vendors {
		if v.IsHost(host) {
			return true
		}
	}
	return false
}
