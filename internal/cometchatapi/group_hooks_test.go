package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// hikers are the people of the samples of the page "Webhooks", and more. variants are those of the app.
func hikers(url, variants string) chatdouble.Option {
	return chatdouble.WithFixtureYAML("hikers.yaml", fmt.Sprintf(`
cometchat:
  - appId: hooked
    apiKeys: [{key: %s, scope: fullAccess}]
    webhooks: [{id: hook1, url: %q}]
    variants: {%s}
    users:
      - {uid: cometchat-uid-1, name: Andrew Joseph, status: available, lastActiveAt: 2023-10-10T10:13:54Z, authTokens: [{authToken: one_token}]}
      - {uid: cometchat-uid-2, name: George Alan, avatar: "https://assets.cometchat.io/sampleapp/v2/users/cometchat-uid-2.webp", lastActiveAt: 2023-09-26T18:37:33Z, authTokens: [{authToken: two_token}]}
      - {uid: cometchat-uid-3, name: Nancy Grace}
`, fullKey, url, variants))
}

const (
	hikersApp = `},"appId":"hooked","region":"us","webhook":"hook1"}`
	one       = `{"uid":"cometchat-uid-1","name":"Andrew Joseph","status":"available","role":"default","lastActiveAt":1696932834`
	two       = `"cometchat-uid-2":{"uid":"cometchat-uid-2","name":"George Alan","avatar":"https:\/\/assets.cometchat.io\/sampleapp\/v2\/users\/cometchat-uid-2.webp","status":"offline","role":"default","lastActiveAt":1695753453`
	three     = `"cometchat-uid-3":{"uid":"cometchat-uid-3","name":"Nancy Grace","status":"offline","role":"default"`
	withOne   = `,"conversationId":"cometchat-uid-1_user_cometchat-uid-2"`
	threeOne  = `,"conversationId":"cometchat-uid-1_user_cometchat-uid-3"`
	system    = `{"uid":"app_system","name":"System","status":"offline","role":"default"}`
)

// hikingGroup is the group in an event, with so many members, changed or not.
func hikingGroup(count int, more string) string {
	return fmt.Sprintf(`"group":{"guid":"cometchat-guid-1","name":"Hiking Group","type":"public","membersCount":%d,"conversationId":"group_cometchat-guid-1","createdAt":1714564800,"owner":"cometchat-uid-1"%s}`, count, more)
}

// The page "Webhooks" has the members of each event and their order; the first two are its samples, but for the times.
func TestWebhooksAreToldOfGroups(t *testing.T) {
	t.Parallel()
	url, events := hook(t, 200)
	srv := chatdouble.Start(t, hikers(url, ""), chatdouble.WithFrozenTime(noon))
	const obo, path, changed = "cometchat-uid-1", "/v3/groups/cometchat-guid-1", `,"updatedAt":1714564800,"onlineMembersCount":1`
	for _, step := range []struct{ acts, call, want string }{
		{
			obo, `POST /v3/groups {"guid":"cometchat-guid-1","name":"Hiking Group"}`, `group_created","data":{"group":{"guid":"cometchat-guid-1","name":"Hiking Group","type":"public",` +
				`"scope":"admin","membersCount":1,"joinedAt":1714564800,"conversationId":"group_cometchat-guid-1","hasJoined":true,"createdAt":1714564800,"owner":"cometchat-uid-1"},"members":{"cometchat-uid-1":` + one + `}}`,
		},
		{obo, "POST " + path + `/members {"participants":["cometchat-uid-2"]}`, `group_member_added","data":{` + hikingGroup(2, `,"onlineMembersCount":1`) + `,"members":{` + two + withOne + `}},"by":` + one + `}`},
		{"", "PUT " + path + `/members/cometchat-uid-2 {"scope":"moderator"}`, `group_member_scope_changed","data":{"members":{` + two + `,"scope":"moderator","oldScope":"participant"}},` + hikingGroup(2, changed) + `,"by":` + system},
		{obo, "DELETE " + path + "/members/cometchat-uid-2", `group_member_kicked","data":{"members":{` + two + withOne + `}},` + hikingGroup(1, changed) + `,"by":` + one + `}`},
		{"two", "POST " + path + "/members", `group_member_joined","data":{"members":{` + two + `}},` + hikingGroup(2, changed)},
		{"two", "DELETE " + path + "/members", `group_member_left","data":{"members":{` + two + `}},` + hikingGroup(1, changed)},
		{obo, "POST " + path + `/members {"participants":["cometchat-uid-2","ghost","cometchat-uid-3"]}`, `group_member_added","data":{` + hikingGroup(3, changed) + `,"members":{` + two + withOne + `},` + three + threeOne + `}},"by":` + one + `}`},
		{obo, "POST " + path + "/bannedusers/cometchat-uid-2", `group_member_banned","data":{` + hikingGroup(2, changed) + `,"members":{` + two + withOne + `}},"by":` + one + `}`},
		{obo, "DELETE " + path + "/bannedusers/cometchat-uid-2", `group_member_unbanned","data":{"members":{` + two + withOne + `}},` + hikingGroup(2, changed) + `,"by":` + one + `}`},
		{"", "POST " + path + `/members {"usersToBan":["cometchat-uid-3"]}`, `group_member_banned","data":{` + hikingGroup(1, changed) + `,"members":{` + three + `}},"by":` + system},
		{"", "POST " + path + `/members {"moderators":["cometchat-uid-3"]}`, `group_member_added","data":{` + hikingGroup(2, changed) + `,"members":{` + three + `}},"by":` + system},
		{"", "POST " + path + `/members {"admins":["cometchat-uid-3"]}`, `group_member_scope_changed","data":{"members":{` + three + `,"scope":"admin","oldScope":"moderator"}},` + hikingGroup(2, changed) + `,"by":` + system},
		{obo, "PUT " + path + ` {"owner":"cometchat-uid-3"}`, `group_updated","data":{` + hikingGroup(2, `,"updatedAt":1714564800,"updatedBy":"cometchat-uid-1","onlineMembersCount":1`)},
		{"", "PUT " + path + ` {"owner":"cometchat-uid-3"}`, `group_owner_transferred","data":{` + strings.Replace(hikingGroup(2, `,"updatedAt":1714564800,"updatedBy":"app_system","onlineMembersCount":1,"oldOwner":"cometchat-uid-1"`), `"owner":"cometchat-uid-1"`, `"owner":"cometchat-uid-3"`, 1)},
		{"", "PUT " + path + ` {"owner":"cometchat-uid-1"}`, `group_owner_transferred","data":{` + hikingGroup(2, `,"updatedAt":1714564800,"updatedBy":"app_system","onlineMembersCount":1,"oldOwner":"cometchat-uid-3"`)},
		{obo, "DELETE " + path, `group_deleted","data":{` + hikingGroup(2, `,"updatedAt":1714564800,"updatedBy":"app_system","onlineMembersCount":1`)},
	} {
		callHiking(t, srv, step.acts, step.call)
		if got, want := <-events, `: {"trigger":"`+step.want+hikersApp; got != want {
			t.Errorf("%s by %q\n got %s\nwant %s", step.call, step.acts, got, want)
		}
	}
}

