package chatdouble

import (
	"fmt"
	"net/http"
	"net/url"
)

// Control is a server as a test handles it, by the words of its admin API. A [Server] has one for
// itself and [Connect] makes one for a server in another process; a test need not know which it has.
//
// What it is asked and cannot do ends the test that [Start] or Connect was given, by Fatalf, which only
// the goroutine of the test may call; else it is safe for concurrent use. A server made by [New] has no
// test, so there it panics.
type Control struct {
	scope // of the whole server

	baseURL func(t TB, app shownApp) string // where a client of the test reaches an app
	mishaps *mishaps
	look    func(*App) // looks for mishaps of an app; nil when they are told as they happen
}

// App returns an app that is there already, by its name: "cometchat:{appId}" or "zim:{appId}". The
// fixtures have made it, or another test. It is not removed when t ends.
func (c *Control) App(t TB, name string) *App {
	t.Helper()
	var app shownApp
	s := scope{t: testOf(t), server: c.server}
	s.ask(question{method: http.MethodGet, path: "/apps/" + segment(name)}, &app, "looking for app %q", name)
	s.app = app.Name
	return &App{scope: s}
}

// shownApp is an app as the admin API shows it.
type shownApp struct {
	Name         string   `json:"app"`
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

// AppInfo is what a client needs to call an app.
type AppInfo struct {
	Name         string // "cometchat:{appId}" or "zim:{appId}"
	Vendor       string // "cometchat" or "zim"
	AppID        string
	Region       string // CometChat only
	Path         string // what a base URL has behind the server's URL, such as /v3; empty for ZIM
	APIKey       string // CometChat: the first key of the scope fullAccess
	AuthKey      string // CometChat: the first key of the scope authOnly
	ServerSecret string // ZIM only
	FromFixture  bool   // whether the fixtures made it
}

// Apps lists all apps, CometChat's first, those of the fixtures before those that were made later.
func (c *Control) Apps() []AppInfo {
	c.t.Helper()
	var answer struct {
		Apps []shownApp `json:"apps"`
	}
	c.ask(question{method: http.MethodGet, path: "/apps"}, &answer, "listing the apps")
	infos := make([]AppInfo, len(answer.Apps))
	for i, app := range answer.Apps {
		infos[i] = AppInfo{
			Name: app.Name, Vendor: app.Vendor, AppID: app.AppID, Region: app.Region, Path: pathOf(app.BaseURL),
			APIKey: app.APIKey, AuthKey: app.AuthKey, ServerSecret: app.ServerSecret, FromFixture: app.MadeBy == "fixture",
		}
	}
	return infos
}

// pathOf is the path of a base URL.
func pathOf(baseURL string) string {
	u, err := url.Parse(baseURL)
	if err != nil {
		return baseURL
	}
	return u.Path
}

// Reset brings state, faults, limits, clock and journal back to the beginning: of everything when name
// is empty, else of the app with that name, "cometchat:{appId}" or "zim:{appId}". The error says that
// there is no such app.
func (c *Control) Reset(name string) error {
	path, what := "/reset", "everything"
	if name != "" {
		path, what = "/apps/"+segment(name)+"/reset", fmt.Sprintf("app %q", name)
	}
	if err := c.server.ask(question{method: http.MethodPost, path: path}, nil); err != nil {
		return fmt.Errorf("resetting %s: %w", what, err)
	}
	return nil
}

// Metrics is what the server counts, as OpenMetrics text.
func (c *Control) Metrics() string {
	c.t.Helper()
	var text plainText
	c.ask(question{method: http.MethodGet, path: "/metrics"}, &text, "reading the metrics")
	return string(text)
}

// noTest stands in for the test of a server that has none.
type noTest struct{}

func (noTest) Helper()                           {}
func (noTest) Name() string                      { return "" }
func (noTest) Cleanup(func())                    {}
func (noTest) Failed() bool                      { return false }
func (noTest) Logf(string, ...any)               {}
func (noTest) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (noTest) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
