package cometchatapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Rate Limits": 30 messages a minute for each user; failed calls count, as they do for other limits. Assumed: a call
// to many counts once, the system is not counted, and the limit that is used up is the one in the headers.
func TestSendersHaveALimit(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(circle, "sends: 3"))
	clock := clockOf(t, srv)
	w := &world{t: t, srv: srv}
	const whole = "20000/"
	for i, step := range []struct {
		from, target, body string
		status             int
		rates              string
	}{
		{"alice", "/v3/messages", text("bob", "1"), 200, whole},
		{"ALICE", "/v3/messages", `{"multipleReceivers":{"uids":["bob","carl"]},"data":{"text":"2"}}`, 200, whole},
		{"", "/v3/bots/Alice/messages", text("nobody", "3"), 404, whole},
		{"alice", "/v3/messages", text("bob", "4"), 429, "3/0 "},
		{"", "/v3/bots/alice/messages", text("bob", "5"), 429, "3/0 "},
		{"bob", "/v3/messages", text("alice", "6"), 200, whole},
		{"", "/v3/messages", text("alice", "7"), 200, whole},
		{"", "/v3/messages", text("alice", "8"), 200, whole},
		{"", "/v3/messages", text("alice", "9"), 200, whole},
		{"", "/v3/messages", text("alice", "10"), 200, whole},
	} {
		r := send(srv, request{method: "POST", target: step.target, key: fullKey, body: step.body, header: map[string]string{"onBehalfOf": step.from}})
		if r.Status != step.status || !strings.HasPrefix(rates(r), step.rates) || (r.Header.Get("Retry-After") == "60") != (r.Status == 429) {
			t.Errorf("call %d: %d, %s, Retry-After %q; want %d, %s", i+1, r.Status, rates(r), r.Header.Get("Retry-After"), step.status, step.rates)
		}
	}
	asMe := []string{"apikey", "", "authToken", makeToken(t, srv, "alice")}
	if r := send(srv, request{method: "POST", target: "/v3.0/messages", body: text("bob", "x"), header: map[string]string{"authToken": asMe[3]}}); r.Status != 429 {
		t.Errorf("the end user is another sender: %d", r.Status)
	}
	clock.Advance(time.Minute)
	w.must("POST", "/v3.0/messages", text("bob", "x"), asMe...)
	off := chatdouble.Start(t, app(circle, "sends: 1"), chatdouble.WithLimits(false))
	w = &world{t: t, srv: off}
	for range 3 {
		w.post("alice", "bob", "no limit")
	}
}

