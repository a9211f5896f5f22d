package chatmock

import (
	"net/http"

	"github.com/chatmock/mockserver/internal/cometchatapi"
	"github.com/chatmock/mockserver/internal/fixture"
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/zegoapi"
)

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

// CometChat makes an app for the test and removes it when the test ends. Its base URL is a port of
// its own, because nothing but the host tells CometChat apps apart in a client's requests.
func (s *Server) CometChat(t TB) *CometChat {
	t.Helper()
	id, world := s.fresh(t, cometchatapi.Vendor)
	a := &CometChat{AppID: id[:16], Region: fixture.DefaultRegion, APIKey: id[16:56], AuthKey: id[56:96]}
	app := s.newCometChat(&fixture.CometChatApp{
		AppID: a.AppID, Region: a.Region,
		APIKeys: []fixture.APIKey{
			{Name: "rest", Key: a.APIKey, Scope: cometchatapi.FullAccess},
			{Name: "auth", Key: a.AuthKey, Scope: cometchatapi.AuthOnly},
		},
	}, world)
	s.admit(t, app)
	a.App = &App{s, app, t}
	t.Cleanup(func() {
		logTail(t, "app "+app.Name(), a.Requests)
		s.cometchatApps.Remove(app.ID)
	})
	if s.URL != "" {
		a.BaseURL = s.serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.ServeHTTP(w, r.WithContext(gateway.WithApp(r.Context(), app)))
		})) + "/v3"
	}
	return a
}

// ZIM makes an app for the test and removes it when the test ends.
func (s *Server) ZIM(t TB) *ZIM {
	t.Helper()
	id, world := s.fresh(t, zegoapi.Vendor)
	a := &ZIM{BaseURL: s.URL, AppID: zimID(id), ServerSecret: id[16:48]}
	app := s.newZIM(&fixture.ZIMApp{AppID: a.AppID, ServerSecret: a.ServerSecret}, world)
	s.admit(t, app)
	a.App = &App{s, app, t}
	t.Cleanup(func() {
		logTail(t, "app "+app.Name(), a.Requests)
		s.zimApps.Remove(app.ID)
	})
	return a
}

// admit fills a fresh app and lets requests reach it.
func (s *Server) admit(t TB, app *gateway.App) {
	t.Helper()
	app.OnDemand = true
	var err error
	if app.Store, err = app.Begin(); err != nil {
		t.Fatalf("chatmock: making app %s: %v", app.Name(), err)
	}
	if !s.appsOf(app.Vendor).Add(app) {
		t.Fatalf("chatmock: the server has an app %s already", app.Name())
	}
}

// fresh returns hex digits for an app's id and keys, and what its people begin with.
func (s *Server) fresh(t TB, vendor string) (digits string, world fixture.World) {
	return s.digits(vendor, t.Name()), s.worldOr(fixture.World{})
}
