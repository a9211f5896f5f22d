package main

import (
	"net"
	"os"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/certs"
	"github.com/chatdouble/mockserver/internal/server"
)

// hosts are what --tls-hosts names.
type hosts struct {
	names     []string
	below     []string // domains; every name below one is meant
	addresses []net.IP
}

// add reads a name, *.NAME for every name below it, or an address.
func (h *hosts) add(v string) bool {
	if ip := net.ParseIP(v); ip != nil {
		h.addresses = append(h.addresses, ip)
		return true
	}
	rest, all := strings.CutPrefix(v, "*.")
	name, ok := certs.CleanName(rest)
	switch {
	case !ok:
		return false
	case all:
		h.below = append(h.below, "."+name)
	default:
		h.names = append(h.names, name)
	}
	return true
}

// has reports whether a name is meant, which is clean.
func (h *hosts) has(name string) bool {
	return slices.Contains(h.names, name) ||
		slices.ContainsFunc(h.below, func(domain string) bool { return strings.HasSuffix(name, domain) })
}

// leadsHere reports whether the server stands for a host when a client takes it for a proxy.
func (s *settings) leadsHere(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return slices.ContainsFunc(s.tlsHosts.addresses, ip.Equal)
	}
	name, ok := certs.CleanName(host)
	return ok && s.ownName(name)
}

// ownName reports whether a clean name is one of this server's: the vendors' hosts, what --tls-hosts has,
// and how others call this machine, which in compose is the service or the container.
func (s *settings) ownName(name string) bool {
	if server.IsVendorHost(name) || s.tlsHosts.has(name) || name == "chatdouble" {
		return true
	}
	host, err := os.Hostname()
	return err == nil && strings.EqualFold(name, host)
}

func (s *settings) certHosts() certs.Hosts {
	return certs.Hosts{Name: s.ownName, Addresses: s.tlsHosts.addresses}
}
