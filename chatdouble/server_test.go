package chatdouble_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A handler without a listener has apps like any other; a client finds CometChat's by the header.
func TestNewWithoutAListener(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	if srv.URL != "" {
		t.Errorf("URL = %q, want none", srv.URL)
	}
	chat, zim := srv.CometChat(t), srv.ZIM(t)
	if chat.BaseURL != "" || zim.BaseURL != "" {
		t.Errorf("base URLs %q and %q, want none", chat.BaseURL, zim.BaseURL)
	}
	chat.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	chat.Block("alice", "bob")
	w := fetch(srv, "/v3/users/alice/blockedusers", "appId", chat.AppID, "apiKey", chat.APIKey)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"uid":"bob"`) {
		t.Errorf("reply = %d %s", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"X-RateLimit-Limit": "20000", "X-RateLimit-Remaining": "19999", "X-RateLimit-Limit-For-App": "100000",
		"Content-Type": "application/json", "Cache-Control": "must-revalidate, no-cache, private", "Content-Length": fmt.Sprint(w.Body.Len()),
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("Header().Get(%q) = %q, want %q", name, got, want)
		}
	}

	zim.AddUsers(chatdouble.User{ID: "alice"})
	params := url.Values{"Action": {"QueryBlacklist"}, "FromUserId": {"alice"}}
	zimClient{AppID: zim.AppID, ServerSecret: zim.ServerSecret}.sign(params, time.Now())
	w = fetch(srv, "/?"+params.Encode())
	if !strings.HasPrefix(w.Body.String(), `{"Code":0,"Message":"success"`) {
		t.Errorf("ZIM's reply = %d %s", w.Code, w.Body)
	}
}

func TestEachPathHasItsOwner(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight))
	for _, tt := range []struct {
		path   string
		status int
		vendor string
		body   string
	}{
		{"/", 200, "zim", `{"Code":100000006,`},
		{"/?Action=X", 200, "zim", `{"Code":100000007,`},
		{"/v3", 404, "cometchat", `{"error":`},
		{"/v3/", 404, "cometchat", `{"error":`},
		{"/v3/users/alice/blockedusers", 401, "cometchat", `{"error":`},
		{"/v3.0/users/alice/blockedusers", 401, "cometchat", `{"error":`},
		{"/v2/users", 404, "cometchat", `{"error":`},
		{"/v1", 404, "cometchat", `{"error":`},
		{"/version", 404, "", "404 page not found\n"},
		{"/v", 404, "", "404 page not found\n"},
		{"/users", 404, "", "404 page not found\n"},
		{"//", 404, "", "404 page not found\n"},
		{"/__administrator/livez", 404, "", "404 page not found\n"},
		{"/%2f", 404, "", "404 page not found\n"},
	} {
		w := fetch(srv, tt.path)
		if w.Code != tt.status || !strings.HasPrefix(w.Body.String(), tt.body) {
			t.Errorf("GET %s = %d %s, want %d %s", tt.path, w.Code, w.Body, tt.status, tt.body)
		}
		all := srv.Requests()
		last := all[len(all)-1]
		if last.URL != tt.path || last.Vendor != tt.vendor || last.Status != tt.status || last.Reply != w.Body.String() ||
			last.ID != w.Header().Get("X-Chatdouble-Request-Id") || last.Reason != w.Header().Get("X-Chatdouble-Reason") || last.Reason == "" {
			t.Errorf("the journal's entry of %s = %+v, the reply's headers were %v", tt.path, last, w.Header())
		}
	}
	before := len(srv.Requests())
	fetch(srv, "/__admin")
	fetch(srv, "/__admin/health")
	if after := len(srv.Requests()); after != before {
		t.Error("a call of the admin API is in the journal")
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight), chatdouble.WithFrozenTime(at))
	app := srv.App(t, "cometchat:small")
	fetch(srv, "/v3/users/alice/blockedusers?perPage=1", "apiKey", key, "X-Mine", "yes")
	fetch(srv, "/v3/users/Nobody/blockedusers", "apiKey", key)
	fetch(srv, "/v3/nothing", "apiKey", key)
	fetch(srv, "/elsewhere")
	idle := app.Fail(chatdouble.Fault{Operation: "DeleteUser", Code: "ERR_EXCEPTION"})

	for name, tt := range map[string]struct {
		got  []chatdouble.Request
		want string
	}{
		"all of the app":     {app.Requests(), "/v3/users/alice/blockedusers?perPage=1 /v3/users/Nobody/blockedusers /v3/nothing"},
		"all":                {srv.Requests(), "/v3/users/alice/blockedusers?perPage=1 /v3/users/Nobody/blockedusers /v3/nothing /elsewhere"},
		"of an operation":    {app.Requests(chatdouble.Operation("ListBlockedUsers")), "/v3/users/alice/blockedusers?perPage=1 /v3/users/Nobody/blockedusers"},
		"of a user":          {srv.Requests(chatdouble.ByUser("nobody")), "/v3/users/Nobody/blockedusers"},
		"with a code":        {srv.Requests(chatdouble.Code("ERR_API_NOT_FOUND")), "/v3/nothing"},
		"both must hold":     {app.Requests(chatdouble.Operation("ListBlockedUsers"), chatdouble.ByUser("alice")), "/v3/users/alice/blockedusers?perPage=1"},
		"none":               {app.Requests(chatdouble.Operation("GetUser")), ""},
		"of a status":        {app.Requests(chatdouble.Status(404)), "/v3/users/Nobody/blockedusers /v3/nothing"},
		"unmatched":          {app.Unmatched(), "/v3/nothing"},
		"unmatched anywhere": {srv.Unmatched(), "/v3/nothing /elsewhere"},
		"of an app":          {srv.Requests(chatdouble.OfApp("zim:77")), ""},
		"of a stage":         {srv.Requests(chatdouble.Stage("user")), "/v3/users/Nobody/blockedusers"},
		"of a vendor":        {srv.Requests(chatdouble.OfVendor("cometchat"), chatdouble.UnmatchedOnly()), "/v3/nothing"},
		"of a later time":    {srv.Requests(chatdouble.Since(at.Add(time.Nanosecond))), ""},
		"of an earlier time": {srv.Requests(chatdouble.Until(at.Add(-time.Nanosecond))), ""},
		"of that time":       {app.Requests(chatdouble.Since(at), chatdouble.Until(at), chatdouble.Code("ERR_API_NOT_FOUND")), "/v3/nothing"},
		"of a fault":         {srv.Requests(chatdouble.ByFault(idle)), ""},
		"of the impatient":   {srv.Requests(chatdouble.RetriedTooEarly()), ""},
	} {
		var urls []string
		for _, r := range tt.got {
			urls = append(urls, r.URL)
		}
		if got := strings.Join(urls, " "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
	}

	r := app.Requests()[0]
	if r.Vendor != "cometchat" || r.AppID != "small" || r.Operation != "ListBlockedUsers" || r.User != "alice" || r.Method != "GET" ||
		r.Status != 200 || r.Stage != "done" || r.Code != "" || r.Reason != "" || !r.Time.Equal(at) || r.Header.Get("X-Mine") != "yes" || !strings.HasPrefix(r.Reply, `{"data":[{"uid":"bob"`) {
		t.Errorf("request = %+v", r)
	}
	if got, want := r.String(), "12:00:00.000 GET /v3/users/alice/blockedusers?perPage=1 200"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	if got, want := app.Requests()[2].String(), "12:00:00.000 GET /v3/nothing 404 ERR_API_NOT_FOUND ("; !strings.HasPrefix(got, want) {
		t.Errorf("String() = %q, want it to begin with %q", got, want)
	}
	// What was handed out belongs to the caller.
	r.Header.Set("X-Mine", "changed")
	if got := app.Requests()[0].Header.Get("X-Mine"); got != "yes" {
		t.Errorf("the journal's header has become %q", got)
	}
}

// The base URL of a CometChat app is a host of its own: whatever the client sends, it is the app.
func TestOnlyOneAppIsBehindABaseURL(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	mine, other := srv.CometChat(t), srv.CometChat(t)
	mine.AddUsers(chatdouble.User{ID: "alice"})
	for _, appID := range []string{"", mine.AppID, other.AppID, "nonsense"} {
		if got, err := (chatClient{mine.BaseURL, mine.APIKey, appID}).uids("alice"); err != nil || got != "" {
			t.Errorf("with the header appId %q: %q, %v; want the empty list of alice", appID, got, err)
		}
	}
	if n := len(mine.Requests()); n != 4 {
		t.Errorf("the app has %d requests in its journal, want 4", n)
	}
	if n := len(other.Requests()); n != 0 {
		t.Errorf("the other app has %d requests in its journal, want none", n)
	}
	// The journal has what the client sent, not what helped it on its way.
	for i, r := range mine.Requests() {
		if got, sent := r.Header.Get("appId"), []string{"", mine.AppID, other.AppID, "nonsense"}[i]; got != sent {
			t.Errorf("request %d has the header appId %q in the journal, the client sent %q", i, got, sent)
		}
	}
}

func TestHostNamesTheApp(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"})
	for host, status := range map[string]int{
		app.AppID + ".api-us.cometchat.io":            200,
		app.AppID + ".apiclient-us.localhost:8080":    200,
		strings.ToUpper(app.AppID) + ".API-US.x.test": 200,
		app.AppID + ".api-eu.cometchat.io":            401,
		"nobody.api-us.cometchat.io":                  401,
		"127.0.0.1":                                   401, // two apps: this one and the default fixture's
	} {
		r := httptest.NewRequest(http.MethodGet, "/v3/users/alice/blockedusers", nil)
		r.Host = host
		r.Header.Set("apiKey", app.APIKey)
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("host %s: %d %s, want %d", host, w.Code, w.Body, status)
		}
	}
}

func TestWrongUseEndsTheTest(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight))
	for _, tt := range []struct {
		name string
		use  func(s *spy)
		want []string
	}{
		{"an unknown app", func(s *spy) { srv.App(s, "cometchat:nobody") }, []string{`"cometchat:nobody"`, "cometchat:{appId}"}},
		{"a CometChat uid in upper case", func(s *spy) { srv.App(s, "cometchat:small").AddUsers(chatdouble.User{ID: "Carol"}) }, []string{`"Carol"`, "cometchat:small", "lower case"}},
		{"an empty uid", func(s *spy) { srv.App(s, "cometchat:small").AddUsers(chatdouble.User{ID: "x"}, chatdouble.User{}) }, []string{"users/1/uid", "empty"}},
		{"a uid of 101 characters", func(s *spy) {
			srv.App(s, "cometchat:small").AddUsers(chatdouble.User{ID: strings.Repeat("a", 101)})
		}, []string{"101 characters", "at most 100"}},
		{"a ZIM id of 33 bytes", func(s *spy) { srv.App(s, "zim:77").AddUsers(chatdouble.User{ID: strings.Repeat("a", 33)}) }, []string{"33 bytes", "at most 32"}},
		{"a ZIM id with a slash", func(s *spy) { srv.App(s, "zim:77").AddUsers(chatdouble.User{ID: "a/b"}) }, []string{`"a/b"`, "zim:77"}},
		{"a block of a stranger", func(s *spy) { srv.App(s, "zim:77").Block("alice", "nobody") }, []string{"alice blocks nobody", "zim:77"}},
		{"a block by a stranger", func(s *spy) { srv.App(s, "zim:77").Block("nobody", "alice") }, []string{"nobody blocks alice"}},
		{"a block of oneself", func(s *spy) { srv.App(s, "zim:77").Block("alice", "alice") }, []string{"alice blocks alice"}},
		{"an empty fault", func(s *spy) { srv.App(s, "zim:77").Fail(chatdouble.Fault{}) }, []string{"code", "status"}},
		{"a fault with both", func(s *spy) { srv.App(s, "zim:77").Fail(chatdouble.Fault{Code: "1", Status: 500}) }, []string{"leave one of the two out"}},
		{"a fault with status 99", func(s *spy) { srv.App(s, "zim:77").Fail(chatdouble.Fault{Status: 99}) }, []string{"200 to 599"}},
		{"a fault with status 600", func(s *spy) { srv.App(s, "zim:77").Fail(chatdouble.Fault{Status: 600}) }, []string{"200 to 599"}},
		{"a code of the other vendor", func(s *spy) { srv.App(s, "zim:77").Fail(chatdouble.Fault{Code: "ERR_EXCEPTION"}) }, []string{"zim", `"ERR_EXCEPTION"`}},
		{"an unknown code", func(s *spy) { srv.App(s, "cometchat:small").Fail(chatdouble.Fault{Code: "660300005"}) }, []string{"cometchat", `"660300005"`}},
		{"an unknown operation", func(s *spy) {
			srv.App(s, "cometchat:small").Fail(chatdouble.Fault{Operation: "QueryBlacklist", Status: 500})
		}, []string{"cometchat", `"QueryBlacklist"`}},
		{"a negative number of times", func(s *spy) { srv.App(s, "zim:77").Fail(chatdouble.Fault{Status: 500, Times: -1}) }, []string{"-1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			told := fatal(t, tt.name, tt.use)
			for _, want := range append(tt.want, "chatdouble: ") {
				if !strings.Contains(told, want) {
					t.Errorf("the test was told %q, want %q in it", told, want)
				}
			}
		})
	}
	// None of it has left a trace: x would have come before the empty uid.
	if w := fetch(srv, "/v3/users/x/blockedusers", "apiKey", key); w.Code != http.StatusNotFound {
		t.Errorf("GET the blocked users of x = %d, want 404", w.Code)
	}
	if w := fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key); w.Code != http.StatusOK {
		t.Errorf("a fault that was refused is in force: %d %s", w.Code, w.Body)
	}
}

// Whatever a vendor allows in an id stands in a path of the admin API.
func TestOddIDs(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	for name, c := range map[string]*chatdouble.Control{"in this process": srv.Control, "in another": chatdouble.Connect(t, srv.URL)} {
		zim := c.ZIM(t)
		ids := []string{"%", "%4", "a%zz", "%2F", "a b", " ", "a+b", "#", "?", "a?b=c", "a&b", ";", "@", "a.b", "[]^_{}|~", "~", ".", "..", "...", "!#$%&()+-:;<=.>?@[]^_{}|~"}
		zim.AddUsers(chatdouble.User{ID: "owner"})
		for _, id := range ids {
			zim.AddUsers(chatdouble.User{ID: id})
			zim.Block("owner", id)
			zim.Block(id, "owner")
			zim.SetOnlineState(id, "loggedIn")
		}
		page, _, err := (zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}).queryBlacklist("owner", 100, 0)
		if err != nil || page.TotalCount != len(ids) {
			t.Errorf("%s: owner blocks %d, %v; want %d", name, page.TotalCount, err, len(ids))
		}
		for _, id := range ids {
			zim.Unblock("owner", id)
		}
		if page, _, err := (zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}).queryBlacklist("owner", 100, 0); err != nil || page.TotalCount != 0 {
			t.Errorf("%s: owner still blocks %d, %v", name, page.TotalCount, err)
		}
	}
}

// A server without a test has nobody to tell but the caller.
func TestWrongUseOfAServerWithoutATest(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "must be a whole number from 100 to 599") {
			t.Errorf("it panics with %q", v)
		}
	}()
	srv.Requests(chatdouble.Status(99))
}

// Who is there gets what is given.
func TestAddUsersAgain(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	chat, zim := srv.CometChat(t), srv.ZIM(t)
	at := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, app := range []*chatdouble.App{chat.App, zim.App} {
		app.AddUsers()
		app.AddUsers(chatdouble.User{ID: "bob", Name: "Bob", Avatar: "https://example.com/b.png", CreatedAt: at}, chatdouble.User{ID: "alice"})
		app.Block("alice", "bob")
		app.AddUsers(chatdouble.User{ID: "bob", Name: "Robert"})
		state := app.State()
		if !strings.Contains(state, "Robert") || strings.Contains(state, "example.com") || !strings.Contains(state, "2020-01-02T03:04:05Z") {
			t.Errorf("the state of %s is\n%s", app.Name(), state)
		}
		if told := fatal(t, "a bad user", func(s *spy) {
			srv.App(s, app.Name()).AddUsers(chatdouble.User{ID: "bob", Name: "X"}, chatdouble.User{ID: "bad/id"})
		}); !strings.Contains(told, "users bob, bad/id in "+app.Name()) || app.State() != state {
			t.Errorf("told %q, then the state is\n%s", told, app.State())
		}
	}
	if got, err := (chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}).uids("alice"); err != nil || got != "bob" {
		t.Errorf("alice blocks %q, %v", got, err)
	}
}
