package zegoapi

import (
	"fmt"
	"net/url"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Introduce says what a person needs to call the app. Each call names it anyway.
func (a *FixtureApp) Introduce(bool) (in gateway.Introduction) {
	id, _ := a.Name()
	in.Access = "AppId=" + id + "  ServerSecret=" + a.ServerSecret
	if user := a.People().Somebody(); user != "" {
		target := "/?Action=" + queryBlacklist.Name + "&FromUserId=" + url.QueryEscape(user) + "&Limit=100&Next=0"
		in.Try = &gateway.Try{Target: target, AppID: id, Secret: a.ServerSecret}
	}
	return in
}

// Warn says what of the app is good and cannot work, a sentence each. callable has the error of a URL that will not
// be called.
func (a *FixtureApp) Warn(callable func(url string) error) (all []string) {
	if a.Callback.URL == "" {
		return nil
	}
	if err := callable(a.Callback.URL); err != nil {
		id, _ := a.Name()
		all = append(all, fmt.Sprintf("the callback of app %s:%s will not be called: %v", Vendor, id, err))
	}
	return all
}
