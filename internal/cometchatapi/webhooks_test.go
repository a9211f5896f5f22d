package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// hook is a receiver of events. It answers with the given statuses, the last one again and again.
func hook(t *testing.T, statuses ...int) (url string, events chan string) {
	events = make(chan string, 20)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		user, password, _ := r.BasicAuth()
		w.WriteHeader(statuses[0])
		if len(statuses) > 1 {
			statuses = statuses[1:]
		}
		if kind := r.Header.Get("Content-Type"); kind != "Application/json" {
			body = append(body, " as "+kind...)
		}
		events <- user + ":" + password + " " + string(body)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, events
}

func hooked(url string) chatdouble.Option {
	return chatdouble.WithFixtureYAML("hooked.yaml", fmt.Sprintf(`
cometchat:
  - appId: hooked
    apiKeys: [{key: 0123456789abcdef0123456789abcdef01234567, scope: fullAccess}]
    webhooks: [{id: hook1, url: %q, username: me, password: only-for-hooks}]
    users:
      - {uid: superhero1, name: Iron Man, avatar: "https://e.com/i.png", status: available, createdAt: 2023-10-10T00:00:00Z, lastActiveAt: 2023-10-10T10:51:45Z, blocks: [superhero3]}
      - {uid: superhero2, name: Captain America, avatar: "https://e.com/c.png", status: available, createdAt: 2023-10-10T00:00:01Z, lastActiveAt: 2023-10-10T10:41:31Z}
      - {uid: superhero3, name: Spiderman, createdAt: 2023-10-10T00:00:02Z}
`, url))
}

func callHooked(t *testing.T, srv *chatdouble.Server, method, body string) {
	t.Helper()
	r := send(srv, request{method: method, target: "/v3/users/superhero1/blockedusers", key: fullKey, body: body})
	if r.Status != 200 {
		t.Fatalf("%s: %d %s", method, r.Status, r.Body)
	}
}

// The page "Webhooks" has the members of both events and their order; the people are those of its
// sample.
func TestWebhookIsToldOfBlocks(t *testing.T) {
	t.Parallel()
	url, events := hook(t, 200)
	srv := chatdouble.Start(t, hooked(url))

	// superhero3 is blocked already and nobody unknown can be: only a new block is an event.
	callHooked(t, srv, "POST", `{"blockedUids":["superhero2","superhero3","nobody"]}`)
	const users = `"data":{"users":{"superhero2":{"uid":"superhero2","name":"Captain America","avatar":"https:\/\/e.com\/c.png","status":"available","role":"default","lastActiveAt":1696934491,` +
		`"conversationId":"superhero1_user_superhero2"}},"by":{"uid":"superhero1","name":"Iron Man","avatar":"https:\/\/e.com\/i.png","status":"available","role":"default","lastActiveAt":1696935105}},` +
		`"appId":"hooked","region":"us","webhook":"hook1"}`
	if got, want := <-events, `me:only-for-hooks {"trigger":"user_blocked",`+users; got != want {
		t.Errorf("event\n got %s\nwant %s", got, want)
	}
	callHooked(t, srv, "DELETE", `{"blockedUids":["superhero2","nobody"]}`)
	if got, want := <-events, `me:only-for-hooks {"trigger":"user_unblocked",`+users; got != want {
		t.Errorf("event\n got %s\nwant %s", got, want)
	}
	callHooked(t, srv, "DELETE", `{"blockedUids":["superhero2"]}`) // nothing changes
	callHooked(t, srv, "DELETE", `{"blockedUids":["superhero3"]}`)
	<-events
	callHooked(t, srv, "POST", `{"blockedUids":["superhero2","superhero3"]}`) // one event
	if got := <-events; !strings.Contains(got, `"conversationId":"superhero1_user_superhero2"},"superhero3":{"uid":"superhero3",`) {
		t.Errorf("event of two people: %s", got)
	}

	waitForTries(t, srv, "delivered", 4) // a moment after the receiver has it
	srv.Close()                          // gives up what is half-way
	if len(events) > 0 {
		t.Errorf("an event without a change: %s", <-events)
	}

	deliveries := tries(t, srv)
	if len(deliveries) != 4 {
		t.Fatalf("journal of deliveries: %+v", deliveries)
	}
	for i, trigger := range []string{"user_blocked", "user_unblocked", "user_unblocked", "user_blocked"} {
		d := deliveries[i]
		if d.Operation != trigger || d.Delivery != 1 || d.Status != 200 || d.URL != url || !json.Valid([]byte(d.Body)) {
			t.Errorf("delivery of %s: %+v", trigger, d)
		}
	}
	if strings.Contains(fmt.Sprint(deliveries), "only-for-hooks") {
		t.Errorf("the journal tells the password: %+v", deliveries)
	}
}

