package cometchatapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

const manyGroups = `
cometchat:
  - appId: app
    region: us
    apiKeys: [{key: ` + fullKey + `, scope: fullAccess}]
    users: [{uid: ann}, {uid: ben}, {uid: cem}, {uid: dan}, {uid: eve}]
    groups:
      - guid: first
        name: First
        type: password
        password: word
        owner: ben
        icon: https://example.com/i.png
        description: where it began
        metadata: {a: 1}
        tags: [x]
        createdAt: 2024-02-01T00:00:00Z
        updatedAt: 2024-02-03T00:00:00Z
        updatedBy: ann
        members: [ann, ben, {uid: cem, scope: moderator, joinedAt: 2024-02-02T00:00:00Z}]
        banned: [dan, {uid: eve, at: 2024-02-02T00:00:00Z, scope: participant, joinedAt: 2024-02-01T12:00:00Z}]
      - {guid: second, type: private}
    generate: {users: 5, groups: {count: 3, members: 4}}
    variants: {banAnswer: actionMessage}
`

// Groups are in the state whole, with what has happened in them; put back, or merged into itself, it is the same, also
// when somebody who has done something in a group is gone.
func TestStateWithGroups(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", manyGroups), chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noon))
	app := srv.App(t, "cometchat:app")
	for _, call := range []string{
		`POST /v3/groups/second/members {"admins":["ann"],"participants":["ben","cem"],"usersToBan":["dan","ben"]}`,
		"DELETE /v3/groups/second/members/cem", "POST /v3/groups/first/bannedusers/cem", "DELETE /v3/groups/group-0002",
		`PUT /v3/groups/group-0001 {"description":"d"}`,
	} {
		callHiking(t, srv, "", call)
	}
	callHiking(t, srv, "ann", `POST /v3/groups/second/members {"participants":["eve"]}`)
	callHiking(t, srv, "", `DELETE /v3/users/ann {"permanent":true}`)
	state := app.State()
	for _, part := range []string{
		"password: word", "receiverType: group", "sender: ann", "category: action", "guid: group-0003", "updatedBy: ann", "scope: participant, joinedAt: 2024-02-01T12:00:00Z",
		"variants: {banAnswer: actionMessage}", "type: private",
	} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	app.MergeState(state)
	if merged := app.State(); merged != state {
		t.Errorf("merged into itself it is\n%s\nwas\n%s", merged, state)
	}
	app.SetState(state)
	if again := app.State(); again != state {
		t.Errorf("put back it is\n%s\nwas\n%s", again, state)
	}
	app.MergeState(`{"groups": [
		{"guid": "first", "name": "1st", "owner": "cem", "members": [{"uid": "ben", "scope": "moderator"}, "user-0001", "dan"], "banned": [{"uid": "eve", "scope": "moderator"}]},
		{"guid": "group-0002", "owner": "cem", "banned": ["ben"]}]}`)
	body := callHiking(t, srv, "cem", "GET /v3/groups/first")
	if !strings.Contains(body, `"name":"1st","description":"where it began"`) || !strings.Contains(body, `"scope":"admin","membersCount":4`) {
		t.Errorf("after the merge first is %s", body)
	}
	body = callHiking(t, srv, "", "GET /v3/groups/first/members")
	for _, want := range []string{`"uid":"ben","name":"ben","status":"offline","role":"default","scope":"moderator","joinedAt":1706745600`, `"uid":"eve"`, `"uid":"dan"`, `"uid":"user-0001"`} {
		if !strings.Contains(body, want) {
			t.Errorf("after the merge the members of first are %s, without %s", body, want)
		}
	}
	if !strings.Contains(app.State(), "variants") {
		t.Error("the choice is gone")
	}
}

func TestGroupsInFixturesRefused(t *testing.T) {
	t.Parallel()
	for groups, want := range map[string]string{
		`[{guid: G}]`:                                                       `must be lower case`,
		`[{guid: g}, {guid: g}]`:                                            `"g" is listed twice in app "app", first at`,
		`[{guid: g, type: protected}]`:                                      `protected`,
		`[{guid: g, type: password}]`:                                       `password needs a password beside it`,
		`[{guid: g, type: private, password: p}]`:                           `cannot stand beside the type private`,
		`[{guid: g, owner: anne}]`:                                          `"anne" is neither listed nor generated`,
		`[{guid: g, members: [nobody]}]`:                                    `nobody`,
		`[{guid: g, banned: [nobody]}]`:                                     `nobody`,
		`[{guid: g, members: [ann, ann]}]`:                                  `"ann" stands in "g" twice`,
		`[{guid: g, members: [ann], banned: [ann]}]`:                        `"ann" stands in "g" twice`,
		`[{guid: g, owner: ann, banned: [ann]}]`:                            `"ann" is the owner of "g" and cannot be banned`,
		`[{guid: g, owner: ann, members: [{uid: ann, scope: moderator}]}]`:  `moderator cannot be that of the owner`,
		`[{guid: g, members: [{uid: ann, scope: chief}]}]`:                  `chief`,
		`[{guid: g, banned: [{uid: ann, joinedAt: 2024-01-01T00:00:00Z}]}]`: `needs a scope beside it`,
	} {
		yaml := "cometchat:\n  - appId: app\n    users: [{uid: ann}]\n    groups: " + groups + "\n"
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", yaml))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is refused with %v, want %s", groups, err, want)
		}
	}
	yaml := "cometchat:\n  - appId: app\n    users: [{uid: ann}]\n    groups: [{guid: walks}]\n    messages: [{sender: ann, receiver: walkz, receiverType: group, data: {text: x}}]\n"
	if _, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", yaml)); err == nil || !strings.Contains(err.Error(), `walks`) {
		t.Errorf("a message to a group that is not there is refused with %v", err)
	}
}
