package chatdouble_test

import (
	"net/http"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Where a call ended is a field of its own, and a filter: no test need read the words of a reason.
func TestStage(t *testing.T) {
	t.Parallel()
	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "ann"})
	app.Fail(chatdouble.Fault{Status: 503, User: "ben"})
	get := func(path, key string) {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, app.BaseURL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("apikey", key)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	for _, tt := range []struct{ path, key, stage string }{
		{"/users/ann", app.APIKey, "done"},
		{"/users/ann", "wrong", "credential"},
		{"/users/ghost", app.APIKey, "user"},
		{"/users/ann/blockedusers?perPage=none", app.APIKey, "parameters"},
		{"/users/ben", app.APIKey, "fault"},
		{"/nothing", app.APIKey, "unmatched"},
	} {
		get(tt.path, tt.key)
		if all := app.Requests(chatdouble.Stage(tt.stage)); len(all) != 1 || all[0].Stage != tt.stage {
			t.Errorf("%s: %d requests that ended at %s; all of them: %v", tt.path, len(all), tt.stage, app.Requests())
		}
	}
}
