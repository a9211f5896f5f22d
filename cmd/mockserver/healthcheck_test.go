package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "")
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(r.url("ZIM"), "http://"))
	for _, tt := range []struct {
		env  []string
		args []string
	}{
		{nil, []string{"--addr", "127.0.0.1:" + port}},
		{nil, []string{"--addr", ":" + port}},
		{nil, []string{"--addr", "0.0.0.0:" + port}},
		{nil, []string{"--addr", "localhost:" + port}},
		{[]string{"CHATDOUBLE_ADDR=:" + port}, nil},
		{[]string{"PORT=" + port}, nil},
		{[]string{"CHATDOUBLE_ADDR=:" + port, "HTTP_PROXY=http://127.0.0.1:1"}, nil},
	} {
		if got := call(tt.env, "", append([]string{"healthcheck"}, tt.args...)...); got != (result{exitDone, "ready\n", ""}) {
			t.Errorf("%q with %q: %+v", tt.args, tt.env, got)
		}
	}
	if _, body := r.get(r.url("ZIM") + "/__admin/requests"); strings.Contains(body, "readyz") {
		t.Errorf("the health check is in the journal: %s", body)
	}
}

func TestHealthcheckOfEachSetting(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--admin", "off"},
		{"--admin-token", "t0ken"},
		{"--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"},
		{"--addr", "127.0.0.1:0", "--admin-addr", ":0"},
	} {
		r := start(t, nil, "", args...)
		check := []string{"healthcheck"}
		for i, arg := range args {
			if i > 0 && args[i-1] == "--addr" {
				arg = strings.TrimPrefix(r.url("ZIM"), "http://")
			}
			if i > 0 && args[i-1] == "--admin-addr" {
				arg = strings.TrimSuffix(strings.TrimPrefix(r.url("Admin"), "http://"), "/__admin")
			}
			check = append(check, arg)
		}
		if args[0] != "--addr" {
			check = append(check, "--addr", strings.TrimPrefix(r.url("ZIM"), "http://"))
		}
		if got := call(nil, "", check...); got != (result{exitDone, "ready\n", ""}) {
			t.Errorf("%q: %+v", check, got)
		}
	}
}

// TestHealthcheckIPv6 needs the IPv6 loopback address.
func TestHealthcheckIPv6(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skipf("no IPv6 here: %v", err)
	}
	_ = l.Close()
	r := start(t, nil, "", "--addr", "[::]:0")
	address := strings.TrimPrefix(r.url("ZIM"), "http://")
	if !strings.HasPrefix(address, "[::1]:") {
		t.Errorf("the welcome shows %s", address)
	}
	_, port, _ := net.SplitHostPort(address)
	for _, addr := range []string{address, "[::]:" + port} {
		if got := call(nil, "", "healthcheck", "--addr", addr); got.code != exitDone {
			t.Errorf("%s: %+v", addr, got)
		}
	}
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	_ = closed.Close()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	elsewhere := strings.TrimPrefix(other.URL, "http://")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--addr", nobody}, "not ready: no answer from http://" + nobody + ": dial tcp " + nobody + ": connect: connection refused"},
		{[]string{"--addr", nobody, "--admin", "off"}, "not ready: no answer from http://" + nobody + ": dial tcp " + nobody + ": connect: connection refused"},
		{[]string{"--addr", elsewhere}, "not ready: http://" + elsewhere + "/__admin/readyz answered 404 Not Found"},
	} {
		got := call(nil, "", append(tt.args, "healthcheck")...)
		if want := (result{exitFailed, "", "chatdouble: " + tt.want + "\n"}); got != want {
			t.Errorf("%q\n got %+v\nwant %+v", tt.args, got, want)
		}
	}
	for _, tt := range []struct{ args, want string }{
		{"--addr 127.0.0.1:0", `--addr is "127.0.0.1:0", and port 0 does not say where the server listens; give the port that it has printed`},
		{"--addr :0 --admin off", `--addr is ":0", and port 0 does not say where the server listens; give the port that it has printed`},
		{"--admin-addr :0", `--admin-addr is ":0", and port 0 does not say where the server listens; give the port that it has printed`},
	} {
		got := call(nil, "", append(strings.Fields(tt.args), "healthcheck")...)
		if want := (result{exitWrong, "", "chatdouble: " + tt.want + "\n"}); got != want {
			t.Errorf("%q\n got %+v\nwant %+v", tt.args, got, want)
		}
	}
	if got := call([]string{"PORT=0"}, "", "healthcheck"); got.code != exitWrong || !strings.HasPrefix(got.stderr, "chatdouble: PORT is ") {
		t.Errorf("PORT=0: %+v", got)
	}
}

// A listener's name may be one that the admin API does not know, and its health check still works.
func TestHealthcheckByAnyName(t *testing.T) {
	t.Parallel()
	var host string
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { host = r.Host }))
	defer srv.Close()
	at, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := ask(at); err != nil || host != "localhost" {
		t.Errorf("the health check asks %q, %v", host, err)
	}
}