// callHiking makes a call that has to go well, by the app, by a user, or as the end user two.
func callHiking(t *testing.T, srv *chatdouble.Server, acts, call string) string {
	t.Helper()
	method, rest, _ := strings.Cut(call, " ")
	target, body, _ := strings.Cut(rest, " ")
	q := request{method: method, target: target, body: body, key: fullKey, header: map[string]string{"onBehalfOf": acts, "Content-Type": "application/json"}}
	if acts == "two" {
		q.key, q.header = "", map[string]string{"authToken": "two_token"}
	}
	r := send(srv, q)
	if r.Status != 200 {
		t.Fatalf("%s: %d %s", call, r.Status, r.Body)
	}
	return r.Body
}

// The variants of a ban: what is answered, and who stands in the events, which is the target without onBehalfOf.
func TestBanVariants(t *testing.T) {
	t.Parallel()
	const obo, path = "cometchat-uid-1", "/v3/groups/g"
	const success = `{"data":{"success":true,"message":"The user with uid cometchat-uid-2 has been banned from the Group with g."}}`
	for variants, want := range map[string]struct{ answer, members string }{
		"":                         {success, two + withOne},
		"banAnswer: success":       {success, two + withOne},
		"banWebhook: target":       {success, two + withOne},
		"banAnswer: actionMessage": {`"action":"banned","entities":{`, two + withOne},
		"banWebhook: actor":        {success, `"cometchat-uid-1":` + one},
	} {
		url, events := hook(t, 200)
		srv := chatdouble.Start(t, hikers(url, variants), chatdouble.WithFrozenTime(noon))
		callHiking(t, srv, obo, `POST /v3/groups {"guid":"g","name":"G","members":{"participants":["cometchat-uid-2"]}}`)
		<-events
		if answer := callHiking(t, srv, obo, "POST "+path+"/bannedusers/cometchat-uid-2"); !strings.Contains(answer, want.answer) {
			t.Errorf("%s: the ban is answered %s", variants, answer)
		}
		for range 2 {
			if got := <-events; !strings.Contains(got, `"members":{`+want.members+`}}`) {
				t.Errorf("%s: %s, want %s", variants, got, want.members)
			}
			if strings.Contains(srv.App(t, "cometchat:hooked").State(), "banned:") {
				callHiking(t, srv, obo, "DELETE "+path+"/bannedusers/cometchat-uid-2")
			}
		}
		callHiking(t, srv, "", "POST "+path+`/members {"participants":["cometchat-uid-2"]}`)
		<-events
		callHiking(t, srv, "", "POST "+path+"/bannedusers/cometchat-uid-2")
		if got := <-events; !strings.Contains(got, `"members":{`+two+`}}`) {
			t.Errorf("%s without onBehalfOf: %s", variants, got)
		}
	}
}
