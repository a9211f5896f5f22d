package chatdouble

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/admin"
)

// Connect handles a server in another process, such as a container. The url is the server's, like
// http://localhost:8080, or that of its admin API when this has a listener of its own. The options are
// [WithAdminToken], [WithHTTPClient] and [WithFailOnUnmatched]; all others belong to the server's start
// and end the test. So does a server that does not answer: wait until GET /__admin/readyz is answered
// with 200.
//
// The apps that it makes are removed when their tests end. When one of these tests has failed, the
// last requests to its app are logged.
func Connect(t TB, url string, opts ...Option) *Control {
	t.Helper()
	var set config
	for _, opt := range opts {
		if err := opt(&set); err != nil {
			t.Fatalf("chatdouble.Connect: %v", err)
		}
	}
	of := &client{url: strings.TrimSuffix(strings.TrimRight(url, "/"), admin.Prefix), token: set.AdminToken, http: set.httpClient}
	unmatched := set.failOnUnmatched
	set.AdminToken, set.httpClient, set.failOnUnmatched = "", nil, false
	if !reflect.ValueOf(set).IsZero() {
		t.Fatalf("chatdouble.Connect: an option of the server's start was given; the server at %s has started already", url)
	}
	if of.http == nil {
		of.http = ownClient(t)
	}
	c := &Control{
		scope:   scope{t: testOf(t), server: of},
		baseURL: func(_ TB, app shownApp) string { return app.BaseURL },
		mishaps: &mishaps{},
	}
	c.look = func(app *App) { c.mishaps.find(app, unmatched) }
	var health struct {
		Status string `json:"status"`
	}
	c.ask(question{method: http.MethodGet, path: "/health"}, &health, "connecting to %q", url)
	return c
}

// ownClient leaves no connection behind when the test ends.
func ownClient(t TB) *http.Client {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}
