package chatdouble_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// TestLogTellsEachKindOnce: what a client does wrong stands in the log when it does it first, with the path
// and the reason, and then a count; what goes well does not stand there.
func TestLogTellsEachKindOnce(t *testing.T) {
	t.Parallel()
	log := &lines{}
	srv := chatdouble.Start(t, chatdouble.WithLogger(slog.New(slog.NewTextHandler(log, nil))))
	app := srv.CometChat(t)
	app.AddUsers(chatdouble.User{ID: "ann"})
	get := func(url, key string) {
		t.Helper()
		if _, err := do(request(t, http.MethodGet, url, nil, "apikey", key)); err != nil {
			t.Fatal(err)
		}
	}
	get(app.BaseURL+"/users/ann/blockedusers", app.APIKey)
	if lines := log.warnings(); lines != nil {
		t.Errorf("a call that went well is in the log: %q", lines)
	}
	for range 12 {
		get(app.BaseURL+"/users/bob/blockedusers?limit=3", app.APIKey)
	}
	get(app.BaseURL+"/usrs/"+app.APIKey, app.APIKey)
	get(app.BaseURL+"/elsewhere", app.APIKey)
	get(srv.URL+"/elsewhere", app.APIKey)
	lines := log.warnings()
	wants := [][]string{
		{`msg=refused app=` + app.Name() + ` operation=ListBlockedUsers method=GET path=`, `/users/bob/blockedusers status=404 code=ERR_UID_NOT_FOUND reason="`, " request="},
		{`msg=refused app=` + app.Name() + ` operation=ListBlockedUsers `, " times=10\n"},
		{`msg="no such operation" app=` + app.Name() + ` operation="" method=GET path=`, "/usrs/", "***", " code=ERR_API_NOT_FOUND reason="},
		{`msg="no such operation" app=` + app.Name(), "/elsewhere "},
		{`msg="no such operation" app="" `, "path=/elsewhere "},
	}
	if len(lines) != len(wants) {
		t.Fatalf("%d lines, want %d:\n%s", len(lines), len(wants), strings.Join(lines, ""))
	}
	for i, parts := range wants {
		for _, part := range parts {
			if !strings.Contains(lines[i], part) {
				t.Errorf("line %d is %swant %s in it", i, lines[i], part)
			}
		}
	}
	if all := strings.Join(lines, ""); strings.Contains(all, app.APIKey) || strings.Contains(all, "limit=3") {
		t.Errorf("a key or a query is in the log:\n%s", all)
	}
}
