package chatdouble_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// listener is an address that is told of events and answers as the test says: /200 with that status, /dead never.
func listener(t *testing.T) (url string, heard chan string) {
	t.Helper()
	heard = make(chan string, 1000)
	over := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard <- r.URL.Path + " " + string(body)
		if r.URL.Path == "/dead" {
			<-over
			return
		}
		var status int
		_, _ = fmt.Sscan(r.URL.Path[1:], &status)
		w.WriteHeader(status)
	}))
	t.Cleanup(func() { close(over); srv.Close() })
	return srv.URL, heard
}

const teller = `
cometchat:
  - appId: teller
    apiKeys: [{key: 0123456789abcdef0123456789abcdef01234567, scope: fullAccess}]
    users: [{uid: ann}, {uid: ben}, {uid: eve}]
    webhooks: [%s]
zim:
  - appId: 77
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    users: [{userId: ann}]
`

func hooksAt(urls ...string) string {
	var hooks []string
	for i, url := range urls {
		hooks = append(hooks, fmt.Sprintf("{id: hook%d, url: %q, retryOnFailure: true}", i, url))
	}
	return strings.Join(hooks, ", ")
}

// tell lets the app tell its webhooks that ann has blocked somebody.
func tell(t *testing.T, srv *chatdouble.Server, blocked string) {
	t.Helper()
	r := request(t, "POST", srv.URL+"/v3/users/ann/blockedusers", strings.NewReader(`{"blockedUids":["`+blocked+`"]}`),
		"apikey", "0123456789abcdef0123456789abcdef01234567", "Content-Type", "application/json")
	if a, err := do(r); err != nil || a.Status != http.StatusOK {
		t.Fatalf("%+v, %v", a, err)
	}
}

var waiting, delivered, failed = chatdouble.DeliveryState("waiting"), chatdouble.DeliveryState("delivered"), chatdouble.DeliveryState("failed")

// Whatever puts another state in the place of an app's gives up the events of the old one, those that wait for their
// next try and those that are with a receiver. What keeps the journal says so there.
func TestAnotherStateGivesUpEvents(t *testing.T) {
	t.Parallel()
	fixture := func(hooks string) string { return fmt.Sprintf(teller, hooks) }
	for name, tt := range map[string]struct {
		replace func(t *testing.T, srv *chatdouble.Server, app *chatdouble.App)
		why     string // empty when the journal is cleared
	}{
		"reset of the app": {func(_ *testing.T, _ *chatdouble.Server, app *chatdouble.App) { app.Reset() }, ""},
		"reset of all": {func(t *testing.T, srv *chatdouble.Server, _ *chatdouble.App) {
			if err := srv.Reset(""); err != nil {
				t.Error(err)
			}
		}, ""},
		"restore": {func(_ *testing.T, _ *chatdouble.Server, app *chatdouble.App) { app.Restore("before") }, "given up: the app went back to a snapshot"},
		"put state": {func(_ *testing.T, _ *chatdouble.Server, app *chatdouble.App) {
			app.SetState("users: [{uid: ann}, {uid: ben}, {uid: eve}]")
		}, "given up: the app's state was replaced"},
		"reload": {func(t *testing.T, srv *chatdouble.Server, _ *chatdouble.App) {
			if err := srv.Reload(chatdouble.WithFixtureYAML("again", fixture(""))); err != nil {
				t.Error(err)
			}
		}, "given up: the fixtures were loaded anew"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, heard := listener(t)
			srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("teller", fixture(hooksAt(url+"/500", url+"/dead"))))
			app := srv.App(t, "cometchat:teller")
			app.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
			app.Snapshot("before")
			tell(t, srv, "ben")
			<-heard
			<-heard
			app.Wait(1, time.Minute, failed) // so the next try is planned
			tt.replace(t, srv, app)

			app.Clock().Advance(time.Hour)
			app.MergeState("webhooks: [{id: new, url: " + url + "/200}]")
			tell(t, srv, "eve")
			if got := <-heard; !strings.HasPrefix(got, "/200") || !strings.Contains(got, "eve") {
				t.Errorf("the receiver hears %s, want only the event of the new state", got)
			}
			app.Wait(1, time.Minute, delivered)
			given := app.Requests(chatdouble.DeliveryState("given_up"))
			if all := app.Count(chatdouble.Operation("user_blocked")); tt.why == "" && all != 1 {
				t.Errorf("the new journal has %d deliveries, want that of the new state: %v", all, app.Requests())
			}
			if tt.why != "" && (len(given) != 2 || given[0].Reason != tt.why || given[0].Completed) {
				t.Errorf("given up: %+v, want two, %s", given, tt.why)
			}
			srv.Close()
			if len(heard) > 0 {
				t.Errorf("the receiver hears one more: %s", <-heard)
			}
		})
	}
}

// A state that is added to stays the same one.
func TestMergeGivesUpNothing(t *testing.T) {
	t.Parallel()
	url, heard := listener(t)
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("teller", fmt.Sprintf(teller, hooksAt(url+"/500"))))
	app := srv.App(t, "cometchat:teller")
	app.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	tell(t, srv, "ben")
	<-heard
	app.Wait(1, time.Minute, waiting)
	app.MergeState("users: [{uid: new}]")
	app.Clock().Advance(10 * time.Second)
	<-heard
}

// Above the bound the oldest goes, and the journal says so; the newest is kept.
func TestEventsOfAnAppAreBounded(t *testing.T) {
	t.Parallel()
	url, heard := listener(t)
	srv := chatdouble.Start(t, chatdouble.WithJournalSize(3000), chatdouble.WithFixtureYAML("teller", fmt.Sprintf(teller, "")))
	app := srv.App(t, "zim:77")
	app.MergeState("callback: {url: " + url + "/dead}")
	for range 1005 {
		app.SetOnlineState("ann", "online")
	}
	<-heard
	dropped := app.Requests(chatdouble.DeliveryState("dropped"))
	if len(dropped) != 5 || !strings.Contains(dropped[0].Reason, "more than 1,000 events of this app") {
		t.Errorf("%d are dropped: %v", len(dropped), dropped)
	}
	all := app.Requests(chatdouble.Operation("user_action"))
	if first := slices.IndexFunc(all, func(r chatdouble.Request) bool { return r.DeliveryState == "dropped" }); len(all) != 1005 || first != 1 {
		t.Errorf("the first of %d that is dropped is number %d, want the second: the receiver has the first", len(all), first)
	}
}

// The words for where an event stands are those of the package that says them.
func TestDeliveryStateIsAFilter(t *testing.T) {
	t.Parallel()
	app := chatdouble.Start(t).ZIM(t)
	for _, state := range []webhook.State{webhook.Waiting, webhook.Trying, webhook.Delivered, webhook.Failed, webhook.Dropped, webhook.GivenUp} {
		if n := app.Count(chatdouble.DeliveryState(string(state))); n != 0 {
			t.Errorf("%d are %s", n, state)
		}
	}
	if told := fatal(t, "a word that is no state", func(s *spy) {
		chatdouble.Start(s).ZIM(s).Count(chatdouble.DeliveryState("lost"))
	}); !strings.Contains(told, "delivery_state") || !strings.Contains(told, "given_up") {
		t.Errorf("the test is told %q", told)
	}
}
