package admin_test

import (
	"net/http"
	"strings"
	"testing"
)

const full = `
seed: 7
zim:
  - appId: 12345
    serverSecret: ` + secret + `
    users:
      - {userId: ann, userName: Ann, extra: "{}", blacklist: [{userId: ben, at: 2024-01-01T00:00:09Z}, {userId: cat, at: 2024-01-01T00:00:08Z}]}
      - {userId: ben, friends: [{userId: ann, friendAlias: Annie}]}
      - {userId: cat, status: Online, loggedInAt: 2024-01-02T00:00:00Z}
`

func mustDo(t testing.TB, h http.Handler, method, path, body string, headers ...string) string {
	t.Helper()
	w := send(h, method, "/__admin"+path, body, headers...)
	if w.Code >= 300 {
		t.Fatalf("%s %s %s = %d %s", method, path, body, w.Code, w.Body)
	}
	return w.Body.String()
}

// What a state was written as, it is read from again, in both languages, also into another app.
func TestStateGoesOutAndIn(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	mustDo(t, srv, "PUT", "/apps/zim:12345/state", full)
	mustDo(t, srv, "DELETE", "/apps/zim:12345/users/ann/blocks/cat", "")
	mustDo(t, srv, "PUT", "/apps/zim:12345/users/cat/blocks/ann", "")
	asJSON := mustDo(t, srv, "GET", "/apps/zim:12345/state", "")
	asYAML := mustDo(t, srv, "GET", "/apps/zim:12345/state", "", "Accept", "application/yaml")
	if strings.HasPrefix(asYAML, "{") || !strings.HasPrefix(asJSON, "{") {
		t.Errorf("the state as YAML is %s and as JSON %s", asYAML, asJSON)
	}
	for _, state := range []string{asJSON, asYAML} {
		mustDo(t, srv, "POST", "/apps/zim:12345/reset", "")
		if got := mustDo(t, srv, "PUT", "/apps/zim:12345/state", state); !strings.Contains(got, `"users": 3`) {
			t.Errorf("PUT = %s", got)
		}
		if got := mustDo(t, srv, "GET", "/apps/zim:12345/state", ""); got != asJSON {
			t.Errorf("the state has become\n%s\nwas\n%s", got, asJSON)
		}
	}
	other := makeApp(t, srv, `{"vendor":"zim","fixture":`+strings.Replace(asJSON, "12345", "54321", 1)+`}`)
	if got := mustDo(t, srv, "GET", "/apps/"+other.App+"/state", ""); got != strings.Replace(asJSON, "12345", "54321", 1) {
		t.Errorf("an app that is made from it has\n%s\nwant\n%s", got, asJSON)
	}
}

func TestAcceptChoosesYAML(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for accept, want := range map[string]string{
		"":                                     "application/json",
		"*/*":                                  "application/json",
		"application/json":                     "application/json",
		"application/yaml":                     "application/yaml",
		"text/html, Application/YAML; q=0.9":   "application/yaml",
		"application/json, application/yaml":   "application/json",
		"application/yaml;q=1, application/js": "application/yaml",
	} {
		w := send(srv, "GET", "/__admin/apps/zim:12345/state", "", "Accept", accept)
		if got := w.Header().Get("Content-Type"); got != want {
			t.Errorf("Accept %q got %s, want %s", accept, got, want)
		}
	}
}

// The keys of the app stay when the fixture has none, and are replaced when it has.
func TestReplacedStateKeepsTheKeys(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	mustDo(t, srv, "PUT", "/apps/zim:12345/state", `{"users":[{"userId":"zoe"}]}`)
	mustDo(t, srv, "PUT", "/apps/cometchat:one/state", `users: [{uid: zoe}]`)
	apps := mustDo(t, srv, "GET", "/apps", "")
	if !strings.Contains(apps, secret) || !strings.Contains(apps, key) {
		t.Errorf("the keys are gone: %s", apps)
	}
	if w := call(srv, "GET", "/v3/users/zoe", "appid", "one", "apikey", key); w.Code != http.StatusOK {
		t.Errorf("GET zoe = %d %s", w.Code, w.Body)
	}
	if w := call(srv, "GET", "/v3/users/ann", "appid", "one", "apikey", key); w.Code != http.StatusNotFound {
		t.Errorf("GET ann, who was replaced = %d %s", w.Code, w.Body)
	}
	mustDo(t, srv, "PUT", "/apps/cometchat:one/state", `{"apiKeys":[{"key":"another","scope":"fullAccess"}]}`)
	if w := call(srv, "GET", "/v3/users/ann", "appid", "one", "apikey", key); w.Code != http.StatusUnauthorized {
		t.Errorf("with the key that was replaced = %d %s", w.Code, w.Body)
	}
	mustDo(t, srv, "POST", "/apps/cometchat:one/reset", "")
	if w := call(srv, "GET", "/v3/users/ann", "appid", "one", "apikey", key); w.Code != http.StatusOK {
		t.Errorf("after the reset = %d %s", w.Code, w.Body)
	}
}

