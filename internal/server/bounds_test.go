package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Events that wait are bounded by the server's own number, and counted beside the others.
func TestBoundOnEvents(t *testing.T) {
	t.Parallel()
	silent := make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-silent }))
	t.Cleanup(receiver.Close)
	t.Cleanup(func() { close(silent) })
	srv := chatdouble.Start(t, chatdouble.WithBounds(chatdouble.Bounds{Events: 2}))
	app := srv.ZIM(t)
	app.SetState("users: [{userId: ann}]\ncallback: {url: " + receiver.URL + "}")
	for _, state := range []string{"loggedIn", "loggedOut", "loggedIn", "loggedOut", "loggedIn"} {
		app.SetOnlineState("ann", state)
	}
	if metrics := srv.Metrics(); !strings.Contains(metrics, `chatdouble_held{what="events"} 2`+"\n") || !strings.Contains(metrics, `chatdouble_held_most{what="events"} 2`+"\n") {
		t.Errorf("five events to a receiver that never answers:\n%s", metrics)
	}
}

// All journals together stay below their number, whichever app is called.
func TestBoundOnJournals(t *testing.T) {
	t.Parallel()
	const most = 100_000
	srv := newServer(t, chatdouble.WithBounds(chatdouble.Bounds{JournalBytes: most}))
	chat, zim := srv.CometChat(t), srv.ZIM(t)
	for range 200 {
		fetch(srv, "GET /v3/users", "", "appId", chat.AppID, "apiKey", chat.APIKey)
		fetch(srv, fmt.Sprintf("GET /?Action=QueryBlacklist&AppId=%d", zim.AppID), "")
	}
	held := -1
	for line := range strings.Lines(srv.Metrics()) {
		if n, ok := strings.CutPrefix(line, `chatdouble_held{what="journal_bytes"} `); ok {
			held, _ = strconv.Atoi(strings.TrimSpace(n))
		}
	}
	if held < most/2 || held > most {
		t.Errorf("the journals hold %d bytes, want at most %d and not much less", held, most)
	}
}

func TestBoundsAreNumbers(t *testing.T) {
	t.Parallel()
	if _, err := chatdouble.New(chatdouble.WithBounds(chatdouble.Bounds{Users: -1})); err == nil || !strings.Contains(err.Error(), "the bound on users is -1") {
		t.Errorf("New says %v", err)
	}
}
