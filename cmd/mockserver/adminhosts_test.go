package main

import (
	"net/http"
	"strings"
	"testing"
)

// The setting reaches the API, at the main address and at its own.
func TestAdminHosts(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--admin-hosts", "mock.example"},
		{"--admin-hosts", "other.example", "--admin-hosts", "mock.example", "--admin-addr", "127.0.0.1:0"},
	} {
		r := start(t, nil, "", args...)
		for host, want := range map[string]int{"mock.example": http.StatusOK, "mock.example:80": http.StatusOK, "evil.example": http.StatusMisdirectedRequest} {
			request, err := http.NewRequest(http.MethodGet, r.url("Admin")+"/health", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = host
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != want {
				t.Errorf("%q: with the host %s = %s, want %d", args, host, response.Status, want)
			}
		}
		r.stderr.wait("admin call refused")
		if log := r.stderr.text(); strings.Count(log, "level=WARN") != 1 {
			t.Errorf("the log says %s", log)
		}
	}
}
