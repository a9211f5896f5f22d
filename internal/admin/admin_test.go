package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/buildinfo"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

const (
	key    = "aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb"
	secret = "cccccccccccccccccccccccccccccccc"

	world = `
seed: 7
cometchat:
  - appId: one
    apiKeys: [{name: rest, key: ` + key + `, scope: fullAccess}]
    users: [{uid: ann, blocks: [ben]}, {uid: ben}]
  - appId: two
    apiKeys: [{name: rest, key: ` + key + `, scope: fullAccess}]
zim:
  - appId: 12345
    serverSecret: ` + secret + `
    users: [{userId: ann, blacklist: [ben]}, {userId: ben}]
`
)

var noon = time.Date(2024, 2, 29, 12, 0, 0, 250e6, time.UTC)

func newServer(t *testing.T, opts ...chatdouble.Option) *chatdouble.Server {
	t.Helper()
	srv, err := chatdouble.New(append([]chatdouble.Option{chatdouble.WithFixtureYAML("world.yaml", world), chatdouble.WithFrozenTime(noon)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func call(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Some requests to look at: two good ones, three refused ones, one that reached no app and one
// that belongs to no vendor.
func ask(t *testing.T, srv http.Handler) {
	t.Helper()
	now := strconv.FormatInt(noon.Unix(), 10)
	signature := sigverify.Sign("12345", "nonce", secret, now)
	zim := "/?Action=QueryBlacklist&AppId=12345&SignatureVersion=2.0&SignatureNonce=nonce&Timestamp=" + now + "&FromUserId=ann&Signature="
	for _, tt := range []struct {
		target string
		header []string
		status int
	}{
		{"/v3/users/ann/blockedusers?perPage=1", []string{"appId", "one", "apiKey", key}, http.StatusOK},
		{zim + signature, nil, http.StatusOK},
		{"/v3/users/ann/blockedusers", []string{"appId", "two", "apiKey", key}, http.StatusNotFound},
		{zim + "wrong", nil, http.StatusOK},
		{"/v3/users/ann/blockedusers", []string{"appId", "one", "apiKey", "wrong"}, http.StatusUnauthorized},
		{"/v3/users/ann/blockedusers?secret=" + secret, []string{"appId", "three"}, http.StatusUnauthorized},
		{"/favicon.ico", nil, http.StatusNotFound},
	} {
		if w := call(srv, http.MethodGet, tt.target, tt.header...); w.Code != tt.status {
			t.Fatalf("GET %s = %d %s, want %d", tt.target, w.Code, w.Body, tt.status)
		}
	}
}

func TestCalls(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	ask(t, srv)
	for _, tt := range []struct {
		name, method, target string
		status               int
		contentType          string
	}{
		{"livez", http.MethodGet, "/__admin/livez", http.StatusOK, "application/json"},
		{"readyz", http.MethodGet, "/__admin/readyz", http.StatusOK, "application/json"},
		{"health", http.MethodGet, "/__admin/health", http.StatusOK, "application/json"},
		{"version", http.MethodGet, "/__admin/version", http.StatusOK, "application/json"},
		{"requests", http.MethodGet, "/__admin/requests", http.StatusOK, "application/json"},
		{"requests-of-one-app", http.MethodGet, "/__admin/requests?app=cometchat:one", http.StatusOK, "application/json"},
		{"requests-of-an-unknown-app", http.MethodGet, "/__admin/requests?app=zim:1", http.StatusNotFound, "application/problem+json"},
		{"no-such-call", http.MethodGet, "/__admin/nothing", http.StatusNotFound, "application/problem+json"},
		{"post-on-a-get", http.MethodPost, "/__admin/requests", http.StatusMethodNotAllowed, "application/problem+json"},
		{"get-on-a-post", http.MethodGet, "/__admin/reset", http.StatusMethodNotAllowed, "application/problem+json"},
		{"reset-of-an-unknown-app", http.MethodPost, "/__admin/apps/zim:1/reset", http.StatusNotFound, "application/problem+json"},
		{"reset-of-one-app", http.MethodPost, "/__admin/apps/zim:12345/reset", http.StatusOK, "application/json"},
		{"requests-after-the-reset-of-one-app", http.MethodGet, "/__admin/requests?app=zim:12345", http.StatusOK, "application/json"},
		{"reset", http.MethodPost, "/__admin/reset", http.StatusOK, "application/json"},
		{"requests-after-the-reset", http.MethodGet, "/__admin/requests", http.StatusOK, "application/json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := call(srv, tt.method, tt.target)
			if w.Code != tt.status || w.Header().Get("Content-Type") != tt.contentType {
				t.Errorf("%s %s = %d %s, want %d %s", tt.method, tt.target, w.Code, w.Header().Get("Content-Type"), tt.status, tt.contentType)
			}
			body := strings.ReplaceAll(w.Body.String(), `"`+buildinfo.Version()+`"`, `"VERSION"`)
			golden.Bytes(t, tt.name+".json", []byte(body))
			if strings.Contains(body, key) || strings.Contains(body, secret) {
				t.Errorf("the answer holds a secret: %s", body)
			}
		})
	}
}

func TestWrongMethodNamesTheRightOne(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, tt := range []struct{ method, path, allow string }{
		{http.MethodPost, "/__admin/livez", "GET"},
		{http.MethodPut, "/__admin/requests", "GET, DELETE"},
		{http.MethodPost, "/__admin/requests/unmatched", "GET"},
		{http.MethodPost, "/__admin/apps/zim:12345/state", "GET, PUT, PATCH"},
		{http.MethodGet, "/__admin/reset", "POST"},
		{http.MethodPut, "/__admin/apps/zim:12345/reset", "POST"},
		{http.MethodOptions, "/__admin/operations", "GET"},
	} {
		w := call(srv, tt.method, tt.path)
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != tt.allow {
			t.Errorf("%s %s = %d, Allow %q; want 405, Allow %q", tt.method, tt.path, w.Code, w.Header().Get("Allow"), tt.allow)
		}
		wantProblem(t, w)
	}
}

// wantProblem checks that the answer is one of RFC 9457.
func wantProblem(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	var problem struct {
		Title, Detail, Instance string
		Status                  int
	}
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
		t.Fatalf("body = %q: %v", w.Body, err)
	}
	if w.Header().Get("Content-Type") != "application/problem+json" || problem.Status != w.Code ||
		problem.Title != http.StatusText(w.Code) || problem.Detail == "" || problem.Instance == "" {
		t.Errorf("answer = %s %s, want a problem with status %d", w.Header().Get("Content-Type"), w.Body, w.Code)
	}
}

// Whatever is asked under the prefix: JSON or a problem, never a page, never a panic.
func TestOddPathsGetProblems(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, path := range []string{
		"/__admin", "/__admin/", "/__admin//livez", "/__admin/livez/", "/__admin/./livez", "/__admin/../v3/users", "/__admin/apps//reset",
		"/__admin/apps/zim:12345/", "/__admin/apps/zim:54321", "/__admin/apps/a%2fb/reset", "/__admin/%00", "/__admin/livez%20", "/__ADMIN/livez",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodConnect} {
			w := call(srv.Admin(), method, path)
			if w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s %s = %d %s, want a refusal", method, path, w.Code, w.Body)
				continue
			}
			wantProblem(t, w)
		}
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithAdminToken("sesame"))
	for _, tt := range []struct {
		name, path, authorization string
		status                    int
	}{
		{"right", "/__admin/requests", "Bearer sesame", http.StatusOK},
		{"right, in another spelling", "/__admin/requests", "bearer sesame", http.StatusOK}, // RFC 9110, 11.1: the scheme is case-insensitive
		{"none", "/__admin/requests", "", http.StatusUnauthorized},
		{"wrong", "/__admin/requests", "Bearer sesamE", http.StatusUnauthorized},
		{"longer", "/__admin/requests", "Bearer sesame2", http.StatusUnauthorized},
		{"shorter", "/__admin/requests", "Bearer sesam", http.StatusUnauthorized},
		{"empty", "/__admin/requests", "Bearer ", http.StatusUnauthorized},
		{"without a scheme", "/__admin/requests", "sesame", http.StatusUnauthorized},
		{"another scheme", "/__admin/requests", "Basic sesame", http.StatusUnauthorized},
		{"in the query", "/__admin/requests?token=sesame", "", http.StatusUnauthorized},
		{"unknown call", "/__admin/nothing", "", http.StatusUnauthorized},
		{"health", "/__admin/health", "", http.StatusUnauthorized},
		{"livez", "/__admin/livez", "", http.StatusOK},
		{"readyz", "/__admin/readyz", "", http.StatusOK},
		{"livez with a wrong token", "/__admin/livez", "Bearer x", http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := call(srv, http.MethodGet, tt.path, "Authorization", tt.authorization)
			if w.Code != tt.status {
				t.Fatalf("GET %s with %q = %d, want %d", tt.path, tt.authorization, w.Code, tt.status)
			}
			if tt.status == http.StatusUnauthorized {
				wantProblem(t, w)
				if got := w.Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer ") {
					t.Errorf("WWW-Authenticate = %q", got)
				}
				if strings.Contains(w.Body.String(), "sesame") {
					t.Errorf("the refusal tells the token: %s", w.Body)
				}
			}
		})
	}
	ask(t, srv)
	if w := call(srv, http.MethodPost, "/__admin/reset"); w.Code != http.StatusUnauthorized {
		t.Errorf("POST reset without the token = %d", w.Code)
	}
	if n := len(srv.Requests()); n != 7 {
		t.Errorf("%d requests after a reset that was refused, want 7", n)
	}
}

