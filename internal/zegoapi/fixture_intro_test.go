package zegoapi_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// A person is shown the secret, and a call to sign with it where there is somebody to ask for.
func TestIntroduction(t *testing.T) {
	t.Parallel()
	app := zegoapi.FixtureApp{AppID: 7, ServerSecret: "s"}
	far := func(string) error { return errors.New("too far") }
	want := gateway.Introduction{Access: "AppId=7  ServerSecret=s"}
	if got := app.Introduce(true); !reflect.DeepEqual(got, want) || app.Warn(far) != nil {
		t.Errorf("with nobody in it: %+v, warned of %q, want %+v and nothing", got, app.Warn(far), want)
	}
	app.Users, app.Callback.URL = []zegoapi.FixtureUser{{UserID: "a b"}}, "http://far/"
	want.Try = &gateway.Try{Target: "/?Action=QueryBlacklist&FromUserId=a+b&Limit=100&Next=0", AppID: "7", Secret: "s"}
	if got := app.Introduce(false); !reflect.DeepEqual(got, want) {
		t.Errorf("with somebody in it: %+v, want %+v", got, want)
	}
	if got, want := app.Warn(far), []string{"the callback of app zim:7 will not be called: too far"}; !slices.Equal(got, want) {
		t.Errorf("warned of %q, want %q", got, want)
	}
}
