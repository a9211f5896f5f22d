package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/certs"
)

// byProxy is a client that takes the server for its proxy and trusts its CA.
func (r *running) byProxy() *http.Client {
	r.t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(r.caOf())) {
		r.t.Fatalf("no certificate in %q", r.caOf())
	}
	proxy, err := url.Parse(r.url("ZIM"))
	if err != nil {
		r.t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: pool}}
	r.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// Without any setting of TLS the server leads clients of the vendors' own URLs to itself. The journal
// has what they asked, and nothing of the proxy.
func TestServeAsAProxy(t *testing.T) {
	t.Parallel()
	r := start(t, []string{"CHATDOUBLE_TLS_HOSTS=chat.example, *.corp.example"}, "")
	client := r.byProxy()
	const path = "/v3/users/cometchat-uid-1/blockedusers"
	for _, base := range []string{
		"https://mockapp.api-us.cometchat.io", "https://api-us.cometchat.io", "http://mockapp.api-us.cometchat.io",
		"https://chatdouble", "https://chat.example", "https://a.b.corp.example:8443",
	} {
		request, err := http.NewRequest(http.MethodGet, base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("apikey", strings.TrimPrefix(defaultKey, "apikey: "))
		response, err := client.Do(request)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != 200 || !strings.Contains(string(body), `"blockedByMe":true`) {
			t.Errorf("%s answers %s %s", base, response.Status, body)
		}
	}
	for _, host := range []string{"example.com", "corp.example", "127.0.0.1:1"} {
		if response, err := client.Get("https://" + host + path); err == nil || !strings.Contains(err.Error(), "Forbidden") {
			t.Errorf("https://%s answers %v, %v", host, response, err)
		}
	}
	_, journal := r.get(r.url("ZIM") + "/__admin/requests")
	if asked, all := strings.Count(journal, path+`"`), strings.Count(journal, `"url":`); asked != 6 || all != 6 {
		t.Errorf("the journal has %d requests, %d of them to CometChat; want 6: %s", all, asked, journal)
	}
	if log := r.stderr.text(); strings.Count(log, `level=WARN msg="refused to be a proxy" method=CONNECT host=example.com`) != 1 {
		t.Errorf("the log is %s", log)
	}
	r.signals <- syscall.SIGTERM
	<-r.done
	if r.code != exitDone {
		t.Errorf("after SIGTERM the exit code is %d", r.code)
	}
}

// A folder for the CA is filled at the start, for those who wait for the server and look there.
func TestServeFillsTheFolderOfTheCA(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ca")
	r := start(t, nil, "", "--tls-ca-dir", folder)
	pem, err := os.ReadFile(filepath.Join(folder, certs.CertFile))
	if err != nil || string(pem) != r.caOf() {
		t.Errorf("the folder has %s, %v; the server hands out %s", pem, err, r.caOf())
	}
	if strings.Contains(r.out.text(), "TLS") {
		t.Errorf("the welcome speaks of TLS: %s", r.out.text())
	}
}

// Handshakes that fail are warned of with the name and with what to do about it.
func TestServeWarnsOfHandshakes(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "", bothAddresses...)
	address := strings.TrimPrefix(r.url("TLS"), "https://")
	where := "let the client trust " + r.url("Admin") + "/certs/ca.pem; docs/tls.md has the line for each language"
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(r.caOf()))
	for _, tt := range []struct {
		name string
		pool *x509.CertPool
		want string
	}{
		{"zim-api.zego.im", x509.NewCertPool(), where},
		{"chat.example", pool, "the certificate is not for this name: add --tls-hosts chat.example, and " + where},
	} {
		if _, err := tls.Dial("tcp", address, &tls.Config{ServerName: tt.name, RootCAs: tt.pool}); err == nil {
			t.Errorf("the handshake for %s works", tt.name)
		}
		if !r.stderr.wait(`level=WARN msg="TLS handshake failed" name=`+tt.name) || !strings.Contains(r.stderr.text(), `advice="`+tt.want+`"`) {
			t.Errorf("the log is %s\nwant the advice %s", r.stderr.text(), tt.want)
		}
	}
}

func TestHowToOwn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	missing := filepath.Join(folder, "a b")
	for _, tt := range []struct {
		folder string
		err    error
		want   string
	}{
		{folder, &fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, "; this process is user UID: run chown -R UID:GID " + folder},
		{missing, syscall.EPERM, "; this process is user UID: run mkdir -p '" + missing + "' && chown -R UID:GID '" + missing + "'"},
		{folder, syscall.EROFS, ""},
		{folder, errors.New("another"), ""},
	} {
		want := strings.NewReplacer("UID", strconv.Itoa(os.Getuid()), "GID", strconv.Itoa(os.Getgid())).Replace(tt.want)
		if got := howToOwn(tt.folder, tt.err); got != want {
			t.Errorf("%v: %q, want %q", tt.err, got, want)
		}
	}
}

// A certificate that is out of date is served, because a test may want it so, but not without a word.
func TestServeWarnsOfAnExpiredCertificate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		made time.Time
		want string // in the log, of the start and of a handshake; empty: nothing
	}{
		{time.Date(2020, 5, 1, 12, 0, 0, 0, time.UTC), `level=WARN msg="the certificate of --tls-cert (FILE) was good until 2021-05-01T12:00:00Z; clients will refuse it"`},
		{time.Date(2120, 5, 1, 12, 0, 0, 0, time.UTC), `level=WARN msg="the certificate of --tls-cert (FILE) is good from 2120-04-30T12:00:00Z; clients will refuse it"`},
		{time.Now(), ""},
	} {
		_, file := ownCertificate(t, func() time.Time { return tt.made })
		r := start(t, nil, "", append(bothAddresses, "--tls-cert", file, "--tls-key", file)...)
		warned := strings.Contains(r.stderr.text(), "level=WARN")
		if want := strings.Replace(tt.want, "FILE", file, 1); warned != (want != "") || !strings.Contains(r.stderr.text(), want) {
			t.Errorf("the log is %s, want %s", r.stderr.text(), want)
		}
	}
}