// listed is what the tests read of GET requests.
type listed struct {
	Requests []struct {
		ID, App string
		Request struct{ URL string }
	}
}

func list(t *testing.T, h http.Handler, query string) (l listed) {
	t.Helper()
	w := call(h, http.MethodGet, "/__admin/requests"+query)
	if err := json.Unmarshal(w.Body.Bytes(), &l); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET requests%s = %d %s, %v", query, w.Code, w.Body, err)
	}
	return l
}

func TestUnmatchedOfOneApp(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	call(srv, http.MethodGet, "/v3/nothing", "appid", "one", "apikey", key)
	call(srv, http.MethodGet, "/v3/users", "appid", "one", "apikey", key)
	call(srv, http.MethodGet, "/nowhere")
	for query, want := range map[string]string{
		"":                                "/v3/nothing /nowhere",
		"?app=":                           "/v3/nothing /nowhere",
		"?app=cometchat:one":              "/v3/nothing",
		"?app=zim:12345":                  "",
		"?app=zim:12345&app=":             "400",
		"?app=zim:1":                      "404",
		"?app=cometchat:one&unmatched=no": "400",
	} {
		w := call(srv, http.MethodGet, "/__admin/requests/unmatched"+query)
		var answer listed
		var got []string
		if w.Code != http.StatusOK {
			got = append(got, strconv.Itoa(w.Code))
		} else if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		for _, r := range answer.Requests {
			got = append(got, r.Request.URL)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("unmatched%s = %s, want %s", query, got, want)
		}
	}
}

