// Package certs makes the certificates with which the server speaks TLS: a certificate authority of
// its own, and for each name of this server that a client asks for a certificate signed by it.
//
// Keys and serial numbers come from the system's random source and not from the seed: who knows a
// seed, which stands in fixtures and logs, must not know a key that somebody has told a browser to
// trust.
package certs

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

// How long certificates are good. They begin a day early for clients whose clock is slow or whose
// system takes local time for UTC.
const (
	early    = 24 * time.Hour
	caYears  = 10
	leafLife = 365 * 24 * time.Hour
	renewal  = 30 * 24 * time.Hour // before its end a certificate is made anew
)

// maxNames is how many names' certificates are kept. Clients choose the names.
const maxNames = 1000

// CA is a certificate authority. It is safe for concurrent use.
type CA struct {
	cert  *x509.Certificate
	key   crypto.Signer
	pem   []byte
	now   func() time.Time
	hosts Hosts

	leafKey *ecdsa.PrivateKey // of all certificates: making one costs more than signing

	mu     sync.Mutex
	leaves map[string]*tls.Certificate // by what they are for, see subject
}

// Hosts are what a CA signs for beside what is always this machine: localhost, names under it, the
// loopback addresses, and the address that a client has connected to.
type Hosts struct {
	Name      func(name string) bool // whether a name, as [CleanName] writes it, is one more; nil: none is
	Addresses []net.IP               // by which clients reach this machine, though it does not know them itself
}

// New returns a new CA, which is lost with the process. The function now tells the time from which
// it and its certificates count; clients check them against the wall clock, so that is the one to
// give.
func New(now func() time.Time, hosts Hosts) (*CA, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	cert, err := selfSign(key, now())
	if err != nil {
		return nil, err
	}
	return from(cert, key, now, hosts)
}

func from(cert *x509.Certificate, key crypto.Signer, now func() time.Time, hosts Hosts) (*CA, error) {
	leafKey, err := newKey()
	if err != nil {
		return nil, err
	}
	return &CA{
		cert: cert, key: key, pem: certificatePEM(cert.Raw), now: now, hosts: hosts,
		leafKey: leafKey, leaves: make(map[string]*tls.Certificate),
	}, nil
}

// newKey makes a key on the curve P-256, which every TLS client knows.
func newKey() (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return key, nil
}

// selfSign makes the CA's own certificate.
func selfSign(key crypto.Signer, now time.Time) (*x509.Certificate, error) {
	return sign(&x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"chatdouble"}, CommonName: "chatdouble local CA"},
		NotBefore:             now.Add(-early),
		NotAfter:              now.AddDate(caYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true, // it signs servers, not further CAs
	}, nil, key, key)
}

// sign makes a certificate for holder. Without a parent it signs itself. The serial number is a
// random one, which x509 makes.
func sign(template, parent *x509.Certificate, holder, signer crypto.Signer) (*x509.Certificate, error) {
	if parent == nil {
		parent = template
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, holder.Public(), signer)
	if err != nil {
		return nil, fmt.Errorf("signing a certificate for %s: %w", template.Subject.CommonName, err)
	}
	return x509.ParseCertificate(raw)
}

func certificatePEM(raw []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

// PEM is the CA's certificate, for clients that are to trust it. It has no key in it.
func (ca *CA) PEM() []byte { return ca.pem }

// Certificate is for [tls.Config.GetCertificate]. It is good for localhost, 127.0.0.1 and ::1, and for
// the name that the client asks for when [CA.Signs] that. Who asks for any other name gets it all the
// same: the client's "valid for localhost, not ..." says more than a broken handshake. Who asks for
// none has called an address, and gets a certificate for that one.
func (ca *CA) Certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	subject := ca.subject(hello)
	now := ca.now()
	ca.mu.Lock()
	defer ca.mu.Unlock()
	if leaf := ca.leaves[subject]; leaf != nil && now.Before(leaf.Leaf.NotAfter.Add(-renewal)) {
		return leaf, nil
	}
	leaf, err := ca.leaf(subject, now)
	if err != nil {
		return nil, err
	}
	if len(ca.leaves) >= maxNames {
		clear(ca.leaves)
	}
	ca.leaves[subject] = leaf
	return leaf, nil
}

// Signs reports whether a client that asks for the name gets a certificate that is good for it.
func (ca *CA) Signs(name string) bool { return ca.signed(name) != "" }

// signed is the name as it goes into a certificate, empty when it is not this server's.
func (ca *CA) signed(name string) string {
	name, ok := CleanName(name)
	if !ok {
		return ""
	}
	// Names under localhost are the machine's own (RFC 6761, 6.3).
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || ca.hosts.Name != nil && ca.hosts.Name(name) {
		return name
	}
	return ""
}

// subject is what a client needs a certificate for: a name, or an address; localhost when it asks
// for what is not this server's.
func (ca *CA) subject(hello *tls.ClientHelloInfo) string {
	const nobody = "localhost"
	local := localAddress(hello.Conn)
	if hello.ServerName != "" && hello.ServerName != local { // some clients send an address as a name
		if name := ca.signed(hello.ServerName); name != "" {
			return name
		}
		return nobody
	}
	if local == "" {
		return nobody
	}
	return local
}

// localAddress is this machine's address on a connection, without port and zone; empty when the
// connection has none.
func localAddress(c net.Conn) string {
	if c == nil {
		return ""
	}
	if tcp, ok := c.LocalAddr().(*net.TCPAddr); ok && tcp.IP != nil {
		return tcp.IP.String()
	}
	return ""
}

func (ca *CA) leaf(subject string, now time.Time) (*tls.Certificate, error) {
	names := []string{"localhost"}
	addresses := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if address := net.ParseIP(subject); address != nil {
		addresses = append(addresses, ca.hosts.Addresses...)
		if !address.Equal(addresses[0]) && !address.Equal(addresses[1]) {
			addresses = append(addresses, address)
		}
	} else if subject != "localhost" {
		names = append(names, subject)
	}
	end := now.Add(leafLife)
	if end.After(ca.cert.NotAfter) {
		end = ca.cert.NotAfter
	}
	cert, err := sign(&x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"chatdouble"}, CommonName: commonName(subject)},
		NotBefore:             now.Add(-early),
		NotAfter:              end,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              names,
		IPAddresses:           addresses,
	}, ca.cert, ca.leafKey, ca.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: ca.leafKey, Leaf: cert}, nil
}

// commonName is what people are shown; clients look at the names behind it.
func commonName(subject string) string {
	const most = 64 // RFC 5280, ub-common-name
	if len(subject) > most {
		return "localhost"
	}
	return subject
}

// CleanName writes a host name as it goes into a certificate: in lower case, without a dot at its end.
// ok is false when it is no host name. An address in numbers is none.
func CleanName(name string) (clean string, ok bool) {
	const most = 253 // characters of a name in the DNS
	clean = strings.ToLower(strings.TrimSuffix(name, "."))
	if len(clean) > most || net.ParseIP(clean) != nil {
		return "", false
	}
	for label := range strings.SplitSeq(clean, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", false
		}
	}
	return clean, true
}
