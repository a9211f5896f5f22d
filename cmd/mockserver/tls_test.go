package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/certs"
)

var bothAddresses = []string{"--addr", "127.0.0.1:0", "--tls-addr", "127.0.0.1:0"}

// getTLS makes a call as a client that trusts one CA and reaches every name at the server's address.
func (r *running) getTLS(trusted []byte, url string, header ...string) (*http.Response, string) {
	r.t.Helper()
	address := strings.TrimPrefix(r.url("TLS"), "https://")
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(trusted) {
		r.t.Fatalf("no certificate in %q", trusted)
	}
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: pool},
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return response, string(body)
}

// rowText is a row of the welcome behind its URL.
func (r *running) rowText(row string) string {
	_, text, _ := strings.Cut(r.out.text(), r.url(row)+" ")
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSpace(text)
}

// caOf is the certificate that the server hands out.
func (r *running) caOf() string {
	r.t.Helper()
	_, body := r.get(r.url("Admin") + "/certs/ca.pem")
	return body
}

func TestServeTLS(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "the ca")
	r := start(t, nil, "", append(bothAddresses, "--tls-ca-dir", folder)...)
	path := filepath.Join(folder, certs.CertFile)
	if got, want := r.rowText("TLS"), "CA='"+path+"'  trust it with: curl --cacert, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE"; got != want {
		t.Errorf("the welcome says %q, want %q", got, want)
	}
	ca, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{r.url("TLS"), "https://localhost", "https://[::1]", "https://mockapp.api-us.localhost"} {
		response, body := r.getTLS(ca, base+"/v3/users/cometchat-uid-1/blockedusers", defaultKey)
		if response.StatusCode != 200 || response.Proto != "HTTP/1.1" || !strings.Contains(body, `"blockedByMe":true`) {
			t.Errorf("%s answers %s %s %s", base, response.Proto, response.Status, body)
		}
	}
	if response, _ := r.getTLS(ca, r.url("TLS")+"/__admin/readyz"); response.StatusCode != 200 {
		t.Errorf("readyz answers %s", response.Status)
	}
	if r.caOf() != string(ca) {
		t.Errorf("the certificate that is handed out is not the one in the folder: %s", r.caOf())
	}
	if response, _ := r.get(r.url("ZIM") + "/__admin/readyz"); response.StatusCode != 200 {
		t.Errorf("readyz without TLS answers %s", response.Status)
	}
	if log := r.stderr.text(); !strings.Contains(log, " tls-addr="+strings.TrimPrefix(r.url("TLS"), "https://")+"\n") {
		t.Errorf("the log is %s", log)
	}
	r.signals <- syscall.SIGTERM
	<-r.done
	if r.code != exitDone {
		t.Errorf("after SIGTERM the exit code is %d", r.code)
	}
	// A client that has trusted the first start trusts the second.
	r = start(t, []string{"CHATDOUBLE_TLS_ADDR=127.0.0.1:0", "CHATDOUBLE_TLS_CA_DIR=" + folder}, "", "--addr", "127.0.0.1:0", "--time", "2050-01-01T00:00:00Z")
	if response, _ := r.getTLS(ca, r.url("TLS")+"/__admin/readyz"); response.StatusCode != 200 {
		t.Errorf("after another start readyz answers %s", response.Status)
	}
}

