package cometchatapi_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// A person is shown the first key that may do everything, and a call with it where there is somebody to ask for.
func TestIntroduction(t *testing.T) {
	t.Parallel()
	people := []cometchatapi.FixtureUser{{UID: "ann"}}
	weak, full := cometchatapi.FixtureKey{Key: "w", Scope: cometchatapi.AuthOnly}, cometchatapi.FixtureKey{Key: "f", Scope: cometchatapi.FullAccess}
	hook := cometchatapi.FixtureWebhook{ID: "h", URL: "http://far/"}
	for _, tt := range []struct {
		name string
		app  cometchatapi.FixtureApp
		want gateway.Introduction
		warn []string
	}{
		{"no key", cometchatapi.FixtureApp{Users: people}, gateway.Introduction{Access: "appId=a  no apikey"}, []string{"app cometchat:a has no API key, so no call with one can succeed; give it apiKeys"}},
		{"no key that may", cometchatapi.FixtureApp{Users: people, APIKeys: []cometchatapi.FixtureKey{weak}}, gateway.Introduction{Access: "appId=a  apikey=w (authOnly)"}, nil},
		{"nobody", cometchatapi.FixtureApp{APIKeys: []cometchatapi.FixtureKey{weak, full}}, gateway.Introduction{Access: "appId=a  apikey=f (fullAccess)"}, nil},
		{
			"a webhook elsewhere",
			cometchatapi.FixtureApp{Users: people, APIKeys: []cometchatapi.FixtureKey{full}, Webhooks: []cometchatapi.FixtureWebhook{hook}},
			gateway.Introduction{Access: "appId=a  apikey=f (fullAccess)", Try: &gateway.Try{Target: "/users/ann/blockedusers", Headers: []string{"apikey: f"}}},
			[]string{`webhook "h" of app cometchat:a will not be called: too far`},
		},
	} {
		tt.app.AppID = "a"
		if got := tt.app.Introduce(true); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
		if got := tt.app.Introduce(false).Try; got != nil && !slices.Contains(got.Headers, "appId: a") {
			t.Errorf("%s: beside another app the call does not name it: %+v", tt.name, got)
		}
		if got := tt.app.Warn(func(string) error { return errors.New("too far") }); !slices.Equal(got, tt.warn) {
			t.Errorf("%s: warned of %q, want %q", tt.name, got, tt.warn)
		}
	}
}
