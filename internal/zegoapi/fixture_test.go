package zegoapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

const wholeApp = `
zim:
  - appId: 77
    serverSecret: secret
    limits: {blacklist: 7}
    variants: {emptyList: omit}
    callback: {url: "http://localhost:1/told"}
    generate: {users: 3, blacklist: {each: 1, of: ann, count: 2}}
    users:
      - {userId: ann, blacklist: [ben], removedFromBlacklist: [cem], friends: [{userId: ben, friendAlias: B, attributes: [{key: k0, value: v}]}]}
      - {userId: ben, blacklist: [{userId: cem, at: 2024-01-01T00:00:00Z, seq: 1}]}
      - {userId: cem, userName: Cem, status: Online, loggedInAt: 2024-01-01T00:00:00Z}
    messages:
      - {from: ann, to: ben, text: one}
      - {from: ben, to: ann, text: two, type: 11, msgSeq: 9, updatedAt: 2030-01-01T00:00:00Z}
    lastMessageId: 5
`

// All that an app has is in its state; put back, or merged into what is there, it is the same.
func TestStateOfAnApp(t *testing.T) {
	t.Parallel()
	f := openFixture(t, wholeApp, "77", "secret")
	state := f.State()
	for _, part := range []string{"blacklist: 7", "emptyList: omit", "localhost:1", "key: k0", "removedFromBlacklist", "msgSeq: 9", "lastMessageId: 5"} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	f.MergeState(state)
	if merged := f.State(); merged != state {
		t.Errorf("merged into itself it is\n%s\nwas\n%s", merged, state)
	}
	f.SetState(state)
	if again := f.State(); again != state {
		t.Errorf("put back it is\n%s\nwas\n%s", again, state)
	}
	f.MergeState(`{"serverSecret": "another", "users": [{"userId": "ann", "userName": "Ann", "friends": [{"userId": "ben", "at": "2025-01-01T00:00:00Z"}, "cem"]}]}`)
	if changed := f.State(); !strings.Contains(changed, "serverSecret: another") || !strings.Contains(changed, "userName: Ann") || !strings.Contains(changed, "friendAlias: B") || strings.Contains(changed, "serverSecret: secret") {
		t.Errorf("after the merge it is\n%s", changed)
	}
}

// Who has no program that signs is told what the URL, or the app, lacks.
func TestSignAsked(t *testing.T) {
	t.Parallel()
	f := openFixture(t, wholeApp+"cometchat: [{appId: shop}]\n", "77", "secret")
	for _, tt := range []struct {
		body, want string
		status     int
	}{
		{`{"url":"/?Action=QueryUserInfos"}`, "AppId=77", 200},
		{`{"url":"/?Action=QueryUserInfos&AppId=77","app":"zim:77"}`, "Signature=", 200},
		{`{"url":"/?Action=QueryUserInfos&AppId=78"}`, "no ZIM app of the server has", 400},
		{`{"url":"/?Action=QueryUserInfos&AppId=78","app":"zim:77"}`, "another AppId", 400},
		{`{"url":"/?Action=QueryUserInfos","app":"cometchat:shop"}`, "only ZIM calls are signed", 400},
		{`{"url":"/?Action=QueryUserInfos","app":"zim:78"}`, "no app zim:78", 404},
		{`{"url":"%"}`, "#/url", 400},
	} {
		r := vendortest.Ask(f.server, vendortest.Request{Method: http.MethodPost, Target: "/__admin/sign", Body: tt.body})
		if r.Status != tt.status || !strings.Contains(r.Body, tt.want) {
			t.Errorf("%s: %d %s, want %d with %q", tt.body, r.Status, r.Body, tt.status, tt.want)
		}
	}
}

// What an app's fixture must not say, by what its checks answer.
func TestBadFixtures(t *testing.T) {
	t.Parallel()
	for users, want := range map[string]string{
		"[{userId: ann/b}]": "may have ASCII letters, digits, spaces and",
		"[{userId: é}]":     "may have ASCII letters",
		"[{userId: a}, {userId: b, friends: [{userId: a, attributes: [{key: k0, value: x}, {key: k0, value: y}]}]}]":             `attribute "k0" is given twice`,
		"[{userId: a}], groups: [{groupId: g, owner: a}, {groupId: g, owner: a}]":                                                `"g" is listed twice, first at`,
		"[{userId: a}], groups: [{groupId: g, owner: a}], usedGroupIds: [g]":                                                     `"g" is a group that is there`,
		"[{userId: alice}], groups: [{groupId: g, owner: alcie}]":                                                                `"alcie" is neither listed nor generated; the nearest known userId is "alice"`,
		"[{userId: alice}], groups: [{groupId: g, owner: alice, members: [alicia]}]":                                             `the nearest known userId is "alice"`,
		"[{userId: a}], groups: [{groupId: g, owner: a, members: [a, a]}]":                                                       `"a" is a member of "g" twice`,
		"[{userId: a}, {userId: b}], groups: [{groupId: g, owner: a, members: [{userId: b, role: 1}]}]":                          `1 is the owner's role, and the owner of "g" is "a"`,
		"[{userId: a}, {userId: b}], groups: [{groupId: g, owner: a, members: [{userId: a, role: 3}]}]":                          `role 3 cannot be that of "a"`,
		"[{userId: a}], groups: [{groupId: g, owner: a, members: [{userId: a, muted: true, mutedUntil: 2030-01-01T00:00:00Z}]}]": "cannot stand beside muted",
		"[{userId: a}], groups: [{groupId: g, owner: a, attributes: [{key: k}, {key: k}]}]":                                      `attribute "k" is given twice`,
		"[{userId: a}], groups: [{groupId: g, owner: a, mute: {all: true, roles: [3]}}]":                                         "cannot stand beside all",
		"[{userId: a}], generate: {groups: {count: 1, members: 2}}":                                                              "2 is too large: the app has 1 people",
		"[], generate: {groups: {count: 1}}":                                                                                     "1 is too large: the app has no people",
		"[{userId: a}], generate: {users: 4999999, groups: {count: 1000000, members: 21}}":                                       "generated blocks, friendships and memberships",
	} {
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("bad.yaml", "zim: [{appId: 77, serverSecret: secret, users: "+users+"}]"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", users, err, want)
		}
	}
}
