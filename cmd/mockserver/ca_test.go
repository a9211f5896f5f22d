package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// The command prints what a client of the server has to trust: the server's, when the folder does not say it.
func TestCA(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ca")
	made := call(nil, "", "ca", "--tls-ca-dir", folder)
	if made.code != exitDone || made.stderr != "" || !strings.HasPrefix(made.out, "-----BEGIN CERTIFICATE-----\n") {
		t.Fatalf("ca: %+v", made)
	}
	kept := start(t, nil, "", "--tls-ca-dir", folder)
	lost := start(t, nil, "")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--tls-ca-dir", folder}, made.out},
		{[]string{"--addr", strings.TrimPrefix(kept.url("ZIM"), "http://")}, made.out},
		{[]string{"--addr", strings.TrimPrefix(lost.url("ZIM"), "http://")}, lost.caOf()},
	} {
		if got := call(nil, "", append([]string{"ca"}, tt.args...)...); got != (result{exitDone, tt.want, ""}) {
			t.Errorf("%q: %+v, want %s", tt.args, got, tt.want)
		}
	}
}

func TestNoCA(t *testing.T) {
	t.Parallel()
	off := start(t, nil, "", "--admin", "off")
	address := strings.TrimPrefix(off.url("ZIM"), "http://")
	for _, tt := range []struct {
		args []string
		code int
		want string // begins the sentence
	}{
		{[]string{"--addr", address}, exitFailed, "no CA: http://" + address + "/__admin/certs/ca.pem answered 404 Not Found; without --tls-ca-dir it is that of a server that runs\n"},
		{[]string{"--addr", "127.0.0.1:1"}, exitFailed, "no CA: no answer from http://127.0.0.1:1: "},
		{[]string{"--addr", ":0"}, exitWrong, "--addr is \":0\", and port 0 does not say where the server listens; give the port that it has printed\n"},
		{[]string{"--tls-addr", ":8443", "--tls-cert", "c", "--tls-key", "k"}, exitWrong, "--tls-cert is given; clients have to trust the CA that has signed that certificate"},
	} {
		if got := call(nil, "", append([]string{"ca"}, tt.args...)...); got.code != tt.code || got.out != "" || !strings.HasPrefix(got.stderr, "chatdouble: "+tt.want) {
			t.Errorf("%q: %+v, want exit %d and: %s", tt.args, got, tt.code, tt.want)
		}
	}
}
