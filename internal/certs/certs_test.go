package certs

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func newCA(t *testing.T, now func() time.Time) *CA {
	t.Helper()
	ca, err := New(now, Hosts{})
	if err != nil {
		t.Fatal(err)
	}
	return ca
}

// leafFor is the certificate for a name, as a client gets it.
func leafFor(t *testing.T, ca *CA, name string) *x509.Certificate {
	t.Helper()
	pair, err := ca.Certificate(&tls.ClientHelloInfo{ServerName: name})
	if err != nil {
		t.Fatalf("a client that asks for %q: %v", name, err)
	}
	if len(pair.Certificate) != 1 {
		t.Fatalf("%d certificates are sent, want 1", len(pair.Certificate))
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

// trusts verifies as a client does that has nothing but the CA's PEM.
func trusts(t *testing.T, ca *CA, leaf *x509.Certificate, name string, now time.Time) error {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca.PEM()) {
		t.Fatalf("no certificate in %s", ca.PEM())
	}
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: pool, CurrentTime: now})
	return err
}

func TestCertificateIsGoodForLocalNames(t *testing.T) {
	t.Parallel()
	ca := newCA(t, at(noon))
	for _, tt := range []struct {
		asked string // by the client, in the handshake
		good  []string
		bad   []string
	}{
		{"", []string{"localhost", "127.0.0.1", "::1"}, []string{"a.localhost", "127.0.0.2", "example.com"}},
		{"localhost", []string{"localhost", "127.0.0.1", "::1"}, []string{"a.localhost"}},
		{"mockapp.api-us.localhost", []string{"mockapp.api-us.localhost", "localhost", "127.0.0.1", "::1"}, []string{"other.api-us.localhost", "api-us.localhost"}},
		{"MockApp.ApiClient-US.LocalHost.", []string{"mockapp.apiclient-us.localhost", "MockApp.ApiClient-US.LocalHost"}, nil},
		{"a_b.localhost", []string{"localhost"}, nil},
		{"example.com", []string{"localhost", "127.0.0.1"}, []string{"example.com"}},
		{"notlocalhost", []string{"localhost"}, []string{"notlocalhost"}},
		{"localhost.example.com", []string{"localhost"}, []string{"localhost.example.com"}},
		{"*.localhost", []string{"localhost"}, []string{"a.localhost"}},
		{".localhost", []string{"localhost"}, nil},
		{"a..localhost", []string{"localhost"}, nil},
		{"\x00\xff.localhost", []string{"localhost"}, nil},
		{strings.Repeat("a", 64) + ".localhost", []string{"localhost"}, nil},
		{strings.Repeat("a.", 200) + "localhost", []string{"localhost"}, nil},
	} {
		leaf := leafFor(t, ca, tt.asked)
		for _, name := range tt.good {
			if err := trusts(t, ca, leaf, name, noon); err != nil {
				t.Errorf("asked for %q, the certificate is not good for %s: %v", tt.asked, name, err)
			}
		}
		for _, name := range tt.bad {
			if trusts(t, ca, leaf, name, noon) == nil {
				t.Errorf("asked for %q, the certificate is good for %s", tt.asked, name)
			}
		}
	}
}

