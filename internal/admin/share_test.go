package admin_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// TestNamedPagesMayCall: a page of a host that the settings name can ask before its call, also without the token
// that the call needs, and read the answer; a page of another host can do neither.
func TestNamedPagesMayCall(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New(chatdouble.WithAdminHosts("tools.example"), chatdouble.WithAdminToken("a-long-admin-token"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	page := func(origin string, more ...string) *sender {
		return &sender{local: loopback, host: "localhost:8080", headers: append([]string{"Origin", origin, "Sec-Fetch-Site", "cross-site"}, more...)}
	}
	ask := []string{"Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization,content-type"}
	for _, tt := range []struct {
		from    *sender
		method  string
		status  int
		allowed bool
	}{
		{page("https://tools.example", ask...), http.MethodOptions, http.StatusNoContent, true},
		{page("https://tools.example:8443", "Authorization", "Bearer a-long-admin-token"), http.MethodGet, http.StatusOK, true},
		{page("https://tools.example"), http.MethodGet, http.StatusUnauthorized, true}, // and the page can read why
		{page("https://evil.example", ask...), http.MethodOptions, http.StatusForbidden, false},
		{page("https://evil.example"), http.MethodGet, http.StatusForbidden, false},
		{page("null"), http.MethodGet, http.StatusForbidden, false},
	} {
		w := tt.from.send(srv, tt.method, "/__admin/health", "")
		origin := ""
		if tt.allowed {
			origin = tt.from.headers[1]
		}
		if w.Code != tt.status || w.Header().Get("Access-Control-Allow-Origin") != origin {
			t.Errorf("%s of %v = %d %v, want %d and the origin %q", tt.method, tt.from.headers, w.Code, w.Header(), tt.status, origin)
		}
	}
	preflight := page("https://tools.example", ask...).send(srv, http.MethodOptions, "/__admin/health", "")
	if h := preflight.Header(); !strings.Contains(h.Get("Access-Control-Allow-Methods"), "PUT") || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("the preflight allows %v", h)
	}
}

// TestRefusedPagesTellNoSecret: what a page sends stands in the log, but not what is a secret of this server.
func TestRefusedPagesTellNoSecret(t *testing.T) {
	t.Parallel()
	const token = "a-long-admin-token"
	var log bytes.Buffer
	srv, err := chatdouble.New(chatdouble.WithAdminToken(token), chatdouble.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	const key = "0123456789abcdef0123456789abcdef01234567"
	for _, from := range []*sender{
		{local: loopback, host: "localhost", headers: []string{"Origin", "https://evil.example"}},
		{local: loopback, host: "localhost", headers: []string{"Origin", "https://" + token}},
		{local: loopback, host: token + ".example"},
	} {
		from.send(srv, http.MethodGet, "/__admin/"+token+"/"+key, "")
	}
	if text := log.String(); strings.Count(text, "admin call refused") != 3 || strings.Contains(text, token) || strings.Contains(text, key) {
		t.Errorf("the log is\n%s", text)
	}
}
