package server_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

const world = `
cometchat:
  - appId: shop
    region: eu
    apiKeys: [{key: first, scope: authOnly}, {key: second, scope: fullAccess}, {key: third, scope: fullAccess}]
zim:
  - appId: 77
    serverSecret: secret
`

// settings begin with a fixture.
func settings(text string) server.Settings {
	return server.Settings{
		Fixtures: []fixture.Source{{Name: "world.yaml", Data: []byte(text)}},
		Log:      slog.New(slog.DiscardHandler), MaxBody: 1 << 20,
	}
}

// fetch calls a handler without a network. The text is a method, a space and a path.
func fetch(h http.Handler, call, body string, headers ...string) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(call, " ")
	r := httptest.NewRequest(method, path, strings.NewReader(body))
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

func TestSettingsThatAreWrong(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*server.Settings){
		"the clock cannot start at 1969": func(s *server.Settings) { s.Time = time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC) },
		`the admin host is "a:1"`:        func(s *server.Settings) { s.AdminHosts = []string{"::1", "a:1"} },
		"the bound on apps is -1":        func(s *server.Settings) { s.Bounds = bounds.Limits{Apps: -1} },
		"world.yaml:2: ":                 func(s *server.Settings) { s.Fixtures[0].Data = []byte("seed: 1\nsead: 2") },
	} {
		set := settings(world)
		spoil(&set)
		if _, err := server.New(set); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New says %v, want %q", err, want)
		}
	}
}

func TestAppsAreDescribed(t *testing.T) {
	t.Parallel()
	srv, err := server.New(settings(world))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	apps := srv.Apps()
	if len(apps) != 2 {
		t.Fatalf("%d apps, want 2: %+v", len(apps), apps)
	}
	if a := apps[0]; a.App != "cometchat:shop" || a.Region != "eu" || a.Access["api_key"] != "second" || a.Access["auth_key"] != "first" || a.BaseURL != "/v3" {
		t.Errorf("the first app is %+v", a)
	}
	if a := apps[1]; a.App != "zim:77" || a.AppID != "77" || a.Access["server_secret"] != "secret" || a.BaseURL != "" {
		t.Errorf("the second app is %+v", a)
	}
	for _, name := range []string{"zim:78", "zim", "shop", "toy:77"} {
		if _, ok := srv.Find(name); ok {
			t.Errorf("there is an app %q", name)
		}
	}
}

// What a listener of its own serves is the API alone, with the base URL that the server has at that time.
func TestAdminOnAListenerOfItsOwn(t *testing.T) {
	t.Parallel()
	set := settings(world)
	set.NoAdmin = true
	srv, err := server.New(set)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	var url string
	own := srv.Admin(&url)
	for base, want := range map[string]string{"": "http://localhost/v3", "http://chat.test:80": "http://chat.test:80/v3"} {
		url = base
		if w := fetch(own, "GET http://localhost/__admin/apps/cometchat:shop", ""); !strings.Contains(w.Body.String(), `"base_url": "`+want+`"`) {
			t.Errorf("at %q: %s, want %s in it", base, w.Body, want)
		}
	}
	if w := fetch(srv, "GET http://localhost/__admin/apps", ""); w.Code != http.StatusNotFound {
		t.Errorf("the vendors' listener answers %d %s", w.Code, w.Body)
	}
	refused := string(srv.RefuseAdmin([]byte("GET /__admin/x HTTP/1.1\r\n"), http.StatusBadRequest, "too odd"))
	if !strings.Contains(refused, "application/problem+json") || !strings.Contains(refused, "too odd") {
		t.Errorf("what is no HTTP is answered with %s", refused)
	}
}

