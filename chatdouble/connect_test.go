package chatdouble_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

func TestConnectRefuses(t *testing.T) {
	t.Parallel()
	locked := chatdouble.Start(t, chatdouble.WithAdminToken("sesame")).URL
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html>Welcome</html>"))
	}))
	t.Cleanup(page.Close)
	nobody := httptest.NewServer(nil)
	nobody.Close()
	for _, tt := range []struct {
		name, url string
		opts      []chatdouble.Option
		want      []string
	}{
		{"nobody there", nobody.URL, nil, []string{nobody.URL, "refused"}},
		{"another server", page.URL, nil, []string{page.URL, "is this its URL"}},
		{"no server of the admin API", page.URL + "/x", nil, []string{"is this its URL"}},
		{"no token", locked, nil, []string{"--admin-token"}},
		{"a wrong token", locked, []chatdouble.Option{chatdouble.WithAdminToken("sesame2")}, []string{"--admin-token"}},
		{"no URL", "localhost:8080", nil, []string{"localhost:8080"}},
		{"an empty URL", "", nil, []string{"connecting"}},
		{"an option of the start", locked, []chatdouble.Option{chatdouble.WithSeed(1)}, []string{"has started already"}},
		{"a bad option", locked, []chatdouble.Option{chatdouble.WithHTTPClient(nil)}, []string{"the HTTP client is nil"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			told := fatal(t, "Connect", func(s *spy) { chatdouble.Connect(s, tt.url, tt.opts...) })
			for _, want := range append(tt.want, "chatdouble") {
				if !strings.Contains(told, want) {
					t.Errorf("the test was told %q, want %q in it", told, want)
				}
			}
			if strings.Contains(told, "sesame") {
				t.Errorf("the test was told the token: %q", told)
			}
		})
	}
}

// The admin API may have a listener of its own, and TLS.
func TestConnectToAnAdminListener(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithAdmin(false))
	own := httptest.NewTLSServer(srv.Admin())
	t.Cleanup(own.Close)
	for _, url := range []string{own.URL, own.URL + "/", own.URL + "/__admin", own.URL + "/__admin/"} {
		app := chatdouble.Connect(t, url, chatdouble.WithHTTPClient(own.Client())).CometChat(t)
		app.AddUsers(chatdouble.User{ID: "alice"})
		if got, err := (chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}).uids("alice"); err != nil || got != "" {
			t.Errorf("%s: the app at %s answers %q, %v", url, app.BaseURL, got, err)
		}
	}
}

// Tests of two processes that connect with the same names do not get one another's apps.
func TestConnectedTestsDoNotMeet(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	one, two := &spy{name: "TestSame"}, &spy{name: "TestSame"}
	a, b := chatdouble.Connect(one, srv.URL).ZIM(one), chatdouble.Connect(two, srv.URL).ZIM(two)
	if a.AppID == b.AppID {
		t.Errorf("both have the app %d", a.AppID)
	}
	one.end()
	b.AddUsers(chatdouble.User{ID: "alice"})
	if page, _, err := (zimClient{b.BaseURL, b.AppID, b.ServerSecret}).queryBlacklist("alice", 0, 0); err != nil || page.Code != 0 {
		t.Errorf("after the end of the other test: %d, %v", page.Code, err)
	}
	two.end()
	if n := len(srv.Apps()); n != 2 {
		t.Errorf("%d apps are left, want the two of the fixture: %v", n, srv.Apps())
	}
}

// A test's name may be of any length and have anything in it.
func TestAppsOfTestsWithOddNames(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	seen := map[string]bool{}
	for _, name := range []string{"", "/", "Test/a_b#01", strings.Repeat("é", 150), strings.Repeat("é", 150) + "!", "\x00\xff", strings.Repeat("x", 10_000)} {
		s := &spy{name: name}
		id := srv.CometChat(s).AppID
		if seen[id] {
			t.Errorf("the test %.20q got an app of another one", name)
		}
		seen[id] = true
		s.end()
	}
}

// Wait ends with what did come, so that a test says why it failed.
func TestWaitInVain(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	for name, c := range map[string]*chatdouble.Control{"in this process": srv.Control, "in another": chatdouble.Connect(t, srv.URL)} {
		t.Run(name, func(t *testing.T) {
			told := fatal(t, "a wait in vain", func(s *spy) {
				app := c.CometChat(s)
				if _, err := (chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}).blocked("alice", "perPage=7"); err != nil {
					t.Fatal(err)
				}
				app.Wait(2, 20*time.Millisecond, chatdouble.Operation("ListBlockedUsers"), chatdouble.Status(404))
			})
			for _, want := range []string{"waited 20ms for 2 requests", "operation=ListBlockedUsers and status=404", "1 came", "perPage=7 404 ERR_UID_NOT_FOUND"} {
				if !strings.Contains(told, want) {
					t.Errorf("the test was told %q, want %q in it", told, want)
				}
			}
		})
	}
}
