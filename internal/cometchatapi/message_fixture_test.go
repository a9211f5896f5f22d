package cometchatapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

const markedMessages = `
cometchat:
  - appId: app
    region: us
    apiKeys: [{key: ` + fullKey + `, scope: fullAccess}]
    users: [{uid: ann}, {uid: ben}, {uid: cem}]
    groups: [{guid: g, owner: ann, members: [ben, cem]}]
    variants: {editedWebhook: action}
    lastReactionId: 9
    messages:
      - {sender: ann, receiver: g, receiverType: group, data: {text: one}, reactions: [{reaction: "👍", uid: ben}, {reaction: "👍", uid: ann, id: 7, at: 2024-03-01T00:00:00Z}], pinnedBy: app_system, savedBy: [ben, {uid: ann, at: 2024-03-02T00:00:00Z}], subscribers: [ben]}
      - {sender: ann, receiver: ben, category: interactive, type: form, data: {text: two}, interactions: [{uid: ben, elementId: a}, {uid: ben, elementId: b, at: 2024-03-01T00:00:00Z}], pinnedBy: cem, pinnedAt: 2024-03-01T00:00:00Z}
      - {sender: app_system, receiver: ben, with: cem, category: action, type: message, data: {action: edited, entities: {}}}
`

// What users have done with messages is in the state whole; put back, or merged into itself, it is the same. It goes with
// the message and with the user.
func TestStateWithMarks(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", markedMessages), chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noon))
	app := srv.App(t, "cometchat:app")
	for acts, call := range map[string]string{
		"ann": `PUT /v3/messages/2 {"data":{"text":"three"}}`, "ben": "POST /v3/messages/1/reactions/x", "cem": "POST /v3/messages/3/thread/subscription",
	} {
		callHiking(t, srv, acts, call)
	}
	same := func() {
		t.Helper()
		state := app.State()
		app.MergeState(state)
		if merged := app.State(); merged != state {
			t.Errorf("merged into itself it is\n%s\nwas\n%s", merged, state)
		}
		app.SetState(state)
		if again := app.State(); again != state {
			t.Errorf("put back it is\n%s\nwas\n%s", again, state)
		}
	}
	same()
	state := app.State()
	for _, part := range []string{
		`reactions: - {id: 1, reaction: "👍", uid: ben} - {id: 7, reaction: "👍", uid: ann, at: 2024-03-01T00:00:00Z} - {id: 10, reaction: x, uid: ben, at: 2024-05-01T12:00:00Z}`,
		"pinnedBy: app_system savedBy: - {uid: ann, at: 2024-03-02T00:00:00Z} - ben subscribers: - ben", "pinnedBy: cem pinnedAt: 2024-03-01T00:00:00Z",
		"interactions: - {uid: ben, elementId: a} - {uid: ben, elementId: b, at: 2024-03-01T00:00:00Z}", "with: cem", "editedBy: ann", "editedWebhook: action",
	} {
		if !strings.Contains(strings.Join(strings.Fields(state), " "), part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	callHiking(t, srv, "", `DELETE /v3/users/ben {"permanent":true}`)
	same()
	if state := app.State(); strings.Contains(state, "ben") || !strings.Contains(state, "{id: 7,") || !strings.Contains(state, "lastReactionId: 10") {
		t.Errorf("without ben the state is\n%s", state)
	}
	callHiking(t, srv, "", `DELETE /v3/messages/1 {"permanent":true}`)
	callHiking(t, srv, "", `DELETE /v3/groups/g`)
	if state := app.State(); strings.Contains(state, "id: 7") || strings.Contains(state, "pinnedBy") {
		t.Errorf("without messages the state is\n%s", state)
	}
	same()
}

// A fixture cannot say of messages what cannot be.
func TestWrongMarks(t *testing.T) {
	t.Parallel()
	for wrong, want := range map[string]string{
		`pinnedAt: 2024-01-01T00:00:00Z`:                                "pinnedAt needs pinnedBy beside it",
		`pinnedBy: ghost`:                                               `"ghost"`,
		`savedBy: [ann, ghost]`:                                         `"ghost"`,
		`subscribers: [ghost]`:                                          `"ghost"`,
		`with: ghost`:                                                   `"ghost"`,
		`interactions: [{uid: ghost, elementId: a}]`:                    `"ghost"`,
		`reactions: [{uid: ghost, reaction: a}]`:                        `"ghost"`,
		`reactions: [{uid: ann, reaction: a}, {uid: ann, reaction: a}]`: `"ann" has reacted with "a" twice`,
		`reactions: [{id: 1, uid: ann, reaction: a}, {id: 1, uid: ben, reaction: a}]`: "1 is listed twice",
		`reactions: [{uid: ann}]`: "has no reaction; it is required",
	} {
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", `
cometchat:
  - appId: app
    users: [{uid: ann}, {uid: ben}]
    messages: [{sender: ann, receiver: ben, data: {text: x}, `+wrong+`}]
`))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", wrong, err, want)
		}
	}
}
