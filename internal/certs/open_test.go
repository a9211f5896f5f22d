package certs

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestOpenKeepsTheCA(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new", "ca")
	first, err := Open(folder, at(noon), Hosts{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(folder, at(noon.AddDate(1, 0, 0)), Hosts{})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.PEM(), second.PEM()) {
		t.Error("the second start has another CA")
	}
	if err := trusts(t, first, leafFor(t, second, "a.localhost"), "a.localhost", noon.AddDate(1, 0, 0)); err != nil {
		t.Errorf("who trusts the CA of the first start does not trust the second: %v", err)
	}
	kept, err := os.ReadFile(filepath.Join(folder, CertFile))
	if err != nil || !bytes.Equal(kept, first.PEM()) {
		t.Errorf("%s is not the certificate: %v", CertFile, err)
	}
	for name, mode := range map[string]fs.FileMode{CertFile: 0o644, KeyFile: 0o600} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || runtime.GOOS != "windows" && info.Mode() != mode {
			t.Errorf("%s: %v, %v; want %v", name, info, err, mode)
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 2 {
		t.Errorf("the folder has %v, want the two files", entries)
	}
}

// Programs that start together must agree, whoever writes first.
func TestOpenAtTheSameTime(t *testing.T) {
	t.Parallel()
	for range 20 {
		folder := t.TempDir()
		const programs = 8
		cas := make([]*CA, programs)
		var all sync.WaitGroup
		for i := range cas {
			all.Go(func() {
				ca, err := Open(folder, at(noon), Hosts{})
				if err != nil {
					t.Error(err)
				}
				cas[i] = ca
			})
		}
		all.Wait()
		if t.Failed() {
			return
		}
		last, err := Open(folder, at(noon), Hosts{})
		if err != nil {
			t.Fatal(err)
		}
		for _, ca := range cas {
			if err := trusts(t, last, leafFor(t, ca, ""), "localhost", noon); err != nil {
				t.Fatalf("the CA in the folder is not that of every program: %v", err)
			}
		}
	}
}

// A CA of somebody else, such as mkcert's, is taken too.
func TestOpenOtherKeys(t *testing.T) {
	t.Parallel()
	small, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(curve)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]*pem.Block{
		"RSA":         {Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(small)},
		"RSA, PKCS 8": {Type: "PRIVATE KEY", Bytes: pkcs8(t, small)},
		"EC":          {Type: "EC PRIVATE KEY", Bytes: sec1},
		"Ed25519":     {Type: "PRIVATE KEY", Bytes: pkcs8(t, edwards)},
	} {
		folder := t.TempDir()
		put(t, folder, KeyFile, pem.EncodeToMemory(key))
		for range 2 { // the second time with the certificate that was made for the key
			ca, err := Open(folder, at(noon), Hosts{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := trusts(t, ca, leafFor(t, ca, ""), "localhost", noon); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func pkcs8(t *testing.T, key any) []byte {
	t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func put(t *testing.T, folder, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// noSigner is a private key that can sign nothing.
func noSigner(t *testing.T) []byte {
	t.Helper()
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8(t, key)})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	other := t.TempDir()
	if _, err := Open(other, at(noon), Hosts{}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		change func(folder string)
		now    time.Time
		want   string // DIR stands for the folder
	}{
		{"no key", func(dir string) { _ = os.Remove(filepath.Join(dir, KeyFile)) }, noon, "DIR/ca.pem is there, but its key DIR/ca-key.pem is not; put the key back, or remove the certificate and a new CA is made"},
		{"no PEM", func(dir string) { put(t, dir, CertFile, []byte("x")) }, noon, "DIR/ca.pem has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----; remove both and a new CA is made"},
		{"the wrong file", func(dir string) { put(t, dir, CertFile, read(t, dir, KeyFile)) }, noon, "DIR/ca.pem has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----; remove both and a new CA is made"},
		{"an empty key", func(dir string) { put(t, dir, KeyFile, nil) }, noon, "DIR/ca-key.pem has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----; remove both and a new CA is made"},
		{"another key", func(dir string) { put(t, dir, KeyFile, read(t, other, KeyFile)) }, noon, "the certificate in DIR/ca.pem and the key in DIR/ca-key.pem: tls: private key does not match public key; remove both and a new CA is made"},
		{"a broken key", func(dir string) {
			put(t, dir, KeyFile, []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
		}, noon, "the certificate in DIR/ca.pem and the key in DIR/ca-key.pem: tls: failed to parse private key"},
		{"not a CA", func(dir string) {
			key, err := parseKey(read(t, dir, KeyFile))
			if err != nil {
				t.Fatal(err)
			}
			cert, err := sign(&x509.Certificate{NotBefore: noon, NotAfter: noon.AddDate(1, 0, 0)}, nil, key, key)
			if err != nil {
				t.Fatal(err)
			}
			put(t, dir, CertFile, certificatePEM(cert.Raw))
		}, noon, "the certificate in DIR/ca.pem is not one of a CA; for a server's own certificate there are other settings"},
		{"too late", func(string) {}, noon.AddDate(11, 0, 0), "the CA in DIR/ca.pem is good from 2024-04-30T12:00:00Z to 2034-05-01T12:00:00Z, and now it is 2035-05-01T12:00:00Z; remove it and its key and a new CA is made, which clients have to trust anew"},
		{"too early", func(string) {}, noon.AddDate(0, 0, -2), "the CA in DIR/ca.pem is good from 2024-04-30T12:00:00Z to 2034-05-01T12:00:00Z, and now it is 2024-04-29T12:00:00Z; "},
		{"a key alone, no PEM", func(dir string) {
			_ = os.Remove(filepath.Join(dir, CertFile))
			put(t, dir, KeyFile, []byte("x"))
		}, noon, "DIR/ca-key.pem has no key that can be read: it is not PEM; remove it and a new CA is made"},
		{"a key alone, for something else", func(dir string) {
			_ = os.Remove(filepath.Join(dir, CertFile))
			put(t, dir, KeyFile, noSigner(t))
		}, noon, "DIR/ca-key.pem has no key that can be read: a key of the kind *ecdh.PrivateKey signs nothing; remove it and a new CA is made"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if _, err := Open(dir, at(noon), Hosts{}); err != nil {
				t.Fatal(err)
			}
			tt.change(dir)
			_, err := Open(dir, at(tt.now), Hosts{})
			want := filepath.FromSlash(strings.ReplaceAll(tt.want, "DIR", dir))
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("the error is %v\nwant            %s", err, want)
			}
		})
	}
}

func TestOpenWhereNothingCanBeWritten(t *testing.T) {
	t.Parallel()
	file := put(t, t.TempDir(), "file", nil)
	for _, folder := range []string{file, filepath.Join(file, "below")} {
		if _, err := Open(folder, at(noon), Hosts{}); err == nil || !strings.Contains(err.Error(), "making the folder of the CA: mkdir "+file+": not a directory") {
			t.Errorf("the error is %v", err)
		}
	}
	if os.Geteuid() == 0 {
		return // may write everywhere
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder, at(noon), Hosts{}); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("the error is %v", err)
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Open(dir, at(noon), Hosts{}); err != nil {
		t.Fatal(err)
	}
	cert, key := filepath.Join(dir, CertFile), filepath.Join(dir, KeyFile)
	both := put(t, dir, "both.pem", append(read(t, dir, KeyFile), read(t, dir, CertFile)...))
	text := put(t, dir, "text", []byte("text"))
	locked := put(t, dir, "locked.pem", []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"))
	none := filepath.Join(dir, "none")
	for _, tt := range []struct{ cert, key, want string }{
		{cert, key, ""},
		{both, both, ""},
		{none, key, "open " + none + ": no such file or directory"},
		{cert, none, "open " + none + ": no such file or directory"},
		{cert, dir, "read " + dir + ": is a directory"},
		{text, key, text + " has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----"},
		{key, cert, key + " has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----"},
		{cert, text, text + " has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----"},
		{cert, locked, "the key in " + locked + " is encrypted; give one without a password"},
	} {
		pair, err := Load(tt.cert, tt.key)
		if got := errText(err); got != tt.want {
			t.Errorf("%s with %s: %s, want %s", tt.cert, tt.key, got, tt.want)
		}
		if err == nil && (pair.Leaf == nil || pair.PrivateKey == nil) {
			t.Errorf("%s with %s: %+v", tt.cert, tt.key, pair)
		}
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
