package cometchatapi

import (
	"fmt"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Introduce says what a person needs to call the app. When it is not alone each call must name it.
func (a *FixtureApp) Introduce(alone bool) (in gateway.Introduction) {
	in.Access = "appId=" + a.AppID + "  no apikey"
	if len(a.APIKeys) == 0 {
		return in
	}
	full := slices.IndexFunc(a.APIKeys, func(k FixtureKey) bool { return k.Scope == FullAccess })
	key := &a.APIKeys[max(full, 0)]
	in.Access = fmt.Sprintf("appId=%s  apikey=%s (%s)", a.AppID, key.Key, key.Scope)
	if uid := a.People().Somebody(); full >= 0 && uid != "" {
		in.Try = &gateway.Try{Target: "/users/" + uid + "/blockedusers", Headers: []string{"apikey: " + key.Key}}
		if !alone {
			in.Try.Headers = append(in.Try.Headers, "appId: "+a.AppID)
		}
	}
	return in
}

// Warn says what of the app is good and cannot work, a sentence each. callable has the error of a URL that will not
// be called.
func (a *FixtureApp) Warn(callable func(url string) error) (all []string) {
	name := Vendor + ":" + a.AppID
	if len(a.APIKeys) == 0 {
		all = append(all, "app "+name+" has no API key, so no call with one can succeed; give it apiKeys")
	}
	for _, hook := range a.Webhooks {
		if err := callable(hook.URL); err != nil {
			all = append(all, fmt.Sprintf("webhook %q of app %s will not be called: %v", hook.ID, name, err))
		}
	}
	return all
}
