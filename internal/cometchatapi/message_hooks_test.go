package cometchatapi_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// postOffice is an app with an ordinary webhook and, when legacy is not empty, one with these triggers.
func postOffice(url, legacy string) chatdouble.Option {
	if legacy != "" {
		legacy = fmt.Sprintf(", {id: old, url: %q, legacy: [%s]}", url+"/old", legacy)
	}
	return chatdouble.WithFixtureYAML("post.yaml", fmt.Sprintf(`
cometchat:
  - appId: hooked
    apiKeys: [{key: %s, scope: fullAccess}]
    webhooks: [{id: new, url: %q}%s]
    users:
      - {uid: alice, name: Alice}
      - {uid: bob, name: Bob, blocks: [carl]}
      - {uid: carl}
    groups: [{guid: team, name: Team, owner: alice, members: [bob]}]
`, fullKey, url+"/new", legacy))
}

// listener takes events, each with the webhook that it came to, and answers what it is asked.
func listener(t *testing.T, answer func(trigger string) (status int, body string)) (url string, events chan string) {
	events = make(chan string, 100)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, trigger, _ := strings.Cut(string(body), `"trigger":"`)
		trigger, _, _ = strings.Cut(trigger, `"`)
		status, text := answer(trigger)
		events <- r.URL.Path + " " + string(body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, events
}

func sendAs(srv *chatdouble.Server, uid, body string) reply {
	return send(srv, request{method: "POST", target: "/v3/messages", key: fullKey, body: body, header: map[string]string{"onBehalfOf": uid}})
}

// Page "Webhooks": message_sent has the message as the answer has it. Page "Legacy webhooks": after_message has it right under data, and
// no region.
func TestWebhooksAreToldOfMessages(t *testing.T) {
	t.Parallel()
	url, events := listener(t, func(string) (int, string) { return 200, "" })
	srv := chatdouble.Start(t, postOffice(url, "after_message"), chatdouble.WithFrozenTime(noon))
	for _, tt := range []struct{ from, body string }{
		{"alice", `{"receiver":"bob","data":{"text":"<b>hi/\ud83d\ude00"},"muid":"m","tags":["t"]}`},
		{"alice", `{"receiver":"team","receiverType":"group","data":{"text":"all"}}`},
		{"", `{"receiver":"bob","data":{"text":"from nobody"}}`},
		{"carl", `{"receiver":"bob","data":{"text":"never seen"}}`},
	} {
		r := sendAs(srv, tt.from, tt.body)
		message, ok := strings.CutPrefix(strings.TrimSuffix(r.Body, "}"), `{"data":`)
		if !ok {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
		got := []string{<-events, <-events}
		slices.Sort(got)
		want := []string{
			`/new {"trigger":"message_sent","data":{"message":` + message + `},"appId":"hooked","region":"us","webhook":"new"}`,
			`/old {"trigger":"after_message","data":` + message + `,"appId":"hooked","webhook":"old"}`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %s\nwant %s", tt.body, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
	wantCode(t, sendAs(srv, "bob", `{"receiver":"carl","data":{"text":"x"}}`), 403, "ERR_BLOCKED_RECEIVER")
	wantCode(t, act(srv, "DELETE /v3/groups/team", ""), 200, "") // a legacy webhook is told of nothing else
	if got := <-events; !strings.HasPrefix(got, `/new {"trigger":"group_deleted"`) {
		t.Errorf("after a refused message and a group that is gone: %s", got)
	}
	waitForTries(t, srv, "delivered", 9)
	srv.Close()
	if len(events) > 0 {
		t.Errorf("one event too many: %s", <-events)
	}
}

// Page "Legacy webhooks": what before_message has. Assumed: the verdict.
func TestWebhookIsAskedBeforeAMessage(t *testing.T) {
	t.Parallel()
	status, answer := 200, ""
	url, events := listener(t, func(trigger string) (int, string) {
		if trigger == "before_message" {
			return status, answer
		}
		return 200, `{"action":"do_not_propagate"}` // nobody looks at that
	})
	srv := chatdouble.Start(t, postOffice(url, "before_message"), chatdouble.WithFrozenTime(noon))
	for _, tt := range []struct {
		status   int
		answer   string
		refused  bool
		body, by string
	}{
		{200, `{"action":"do_not_propagate"}`, true, `{"receiver":"bob","data":{"text":"hi"}}`, "alice"},
		{200, `{"action":"do_not_propagate"}`, true, `{"receiver":"team","receiverType":"group","data":{"text":"hi"}}`, "alice"},
		{200, `{"action":"propagate"}`, false, `{"receiver":"bob","data":{"text":"hi"}}`, "alice"},
		{200, ``, false, `{"receiver":"bob","data":{"text":"hi"}}`, "alice"},
		{200, `{"action":7}`, false, `{"receiver":"bob","data":{"text":"hi"}}`, "alice"},
		{500, `{"action":"do_not_propagate"}`, false, `{"receiver":"team","receiverType":"group","data":{"text":"hi"}}`, "bob"},
	} {
		status, answer = tt.status, tt.answer
		app := srv.App(t, "cometchat:hooked")
		before := app.State()
		r := sendAs(srv, tt.by, tt.body)
		if tt.refused {
			wantCode(t, r, 403, "ERR_BLOCKED_BY_WEBHOOK")
			if !strings.Contains(r.Reason(), "the webhook old was asked before_message") || app.State() != before {
				t.Errorf("reason %q, state\n%s\nwas\n%s", r.Reason(), app.State(), before)
			}
		}
		asked := <-events
		if !strings.HasPrefix(asked, `/old {"trigger":"before_message","data":{"conversationId":"`) || !strings.HasSuffix(asked, `},"appId":"hooked","webhook":"old"}`) {
			t.Errorf("asked %s", asked)
		}
		if !tt.refused {
			wantCode(t, r, 200, "")
			told := <-events
			_, message, _ := strings.Cut(r.Body, `,`)
			if !strings.HasPrefix(told, "/new ") || !strings.Contains(asked, strings.TrimSuffix(message, "}}")) {
				t.Errorf("told %s\nasked %s\nanswered %s", told, asked, r.Body)
			}
		}
	}
	// What is refused anyhow nobody is asked about.
	for body, code := range map[string]string{`{"receiver":"ghost","data":{"text":"x"}}`: "404 ERR_UID_NOT_FOUND", `{"receiver":"bob"}`: "400 ERR_BAD_REQUEST"} {
		r := sendAs(srv, "alice", body)
		if got, _ := codeOf(r.Status, []byte(r.Body)); fmt.Sprint(r.Status, " ", got) != code {
			t.Errorf("%s: %s", body, r.Body)
		}
	}
	if len(events) > 0 {
		t.Errorf("asked of what is refused: %s", <-events)
	}
}

// A webhook that nobody answers at lets the message pass, when its time is over; an app without one is not held up.
func TestWebhookThatIsSilentLetsPass(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, postOffice("http://127.0.0.1:1", "before_message, after_message"))
	r := sendAs(srv, "alice", `{"receiver":"bob","data":{"text":"hi"}}`)
	wantCode(t, r, 200, "")
	if state := srv.App(t, "cometchat:hooked").State(); !strings.Contains(state, "legacy: [before_message, after_message]") {
		t.Errorf("the triggers do not stand in the state:\n%s", state)
	}
	_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", "cometchat: [{appId: a, webhooks: [{id: h, url: 'http://127.0.0.1:1', legacy: [message_sent]}]}]"))
	if err == nil || !strings.Contains(err.Error(), "before_message") {
		t.Errorf("an ordinary trigger of a legacy webhook: %v", err)
	}
}

// refusingWebhook has the app ask one that wants no message.
func refusingWebhook(t testing.TB, w vendortest.World) {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"action":"do_not_propagate"}`)
	}))
	t.Cleanup(srv.Close)
	w.App.MergeState(fmt.Sprintf("webhooks: [{id: no, url: %q, legacy: [before_message]}]", srv.URL))
}
