package certs

import (
	"crypto/tls"
	"net"
	"strings"
	"testing"
)

// reached is a connection of which nothing but this machine's address is known.
type reached struct {
	net.Conn
	at net.IP
}

func (c reached) LocalAddr() net.Addr { return &net.TCPAddr{IP: c.at, Port: 443} }

// The names that a CA is told of are signed one by one, and no others.
func TestCertificateIsGoodForNamesOfOthers(t *testing.T) {
	t.Parallel()
	below := func(name string) bool {
		return strings.HasSuffix(name, ".example.com") || name == "chatdouble"
	}
	ca, err := New(at(noon), Hosts{Name: below})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		asked  string
		signed bool
	}{
		{"a.example.com", true},
		{"B.a.Example.COM.", true},
		{"chatdouble", true},
		{"localhost", true},
		{"a.localhost", true},
		{"example.com", false},
		{"a.example.com.evil.org", false},
		{"*.example.com", false},
		{"a\n.example.com", false},
		{".example.com", false},
		{strings.Repeat("a", 64) + ".example.com", false},
		{"192.0.2.7", false},
		{"", false},
	} {
		if got := ca.Signs(tt.asked); got != tt.signed {
			t.Errorf("Signs(%q) = %v", tt.asked, got)
		}
		leaf := leafFor(t, ca, tt.asked)
		if err := trusts(t, ca, leaf, strings.TrimSuffix(tt.asked, "."), noon); tt.asked != "" && (err == nil) != tt.signed {
			t.Errorf("asked for %q, the certificate is good for it: %v, want %v", tt.asked, err, tt.signed)
		}
		if err := trusts(t, ca, leaf, "localhost", noon); err != nil {
			t.Errorf("asked for %q: %v", tt.asked, err)
		}
	}
}

// A client that calls an address names nobody: it gets a certificate for the address that it has
// reached, and for those that only somebody outside knows.
func TestCertificateIsGoodForTheAddress(t *testing.T) {
	t.Parallel()
	ca, err := New(at(noon), Hosts{Addresses: []net.IP{net.ParseIP("203.0.113.9")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ local, asked string }{
		{"192.0.2.7", ""},
		{"192.0.2.7", "192.0.2.7"}, // no name, but some clients send it as one
		{"127.0.0.2", ""},
		{"2001:db8::7", ""},
	} {
		pair, err := ca.Certificate(&tls.ClientHelloInfo{ServerName: tt.asked, Conn: reached{at: net.ParseIP(tt.local)}})
		if err != nil {
			t.Fatal(err)
		}
		for _, good := range []string{tt.local, "203.0.113.9", "127.0.0.1", "::1", "localhost"} {
			if err := trusts(t, ca, pair.Leaf, good, noon); err != nil {
				t.Errorf("reached at %s, the certificate is not good for %s: %v", tt.local, good, err)
			}
		}
		if trusts(t, ca, pair.Leaf, "192.0.2.8", noon) == nil {
			t.Errorf("reached at %s, the certificate is good for 192.0.2.8", tt.local)
		}
	}
	pair, err := ca.Certificate(&tls.ClientHelloInfo{ServerName: "example.com", Conn: reached{at: net.ParseIP("192.0.2.7")}})
	if err != nil || trusts(t, ca, pair.Leaf, "192.0.2.7", noon) == nil {
		t.Errorf("who asks for a foreign name gets a certificate for the address: %v", err)
	}
}
