package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/leak"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// makeApp makes an app by the API.
// shown is an app as the API shows it.
type shown struct {
	App          string   `json:"app"`
	Vendor       string   `json:"vendor"`
	AppID        string   `json:"app_id"`
	Region       string   `json:"region"`
	BaseURL      string   `json:"base_url"`
	APIKey       string   `json:"api_key"`
	AuthKey      string   `json:"auth_key"`
	ServerSecret string   `json:"server_secret"`
	MadeBy       string   `json:"made_by"`
	Snapshots    []string `json:"snapshots"`
}

func makeApp(t testing.TB, h http.Handler, body string) (app shown) {
	t.Helper()
	w := send(h, http.MethodPost, "/__admin/apps", body)
	if err := json.Unmarshal(w.Body.Bytes(), &app); err != nil || w.Code != http.StatusCreated {
		t.Fatalf("POST apps %s = %d %s, %v", body, w.Code, w.Body, err)
	}
	return app
}

// query is a signed ZIM request for an app.
func query(app shown, action, more string) string {
	now := strconv.FormatInt(noon.Unix(), 10)
	return app.BaseURL + "/?Action=" + action + "&AppId=" + app.AppID + "&SignatureVersion=2.0&SignatureNonce=nonce&Timestamp=" + now +
		"&Signature=" + sigverify.Sign(app.AppID, "nonce", app.ServerSecret, now) + "&" + more
}

const (
	zimPeople       = `{"users":[{"userId":"ann","blacklist":["ben"]},{"userId":"ben"}]}`
	cometchatPeople = `{"users":[{"uid":"ann","blocks":["ben"]},{"uid":"ben"}]}`
)

