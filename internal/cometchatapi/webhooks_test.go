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
	r, err := http.NewRequest(method, srv.URL+"/v3/users/superhero1/blockedusers", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("apikey", "0123456789abcdef0123456789abcdef01234567")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if answer, _ := io.ReadAll(response.Body); response.StatusCode != 200 {
		t.Fatalf("%s: %d %s", method, response.StatusCode, answer)
	}
}

// The page "Webhooks" has the members of both events and their order; the people are those of its
// sample.
func TestWebhookIsToldOfBlocks(t *testing.T) {
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

	// The journal has a delivery a moment after the receiver, and the two in any order.
	waitForTries(t, srv, "user_blocked", 1)
	waitForTries(t, srv, "user_unblocked", 1)
	srv.Close() // gives up what is half-way
	if len(events) > 0 {
		t.Errorf("an event without a change: %s", <-events)
	}

	deliveries := tries(t, srv)
	slices.SortFunc(deliveries, func(a, b chatdouble.Request) int { return strings.Compare(a.Operation, b.Operation) })
	if len(deliveries) != 2 {
		t.Fatalf("journal of deliveries: %+v", deliveries)
	}
	for i, trigger := range []string{"user_blocked", "user_unblocked"} {
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

// waitForTries returns when the journal has so many tries to deliver a trigger.
func waitForTries(t *testing.T, srv *chatdouble.Server, trigger string, count int) {
	t.Helper()
	srv.App(t, "cometchat:hooked").Wait(count, time.Minute, chatdouble.Operation(trigger))
}

// Three tries, with pauses on the app's clock; the answer to the client never waits for them.
func TestWebhookIsTriedThreeTimes(t *testing.T) {
	url, events := hook(t, 500)
	srv := chatdouble.Start(t, hooked(url))
	app := srv.App(t, "cometchat:hooked")
	app.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	callHooked(t, srv, "POST", `{"blockedUids":["superhero2"]}`)
	for want := 1; want <= 3; want++ {
		<-events
		waitForTries(t, srv, "user_blocked", want)
		app.Clock().Advance(4 * time.Second)
	}
	srv.Close()
	got := tries(t, srv)
	if len(got) != 3 || got[2].Delivery != 3 || got[2].Status != 500 || got[2].Reason == "" {
		t.Fatalf("tries = %v", got)
	}
	for i, seconds := range []float64{0, 4, 8} {
		if at := got[i].Time.Sub(got[0].Time).Seconds(); at != seconds {
			t.Errorf("try %d came after %v s, want %v", i+1, at, seconds)
		}
	}
}

func TestWebhookElsewhereIsNotCalled(t *testing.T) {
	srv := chatdouble.Start(t, hooked("http://example.com/hook"))
	callHooked(t, srv, "POST", `{"blockedUids":["superhero2"]}`)
	waitForTries(t, srv, "user_blocked", 1)
	told := tries(t, srv)
	if told[0].Status != 0 || !strings.Contains(told[0].Reason, "--callback-hosts") {
		t.Errorf("delivery = %+v, want a refusal that says what to do", told[0])
	}
}
