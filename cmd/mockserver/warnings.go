package main

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/server"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// warnings say what is in fixtures that are good and cannot work, a sentence each.
func warnings(s *settings, file *server.File) (all []string) {
	warn := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for i := range file.CometChat {
		app := &file.CometChat[i]
		name := "cometchat:" + app.AppID
		if len(app.APIKeys) == 0 {
			warn("app %s has no API key, so no call with one can succeed; give it apiKeys", name)
		}
		for _, hook := range app.Webhooks {
			if err := webhook.Refuses(s.callbackHosts, hook.URL); err != nil {
				warn("webhook %q of app %s will not be called: %v", hook.ID, name, err)
			}
		}
	}
	for i := range file.ZIM {
		app := &file.ZIM[i]
		if app.Callback.URL == "" {
			continue
		}
		if err := webhook.Refuses(s.callbackHosts, app.Callback.URL); err != nil {
			warn("the callback of app zim:%s will not be called: %v", appID(app), err)
		}
	}
	return all
}