// composed are calls of the API that only what puts the parts together can answer.
var composed = []struct {
	call, body string
	status     int
	want       string
}{
	{"POST /__admin/apps", `{"vendor":"zim","fixture":{"appId":77}}`, 409, "the server has the app zim:77 already"},
	{"POST /__admin/apps", `{"vendor":"zim","fixture":"appId: 78\nserverSecret: own"}`, 201, `"server_secret": "own"`},
	{"POST /__admin/apps", `{"vendor":"cometchat","fixture":{"faults":[{"match":{"operation":"GetUsr"},"fault":{"code":"X"}}]}}`, 400, `"pointer": "#/fixture/faults/0/match/operation"`},
	{"PUT /__admin/apps/zim:77/state", `users: [{userId: ann}, {userId: ann}]`, 400, `"pointer": "#/users/1/userId"`},
	{"PUT /__admin/apps/zim:77/state", `{"users":[],"faults":[{"fault":{"status":503}}]}`, 400, "fault rules are no part of a state"},
	{"PUT /__admin/apps/zim:77/state", "users: [{userId: ann, userName: " + strings.Repeat("x", 1<<20) + "}]", 200, `"users": 1`}, // as large as what is read alone
	{"PUT /__admin/apps/cometchat:shop/users/ann/state", `{"state":"online"}`, 400, "has no online states"},
	{"PUT /__admin/apps/zim:77/users/ann/state", `{"state":"online"}`, 200, `"state": "online"`}, // never registered by server
	{"PUT /__admin/apps/zim:77/users/ann/state", `{"state":"asleep"}`, 400, "loggedIn, online, offline or loggedOut"},
	{"PUT /__admin/apps/zim:77/users/ann/state", `{"stat":"online"}`, 400, "stat is not known here; did you mean"},
	{"PUT /__admin/apps/zim:77/users/ann/state", "{nonsense", 400, "the body is no JSON"},
	{"PUT /__admin/apps/zim:77/users/nobody/state", `{"state":"offline"}`, 400, "no such user"},
	{"POST /__admin/sign", `{"url":"/?Action=QueryUserInfos"}`, 200, "AppId=77&"},
	{"POST /__admin/sign", `{"url":"/?Action=QueryUserInfos&AppId=79"}`, 400, "an AppId that no ZIM app of the server has"},
	{"POST /__admin/sign", `{"url":"/?Action=QueryUserInfos&AppId=79","app":"zim:77"}`, 400, "the URL has another AppId"},
	{"POST /__admin/sign", `{"url":"/?Action=QueryUserInfos","app":"cometchat:shop"}`, 400, "only ZIM calls are signed"},
	{"POST /__admin/sign", `{"url":"%"}`, 400, `"pointer": "#/url"`},
}

func TestCallsThatTheServerAnswers(t *testing.T) {
	t.Parallel()
	srv, err := server.New(settings(world))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	for _, tt := range composed {
		method, path, _ := strings.Cut(tt.call, " ")
		w := fetch(srv, method+" http://localhost"+path, tt.body, "Content-Type", mediaType(tt.body))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s %.80s = %d %s, want %d with %s", tt.call, tt.body, w.Code, w.Body, tt.status, tt.want)
		}
	}
}

func mediaType(body string) string {
	if strings.HasPrefix(body, "{") {
		return "application/json"
	}
	return "application/yaml"
}

// Each vendor's first app is introduced, and every app that cannot work warned of.
func TestIntroductions(t *testing.T) {
	t.Parallel()
	file, err := server.LoadFile(fixture.Source{Name: "f.yaml", Data: []byte("cometchat: [{appId: one, users: [{uid: x}]}, {appId: two}]")})
	if err != nil {
		t.Fatal(err)
	}
	all := file.Introductions()
	if len(all) != 2 || all[0].Vendor.Title != "CometChat" || all[0].Apps != 2 || all[0].Access != "appId=one  no apikey" || all[1].Apps != 0 || all[1].Access != "" {
		t.Errorf("introduced are %+v", all)
	}
	if warned := file.Warnings(nil); len(warned) != 2 || !strings.Contains(warned[1], "cometchat:two") {
		t.Errorf("warned of %q", warned)
	}
}
