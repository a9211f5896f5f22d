package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
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
	if _, _, err := ask(t.Context(), at); err != nil || host != "localhost" {
		t.Errorf("the health check asks %q, %v", host, err)
	}
}

// TestHealthcheckWaits: a server that is not ready at first, and one that never is. Each tick is one more try.
func TestHealthcheckWaits(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer srv.Close()
	out := newStream()
	code := run(&world{
		args: []string{"healthcheck", "--wait", "1m", "--addr", strings.TrimPrefix(srv.URL, "http://")}, stdout: out, stderr: out,
		ticks: func(time.Duration) <-chan time.Time { return always() },
	})
	if code != exitDone || out.text() != "ready\n" || asked.Load() != 3 {
		t.Errorf("exit code %d after %d tries: %s", code, asked.Load(), out.text())
	}
}

// always is a ticker whose time has come.
func always() <-chan time.Time {
	c := make(chan time.Time)
	close(c)
	return c
}

func TestHealthcheckWaitsInVain(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	_ = closed.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // who connects waits
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	elsewhere := strings.TrimPrefix(other.URL, "http://")
	for _, tt := range []struct{ wait, addr, want string }{
		{"1s", nobody, "no answer from http://" + nobody + ": dial tcp " + nobody + ": connect: connection refused"},
		{"1s", elsewhere, "http://" + elsewhere + "/__admin/readyz answered 404 Not Found"},
		{"20ms", silent.Addr().String(), "no answer from http://" + silent.Addr().String()},
	} {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			got := call(nil, "", "healthcheck", "--wait", tt.wait, "--addr", tt.addr)
			if want := (result{exitFailed, "", "chatdouble: not ready after " + tt.wait + ": " + tt.want + "\n"}); got != want {
				t.Errorf("\n got %+v\nwant %+v", got, want)
			}
		})
	}
	for _, wait := range []string{"0s", "-1s", "30", "25h"} {
		if got := call(nil, "", "healthcheck", "--wait", wait); got.code != exitWrong || !strings.HasPrefix(got.stderr, "chatdouble: --wait is ") {
			t.Errorf("--wait %s: %+v", wait, got)
		}
	}
	if got := call(nil, "", "serve", "--wait", "1s"); got != (result{exitWrong, "", "chatdouble: --wait is for healthcheck alone\n"}) {
		t.Errorf("serve --wait: %+v", got)
	}
}