// tries are the deliveries in the journal.
func tries(t *testing.T, srv *chatdouble.Server) []chatdouble.Request {
	t.Helper()
	return slices.DeleteFunc(srv.App(t, "cometchat:hooked").Requests(), func(r chatdouble.Request) bool { return r.Delivery == 0 })
}

// waitForTries returns when so many tries stand somewhere.
func waitForTries(t *testing.T, srv *chatdouble.Server, state string, count int) []chatdouble.Request {
	t.Helper()
	return srv.App(t, "cometchat:hooked").Wait(count, time.Minute, chatdouble.DeliveryState(state))
}

// Page "Webhooks overview": with retryOnFailure three tries, the second after 10 s and the third 30 s later, here
// on the app's clock, with the same body; without it one. The answer to the client never waits for them. A 2xx
// other than 200 is a failure.
func TestWebhookRetries(t *testing.T) {
	for name, tt := range map[string]struct {
		retry bool
		at    []time.Duration
	}{
		"retryOnFailure": {true, []time.Duration{0, 10 * time.Second, 40 * time.Second}},
		"without it":     {false, []time.Duration{0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, events := hook(t, 204)
			srv := chatdouble.Start(t, hooked(url))
			app := srv.App(t, "cometchat:hooked")
			if tt.retry {
				app.MergeState(fmt.Sprintf("webhooks: [{id: hook1, url: %q, retryOnFailure: true}]", url))
				if state := app.State(); !strings.Contains(state, "retryOnFailure: true") {
					t.Errorf("the state has no retryOnFailure:\n%s", state)
				}
			}
			noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
			app.Clock().Freeze(noon)
			callHooked(t, srv, "POST", `{"blockedUids":["superhero2"]}`)
			var first string
			for i, at := range tt.at {
				if i > 0 {
					before := noon.Add(at - time.Nanosecond)
					if app.Clock().Set(before); len(events) > 0 {
						t.Errorf("try %d came too early", i+1)
					}
					if planned := waitForTries(t, srv, "waiting", 1); planned[0].Delivery != i+1 || !strings.HasSuffix(planned[0].Reason, noon.Add(at).Format(time.RFC3339)) {
						t.Errorf("the journal plans %+v, want try %d and that it is due %v after the first", planned, i+1, at)
					}
					app.Clock().Set(noon.Add(at))
				}
				body := <-events
				if i == 0 {
					first = body
				}
				if failed := waitForTries(t, srv, "failed", i+1)[i]; body != first || failed.Delivery != i+1 || failed.Status != 204 || failed.Completed || failed.Time.Sub(noon) != at {
					t.Errorf("try %d: %+v, body %s; want one that failed after %v", i+1, failed, body, at)
				}
			}
			if got := tries(t, srv); len(got) != len(tt.at) || !strings.HasSuffix(got[len(got)-1].Reason, "answered 204; it is not tried again") {
				t.Errorf("tries: %v", got)
			}
		})
	}
}

func TestWebhookElsewhereIsNotCalled(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, hooked("http://example.com/hook"))
	callHooked(t, srv, "POST", `{"blockedUids":["superhero2"]}`)
	told := waitForTries(t, srv, "failed", 1)
	if told[0].Status != 0 || !strings.Contains(told[0].Reason, "--callback-hosts") {
		t.Errorf("delivery = %+v, want a refusal that says what to do", told[0])
	}
}
