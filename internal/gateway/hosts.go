package gateway

import "strings"

// HostBelow reports whether a host, with or without a port, is a domain or a name below it. The domain is
// in lower case, without a dot at either end.
func HostBelow(host, domain string) bool {
	if colon := strings.LastIndexByte(host, ':'); colon >= 0 {
		host = host[:colon]
	}
	host = strings.TrimSuffix(host, ".")
	above := len(host) - len(domain)
	return above >= 0 && strings.EqualFold(host[above:], domain) && (above == 0 || host[above-1] == '.')
}
