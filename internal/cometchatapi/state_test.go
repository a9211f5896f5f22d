package cometchatapi_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/store"
)

// bare is the vendor's side put together by hand, so that a test can look into the store.
type bare struct {
	handler http.Handler
	store   *store.Store
}

func newBare(t *testing.T, users string) bare {
	t.Helper()
	file, err := fixture.Load(fixture.Source{Name: "app.yaml", Data: fmt.Appendf(nil, `
cometchat:
  - appId: app
    apiKeys: [{key: %s, scope: fullAccess}, {key: "%s", scope: authOnly}]
    users:
%s`, fullKey, authKey, users)})
	if err != nil {
		t.Fatal(err)
	}
	st := store.New(store.ByTime)
	if err := file.CometChat[0].Fill(st, file.World()); err != nil {
		t.Fatal(err)
	}
	core := gateway.NewCore(1)
	core.Clock, core.Journal, core.Log = clock.System(), journal.New(10, nil), slog.New(slog.DiscardHandler)
	core.MaxBody, core.EnforceLimits = 100, true
	core.Clock.Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	var apps gateway.Apps
	apps.Add(&gateway.App{
		Vendor: cometchatapi.Vendor, ID: "app", Region: "us", Quotas: cometchatapi.DefaultQuotas(),
		Store: st, Clock: core.Clock, Limits: &ratelimit.Limiter{}, Faults: &faults.Rules{}, Journal: journal.New(10, nil),
	})
	return bare{gateway.New(core, cometchatapi.New(&apps)), st}
}

// export is the whole state as bytes.
func (b bare) export(t *testing.T) []byte {
	t.Helper()
	file := fixture.File{CometChat: []fixture.CometChatApp{*fixture.ExportCometChat("app", "us", b.store)}}
	yaml, err := file.YAML()
	if err != nil {
		t.Fatal(err)
	}
	return yaml
}

func (b bare) do(t *testing.T, q request) *httptest.ResponseRecorder {
	t.Helper()
	u, err := url.Parse(q.target)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(q.method, "/", strings.NewReader(q.body))
	r.URL, r.Host = u, q.host
	r.Header.Set("apikey", q.key)
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// A refused request leaves the whole state as it was, and so does one that is answered: the list
// changes nothing.
func TestRefusedRequestsChangeNothing(t *testing.T) {
	t.Parallel()
	b := newBare(t, `
      - {uid: alice, blocks: [bob, carl], friends: [bob], metadata: {a: 1}}
      - {uid: bob, blocks: [alice]}
      - {uid: carl}
`)
	before := b.export(t)
	if !bytes.Contains(before, []byte("carl")) {
		t.Fatalf("the export shows nobody: %s", before)
	}
	all := []request{
		{target: aliceList, key: fullKey},
		{target: aliceList + "?direction=both", key: fullKey},
		{target: aliceList + "?direction=hasBlockedMe&searchKey=b", key: fullKey},
		{target: aliceList + "?perPage=x&page=-1&direction=x", key: fullKey},
		{target: "/v3/users/NEW/blockedusers", key: fullKey},
		{method: "PATCH", target: aliceList, key: fullKey, body: `{"blockedUids":["carl"]}`},
		{method: "PATCH", target: "/v3/users/alice", key: authKey, body: `{"name":`},
		{target: aliceList, key: fullKey, body: strings.Repeat("[", 101)},
		{target: aliceList, key: fullKey, host: "app.api-eu.localhost"},
	}
	for _, refused := range refusals {
		all = append(all, refused.request)
	}
	for _, q := range all {
		w := b.do(t, q)
		if _, err := codeOf(w.Code, w.Body.Bytes()); err != nil {
			t.Errorf("%s %s: %v", q.method, q.target, err)
		}
		if after := b.export(t); !bytes.Equal(after, before) {
			t.Fatalf("%s %s changed the state to\n%s\nfrom\n%s", q.method, q.target, after, before)
		}
	}
}