func TestResetOfOneAppLeavesTheOthers(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	ask(t, srv)
	one := srv.App(t, "cometchat:one")
	two := srv.App(t, "cometchat:two")
	one.AddUsers(chatdouble.User{ID: "new"})
	two.AddUsers(chatdouble.User{ID: "new"})
	mustDo(t, srv, "POST", "/apps/cometchat:one/reset", "")
	if n := len(one.Requests()); n != 0 {
		t.Errorf("%d requests of the app that was reset", n)
	}
	if n := len(two.Requests()); n != 1 {
		t.Errorf("%d requests of the other app, want 1", n)
	}
	for app, status := range map[string]int{"one": http.StatusNotFound, "two": http.StatusOK} {
		if w := call(srv, http.MethodGet, "/v3/users/new/blockedusers", "appId", app, "apiKey", key); w.Code != status {
			t.Errorf("user new of app %s: %d, want %d", app, w.Code, status)
		}
	}
}

// The list of operations is the vendors' tables, with all that is known of each row.
func TestOperations(t *testing.T) {
	t.Parallel()
	w := call(newServer(t), http.MethodGet, "/__admin/operations")
	var got struct{ Operations []admin.Operation }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET operations = %d %s, %v", w.Code, w.Body, err)
	}
	i := 0
	for _, vendor := range []struct {
		name   string
		ops    []gateway.Op
		common []gateway.Fact
	}{
		{"cometchat", cometchatapi.Operations(), cometchatapi.CommonFacts},
		{"zim", zegoapi.Operations(), zegoapi.CommonFacts},
	} {
		for _, op := range vendor.ops {
			if i == len(got.Operations) {
				t.Fatalf("%d operations, want more", i)
			}
			o := got.Operations[i]
			i++
			if o.Vendor != vendor.name || o.Name != op.Name || o.Method != op.Method || o.Path != op.Path || len(o.Limits) != len(op.Limits) {
				t.Errorf("operation %d = %+v, want %s %s %s %s", i, o, vendor.name, op.Name, op.Method, op.Path)
			}
			facts := append(append([]gateway.Fact(nil), op.Facts...), vendor.common...)
			if !reflect.DeepEqual(o.Facts, facts) {
				t.Errorf("%s has %d facts, want the %d of the tables in their order", o.Name, len(o.Facts), len(facts))
			}
		}
	}
	if i != len(got.Operations) {
		t.Errorf("%d operations, want %d", len(got.Operations), i)
	}
	for _, want := range []string{`"standard: 20000 in 1m0s"`, `"app: 100000 in 1m0s"`, `"perSecond: 20 in 1s"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the limits do not say %s", want)
		}
	}
	for _, never := range []string{": null", `\u003c`} {
		if strings.Contains(w.Body.String(), never) {
			t.Errorf("the answer has %s in it", never)
		}
	}
}

// The table of a vendor stays as it is when it is described.
func TestOperationsLeaveTheTableAlone(t *testing.T) {
	t.Parallel()
	facts := make([]gateway.Fact, 1, 10)
	facts[0].Behaviour = "own"
	admin.Operations(&gateway.Catalogue{
		Vendor: "toy", Operations: func() []gateway.Op { return []gateway.Op{{Name: "A", Facts: facts}} }, Facts: []gateway.Fact{{Behaviour: "common"}},
	})
	if got := facts[:2][1].Behaviour; got != "" {
		t.Errorf("behind the table's facts stands %q", got)
	}
}

// fullHouse keeps apps that it cannot reset.
type fullHouse struct{ admin.Keeper }

func (fullHouse) Reset(app string) error { return fmt.Errorf("no room for %q", app) }

func TestFailedResetIsAProblem(t *testing.T) {
	t.Parallel()
	var apps gateway.Apps
	app := gateway.NewApp("toy", "box")
	app.Store = store.New(store.ByTime)
	apps.Put(app)
	h := admin.New(admin.Server{
		Vendors: admin.Vendors{{Catalogue: &gateway.Catalogue{Vendor: "toy"}, Apps: &apps, Gateway: gateway.New(gateway.NewCore(1), nil)}},
		Keeper:  fullHouse{},
	})
	for path, detail := range map[string]string{"/__admin/reset": `no room for ""`, "/__admin/apps/toy:box/reset": `no room for "toy:box"`} {
		w := call(h, http.MethodPost, path)
		wantProblem(t, w)
		var problem struct{ Detail string }
		if _ = json.Unmarshal(w.Body.Bytes(), &problem); w.Code != http.StatusInternalServerError || problem.Detail != detail {
			t.Errorf("POST %s = %d %s, want 500 with %q", path, w.Code, w.Body, detail)
		}
	}
}