// A snapshot holds the state and nothing else, and can be gone back to more than once.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	state := func() string { return mustDo(t, srv, "GET", "/apps/zim:12345/state", "") }
	first := state()
	mustDo(t, srv, "POST", "/apps/zim:12345/snapshots/first", "")
	mustDo(t, srv, "PUT", "/apps/zim:12345/state", full)
	second := state()
	mustDo(t, srv, "POST", "/apps/zim:12345/snapshots/second", "")
	mustDo(t, srv, "POST", "/apps/zim:12345/clock/advance", `{"by":"1h"}`)
	mustDo(t, srv, "POST", "/apps/zim:12345/faults", `{"fault":{"status":500}}`)
	for range 2 {
		mustDo(t, srv, "POST", "/apps/zim:12345/snapshots/first/restore", "")
		if got := state(); got != first {
			t.Errorf("the state is %s, want %s", got, first)
		}
		mustDo(t, srv, "PUT", "/apps/zim:12345/users/ben/blocks/ann", "")
		mustDo(t, srv, "POST", "/apps/zim:12345/snapshots/second/restore", "")
		if got := state(); got != second {
			t.Errorf("the state is %s, want %s", got, second)
		}
	}
	if got := mustDo(t, srv, "GET", "/apps/zim:12345/clock", ""); !strings.Contains(got, "13:00:00") {
		t.Errorf("the clock went back too: %s", got)
	}
	if got := mustDo(t, srv, "GET", "/apps/zim:12345/faults", ""); !strings.Contains(got, `"f1"`) {
		t.Errorf("the faults are gone: %s", got)
	}
	mustDo(t, srv, "POST", "/apps/zim:12345/snapshots/first", "") // in the place of the older one
	mustDo(t, srv, "POST", "/apps/zim:12345/reset", "")
	mustDo(t, srv, "POST", "/reset", "")
	mustDo(t, srv, "POST", "/apps/zim:12345/snapshots/first/restore", "")
	if got := state(); got != second {
		t.Errorf("the state is %s, want that of the newer snapshot: %s", got, second)
	}
	if got := mustDo(t, srv, "GET", "/apps/zim:12345", ""); strings.Index(got, `"first"`) > strings.Index(got, `"second"`) {
		t.Errorf("the snapshots are not in order: %s", got)
	}
	mustDo(t, srv, "DELETE", "/apps/zim:12345/snapshots/first", "")
	if got := mustDo(t, srv, "GET", "/apps/zim:12345", ""); strings.Contains(got, `"first"`) {
		t.Errorf("a deleted snapshot is listed: %s", got)
	}
}

// Every way to set a clock, of the server and of an app that follows it until its own is set.
func TestClocks(t *testing.T) {
	t.Parallel()
	srv := newServer(t) // frozen at noon
	for _, tt := range []struct {
		method, path, body string
		server, app        string
	}{
		{"GET", "/clock", "", `"2024-02-29T12:00:00.250Z" true`, `"2024-02-29T12:00:00.250Z" true`},
		{"POST", "/clock/advance", `{"by":"11m"}`, `"2024-02-29T12:11:00.250Z" true`, `"2024-02-29T12:11:00.250Z" true`},
		{"POST", "/apps/zim:12345/clock/advance", `{"by":"-1m"}`, `"2024-02-29T12:11:00.250Z" true`, `"2024-02-29T12:10:00.250Z" true`},
		{"POST", "/clock/advance", `{"by":"1h"}`, `"2024-02-29T13:11:00.250Z" true`, `"2024-02-29T13:10:00.250Z" true`},
		{"PUT", "/apps/zim:12345/clock", `{"now":"2030-01-01T01:00:00+01:00","frozen":true}`, `"2024-02-29T13:11:00.250Z" true`, `"2030-01-01T00:00:00.000Z" true`},
		{"PUT", "/clock", `{"now":"2024-06-01T00:00:00Z"}`, `"2024-06-01T00:00:00.000Z" true`, `"2030-01-01T00:00:00.000Z" true`},
		{"PUT", "/apps/zim:12345/clock", `{"now":"2030-01-01T00:00:00Z","frozen":false}`, `"2024-06-01T00:00:00.000Z" true`, `"2030-01-01T00:00:00.000Z" true`},
		{"POST", "/apps/zim:12345/reset", ``, `"2024-06-01T00:00:00.000Z" true`, `"2024-06-01T00:00:00.000Z" true`},
		{"POST", "/reset", ``, `"2024-02-29T12:00:00.250Z" true`, `"2024-02-29T12:00:00.250Z" true`},
	} {
		mustDo(t, srv, tt.method, tt.path, tt.body)
		for path, want := range map[string]string{"/clock": tt.server, "/apps/zim:12345/clock": tt.app} {
			now, frozen, _ := strings.Cut(want, " ")
			want = "{\n  \"now\": " + now + ",\n  \"frozen\": " + frozen + "\n}\n"
			if got := mustDo(t, srv, "GET", path, ""); got != want {
				t.Errorf("after %s %s %s: GET %s = %s, want %s", tt.method, tt.path, tt.body, path, got, want)
			}
		}
	}
	// An app whose own clock runs on stands still with the server's, and runs with it.
	mustDo(t, srv, "PUT", "/clock", `{"frozen":false}`)
	if got := mustDo(t, srv, "GET", "/apps/zim:12345/clock", ""); !strings.Contains(got, `"frozen": false`) {
		t.Errorf("the app's clock is %s", got)
	}
	if got := mustDo(t, srv, "PUT", "/clock", `{"frozen":true}`); !strings.Contains(got, `"frozen": true`) {
		t.Errorf("the clock is %s", got)
	}
}