// Without a folder nothing is written, and the server speaks TLS all the same.
func TestServeTLSWithACAOfOneStart(t *testing.T) {
	t.Chdir(t.TempDir())
	r := start(t, nil, "", append(bothAddresses, "--admin-addr", "127.0.0.1:0")...)
	const with = "  trust it with: curl --cacert, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE"
	at, ok := strings.CutPrefix(strings.TrimSuffix(r.rowText("TLS"), with), "CA=")
	if !ok || at != r.url("Admin")+"/certs/ca.pem" {
		t.Fatalf("the welcome is\n%s", r.out.text())
	}
	_, ca := r.get(at)
	if response, _ := r.getTLS([]byte(ca), "https://localhost/v3/users/cometchat-uid-1/blockedusers", defaultKey); response.StatusCode != 200 {
		t.Errorf("with TLS the server answers %s", response.Status)
	}
	if strings.Contains(ca, "PRIVATE KEY") {
		t.Errorf("%s gives %s", at, ca)
	}
	if entries, _ := os.ReadDir("."); len(entries) != 0 {
		t.Errorf("the working folder has %v", entries)
	}
	if again := start(t, nil, "", bothAddresses...); again.caOf() == ca {
		t.Error("two starts have the same CA")
	}
	off := start(t, nil, "", append(bothAddresses, "--admin", "off")...)
	if got, want := off.rowText("TLS"), "nobody can trust its CA, which is a new one with every start; --tls-ca-dir keeps one"; got != want {
		t.Errorf("without the admin API the welcome says %q, want %q", got, want)
	}
	// Three listeners, and each is shown where it is.
	if admin := r.url("Admin"); !strings.HasPrefix(admin, "http://") || strings.HasPrefix(admin, r.url("ZIM")+"/") {
		t.Errorf("the welcome is\n%s", r.out.text())
	}
	if response, _ := r.get(r.url("Admin") + "/health"); response.StatusCode != 200 {
		t.Errorf("the admin API answers %s", response.Status)
	}
}

// ownCertificate writes a certificate for own.localhost with its key to a file.
func ownCertificate(t *testing.T, now func() time.Time) (ca *certs.CA, file string) {
	t.Helper()
	ca, err := certs.New(now, certs.Hosts{})
	if err != nil {
		t.Fatal(err)
	}
	pair, err := ca.Certificate(&tls.ClientHelloInfo{ServerName: "own.localhost"})
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	data := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})
	data = append(data, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
	return ca, write(t, "both.pem", string(data))
}

func TestServeTLSWithAnOwnCertificate(t *testing.T) {
	t.Parallel()
	ca, file := ownCertificate(t, time.Now)
	r := start(t, nil, "", append(bothAddresses, "--tls-cert", file, "--tls-key", file)...)
	if got, want := r.rowText("TLS"), "certificate="+file; got != want {
		t.Errorf("the welcome says %q, want %q", got, want)
	}
	if response, _ := r.get(r.url("Admin") + "/certs/ca.pem"); response.StatusCode != http.StatusNotFound {
		t.Errorf("without a CA ca.pem answers %s", response.Status)
	}
	if response, _ := r.getTLS(ca.PEM(), "https://own.localhost/__admin/readyz"); response.StatusCode != 200 {
		t.Errorf("readyz answers %s", response.Status)
	}
}

func TestServeTLSFails(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	busy := taken.Addr().String()
	dir := t.TempDir()
	text := write(t, "text", "text")
	for _, tt := range []struct {
		args []string
		want string // begins the sentence
	}{
		{[]string{"--tls-addr", busy}, "cannot listen on " + busy + " (--tls-addr): another program listens there; stop it or choose another address, port 0 for any free port\n"},
		{[]string{"--tls-addr", ":0", "--tls-ca-dir", text}, "no CA from --tls-ca-dir: making the folder of the CA: mkdir " + text + ": not a directory\n"},
		{[]string{"--tls-addr", ":0", "--tls-cert", dir + "/c", "--tls-key", dir + "/k"}, "no certificate from --tls-cert and --tls-key: open " + dir + "/c: no such file or directory\n"},
		{[]string{"--tls-addr", ":0", "--tls-cert", text, "--tls-key", text}, "no certificate from --tls-cert and --tls-key: " + text + " has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----\n"},
	} {
		got := call(nil, "", append([]string{"--addr", "127.0.0.1:0"}, tt.args...)...)
		if got.code != exitFailed || got.out != "" || !strings.HasSuffix(got.stderr, "chatdouble: "+tt.want) {
			t.Errorf("%q\n got %+v\nwant exit %d and: chatdouble: %s", tt.args, got, exitFailed, tt.want)
		}
	}
}
