package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// What does not follow from messages is in the state; put back, or merged into itself, it is the same, and so is what
// the calls answer.
func TestStateWithConversations(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(circle+"      - {uid: evan, blocks: [alice]}\n", ""), chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noon))
	app := srv.App(t, "cometchat:app")
	for _, call := range []string{
		`alice POST /v3/messages {"receiver":"bob","receiverType":"user","data":{"text":"1"}}`,
		`alice POST /v3/messages {"receiver":"bob","receiverType":"user","data":{"text":"2"}}`,
		`bob POST /v3/users/alice/conversation/read {"messageId":1}`,
		`bob PUT /v3/users/alice/conversation {"tags":["a","b c"]}`,
		`bob POST /v3/users/alice/conversation/pin`,
		`alice POST /v3/messages {"receiver":"evan","receiverType":"user","data":{"text":"3"}}`,
		` POST /v3/messages {"receiver":"dora","receiverType":"user","data":{"text":"4"}}`,
		`alice POST /v3/messages {"receiver":"carl","receiverType":"user","data":{"text":"5"}}`,
		`alice DELETE /v3/users/carl/conversation {"deleteMessagesPermanently":true}`,
		`alice POST /v3/groups {"guid":"g","name":"G","members":{"participants":["bob"]}}`,
		`alice POST /v3/messages {"receiver":"g","receiverType":"group","data":{"text":"6"}}`,
		` POST /v3/groups/g/members {"participants":["carl","dora"]}`,
		`carl POST /v3/messages {"receiver":"g","receiverType":"group","data":{"text":"7"}}`,
		`bob POST /v3/groups/g/conversation/delivered`,
		`bob POST /v3/groups/g/conversation/read {"messageId":7}`,
		`dora DELETE /v3/groups/g/conversation`,
		`bob PUT /v3/groups/g/conversation {"tags":["kept"]}`,
		` DELETE /v3/groups/g/members/bob`,
		` POST /v3/groups {"guid":"h","name":"H","members":{"participants":["bob","carl"]}}`,
		`bob POST /v3/messages {"receiver":"h","receiverType":"group","data":{"text":"8"}}`,
		`bob DELETE /v3/conversations/group_h`,
		` PUT /v3/conversations/pinned {"pinnedConversations":[{"uid":"dora"},{"guid":"h"}]}`,
	} {
		acts, call, _ := strings.Cut(call, " ")
		callHiking(t, srv, acts, call)
	}
	seen := func() (all string) {
		for _, uid := range []string{"alice", "bob", "carl", "dora", "evan"} {
			all += callHiking(t, srv, uid, "GET /v3/conversations?withTags=1&includeBlockedUsers=1") + "\n" + callHiking(t, srv, uid, "GET /v3/users/alice/messages") + "\n"
		}
		return all + callHiking(t, srv, "", "GET /v3/conversations/pinned") + callHiking(t, srv, "", "GET /v3/conversations")
	}
	state, before := app.State(), seen()
	for _, part := range []string{"talks:", "conversations:", "receipts:", "pinnedConversations:", "tags: [a, b c]", "left:", "deletedTo:", "readTo:", "unread: 1"} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	for name, put := range map[string]func(string){"merged into itself": app.MergeState, "put back": app.SetState} {
		put(state)
		if now := app.State(); now != state {
			t.Errorf("%s it is\n%s\nwas\n%s", name, now, state)
		}
		if now := seen(); now != before {
			t.Errorf("%s the calls answer\n%s\nbefore\n%s", name, now, before)
		}
	}
	callHiking(t, srv, "", `POST /v3/groups/g/members {"participants":["bob"]}`)
	if row := callHiking(t, srv, "bob", "GET /v3/groups/g/conversation"); !strings.Contains(row, `"unreadMessageCount":"1"`) || !strings.Contains(row, `"tags":["kept"]`) {
		t.Errorf("bob is back and has %s", row)
	}
}

func TestConversationsInFixturesRefused(t *testing.T) {
	t.Parallel()
	for rows, want := range map[string]string{
		"conversations: [{user: alice}]":                                            "must have either with, a user, or group",
		"conversations: [{user: alice, with: bob, group: g}]":                       "must have either with, a user, or group",
		"conversations: [{user: ghost, with: bob}]":                                 "ghost",
		"conversations: [{user: alice, with: ghost}]":                               "ghost",
		"conversations: [{user: alice, group: nowhere}]":                            "nowhere",
		"conversations: [{user: alice, with: bob}, {user: alice, with: bob}]":       "is listed twice",
		"talks: [{between: [alice]}]":                                               "must have between, with two users, or group",
		"talks: [{between: [alice, ghost]}]":                                        "ghost",
		"talks: [{group: nowhere}]":                                                 "nowhere",
		"receipts: [{user: alice, upTo: 1, at: 2024-01-01T00:00:00Z}]":              "must have either with, a user, or group",
		"receipts: [{user: alice, with: ghost, upTo: 1, at: 2024-01-01T00:00:00Z}]": "ghost",
		"pinnedConversations: [{at: 2024-01-01T00:00:00Z}]":                         "must have either uid or guid",
		"pinnedConversations: [{uid: ghost}]":                                       "ghost",
		"pinnedConversations: [{guid: nowhere}]":                                    "nowhere",
		"conversations: [{user: alice, with: bob, unread: -1}]":                     "unread",
		"receipts: [{user: alice, with: bob, upTo: 0, at: 2024-01-01T00:00:00Z}]":   "upTo",
	} {
		yaml := "cometchat:\n  - appId: app\n    users: [{uid: alice}, {uid: bob}]\n    groups: [{guid: g}]\n    " + rows + "\n"
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", yaml))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is refused with %v, want %s", rows, err, want)
		}
	}
}

// A pin without a time stands where the file has it. A large group has no unread counts and no receipts.
func TestConversationsOfFixtures(t *testing.T) {
	t.Parallel()
	users, members := "", ""
	for n := range 301 {
		users += fmt.Sprintf("\n      - {uid: u%d, name: U}", n)
		members += fmt.Sprintf("u%d, ", n)
	}
	w := newWorld(t, users+`
    groups:
      - {guid: large, members: [`+members+`]}
      - {guid: small, members: [u1, u2]}
    messages:
      - {sender: u0, receiver: large, receiverType: group, data: {text: x}}
      - {sender: u1, receiver: small, receiverType: group, data: {text: x}}
    pinnedConversations: [{guid: small}, {uid: u7}, {guid: large}]
`)
	if got, _ := column(t, w.must("GET", "/v3/conversations/pinned", ""), "conversationId"); fmt.Sprint(got) != "[small app_system_user_u7 large]" {
		t.Errorf("pinned are %s", got)
	}
	if got, _ := column(t, w.must("GET", "/v3/users/u2/conversations", ""), "unreadMessageCount"); fmt.Sprint(got) != "[1 0]" {
		t.Errorf("unread are %s", got)
	}
	w.must("POST", "/v3/groups/large/conversation/read", "", "onBehalfOf", "u2")
	if state := w.srv.App(t, "cometchat:app").State(); strings.Contains(state, "receipts:") {
		t.Errorf("a large group has receipts: %s", state[strings.Index(state, "receipts:"):])
	}
}
