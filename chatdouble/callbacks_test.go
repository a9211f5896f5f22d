package chatdouble_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// receiver is an address that is told of events.
func receiver(t *testing.T) (url string, events chan string) {
	events = make(chan string, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		events <- string(body)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, events
}

// A test names a webhook for an app that runs, and starting over forgets it.
func TestWebhookIsNamedByTheState(t *testing.T) {
	t.Parallel()
	url, events := receiver(t)
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	app.MergeState("users: [{uid: ann}, {uid: ben}]\nwebhooks: [{id: hook, url: " + url + "}]")
	block := func() {
		t.Helper()
		r, err := http.NewRequest(http.MethodPost, app.BaseURL+"/users/ann/blockedusers", strings.NewReader(`{"blockedUids":["ben"]}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("apikey", app.APIKey)
		r.Header.Set("Content-Type", "application/json")
		if a, err := do(r); err != nil || a.Status != http.StatusOK {
			t.Fatalf("%+v, %v", a, err)
		}
	}
	block()
	if event := <-events; !strings.Contains(event, `"trigger":"user_blocked"`) || !strings.Contains(event, `"webhook":"hook"`) {
		t.Errorf("event = %s", event)
	}
	if state := app.State(); !strings.Contains(state, url) {
		t.Errorf("the state does not name the webhook:\n%s", state)
	}

	app.Wait(1, time.Minute, chatdouble.DeliveryState("delivered")) // a moment after the receiver has it
	app.Reset()
	app.MergeState("users: [{uid: ann}, {uid: ben}]")
	block()
	srv.Close() // what is still to be delivered is given up, what is on its way arrives
	if len(events) > 0 {
		t.Errorf("an event after starting over: %s", <-events)
	}
	if tried := app.Requests(chatdouble.Operation("user_blocked")); len(tried) > 0 {
		t.Errorf("deliveries after starting over: %v", tried)
	}
}

// The same for ZIM, whose events are signed with the server secret when no other is given.
func TestCallbackIsNamedByTheState(t *testing.T) {
	t.Parallel()
	url, events := receiver(t)
	app := chatdouble.Start(t).ZIM(t)
	app.SetState("users: [{userId: ann}]\ncallback: {url: " + url + "}")
	app.SetOnlineState("ann", "loggedIn")
	if event := <-events; !strings.Contains(event, `"ann"`) {
		t.Errorf("event = %s", event)
	}
	app.Wait(1, time.Minute, chatdouble.Operation("user_action"), chatdouble.DeliveryState("delivered"))
}

// Rules are no part of a state: one that names some would seem to work and do nothing.
func TestStateWithFaultsIsRefused(t *testing.T) {
	t.Parallel()
	told := fatal(t, "a state with faults", func(s *spy) {
		chatdouble.Start(s).ZIM(s).MergeState("faults: [{fault: {code: '660000003'}}]")
	})
	if !strings.Contains(told, "/faults") || !strings.Contains(told, "no part of a state") {
		t.Errorf("the test is told %q", told)
	}
}
