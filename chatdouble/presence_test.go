package chatdouble_test

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Logins, lost connections and logouts, marked by the Go package and by the admin API, are told to
// the app's callback with the vendor's signature (page "Authenticating server-to-server callbacks").
func TestOnlineStateIsToldToTheCallback(t *testing.T) {
	t.Parallel()
	events := make(chan []byte, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		events <- body
	}))
	t.Cleanup(hook.Close)
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f", fmt.Sprintf(`
zim:
  - appId: 7
    serverSecret: fedcba9876543210fedcba9876543210
    callback: {url: %q, secret: callbacksecret}
    users: [{userId: alice, userName: Alice}]
`, hook.URL)))
	app := srv.App(t, "zim:7")

	put := func(user, body string) (int, string) {
		r, err := http.NewRequest(http.MethodPut, srv.URL+"/__admin/apps/zim:7/users/"+user+"/state", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		answer, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(answer)
	}

	for _, step := range []struct {
		mark   func()
		user   string
		action int
	}{
		{func() { app.SetOnlineState("alice", "loggedIn") }, "alice", 0},
		{func() { app.SetOnlineState("alice", "offline") }, "alice", 2},
		{func() {
			if status, body := put("alice", `{"state":"loggedOut"}`); status != 200 || !strings.Contains(body, `"state": "loggedOut"`) {
				t.Errorf("PUT state = %d %s", status, body)
			}
		}, "alice", 1},
		{func() { put("newcomer", `{"state":"online"}`) }, "newcomer", 0}, // never registered by server
	} {
		step.mark()
		var event struct {
			AppID     string `json:"appid"`
			Event     string `json:"event"`
			UserID    string `json:"user_id"`
			Action    int    `json:"action"`
			Nonce     string `json:"nonce"`
			Timestamp int64  `json:"timestamp"`
			Signature string `json:"signature"`
		}
		body := <-events
		if err := json.Unmarshal(body, &event); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		parts := []string{"callbacksecret", fmt.Sprint(event.Timestamp), event.Nonce}
		slices.Sort(parts)
		sum := sha1.Sum([]byte(strings.Join(parts, "")))
		if event.AppID != "7" || event.Event != "user_action" || event.UserID != step.user || event.Action != step.action || event.Signature != hex.EncodeToString(sum[:]) {
			t.Errorf("event %s, want action %d of %s with a good signature", body, step.action, step.user)
		}
	}

	for _, bad := range []struct{ user, body, says string }{
		{"alice", `{"state":"asleep"}`, "loggedIn, online, offline or loggedOut"},
		{"alice", `{"stat":"online"}`, `stat is not known here; did you mean`},
		{"alice", `nonsense`, "the body is no JSON"},
		{"nobody", `{"state":"offline"}`, "no such user"},
	} {
		if status, body := put(bad.user, bad.body); status != 400 || !strings.Contains(body, bad.says) {
			t.Errorf("PUT %s %s = %d %s, want 400 and %q", bad.user, bad.body, status, body, bad.says)
		}
	}
	srv.Close()
	if len(events) > 0 {
		t.Errorf("a refused change was told: %s", <-events)
	}
	if told := fatal(t, "a CometChat user has no online state", func(s *spy) { chatdouble.Start(s).CometChat(s).SetOnlineState("a", "online") }); !strings.Contains(told, "only ZIM") {
		t.Errorf("the test was told %q", told)
	}
}
