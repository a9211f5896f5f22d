package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The page "Webhooks" and a suite that runs against the live service do not agree about what is told of an edit and of a
// deletion: the message, or the action message that is answered. Either can be chosen.
func TestWebhooksAreToldOfChanges(t *testing.T) {
	t.Parallel()
	const obo, message = "cometchat-uid-1", `"message":{"id":"1","conversationId":"cometchat-uid-1_user_cometchat-uid-2","sender":"cometchat-uid-1",`
	for variant, action := range map[string]bool{"": false, "editedWebhook: message": false, "editedWebhook: action": true} {
		url, events := hook(t, 200)
		srv := chatdouble.Start(t, hikers(url, variant), chatdouble.WithFrozenTime(noon))
		for _, id := range []int{1, 2} {
			answer := callHiking(t, srv, obo, `POST /v3/messages {"receiver":"cometchat-uid-2","data":{"text":"one"}}`)
			if !strings.Contains(answer, `"text":"one"`) {
				t.Fatal(id, answer)
			}
			<-events // message_sent
		}
		for _, step := range []struct{ call, trigger, begins, has, hasNot string }{
			{`PUT /v3/messages/1 {"data":{"text":"two \u2764"}}`, "message_edited", message, `"text":"two \u2764","entities":{"sender"`, "one"},
			{`DELETE /v3/messages/1`, "message_deleted", message, `"deletedAt":1714564800,"updatedAt":1714564800,"deletedBy":"cometchat-uid-1"}`, `"text":`},
			{`DELETE /v3/messages/2 {"permanent":true}`, "message_deleted", strings.Replace(message, `"1"`, `"2"`, 1), `"deletedAt":1714564800,"updatedAt":1714564800,"deletedBy":"cometchat-uid-1"}`, `"text":`},
		} {
			answer := callHiking(t, srv, obo, step.call)
			got := <-events
			told, _ := strings.CutPrefix(got, fmt.Sprintf(`: {"trigger":%q,"data":{`, step.trigger))
			told, _ = strings.CutSuffix(told, hikersApp)
			if action {
				if want := `"message":` + strings.TrimSuffix(strings.TrimPrefix(answer, `{"data":`), "}"); told != want {
					t.Errorf("%s\n got %s\nwant %s", step.call, told, want)
				}
				continue
			}
			if !strings.HasPrefix(told, step.begins) || !strings.Contains(told, step.has) || strings.Contains(told, step.hasNot) {
				t.Errorf("%s: %s", step.call, got)
			}
		}
		refused := send(srv, request{method: "DELETE", target: "/v3/messages/2", key: fullKey})
		if refused.Status != 404 {
			t.Errorf("gone, and %d %s", refused.Status, refused.Body)
		}
		callHiking(t, srv, "", `POST /v3/groups {"guid":"last","name":"L"}`)
		if got := <-events; !strings.Contains(got, "group_created") {
			t.Errorf("a refusal is told of: %s", got)
		}
	}
}

// The page "Webhooks" has the members of the two events and their order. What changes nothing is not told.
func TestWebhooksAreToldOfReactions(t *testing.T) {
	t.Parallel()
	url, events := hook(t, 200)
	srv := chatdouble.Start(t, hikers(url, ""), chatdouble.WithFrozenTime(noon))
	callHiking(t, srv, "cometchat-uid-2", `POST /v3/messages {"receiver":"cometchat-uid-1","data":{"text":"one"}}`)
	<-events // message_sent
	const path, reaction = "/v3/messages/1/reactions/%F0%9F%98%92", `","data":{"reaction":{"id":"1","messageId":"1","reaction":"\ud83d\ude12","uid":"cometchat-uid-1","reactedAt":1714564800,"reactedBy":`
	for _, step := range []struct{ call, want string }{
		{"POST " + path, "message_reaction_added" + reaction + one + "}}"},
		{"POST " + path, ""},
		{"DELETE " + path, "message_reaction_removed" + reaction + one + "}}"},
		{"DELETE " + path, ""},
		{`POST /v3/groups {"guid":"last","name":"L"}`, "group_created"},
	} {
		callHiking(t, srv, "cometchat-uid-1", step.call)
		if step.want == "" {
			continue
		}
		if got := <-events; !strings.HasPrefix(got, `: {"trigger":"`+step.want) {
			t.Errorf("%s\n got %s\nwant %s", step.call, got, step.want)
		}
	}
}
