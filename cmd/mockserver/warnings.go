package main

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/fixture"
)

// warnings say what is in fixtures that are good and cannot work, a sentence each.
func warnings(s *settings, file *fixture.File) (all []string) {
	warn := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for i := range file.CometChat {
		app := &file.CometChat[i]
		name := "cometchat:" + app.AppID
		if len(app.APIKeys) == 0 {
			warn("app %s has no API key, so no call with one can succeed; give it apiKeys", name)
		}
	}
	return all
}
