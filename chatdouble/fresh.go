package chatdouble

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// The vendors, as the admin API names them.
const cometchat, zim = "cometchat", "zim"

// CometChat is a fresh CometChat app: nobody in it, and no other test sees it.
type CometChat struct {
	*App
	BaseURL string // like http://127.0.0.1:41234/v3; only this app is behind it
	AppID   string
	Region  string // "us"
	APIKey  string // scope fullAccess
	AuthKey string // scope authOnly
}

// ZIM is a fresh ZIM app: nobody in it, and no other test sees it.
type ZIM struct {
	*App
	BaseURL      string // like http://127.0.0.1:41233
	AppID        uint32
	ServerSecret string // 32 hex digits
}

// CometChat makes an app for the test and removes it when the test ends. Use its BaseURL: it belongs to
// this app alone, because a client's requests to CometChat do not say which app they mean. It has a port
// of its own when the server is in this process, and a path of its own when it is in another.
func (c *Control) CometChat(t TB) *CometChat {
	t.Helper()
	app, made := c.fresh(t, cometchat)
	return &CometChat{app, c.baseURL(t, made), made.AppID, made.Region, made.APIKey, made.AuthKey}
}

// ZIM makes an app for the test and removes it when the test ends. All ZIM apps of a server have the same
// base URL: a client's requests say by their AppId which one they mean.
func (c *Control) ZIM(t TB) *ZIM {
	t.Helper()
	app, made := c.fresh(t, zim)
	id, err := strconv.ParseUint(made.AppID, 10, 32)
	if err != nil {
		t.Fatalf("chatdouble: making a ZIM app: the server gave it the id %q, which is no 32-bit number", made.AppID)
	}
	return &ZIM{app, c.baseURL(t, made), uint32(id), made.ServerSecret}
}

// fresh makes an app whose id and keys follow from the seed and the test's name, so a test gets the
// same ones whatever runs beside it.
func (c *Control) fresh(t TB, vendor string) (*App, shownApp) {
	t.Helper()
	s := scope{t: testOf(t), server: c.server}
	var made shownApp
	body := map[string]string{"vendor": vendor, "name": shortened(t.Name())}
	s.ask(question{method: http.MethodPost, path: "/apps", body: body}, &made, "making a %s app", vendor)
	s.app = made.Name
	app := &App{scope: s}
	if c.look != nil {
		app.forget = func() { c.look(app) }
	}
	t.Cleanup(func() { c.end(app) })
	return app, made
}

// shortened is the name of a test as the admin API takes it for the name of an app.
func shortened(name string) string {
	const longest = 200 // bytes that the admin API takes
	if len(name) <= longest {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	const digits = 16
	return strings.ToValidUTF8(name[:longest-digits-1], "") + " " + hex.EncodeToString(sum[:digits/2])
}

// baseURL is where a client of the test reaches an app: a CometChat app has a port of its own.
func (s *Server) baseURL(t TB, made shownApp) string {
	t.Helper()
	if s.URL == "" {
		return ""
	}
	if made.Vendor == zim {
		return s.URL
	}
	app, ok := s.server.Find(made.Name)
	if !ok {
		t.Fatalf("chatdouble: app %s is gone before its test has had it", made.Name)
	}
	return s.serve(t, s.server.Only(app)) + "/v3"
}
