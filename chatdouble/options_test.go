package chatdouble_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

const key = "0123456789abcdef0123456789abcdef01234567"

// small is a fixture with one CometChat app.
const small = `
cometchat:
  - appId: small
    apiKeys: [{key: ` + key + `, scope: fullAccess}]
    users: [{uid: alice, blocks: [bob]}, {uid: bob}]
`

// fetch calls a handler without a network.
func fetch(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func newServer(t testing.TB, opts ...chatdouble.Option) *chatdouble.Server {
	t.Helper()
	srv, err := chatdouble.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func TestBadOptionsAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.yaml")
	if err := os.WriteFile(bad, []byte("seed: 1\nsead: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		opt  chatdouble.Option
		want []string
	}{
		{"journal size 0", chatdouble.WithJournalSize(0), []string{"journal size", "0", "at least 1"}},
		{"journal size -5", chatdouble.WithJournalSize(-5), []string{"journal size", "-5", "at least 1"}},
		{"max body 0", chatdouble.WithMaxBody(0), []string{"largest body", "0 bytes", "at least 1"}},
		{"max body -1", chatdouble.WithMaxBody(-1), []string{"largest body", "-1 bytes", "at least 1"}},
		{"no such file", chatdouble.WithFixtureFiles(filepath.Join(dir, "missing.yaml")), []string{"missing.yaml", "no such file"}},
		{"bad file", chatdouble.WithFixtureFiles(bad), []string{"bad.yaml:2", "sead", "seed"}},
		{"folder with a bad file", chatdouble.WithFixtureFiles(dir), []string{"bad.yaml:2"}},
		{"not YAML", chatdouble.WithFixtureYAML("mine.yaml", "a: ["), []string{"mine.yaml"}},
		{"unknown field", chatdouble.WithFixtureYAML("mine.yaml", "cometchat:\n  - appID: x\n"), []string{"mine.yaml:2", "appID", "appId"}},
		{"a time before 1970", chatdouble.WithTime(time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)), []string{"1969-12-31", "from 1970 to 9998"}},
		{"a time after 9998", chatdouble.WithFrozenTime(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)), []string{"9999-01-01", "from 1970 to 9998"}},
		{"no logger", chatdouble.WithLogger(nil), []string{"logger"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv, err := chatdouble.New(tt.opt)
			if err == nil || srv != nil {
				t.Fatalf("New made a server, error %v; want none and an error", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error = %q, want %q in it", err, want)
				}
			}
			told := fatal(t, "Start with a bad option", func(s *spy) { chatdouble.Start(s, tt.opt) })
			if !strings.Contains(told, "chatdouble.Start: ") || !strings.Contains(told, tt.want[0]) {
				t.Errorf("Start ends the test with %q, want the reason", told)
			}
		})
	}
}

func TestFixtureOptions(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{"1.yaml": small, "2.yml": "zim: [{appId: 77, serverSecret: s}]", "3.txt": "no yaml: ["} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		opts []chatdouble.Option
		apps []string
		none []string
	}{
		"none":              {nil, []string{"cometchat:mockapp", "zim:1234567890"}, nil},
		"text":              {[]chatdouble.Option{chatdouble.WithFixtureYAML("a", small)}, []string{"cometchat:small"}, []string{"mockapp"}},
		"folder":            {[]chatdouble.Option{chatdouble.WithFixtureFiles(dir)}, []string{"cometchat:small", "zim:77"}, []string{"mockapp"}},
		"files":             {[]chatdouble.Option{chatdouble.WithFixtureFiles(filepath.Join(dir, "1.yaml"), filepath.Join(dir, "2.yml"))}, []string{"cometchat:small", "zim:77"}, nil},
		"file and text":     {[]chatdouble.Option{chatdouble.WithFixtureFiles(filepath.Join(dir, "2.yml")), chatdouble.WithFixtureYAML("a", small)}, []string{"cometchat:small", "zim:77"}, nil},
		"one app, in parts": {[]chatdouble.Option{chatdouble.WithFixtureYAML("a", small), chatdouble.WithFixtureYAML("b", "cometchat: [{appId: small, users: [{uid: carol}]}]")}, []string{"cometchat:small"}, nil},
		"nothing in it":     {[]chatdouble.Option{chatdouble.WithFixtureYAML("a", "seed: 1")}, nil, []string{"mockapp"}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := newServer(t, tt.opts...)
			for _, app := range tt.apps {
				srv.App(t, app) // ends the test when there is none
			}
			for _, none := range tt.none {
				if body := fetch(srv, "/__admin/health").Body.String(); strings.Contains(body, none) {
					t.Errorf("there is an app %s:\n%s", none, body)
				}
			}
		})
	}
}

// The option's seed wins over the fixture's; people and request ids follow from it.
func TestWithSeed(t *testing.T) {
	t.Parallel()
	const crowd = `
seed: 1
cometchat:
  - appId: crowd
    apiKeys: [{key: ` + key + `, scope: fullAccess}]
    generate: {users: 40, blocks: {each: 3}}
`
	look := func(opts ...chatdouble.Option) string {
		srv := newServer(t, append(opts, chatdouble.WithFixtureYAML("crowd.yaml", crowd))...)
		var all strings.Builder
		for i := range 40 {
			w := fetch(srv, fmt.Sprintf("/v3/users/user-%04d/blockedusers", i+1), "apiKey", key)
			fmt.Fprintln(&all, w.Header().Get("X-Chatdouble-Request-Id"), w.Code, w.Body)
		}
		return all.String()
	}
	first, same, given, other := look(), look(), look(chatdouble.WithSeed(1)), look(chatdouble.WithSeed(2))
	if first != same || first != given {
		t.Errorf("the same seed gives\n%.300s\nand\n%.300s\nand\n%.300s", first, same, given)
	}
	if other == first {
		t.Error("another seed gives the same people and ids")
	}
	if !strings.Contains(first, `"name"`) {
		t.Errorf("nobody was generated:\n%.300s", first)
	}
}

