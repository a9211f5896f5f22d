package chatdouble_test

import (
	"net/http"
	"net/http/httptest"
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

func TestBoundsAreNumbers(t *testing.T) {
	t.Parallel()
	if _, err := chatdouble.New(chatdouble.WithBounds(chatdouble.Bounds{Users: -1})); err == nil || !strings.Contains(err.Error(), "the bound on users is -1") {
		t.Errorf("New says %v", err)
	}
}
