package chatdouble_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// each runs a test against a server in this process and against one in another. The server's own
// test is outer, the one that has apps is inner.
func each(t *testing.T, opts []chatdouble.Option, run func(t *testing.T, srv *chatdouble.Server, c *chatdouble.Control, outer, inner *spy)) {
	for name, connect := range map[string]func(inner *spy, srv *chatdouble.Server) *chatdouble.Control{
		"in this process": func(_ *spy, srv *chatdouble.Server) *chatdouble.Control { return srv.Control },
		"in another": func(inner *spy, srv *chatdouble.Server) *chatdouble.Control {
			return chatdouble.Connect(inner, srv.URL, chatdouble.WithFailOnUnmatched())
		},
	} {
		t.Run(name, func(t *testing.T) {
			outer, inner := &spy{name: "TestOuter"}, &spy{name: "TestInner"}
			srv := chatdouble.Start(outer, opts...)
			run(t, srv, connect(inner, srv), outer, inner)
			inner.end()
			outer.end()
		})
	}
}

// wantErrors checks what a test has failed with.
func wantErrors(t *testing.T, whose string, s *spy, want ...string) {
	t.Helper()
	got := strings.Join(s.errors, "\n")
	if len(want) == 0 && got != "" {
		t.Errorf("%s has failed with %s", whose, got)
	}
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%s has failed with %q, want %q in it", whose, got, w)
		}
	}
}

// A panic of the server fails the test whose app it hit, and no other; also when the app started
// over since.
func TestPanicFailsTheTest(t *testing.T) {
	t.Parallel()
	each(t, nil, func(t *testing.T, srv *chatdouble.Server, c *chatdouble.Control, outer, inner *spy) {
		other := &spy{name: "TestOther"}
		good, chat, zim := c.ZIM(other), c.CometChat(inner), c.ZIM(inner)
		for _, app := range []*chatdouble.App{good.App, zim.App, chat.App} {
			app.AddUsers(chatdouble.User{ID: "alice"})
		}
		chatdouble.Break(srv, chat.Name())
		chatdouble.Break(srv, zim.Name())
		if a, err := (chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}).blocked("alice", ""); err != nil || a.Status != http.StatusInternalServerError {
			t.Errorf("the broken app answers %d, %v", a.Status, err)
		}
		if page, _, err := (zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}).queryBlacklist("alice", 0, 0); err != nil || page.Code == 0 {
			t.Errorf("the broken app answers %d, %v", page.Code, err)
		}
		zim.ClearRequests()
		if page, _, err := (zimClient{good.BaseURL, good.AppID, good.ServerSecret}).queryBlacklist("alice", 0, 0); err != nil || page.Code != 0 {
			t.Errorf("the good app answers %d, %v", page.Code, err)
		}
		other.end()
		wantErrors(t, "the test with the good app", other)
		inner.end()
		wantErrors(t, "the test with the broken apps", inner, "app "+chat.Name(), "app "+zim.Name(), "failed while answering", "nil pointer")
		if log := inner.log(); !strings.Contains(log, "/users/alice/blockedusers") {
			t.Errorf("the failed test was not shown its requests: %q", log)
		}
		if c == srv.Control {
			outer.end()
			wantErrors(t, "the server's test", outer)
		}
	})
}

// What fails outside the answering of a call fails the server's test.
func TestPanicOfNobodyFailsTheServersTest(t *testing.T) {
	t.Parallel()
	s := &spy{name: "TestOuter"}
	srv := chatdouble.Start(s, chatdouble.WithUnmatched(func(chatdouble.Request) { panic("tripped") }))
	if _, err := http.Get(srv.URL + "/nowhere"); err == nil {
		t.Error("the request was answered")
	}
	s.end()
	wantErrors(t, "the server's test", s, "the server", "GET /nowhere", "tripped")
}

func TestFailOnUnmatched(t *testing.T) {
	t.Parallel()
	opts := []chatdouble.Option{chatdouble.WithFailOnUnmatched()}
	each(t, opts, func(t *testing.T, srv *chatdouble.Server, c *chatdouble.Control, outer, inner *spy) {
		other := &spy{name: "TestOther"}
		good, chat := c.CometChat(other), c.CometChat(inner)
		chat.AddUsers(chatdouble.User{ID: "alice"})
		ask := func(url string) {
			t.Helper()
			if _, err := do(request(t, http.MethodGet, url, nil)); err != nil {
				t.Fatal(err)
			}
		}
		ask(chat.BaseURL + "/users/nobody/blockedusers") // refused, but known
		ask(chat.BaseURL + "/usres/alice")
		chat.Reset()
		ask(chat.BaseURL + "/nothing")
		ask(srv.URL + "/favicon.ico")
		other.end()
		wantErrors(t, "the test with the other app "+good.Name(), other)
		inner.end()
		wantErrors(t, "the test that asked for what is not there", inner, "app "+chat.Name(), "/usres/alice 404", "/nothing 404")
		if got := strings.Join(inner.errors, "\n"); strings.Contains(got, "favicon") || strings.Contains(got, "nobody") {
			t.Errorf("the test with an app has failed with %s", got)
		}
		outer.end()
		wantErrors(t, "the server's test", outer, "the server", "/favicon.ico 404")
	})
}

// However many there are, the newest thousand are told.
func TestManyUnmatchedRequests(t *testing.T) {
	t.Parallel()
	s := &spy{name: "TestOuter"}
	srv := chatdouble.Start(s, chatdouble.WithFailOnUnmatched(), chatdouble.WithJournalSize(1))
	for i := range 1500 {
		fetch(srv, fmt.Sprintf("/nothing/%d/", i))
	}
	s.end()
	wantErrors(t, "the server's test", s, "/nothing/500/", "/nothing/1499/")
	if n := strings.Count(strings.Join(s.errors, ""), "/nothing/"); n != 1000 {
		t.Errorf("the test was told of %d requests, want 1000", n)
	}
}

func TestUnmatchedRequestsFailNobodyUnasked(t *testing.T) {
	t.Parallel()
	s := &spy{name: "TestInner"}
	srv := chatdouble.Start(s)
	if _, err := do(request(t, http.MethodGet, srv.CometChat(s).BaseURL+"/nothing", nil)); err != nil {
		t.Fatal(err)
	}
	s.end()
	wantErrors(t, "the test", s)
}

// A test that ends when its server is gone is told so; it neither hangs nor panics.
func TestEndWithoutTheServer(t *testing.T) {
	t.Parallel()
	outer, inner := &spy{name: "TestOuter"}, &spy{name: "TestInner"}
	srv := chatdouble.Start(outer)
	app := chatdouble.Connect(inner, srv.URL).ZIM(inner)
	outer.end()
	func() {
		defer func() {
			if v := recover(); v != any(stopped{}) {
				t.Errorf("the end: %v", v)
			}
		}()
		inner.end()
	}()
	wantErrors(t, "the test", inner, "removing app "+app.Name())
}
