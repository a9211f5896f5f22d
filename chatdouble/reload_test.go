package chatdouble_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// changed is tight after an edit: alice blocks nobody, carol is new; the ZIM app has gone and
// another app has come.
const changed = `
cometchat:
  - appId: small
    apiKeys: [{key: ` + key + `, scope: fullAccess}]
    users: [{uid: alice}, {uid: carol, blocks: [alice]}]
  - appId: second
    apiKeys: [{key: ` + key + `, scope: fullAccess}]
`

func TestReload(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight), chatdouble.WithFrozenTime(at))
	fresh := srv.CometChat(t)
	fresh.AddUsers(chatdouble.User{ID: "me"})
	app := srv.App(t, "cometchat:small")
	app.Clock().Advance(time.Hour)
	app.Fail(chatdouble.Fault{User: "carol", Code: "ERR_EXCEPTION"})
	fetch(srv, "/v3/users/alice/blockedusers?before", "apiKey", key, "appId", "small")

	if err := srv.Reload(chatdouble.WithFixtureYAML("a", changed)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		app, uid string
		key      string
		status   int
		body     string
	}{
		{"small", "alice", key, 200, `{"data":[],`},
		{"small", "bob", key, 404, "ERR_UID_NOT_FOUND"},
		{"small", "carol", key, 500, "ERR_EXCEPTION"}, // the fault is still in force
		{"second", "alice", key, 404, "ERR_UID_NOT_FOUND"},
		{fresh.AppID, "me", fresh.APIKey, 200, `{"data":[],`},
	} {
		w := fetch(srv, "/v3/users/"+tt.uid+"/blockedusers", "apiKey", tt.key, "appId", tt.app)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s of app %s = %d %s, want %d %s", tt.uid, tt.app, w.Code, w.Body, tt.status, tt.body)
		}
	}
	if got := app.Clock().Now(); !got.Equal(at.Add(time.Hour)) {
		t.Errorf("the app's clock shows %v, want the %v of before", got, at.Add(time.Hour))
	}
	if got := app.Requests(); len(got) != 4 || !strings.HasSuffix(got[0].URL, "?before") {
		t.Errorf("the app's journal = %v, want the request of before and three more", got)
	}
	if told := fatal(t, "an app that has gone", func(s *spy) { srv.App(s, "zim:77") }); !strings.Contains(told, "zim:77") {
		t.Errorf("the test was told %q", told)
	}
	if health := fetch(srv, "/__admin/health").Body.String(); strings.Index(health, "cometchat:small") > strings.Index(health, "cometchat:second") {
		t.Errorf("an app that stayed has lost its place: %s", health)
	}

	// What was made anew is what a reset comes back to.
	app.AddUsers(chatdouble.User{ID: "dave"}) // a test holds its App over a reload
	app.Block("dave", "carol")
	if w := fetch(srv, "/v3/users/dave/blockedusers", "apiKey", key, "appId", "small"); !strings.Contains(w.Body.String(), `"uid":"carol"`) {
		t.Errorf("dave, who was added by the App of before, has the list %d %s", w.Code, w.Body)
	}
	app.Reset()
	if w := fetch(srv, "/v3/users/carol/blockedusers", "apiKey", key, "appId", "small"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"uid":"alice"`) {
		t.Errorf("after a reset carol's list is %d %s, want that of the new fixture", w.Code, w.Body)
	}
	if w := fetch(srv, "/v3/users/dave/blockedusers", "apiKey", key, "appId", "small"); w.Code != http.StatusNotFound {
		t.Errorf("after a reset dave is still there: %d", w.Code)
	}
}

func TestReloadOfABadFixtureChangesNothing(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("zim: [{appId: x}]"), 0o600); err != nil {
		t.Fatal(err)
	}
	srv := newServer(t, chatdouble.WithFixtureYAML("a", tight))
	app := srv.App(t, "cometchat:small")
	app.AddUsers(chatdouble.User{ID: "dave"})
	for name, opt := range map[string]chatdouble.Option{
		"bad.yaml":     chatdouble.WithFixtureFiles(bad),
		"missing.yaml": chatdouble.WithFixtureFiles(filepath.Join(t.TempDir(), "missing.yaml")),
		"broken":       chatdouble.WithFixtureYAML("broken", "a: ["),
	} {
		if err := srv.Reload(opt); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Reload of %s = %v, want an error that names it", name, err)
		}
	}
	if w := fetch(srv, "/v3/users/dave/blockedusers", "apiKey", key); w.Code != http.StatusOK {
		t.Errorf("after reloads that failed, dave's list is %d %s", w.Code, w.Body)
	}
	srv.App(t, "zim:77")
}

// Requests that come while everything starts over get whole answers.
func TestRequestsWhileEverythingStartsOver(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]func(srv *chatdouble.Server, app *chatdouble.App, round int) error{
		"reset": func(srv *chatdouble.Server, app *chatdouble.App, _ int) error {
			app.AddUsers(chatdouble.User{ID: "carol"})
			app.Unblock("alice", "bob")
			return srv.Reset("")
		},
		"reload": func(srv *chatdouble.Server, _ *chatdouble.App, round int) error {
			err := srv.Reload(chatdouble.WithFixtureYAML("a", []string{changed, tight}[round%2]))
			return errors.Join(err, srv.Reset("cometchat:small"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newServer(t, chatdouble.WithFixtureYAML("a", tight), chatdouble.WithLimits(false))
			app := srv.App(t, "cometchat:small")
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					for range 50 {
						w := fetch(srv, "/v3/users/alice/blockedusers", "apiKey", key, "appId", "small")
						body := w.Body.String()
						if w.Code != http.StatusOK || !strings.HasPrefix(body, `{"data":[`) || !strings.HasSuffix(body, "}}") {
							t.Errorf("reply = %d %s", w.Code, body)
						}
						fetch(srv, "/__admin/requests")
					}
				})
			}
			wg.Go(func() {
				for round := range 20 {
					if err := again(srv, app, round); err != nil {
						t.Error(err)
					}
				}
			})
			wg.Wait()
			if got := len(app.Requests()); got > 200 {
				t.Errorf("%d requests in the journal, want at most 200", got)
			}
		})
	}
}
