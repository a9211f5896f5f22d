package admin_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The base URL is how the client of the request reaches the server: a container's port may be another
// one outside than inside.
func TestBaseURL(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	started := chatdouble.Start(t, chatdouble.WithFixtureYAML("world.yaml", world))
	everywhere := newServer(t)
	everywhere.URL = "http://:8080"
	for _, tt := range []struct {
		name, target string
		handler      http.Handler
		want         string
	}{
		{"the host of the request", "http://localhost:18080/__admin/apps", srv, "http://localhost:18080"},
		{"with TLS", "https://mock.test:8443/__admin/apps", srv, "https://mock.test:8443"},
		{"on a listener of its own, the URL unknown", "http://localhost:9090/__admin/apps", srv.Admin(), "http://localhost:9090"},
		{"the vendors on every interface", "http://mock.test:9090/__admin/apps", everywhere.Admin(), "http://mock.test:8080"},
		{"the same, by the usual port", "http://mock.test/__admin/apps", everywhere.Admin(), "http://mock.test:8080"},
		{"the same, by IPv6", "http://[::1]:9090/__admin/apps", everywhere.Admin(), "http://[::1]:8080"},
		{"on a listener of its own", "http://localhost:9090/__admin/apps", started.Admin(), started.URL},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			tt.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.target, nil))
			for _, want := range []string{`"base_url": "` + tt.want + `",`, `"base_url": "` + tt.want + `/__apps/one/v3",`} {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("GET %s = %s, want %s in it", tt.target, w.Body, want)
				}
			}
		})
	}
}

// The metrics are of this server and count what it has answered.
func TestMetrics(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	ask(t, srv)
	w := call(srv, http.MethodGet, "/__admin/metrics")
	if got := w.Header().Get("Content-Type"); got != "application/openmetrics-text; version=1.0.0; charset=utf-8" {
		t.Errorf("Content-Type = %s", got)
	}
	for _, want := range []string{
		`chatdouble_requests_total{vendor="cometchat",operation="ListBlockedUsers",code="0"} 1`,
		`chatdouble_requests_total{vendor="cometchat",operation="ListBlockedUsers",code="AUTH_ERR_APIKEY_NOT_FOUND"} 1`,
		"chatdouble_apps 3\n", "chatdouble_journal_entries 7\n", "chatdouble_build_info{", "# EOF\n",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the metrics have no %s:\n%s", want, w.Body)
		}
	}
}
