package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// Refuses says why an address may not be called: its URL is not http or https, or its host is neither
// this machine nor among the hosts, where "*" is every host. nil means that it may be. The error has
// nothing of the URL in it but scheme and host.
func Refuses(hosts []string, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("reading the webhook's URL: %w", bare(err))
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("the webhook's URL begins with %q; only http and https are called", u.Scheme)
	}
	if named(hosts, u.Hostname()) || isLoopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("the host %q may not be called; name it with --callback-hosts", u.Hostname())
}

// bare is what is wrong with a URL or with calling it, without the URL: that may hold a password.
func bare(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

func named(hosts []string, host string) bool {
	return slices.Contains(hosts, "*") || slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// dial makes sure that a name for this machine leads to this machine.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	if !named(s.hosts, host) && strings.EqualFold(host, "localhost") {
		first, err := d.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
		if err == nil {
			return first, nil
		}
		second, also := d.DialContext(ctx, network, net.JoinHostPort("::1", port))
		if also == nil {
			return second, nil
		}
		return nil, errors.Join(err, also)
	}
	return d.DialContext(ctx, network, address)
}