// Page "Webhooks": user_mentioned has the message, with data.mentions behind the entities as in its sample. Assumed: once
// for each message, behind message_sent, and not of one that its receiver never sees.
func TestWebhooksAreToldOfMentions(t *testing.T) {
	t.Parallel()
	url, events := listener(t, func(string) (int, string) { return 200, "" })
	srv := chatdouble.Start(t, postOffice(url, ""), chatdouble.WithFrozenTime(noon))
	for _, tt := range []struct {
		from, body string
		want       []string
	}{
		{"alice", `{"receiver":"bob","data":{"text":"Hi <@uid:bob> and <@uid:carl> <@uid:bob>"}}`, []string{"message_sent", "user_mentioned"}},
		{"alice", `{"receiver":"bob","data":{"text":"Hi <@uid:nobody> <@all:all>"}}`, []string{"message_sent"}},
		{"carl", `{"receiver":"bob","data":{"text":"Hi <@uid:bob>"}}`, []string{"message_sent"}},
		{"alice", `{"multipleReceivers":{"guids":["team","nowhere"],"uids":["bob"]},"data":{"text":"Hi <@uid:bob>"}}`, []string{"message_sent", "message_sent", "user_mentioned", "user_mentioned"}},
	} {
		r := sendAs(srv, tt.from, tt.body)
		if r.Status != 200 {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
		var got []string
		for range tt.want {
			event := <-events
			trigger, _, _ := strings.Cut(strings.TrimPrefix(event, `/new {"trigger":"`), `"`)
			got = append(got, trigger)
			message, _, _ := strings.Cut(strings.TrimPrefix(event, `/new {"trigger":"`+trigger+`","data":{"message":`), `},"appId"`)
			if !strings.Contains(r.Body, message) {
				t.Errorf("%s has %s, the answer %s", trigger, message, r.Body)
			}
			if trigger == "user_mentioned" && !strings.Contains(message, `"mentions":{"bob":{"uid":"bob","name":"Bob","status":"offline","role":"default","createdAt":`) {
				t.Errorf("mentioned is nobody: %s", message)
			}
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: told %q, want %q", tt.body, got, tt.want)
		}
	}
}

// A webhook that is asked of a message to many is asked of each, and refuses all; an act asks it, too.
func TestWebhookIsAskedOfEachMessage(t *testing.T) {
	t.Parallel()
	url, events := listener(t, func(trigger string) (int, string) {
		if trigger == "before_message" {
			return 200, `{"action":"do_not_propagate"}`
		}
		return 200, ""
	})
	srv := chatdouble.Start(t, postOffice(url, "before_message"), chatdouble.WithFrozenTime(noon))
	before := srv.App(t, "cometchat:hooked").State()
	if r := sendAs(srv, "alice", `{"multipleReceivers":{"uids":["bob","carl"]},"data":{"text":"x"}}`); r.Status != 403 || !strings.Contains(r.Body, "ERR_BLOCKED_BY_WEBHOOK") {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	r := send(srv, request{method: "POST", target: "/__admin/apps/cometchat:hooked/acts", body: `{"act":"sendMessage","user":"alice","to":"bob","text":"x"}`})
	if r.Status == 200 || !strings.Contains(r.Body, "ERR_BLOCKED_BY_WEBHOOK") {
		t.Errorf("an act: %d %s", r.Status, r.Body)
	}
	for range 2 {
		if event := <-events; !strings.Contains(event, `before_message`) {
			t.Errorf("told %s", event)
		}
	}
	if after := srv.App(t, "cometchat:hooked").State(); after != before {
		t.Errorf("what was refused is there:\n%s", after)
	}
}

// As many mentions as fit into a text: each of a hundred users stands once in the answer, whatever else is named.
func TestManyMentions(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", "cometchat: [{appId: app, apiKeys: [{key: "+fullKey+", scope: fullAccess}], generate: {users: 1000}}]"))
	for words, want := range map[string]int{
		mentions(500): 100, strings.Repeat("<@uid:user-0001>", 600): 1, strings.Repeat("<@uid:", 1700): 0,
		mentions(99): 99, strings.Repeat("<@uid:x>", 1250) + "<@uid:user-0007>": 1,
	} {
		r := sendAs(srv, "", `{"receiver":"user-0001","data":{"text":"`+words+`"}}`)
		if got := strings.Count(r.Body, `"uid":"user-`) - 1; r.Status != 200 || got != want {
			t.Errorf("%d mentioned by %.40s... with %d, want %d", got, words, r.Status, want)
		}
	}
}

func mentions(count int) string {
	var all strings.Builder
	for i := range count {
		fmt.Fprintf(&all, "<@uid:user-%04d>", i+1)
	}
	return all.String()
}

// Page "Properties and Constraints": groups of more than 300 members have no unread counts.
func TestMessagesOfLargeGroupsDoNotCount(t *testing.T) {
	t.Parallel()
	for members, want := range map[int]bool{300: false, 301: true} {
		a := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", fmt.Sprintf(
			"cometchat: [{appId: app, apiKeys: [{key: %s, scope: fullAccess}], users: [{uid: alice}], generate: {users: %d}}]", fullKey, members-1)))
		app, ids := a.App(t, "cometchat:app"), []string{}
		for i := range members - 1 {
			ids = append(ids, fmt.Sprintf("user-%04d", i+1))
		}
		app.AddGroups(chatdouble.Group{ID: "large", Owner: "alice", Members: ids})
		app.As("alice").SendGroup("large", "to all")
		state := app.State()
		if got := strings.Contains(state, "noUnread: true"); got != want {
			t.Errorf("%d members: unread for nobody is %v, want %v", members, got, want)
		}
		if app.SetState(state); app.State() != state {
			t.Errorf("%d members: put back, the state is another", members)
		}
	}
}

// Invented messages follow from the seed and are read back as others are.
func TestInventedMessages(t *testing.T) {
	t.Parallel()
	const yaml = `
seed: 7
cometchat:
  - appId: app
    apiKeys: [{key: ` + fullKey + `, scope: fullAccess}]
    users: [{uid: ann}]
    messages: [{sender: ann, receiver: user-0001, data: {text: first}}]
    generate: {users: 20, messages: {each: 25}}
`
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", yaml))
	app := srv.App(t, "cometchat:app")
	state := app.State()
	if got := strings.Count(state, "{id: "); got != 501 {
		t.Errorf("there are %d messages, want 501", got)
	}
	if again := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", yaml)).App(t, "cometchat:app").State(); again != state {
		t.Error("the same seed gives other messages")
	}
	if app.SetState(state); app.State() != state {
		t.Error("put back, the state is another one")
	}
	body := get(srv, "/v3/messages/501").Body
	if !strings.Contains(body, `"sender":"user-0020"`) || !strings.Contains(body, `"data":{"text":"`) || !strings.Contains(body, `,"entities":{"sender":{"entity":{"uid":"user-0020"`) {
		t.Errorf("the last one is %s", body)
	}
	app.MergeState(`{"generate": {"users": 1, "messages": {"each": 3}}}`)
	if got := strings.Count(app.State(), "{id: "); got != 504 {
		t.Errorf("there are %d messages, want 504", got)
	}
}