func TestTimeOptions(t *testing.T) {
	t.Parallel()
	at := time.Date(2031, 5, 6, 7, 8, 9, 123e6, time.FixedZone("", 3600))
	frozen := newServer(t, chatdouble.WithFrozenTime(at))
	if now := frozen.Now(); !now.Equal(at) || now.Location() != time.UTC {
		t.Errorf("frozen at %v, Now = %v, want the same in UTC", at, now)
	}
	for _, path := range []string{"/v3/users/x/blockedusers", "/nowhere"} {
		if got, want := fetch(frozen, path).Header().Get("Date"), "Tue, 06 May 2031 06:08:09 GMT"; got != want {
			t.Errorf("%s: Date = %q, want %q", path, got, want)
		}
	}
	running := newServer(t, chatdouble.WithTime(at))
	one := running.Now()
	two := running.Now()
	if one.Before(at) || one.After(at.Add(time.Hour)) || two.Before(one) {
		t.Errorf("started at %v, the clock shows %v, then %v", at, one, two)
	}
	now := newServer(t, chatdouble.WithFrozenTime(time.Time{}))
	if a, b := now.Now(), now.Now(); !a.Equal(b) || time.Since(a) > time.Hour || time.Since(a) < 0 {
		t.Errorf("frozen now, the clock shows %v and %v", a, b)
	}
	plain := newServer(t)
	if d := time.Since(plain.Now()); d < 0 || d > time.Minute {
		t.Errorf("without an option the clock is %v behind", d)
	}
}

func TestWithLimits(t *testing.T) {
	t.Parallel()
	const tight = small + "    limits: {standard: 2}\n"
	for _, on := range []bool{true, false} {
		srv := newServer(t, chatdouble.WithFixtureYAML("a", tight), chatdouble.WithLimits(on), chatdouble.WithFrozenTime(time.Unix(1e9, 0)))
		var got []string
		for range 4 {
			w := fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key)
			got = append(got, fmt.Sprint(w.Code, " ", w.Header().Get("X-RateLimit-Remaining")))
		}
		want := "[200 1 200 0 200 0 200 0]"
		if on {
			want = "[200 1 200 0 429 0 429 0]"
		}
		if fmt.Sprint(got) != want {
			t.Errorf("with limits %v: %v, want %v", on, got, want)
		}
	}
}

func TestWithJournalSize(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithFixtureYAML("a", small), chatdouble.WithJournalSize(3))
	for i := range 5 {
		fetch(srv, fmt.Sprintf("/v3/users/alice/blockedusers?page=%d", i+1), "apiKey", key)
		fetch(srv, fmt.Sprintf("/nothing/%d", i+1))
	}
	app := srv.App(t, "cometchat:small").Requests()
	if len(app) != 3 || !strings.HasSuffix(app[0].URL, "page=3") {
		t.Errorf("the app's journal = %v, want the last 3", app)
	}
	if all := srv.Requests(); len(all) != 6 {
		t.Errorf("the server's requests = %v, want the last 3 of the app and the last 3 others", all)
	}
}

func TestWithMaxBody(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithFixtureYAML("a", small), chatdouble.WithMaxBody(10))
	for n, status := range map[int]int{10: http.StatusOK, 11: http.StatusRequestEntityTooLarge} {
		r := httptest.NewRequest(http.MethodGet, "/v3/users/alice/blockedusers", strings.NewReader(strings.Repeat("x", n)))
		r.Header.Set("apiKey", key)
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("a body of %d bytes gets %d, want %d", n, w.Code, status)
		}
	}
}

func TestWithAdmin(t *testing.T) {
	t.Parallel()
	off := newServer(t, chatdouble.WithAdmin(false))
	if w := fetch(off, "/__admin/livez"); w.Code != http.StatusNotFound || w.Header().Get("X-Chatdouble-Reason") == "" {
		t.Errorf("switched off, the admin API answers %d %s", w.Code, w.Body)
	}
	if w := fetch(off.Admin(), "/__admin/livez"); w.Code != http.StatusOK {
		t.Errorf("switched off, Admin() answers %d %s, want 200: it is for a listener of its own", w.Code, w.Body)
	}
	locked := newServer(t, chatdouble.WithAdminToken("sesame"))
	for token, status := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer sesame": 200} {
		for name, h := range map[string]http.Handler{"the server": locked, "Admin()": locked.Admin()} {
			if w := fetch(h, "/__admin/health", "Authorization", token); w.Code != status {
				t.Errorf("%s with %q = %d, want %d", name, token, w.Code, status)
			}
		}
	}
}

// Events go to this machine alone, and to hosts that are named. No host is below .invalid (RFC 2606).
func TestWithCallbackHosts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		hosts []string
		told  bool
	}{{nil, false}, {[]string{"other.invalid"}, false}, {[]string{"hook.invalid"}, true}, {[]string{"*"}, true}} {
		app := chatdouble.Start(t, chatdouble.WithCallbackHosts(tt.hosts...)).ZIM(t)
		app.SetState("users: [{userId: ann}]\ncallback: {url: 'http://hook.invalid/'}")
		app.SetOnlineState("ann", "loggedIn")
		tried := app.Wait(1, time.Minute, chatdouble.Operation("user_action"), chatdouble.DeliveryState("failed"))
		if refused := strings.Contains(tried[0].Reason, "--callback-hosts"); refused == tt.told {
			t.Errorf("with the hosts %q the first try failed because %q", tt.hosts, tried[0].Reason)
		}
	}
}
