package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/certs"
	"github.com/chatdouble/mockserver/internal/clock"
)

// checkTLS refuses settings of TLS that do not go together.
func (s *settings) checkTLS() error {
	for _, name := range []string{"tls-cert", "tls-key"} { // a CA of the own signs for CONNECT too
		if s.given(name) && s.tlsAddr == "" {
			return wrong("%s is given, but no address speaks TLS without --tls-addr; add it, such as --tls-addr 127.0.0.1:8443, or leave %[1]s out", s.source(name))
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

// identity is how the server shows TLS clients who it is.
type identity struct {
	settings *settings
	own      *tls.Certificate          // that of --tls-cert; nil: the CA signs
	ca       func() (*certs.CA, error) // made when first asked for: most starts need none
	caPath   string                    // the file with the CA's certificate; empty when it ends with the process
}

// newIdentity reads the certificates that the settings name. A folder for the CA is filled at once, for
// those who wait for the server to be ready and look there.
func newIdentity(s *settings) (*identity, error) {
	id := &identity{settings: s, ca: sync.OnceValues(func() (*certs.CA, error) { return openCA(s) })}
	var err error
	switch {
	case s.tlsCert != "":
		if id.own, err = certs.Load(s.tlsCert, s.tlsKey); err != nil {
			return nil, fmt.Errorf("no certificate from %s and %s: %w", s.source("tls-cert"), s.source("tls-key"), err)
		}
	case s.tlsCADir != "":
		if _, err = id.ca(); err != nil {
			return nil, err
		}
		if id.caPath, err = filepath.Abs(filepath.Join(s.tlsCADir, certs.CertFile)); err != nil {
			return nil, err
		}
	}
	return id, nil
}

// openCA is the CA that the settings want, read from its folder or made. Clients check certificates
// against the wall clock, whatever --time says.
func openCA(s *settings) (*certs.CA, error) {
	now := clock.System().Now
	if s.tlsCADir == "" {
		return certs.New(now, s.certHosts())
	}
	ca, err := certs.Open(s.tlsCADir, now, s.certHosts())
	if err != nil {
		return nil, fmt.Errorf("no CA from %s: %w%s", s.source("tls-ca-dir"), err, howToOwn(s.tlsCADir, err))
	}
	return ca, nil
}

// howToOwn is what to run when this process may not use a folder: in a container it is another user than
// the one that made a volume.
func howToOwn(folder string, err error) string {
	if !errors.Is(err, fs.ErrPermission) || os.Getuid() < 0 {
		return ""
	}
	path, absErr := filepath.Abs(folder)
	if absErr != nil {
		path = folder
	}
	mkdir := ""
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		mkdir = "mkdir -p " + quote(path) + " && "
	}
	return fmt.Sprintf("; this process is user %d: run %schown -R %d:%d %s", os.Getuid(), mkdir, os.Getuid(), os.Getgid(), quote(path))
}

// certificate is for TLS clients.
func (id *identity) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if id.own != nil {
		return id.own, nil
	}
	ca, err := id.ca()
	if err != nil {
		return nil, err
	}
	return ca.Certificate(hello)
}

// caPEM is the certificate that clients have to trust, nil when another CA has signed.
func (id *identity) caPEM() ([]byte, error) {
	if id.own != nil {
		return nil, nil
	}
	ca, err := id.ca()
	if err != nil {
		return nil, err
	}
	return ca.PEM(), nil
}

// warnings say what is wrong with the certificate of --tls-cert, which a test may want so.
func (id *identity) warnings() []string {
	if id.own == nil || id.outOfDate() == "" {
		return nil
	}
	return []string{id.outOfDate() + "; clients will refuse it"}
}

// outOfDate says so of the certificate of --tls-cert, if it is.
func (id *identity) outOfDate() string {
	which := fmt.Sprintf("the certificate of %s (%s)", id.settings.source("tls-cert"), id.settings.tlsCert)
	switch leaf, now := id.own.Leaf, clock.System().Now(); {
	case now.After(leaf.NotAfter):
		return which + " was good until " + leaf.NotAfter.UTC().Format(time.RFC3339)
	case now.Before(leaf.NotBefore):
		return which + " is good from " + leaf.NotBefore.UTC().Format(time.RFC3339)
	}
	return ""
}

// advice is for a person whose client asked for a name and did not take the certificate.
func (id *identity) advice(name, adminURL string) string {
	if id.own != nil {
		return id.adviceOnOwn(name)
	}
	trust := "let the client trust " + id.whereCA(adminURL) + "; docs/tls.md has the line for each language"
	if ca, err := id.ca(); name != "" && err == nil && !ca.Signs(name) {
		return fmt.Sprintf("the certificate is not for this name: add --tls-hosts %s, and %s", quote(name), trust)
	}
	return trust
}

func (id *identity) adviceOnOwn(name string) string {
	if wrong := id.outOfDate(); wrong != "" {
		return wrong
	}
	cert := id.settings.source("tls-cert")
	if name != "" && id.own.Leaf.VerifyHostname(name) != nil {
		return fmt.Sprintf("the certificate of %s is not for this name", cert)
	}
	return fmt.Sprintf("let the client trust the CA that has signed the certificate of %s", cert)
}

// whereCA is where a client gets the CA's certificate.
func (id *identity) whereCA(adminURL string) string {
	switch {
	case id.caPath != "":
		return id.caPath
	case adminURL != "":
		return adminURL + "/__admin/certs/ca.pem"
	}
	return "the server's CA, which is a new one with every start unless --tls-ca-dir keeps one"
}
