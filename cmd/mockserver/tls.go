package main

import (
	"crypto/tls"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/chatdouble/mockserver/internal/certs"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/listen"
)

// checkTLS refuses settings of TLS that do not go together.
func (s *settings) checkTLS() error {
	for _, name := range []string{"tls-ca-dir", "tls-cert", "tls-key"} {
		if s.given(name) && s.tlsAddr == "" {
			return wrong("%s is given, but nothing speaks TLS without --tls-addr; add it, such as --tls-addr 127.0.0.1:8443, or leave %[1]s out", s.source(name))
		}
	}
	for _, other := range []struct{ name, address string }{{"addr", s.addr}, {"admin-addr", s.adminAddr}} {
		if s.tlsAddr != "" && s.tlsAddr == other.address && !strings.HasSuffix(s.tlsAddr, ":0") {
			return wrong("%s is %q, the same as %s; TLS needs an address of its own", s.source("tls-addr"), s.tlsAddr, s.source(other.name))
		}
	}
	switch {
	case s.tlsCert != "" && s.tlsKey == "":
		return wrong("%s is given without --tls-key; give the file with its key too", s.source("tls-cert"))
	case s.tlsKey != "" && s.tlsCert == "":
		return wrong("%s is given without --tls-cert; give the file with its certificate too", s.source("tls-key"))
	case s.tlsCert != "" && s.tlsCADir != "":
		return wrong("%s is given, but %s brings a certificate that this CA does not sign; leave out one of them", s.source("tls-ca-dir"), s.source("tls-cert"))
	}
	return nil
}

// identity is how the server shows TLS clients who it is. Without TLS it is empty.
type identity struct {
	certificate listen.Certificate
	ca          []byte // the certificate of the server's own CA in PEM; nil when another has signed
	caPath      string // the file with that certificate; empty when there is none
}

// newIdentity reads or makes certificates as the settings want them. Clients check them against the
// wall clock, whatever --time says.
func newIdentity(s *settings) (*identity, error) {
	if s.tlsAddr == "" {
		return &identity{}, nil
	}
	if s.tlsCert != "" {
		pair, err := certs.Load(s.tlsCert, s.tlsKey)
		if err != nil {
			return nil, fmt.Errorf("no certificate from %s and %s: %w", s.source("tls-cert"), s.source("tls-key"), err)
		}
		return &identity{certificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return pair, nil }}, nil
	}
	now := clock.System().Now
	if s.tlsCADir == "" {
		ca, err := certs.New(now)
		if err != nil {
			return nil, err
		}
		return &identity{certificate: ca.Certificate, ca: ca.PEM()}, nil
	}
	ca, err := certs.Open(s.tlsCADir, now)
	if err != nil {
		return nil, fmt.Errorf("no CA from %s: %w", s.source("tls-ca-dir"), err)
	}
	path, err := filepath.Abs(filepath.Join(s.tlsCADir, certs.CertFile))
	if err != nil {
		return nil, err
	}
	return &identity{certificate: ca.Certificate, ca: ca.PEM(), caPath: path}, nil
}