// The answer says all that a client needs, and what it says works.
func TestNewAppIsReadyToUse(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	zim := makeApp(t, srv, `{"vendor":"zim","fixture":`+zimPeople+`}`)
	if w := call(srv, http.MethodGet, query(zim, "QueryBlacklist", "FromUserId=ann")); !strings.Contains(w.Body.String(), `"Code":0,`) || !strings.Contains(w.Body.String(), `"ben"`) {
		t.Errorf("QueryBlacklist of %+v = %s", zim, w.Body)
	}
	comet := makeApp(t, srv, `{"vendor":"cometchat","fixture":`+cometchatPeople+`}`)
	if want := "http://example.com/__apps/" + comet.AppID + "/v3"; comet.BaseURL != want {
		t.Errorf("base_url = %s, want %s", comet.BaseURL, want)
	}
	if w := call(srv, http.MethodGet, comet.BaseURL+"/users/ann/blockedusers", "apikey", comet.APIKey); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"ben"`) {
		t.Errorf("blocked users of %+v = %d %s", comet, w.Code, w.Body)
	}
	if w := call(srv, http.MethodGet, comet.BaseURL+"/users/ann/blockedusers", "apikey", comet.AuthKey); w.Code != http.StatusForbidden {
		t.Errorf("with the key of the scope authOnly = %d %s", w.Code, w.Body)
	}
	var mine []string
	for _, r := range list(t, srv, "?app="+comet.App).Requests {
		mine = append(mine, r.Request.URL)
	}
	if want := comet.BaseURL + "/users/ann/blockedusers"; !slices.Equal(mine, []string{want, want}) {
		t.Errorf("the journal has %q, want the URL as the client wrote it: %s", mine, want)
	}
	yaml := makeApp(t, srv, `{"vendor":"zim","fixture":"users: [{userId: ann, blacklist: [ben]}, {userId: ben}]"}`)
	if w := call(srv, http.MethodGet, query(yaml, "QueryBlacklist", "FromUserId=ann")); !strings.Contains(w.Body.String(), `"ben"`) {
		t.Errorf("QueryBlacklist of an app whose fixture is YAML = %s", w.Body)
	}
	if comet.MadeBy != "request" || comet.Region != "us" || comet.Vendor != "cometchat" || comet.App != "cometchat:"+comet.AppID {
		t.Errorf("app = %+v", comet)
	}
}

// A path that names an app leads nowhere else.
func TestAppInThePath(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	app := makeApp(t, srv, `{"vendor":"cometchat","fixture":`+cometchatPeople+`}`)
	for _, tt := range []struct {
		name, path string
		header     []string
		status     int
		want       string
	}{
		{"the app", "/__apps/" + app.AppID + "/v3/users/ann", []string{"apikey", app.APIKey}, 200, `"ann"`},
		{"the app wins over the header", "/__apps/" + app.AppID + "/v3/users/ann", []string{"apikey", app.APIKey, "appid", "one"}, 200, `"ann"`},
		{"another version", "/__apps/" + app.AppID + "/v3.0/users/ann", []string{"apikey", app.APIKey}, 200, `"ann"`},
		{"another app's key", "/__apps/" + app.AppID + "/v3/users/ann", []string{"apikey", key}, 401, "AUTH_ERR_APIKEY_NOT_FOUND"},
		{"an app of the fixtures", "/__apps/one/v3/users/ann", []string{"apikey", key}, 200, `"ann"`},
		{"nobody's app", "/__apps/nobody/v3/users/ann", []string{"apikey", key}, 401, "AUTH_ERR_INVALID_APPID"},
		{"a version that is not there", "/__apps/one/v9/users/ann", []string{"apikey", key}, 404, "ERR_INVALID_API_VERSION"},
		{"escapes stay as they were sent", "/__apps/one/v3/users/%7Bann%7D", []string{"apikey", key}, 404, `%7bann%7d`},
		{"no app", "/__apps//v3/users/ann", nil, 404, "404 page not found"},
		{"no version", "/__apps/one/users/ann", nil, 404, "404 page not found"},
		{"nothing behind it", "/__apps/one", nil, 404, "404 page not found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := call(srv, http.MethodGet, tt.path, tt.header...)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
				t.Errorf("GET %s = %d %s, want %d with %s", tt.path, w.Code, w.Body, tt.status, tt.want)
			}
			all := srv.Requests()
			if last := all[len(all)-1]; last.URL != tt.path {
				t.Errorf("the journal has %s, want %s", last.URL, tt.path)
			}
		})
	}
	if w := call(srv, http.MethodOptions, "/__apps/one/v3/users", "Origin", "http://localhost", "Access-Control-Request-Method", "GET"); w.Code >= 300 {
		t.Errorf("a browser's preflight = %d %s", w.Code, w.Body)
	}
}

// Ids and keys follow from seed and name; what is given stays as it is given.
func TestNamesAndIDs(t *testing.T) {
	t.Parallel()
	first, second := newServer(t), newServer(t)
	other := newServer(t, chatdouble.WithSeed(8))
	seen := make(map[string]bool)
	for _, body := range []string{
		`{"vendor":"zim","name":"a"}`, `{"vendor":"zim","name":"a"}`, `{"vendor":"zim","name":"b"}`, `{"vendor":"zim"}`, `{"vendor":"zim"}`,
		`{"vendor":"cometchat","name":"a"}`, `{"vendor":"cometchat","name":"a"}`, `{"vendor":"cometchat"}`,
	} {
		a, b := makeApp(t, first, body), makeApp(t, second, body)
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%s made %+v and, on a server with the same seed, %+v", body, a, b)
		}
		for _, value := range []string{a.AppID, a.ServerSecret, a.APIKey, a.AuthKey} {
			if value != "" && seen[value] {
				t.Errorf("%s made %s again", body, value)
			}
			seen[value] = true
		}
		if c := makeApp(t, other, body); seen[c.AppID] {
			t.Errorf("%s made %s also with another seed", body, c.AppID)
		}
	}
	// Neither a removal nor a reset begins to count a name anew.
	again := newServer(t)
	const named = `{"vendor":"zim","name":"a"}`
	one := makeApp(t, again, named)
	mustDo(t, again, "DELETE", "/apps/"+one.App, "")
	mustDo(t, again, "POST", "/reset", "")
	if two := makeApp(t, again, named); !seen[one.AppID] || two.AppID == one.AppID || !seen[two.AppID] {
		t.Errorf("the first app of a name is %s, the second %s", one.AppID, two.AppID)
	}
	given := makeApp(t, first, `{"vendor":"zim","fixture":{"appId":77,"serverSecret":"0123456789abcdef0123456789abcdef"}}`)
	if given.AppID != "77" || given.ServerSecret != "0123456789abcdef0123456789abcdef" {
		t.Errorf("app = %+v", given)
	}
	whole := makeApp(t, first, `{"vendor":"cometchat","fixture":{"seed":3,"cometchat":[{"appId":"mine","region":"eu","apiKeys":[{"key":"k1","scope":"fullAccess"}],"generate":{"users":3}}]}}`)
	if whole.AppID != "mine" || whole.Region != "eu" || whole.APIKey != "k1" || whole.AuthKey != "" {
		t.Errorf("app = %+v", whole)
	}
}

// A deleted app has left nothing behind, and its id is free.
func TestDeletedAppIsGone(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	app := makeApp(t, srv, `{"vendor":"zim","fixture":{"appId":77,"users":[{"userId":"ann"}]}}`)
	call(srv, http.MethodGet, query(app, "QueryBlacklist", "FromUserId=ann"))
	mustDo(t, srv, "DELETE", "/apps/zim:77", "")
	if w := call(srv, http.MethodDelete, "/__admin/apps/zim:77"); w.Code != http.StatusNotFound {
		t.Errorf("DELETE again = %d %s", w.Code, w.Body)
	}
	if w := call(srv, http.MethodGet, query(app, "QueryBlacklist", "FromUserId=ann")); strings.Contains(w.Body.String(), `"Code":0,`) {
		t.Errorf("a deleted app answers %s", w.Body)
	}
	if got := list(t, srv, "").Requests; len(got) != 1 || got[0].App != "" {
		t.Errorf("the journal has %+v, want only the call that came too late", got)
	}
	if again := makeApp(t, srv, `{"vendor":"zim","fixture":{"appId":77}}`); again.AppID != "77" {
		t.Errorf("app = %+v", again)
	}
}

// What an app is told stays in the app.
func TestAppsHaveTheirOwnWorld(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	one := makeApp(t, srv, `{"vendor":"zim","fixture":`+zimPeople+`}`)
	two := makeApp(t, srv, `{"vendor":"zim","fixture":`+zimPeople+`}`)
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/clock/advance", `{"by":"9m"}`},
		{"POST", "/faults", `{"fault":{"code":"660300005"},"match":{"operation":"QueryUserInfos"}}`},
		{"DELETE", "/users/ann/blocks/ben", ""},
		{"POST", "/snapshots/later", ""},
	} {
		mustDo(t, srv, c.method, "/apps/"+one.App+c.path, c.body)
	}
	if w := call(srv, http.MethodGet, query(one, "QueryBlacklist", "FromUserId=ann")); strings.Contains(w.Body.String(), `"ben"`) {
		t.Errorf("the block is still there: %s", w.Body)
	}
	if w := call(srv, http.MethodGet, query(two, "QueryBlacklist", "FromUserId=ann")); !strings.Contains(w.Body.String(), `"ben"`) {
		t.Errorf("the block is gone in the other app: %s", w.Body)
	}
	for path, want := range map[string][2]string{
		"/clock":    {"12:09:00", "12:00:00"},
		"/faults":   {`"hits": 0`, `"faults": []`},
		"/requests": {"", ""},
		"":          {`"later"`, `"snapshots": []`},
	} {
		for i, app := range []shown{one, two} {
			target := "/__admin/apps/" + app.App + path
			if path == "/requests" {
				target = "/__admin/requests?app=" + app.App
			}
			if w := call(srv, http.MethodGet, target); !strings.Contains(w.Body.String(), want[i]) || path == "/requests" && strings.Count(w.Body.String(), `"id"`) != 1 {
				t.Errorf("GET %s = %s, want %q in it", target, w.Body, want[i])
			}
		}
	}
	// A reset of everything: both are as they began.
	mustDo(t, srv, "POST", "/reset", "")
	if w := call(srv, http.MethodGet, query(one, "QueryBlacklist", "FromUserId=ann")); !strings.Contains(w.Body.String(), `"ben"`) {
		t.Errorf("after the reset: %s", w.Body)
	}
}

// An app that comes or goes does not change what a request means that names no app.
func TestOnlyConfiguredAppStaysTheOnlyOne(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("one.yaml", "cometchat: [{appId: one, apiKeys: [{key: "+key+", scope: fullAccess}], users: [{uid: ann}]}]"))
	if err != nil {
		t.Fatal(err)
	}
	makeApp(t, srv, `{"vendor":"cometchat"}`)
	if w := call(srv, http.MethodGet, "/v3/users/ann", "apikey", key); w.Code != http.StatusOK {
		t.Errorf("a request that names no app = %d %s", w.Code, w.Body)
	}
	var bases []string
	for _, app := range srv.Apps() {
		bases = append(bases, app.Path)
	}
	if len(bases) != 2 || bases[0] != "/v3" || !strings.HasPrefix(bases[1], "/__apps/") {
		t.Errorf("base URLs = %q", bases)
	}
	if w := call(srv, http.MethodGet, "/__admin/apps/cometchat:one"); !strings.Contains(w.Body.String(), `"base_url": "http://example.com/v3"`) {
		t.Errorf("GET = %s", w.Body)
	}
}

// 1,000 apps, made, used and deleted by many at once, leave neither goroutines nor memory behind, but for
// their keys: those of the last some thousand are remembered, because a journal may hold one.
func TestThousandAppsLeaveNoTrace(t *testing.T) {
	srv := newServer(t)
	use := func(n int) {
		var all sync.WaitGroup
		work := make(chan int)
		for range 8 {
			all.Go(func() {
				for i := range work {
					useAndDelete(t, srv, i)
				}
			})
		}
		for i := range n {
			work <- i
		}
		close(work)
		all.Wait()
	}
	use(100) // buffers and pools are made once
	before, goroutines := heap(), len(leak.Goroutines())
	use(1000)
	const keys = 1000 * 800 // bytes
	after := heap()
	t.Logf("heap %d KiB before, %d KiB after", before>>10, after>>10)
	if after > before+before/10+keys {
		t.Errorf("the heap has grown from %d to %d bytes", before, after)
	}
	if left := leak.Goroutines(); len(left) > goroutines {
		t.Errorf("%d goroutines more:\n%s", len(left)-goroutines, strings.Join(left, "\n\n"))
	}
	if n := len(srv.Apps()); n != 3 {
		t.Errorf("%d apps are left, want the 3 of the fixtures", n)
	}
}

func useAndDelete(t testing.TB, srv http.Handler, i int) {
	var app shown
	if i%2 == 0 {
		app = makeApp(t, srv, `{"vendor":"zim","name":"n`+strconv.Itoa(i%50)+`","fixture":`+zimPeople+`}`)
		if w := call(srv, http.MethodGet, query(app, "QueryBlacklist", "FromUserId=ann")); !strings.Contains(w.Body.String(), `"ben"`) {
			t.Errorf("QueryBlacklist = %s", w.Body)
		}
	} else {
		app = makeApp(t, srv, `{"vendor":"cometchat","fixture":`+cometchatPeople+`}`)
		if w := call(srv, http.MethodGet, app.BaseURL+"/users/ann/blockedusers", "apikey", app.APIKey); w.Code != http.StatusOK {
			t.Errorf("blocked users = %d %s", w.Code, w.Body)
		}
	}
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/snapshots/a", ""},
		{"PUT", "/users/ben/blocks/ann", ""},
		{"POST", "/snapshots/a/restore", ""},
		{"POST", "/faults", `{"fault":{"status":503},"times":1}`},
		{"POST", "/clock/advance", `{"by":"1m"}`},
		{"DELETE", "", ""},
	} {
		if w := send(srv, c.method, "/__admin/apps/"+app.App+c.path, c.body); w.Code >= 300 {
			t.Errorf("%s %s of %s = %d %s", c.method, c.path, app.App, w.Code, w.Body)
		}
	}
}

func heap() uint64 {
	var m runtime.MemStats
	for range 3 { // pools are emptied at the second collection
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// An event that waits for its next try does not outlive its app.
func TestDeletedAppGivesUpItsEvents(t *testing.T) {
	t.Parallel()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	defer refusing.Close()
	srv := newServer(t)
	app := makeApp(t, srv, `{"vendor":"zim","fixture":{"callback":{"url":"`+refusing.URL+`"},"users":[{"userId":"ann"}]}}`)
	mustDo(t, srv, "PUT", "/apps/"+app.App+"/users/ann/state", `{"state":"loggedIn"}`)
	if got := mustDo(t, srv, "POST", "/requests/wait", `{"app":"`+app.App+`"}`); !strings.Contains(got, `"reached": true`) {
		t.Fatalf("wait = %s", got)
	}
	call(srv, http.MethodDelete, "/__admin/apps/"+app.App)
	closed := make(chan struct{})
	go func() { srv.Close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(30 * time.Second):
		t.Error("the server waits for an event of an app that is gone")
	}
}

func BenchmarkMakeApp(b *testing.B) {
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("world.yaml", world))
	if err != nil {
		b.Fatal(err)
	}
	for _, bb := range []struct{ name, body string }{
		{"empty", `{"vendor":"zim","name":"bench"}`},
		{"people", `{"vendor":"cometchat","fixture":` + cometchatPeople + `}`},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				app := makeApp(b, srv, bb.body)
				b.StopTimer()
				call(srv, http.MethodDelete, "/__admin/apps/"+app.App)
				b.StartTimer()
			}
		})
	}
}

// What a refusal costs when there are many apps, whose secrets must all stay out of its reason.
func BenchmarkRefusal(b *testing.B) {
	for _, apps := range []int{0, 1000} {
		b.Run(strconv.Itoa(apps), func(b *testing.B) {
			srv, err := chatdouble.New(chatdouble.WithFixtureYAML("world.yaml", world))
			if err != nil {
				b.Fatal(err)
			}
			for range apps {
				makeApp(b, srv, `{"vendor":"cometchat"}`)
			}
			for b.Loop() {
				call(srv, http.MethodGet, "/v3/users/nobody", "apikey", key, "appid", "one")
			}
		})
	}
}
