package certs

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The files of a CA in its folder.
const (
	CertFile = "ca.pem"     // the certificate, which everybody may read
	KeyFile  = "ca-key.pem" // the key, which only the owner may read
)

// Open returns the CA that is kept in a folder, so that clients which trust it do so after the next
// start too. What is missing is made: the folder, the key, the certificate. Several programs may
// open the same folder at the same time and get the same CA. For now see [New]. The error says
// which file is not good and what to do.
func Open(folder string, now func() time.Time, hosts Hosts) (*CA, error) {
	certPath, keyPath := filepath.Join(folder, CertFile), filepath.Join(folder, KeyFile)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of the CA: %w", err)
	}
	// The key is written first and read last: whoever sees the certificate finds its key.
	certPEM, err := os.ReadFile(certPath)
	if errors.Is(err, fs.ErrNotExist) {
		certPEM, err = create(certPath, keyPath, now())
	}
	if err != nil {
		return nil, err
	}
	keyPEM, err := os.ReadFile(keyPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is there, but its key %s is not; put the key back, or remove the certificate and a new CA is made", certPath, keyPath)
	}
	if err != nil {
		return nil, err
	}
	pair, err := readPair(certPath, certPEM, keyPath, keyPEM)
	if err != nil {
		return nil, fmt.Errorf("%w; remove both and a new CA is made", err)
	}
	cert := pair.Leaf
	switch at := now(); {
	case !cert.IsCA || cert.KeyUsage != 0 && cert.KeyUsage&x509.KeyUsageCertSign == 0:
		return nil, fmt.Errorf("the certificate in %s is not one of a CA; for a server's own certificate there are other settings", certPath)
	case at.Before(cert.NotBefore) || at.After(cert.NotAfter):
		return nil, fmt.Errorf("the CA in %s is good from %s to %s, and now it is %s; remove it and its key and a new CA is made, which clients have to trust anew",
			certPath, cert.NotBefore.Format(time.RFC3339), cert.NotAfter.Format(time.RFC3339), at.Format(time.RFC3339))
	}
	return from(cert, pair.PrivateKey.(crypto.Signer), now, hosts) // X509KeyPair takes no other keys
}

// create makes a CA's files and returns the certificate. A key that is there already is taken:
// another program has just written it, or one has ended between the two files. Certificates of one
// key are as good as each other.
func create(certPath, keyPath string, now time.Time) ([]byte, error) {
	keyPEM, err := os.ReadFile(keyPath)
	if errors.Is(err, fs.ErrNotExist) {
		keyPEM, err = createKey(keyPath)
	}
	if err != nil {
		return nil, err
	}
	key, err := parseKey(keyPEM)
	if err != nil {
		return nil, fmt.Errorf("%s has no key that can be read: %w; remove it and a new CA is made", keyPath, err)
	}
	cert, err := selfSign(key, now)
	if err != nil {
		return nil, err
	}
	certPEM := certificatePEM(cert.Raw)
	temporary, err := writeBeside(certPath, certPEM, 0o644)
	if err != nil {
		return nil, err
	}
	return certPEM, os.Rename(temporary, certPath)
}

// createKey writes a new key, whole from the first moment, and returns what the file has: when two
// programs do it at once, the first one's.
func createKey(path string) ([]byte, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	temporary, err := writeBeside(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600)
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary)
	if err := os.Link(temporary, path); err != nil && !errors.Is(err, fs.ErrExist) {
		// A file system without hard links, such as a folder that a virtual machine shares.
		if err := os.Rename(temporary, path); err != nil {
			return nil, err
		}
	}
	return os.ReadFile(path)
}

// writeBeside writes a file with a name of its own into the folder of path and returns that name.
func writeBeside(path string, data []byte, mode fs.FileMode) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // for the owner alone
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func parseKey(keyPEM []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(keyPEM)
	if block == nil {
		return nil, errors.New("it is not PEM")
	}
	if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of the kind %T signs nothing", key)
	}
	return signer, nil
}

// Load reads a server's certificate, with those between it and its CA behind it, and its key from
// PEM files; both may be in one file. Whether it is still good, and for which names, is the
// client's business: a test may want it bad. The error says which file is not good.
func Load(certPath, keyPath string) (*tls.Certificate, error) {
	certPEM, err := os.ReadFile(certPath)
	if err != nil {
		return nil, err
	}
	keyPEM, err := os.ReadFile(keyPath)
	if err != nil {
		return nil, err
	}
	return readPair(certPath, certPEM, keyPath, keyPEM)
}

func readPair(certPath string, certPEM []byte, keyPath string, keyPEM []byte) (*tls.Certificate, error) {
	if !hasBlock(certPEM, "CERTIFICATE") {
		return nil, fmt.Errorf("%s has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----", certPath)
	}
	if hasBlock(keyPEM, "ENCRYPTED PRIVATE KEY") {
		return nil, fmt.Errorf("the key in %s is encrypted; give one without a password", keyPath)
	}
	if !hasBlock(keyPEM, "PRIVATE KEY") {
		return nil, fmt.Errorf("%s has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----", keyPath)
	}
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, fmt.Errorf("the certificate in %s and the key in %s: %w", certPath, keyPath, err)
	}
	return &pair, nil
}

// hasBlock looks for a PEM block of a kind; RSA and EC stand before PRIVATE KEY in older files.
func hasBlock(data []byte, kind string) bool {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == kind || kind == "PRIVATE KEY" && strings.HasSuffix(block.Type, " "+kind) {
			return true
		}
	}
	return false
}