func TestShapeOfCertificates(t *testing.T) {
	t.Parallel()
	ca := newCA(t, at(noon))
	block, rest := pem.Decode(ca.PEM())
	if block == nil || len(rest) > 0 {
		t.Fatalf("the CA's PEM is %s", ca.PEM())
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if !root.IsCA || root.KeyUsage != x509.KeyUsageCertSign|x509.KeyUsageCRLSign || !root.MaxPathLenZero || len(root.SubjectKeyId) == 0 {
		t.Errorf("the CA is %+v", root)
	}
	leaf := leafFor(t, ca, "localhost")
	if leaf.IsCA || leaf.KeyUsage != x509.KeyUsageDigitalSignature || len(leaf.ExtKeyUsage) != 1 || leaf.ExtKeyUsage[0] != x509.ExtKeyUsageServerAuth {
		t.Errorf("the certificate is %+v", leaf)
	}
	for name, cert := range map[string]*x509.Certificate{"CA": root, "leaf": leaf} {
		key, ok := cert.PublicKey.(*ecdsa.PublicKey)
		if !ok || key.Params().Name != "P-256" {
			t.Errorf("%s: the key is %T", name, cert.PublicKey)
		}
		if cert.SerialNumber.Sign() <= 0 || cert.SerialNumber.BitLen() < 64 {
			t.Errorf("%s: serial number %v", name, cert.SerialNumber)
		}
		if want := noon.AddDate(0, 0, -1); !cert.NotBefore.Equal(want) {
			t.Errorf("%s: from %v, want %v", name, cert.NotBefore, want)
		}
	}
	if want := noon.AddDate(10, 0, 0); !root.NotAfter.Equal(want) {
		t.Errorf("the CA ends at %v, want %v", root.NotAfter, want)
	}
	if want := noon.AddDate(1, 0, 0); !leaf.NotAfter.Equal(want) {
		t.Errorf("the certificate ends at %v, want %v", leaf.NotAfter, want)
	}
}

// A server with the same seed must not have the same key: a seed is no secret.
func TestEveryCAIsAnother(t *testing.T) {
	t.Parallel()
	one, two := newCA(t, at(noon)), newCA(t, at(noon))
	if bytes.Equal(one.PEM(), two.PEM()) {
		t.Error("two CAs are the same")
	}
	if err := trusts(t, two, leafFor(t, one, ""), "localhost", noon); err == nil {
		t.Error("one CA is trusted for the other's certificate")
	}
}

func TestCertificateIsKeptAndRenewed(t *testing.T) {
	t.Parallel()
	now := noon
	ca := newCA(t, func() time.Time { return now })
	first := leafFor(t, ca, "a.localhost")
	for _, tt := range []struct {
		after time.Duration
		kept  bool
	}{{0, true}, {334 * 24 * time.Hour, true}, {336 * 24 * time.Hour, false}} {
		now = noon.Add(tt.after)
		leaf := leafFor(t, ca, "a.localhost")
		if kept := leaf.Equal(first); kept != tt.kept {
			t.Errorf("after %v kept is %v, want %v", tt.after, kept, tt.kept)
		}
		if err := trusts(t, ca, leaf, "a.localhost", now); err != nil {
			t.Errorf("after %v: %v", tt.after, err)
		}
	}
	now = noon.AddDate(9, 9, 0)
	if leaf := leafFor(t, ca, ""); !leaf.NotAfter.Equal(noon.AddDate(10, 0, 0)) {
		t.Errorf("the certificate ends at %v, after its CA", leaf.NotAfter)
	}
}

func TestNamesDoNotPileUp(t *testing.T) {
	t.Parallel()
	ca := newCA(t, at(noon))
	for i := range maxNames + 10 {
		if _, err := ca.Certificate(&tls.ClientHelloInfo{ServerName: fmt.Sprintf("n%d.localhost", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(ca.leaves) > maxNames {
		t.Errorf("%d certificates are kept, want at most %d", len(ca.leaves), maxNames)
	}
}

// Real handshakes, many at once, each for a name of its own.
func TestHandshakes(t *testing.T) {
	t.Parallel()
	ca := newCA(t, time.Now)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca.PEM())
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				near, far := net.Pipe()
				all.Go(func() { _ = tls.Server(far, &tls.Config{GetCertificate: ca.Certificate}).Handshake() })
				client := tls.Client(near, &tls.Config{RootCAs: pool, ServerName: fmt.Sprintf("n%d.localhost", (i+j)%10)})
				if err := client.Handshake(); err != nil {
					t.Errorf("handshake: %v", err)
				}
				_ = near.Close()
				_ = far.Close()
			}
		})
	}
	all.Wait()
}

func FuzzCertificate(f *testing.F) {
	for _, name := range []string{"", "localhost", "a.localhost", "A.b-c_d.LOCALHOST.", "..localhost", "*.localhost", "ü.localhost", "\x00", "127.0.0.1", "a.localhost..", "a.example.com", "a b.example.com", "*.example.com"} {
		f.Add(name)
	}
	ca, err := New(at(noon), Hosts{Name: func(name string) bool { return strings.HasSuffix(name, ".example.com") }})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string) {
		leaf := leafFor(t, ca, name)
		for _, good := range append(leaf.DNSNames, "127.0.0.1", "::1") {
			if good != "127.0.0.1" && good != "::1" && good != "localhost" && !strings.HasSuffix(good, ".localhost") && !strings.HasSuffix(good, ".example.com") {
				t.Errorf("asked for %q, the certificate names %q", name, good)
			}
			if err := trusts(t, ca, leaf, good, noon); err != nil {
				t.Errorf("asked for %q: %v", name, err)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(at(noon), Hosts{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCertificate(b *testing.B) {
	ca, err := New(at(noon), Hosts{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := ca.Certificate(&tls.ClientHelloInfo{ServerName: "a.localhost"}); err != nil {
			b.Fatal(err)
		}
	}
}
