package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// TestDeclarations holds each operation against its declaration.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	vendortest.Walk(t, subject())
}

// TestDeclarationsBite makes declarations wrong: the walk reports each.
func TestDeclarationsBite(t *testing.T) {
	t.Parallel()
	vendortest.Mutations(t, subject())
}

// spareKey is a key that no call is made with.
const spareKey = "ffffffffffffffffffffffffffffffffffffffff"

// The small world. Calls with an API key see with bob's eyes, those of end users with alice's; both have blocked evan.
const smallWorld = `
cometchat:
  - appId: app
    apiKeys:
      - {name: rest, key: ` + fullKey + `, scope: fullAccess}
      - {name: other, key: ` + spareKey + `, scope: fullAccess}
    limits: {%s}
    roles: [{role: boss, name: Boss}]
    users:
      - {uid: alice, name: Alice, blocks: [evan], authTokens: [{authToken: alice_token}, {authToken: alice_other}]}
      - {uid: bob, name: Bob, blocks: [evan]}
      - {uid: carol, name: Carol}
      - {uid: evan, name: Evan}
      - {uid: gone, name: Gone, deactivatedAt: 2024-01-01T00:00:00Z}
      - {uid: dan, name: Dan}
      - {uid: fred, name: Fred}
      - {uid: gina, name: Gina}
    groups:
      - {guid: team, owner: alice, members: [{uid: bob, scope: admin}, carol, {uid: gina, scope: admin}], banned: [dan]}
      - {guid: guests, owner: bob, members: [{uid: alice, scope: admin}, carol, {uid: gina, scope: admin}], banned: [dan]}
      - {guid: bans, owner: bob, members: [{uid: alice, scope: admin}], banned: [dan]}
      - {guid: open, owner: fred}
      - {guid: low, owner: fred, members: [alice, bob, carol]}
      - {guid: far, owner: fred, type: private}
      - {guid: locked, owner: fred, type: password, password: secret}
      - {guid: shut, owner: fred, banned: [alice, bob]}
    messages:
      - {sender: alice, receiver: bob, muid: known, data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: bob, receiver: alice, data: {text: two}}
      - {sender: alice, receiver: team, receiverType: group, category: action, type: groupMember, data: {action: added, entities: {}}}
      - {sender: carol, receiver: dan, data: {text: four}}
      - {sender: bob, receiver: alice, category: interactive, type: form, data: {allowSenderInteraction: true, interactiveData: {}}}
      - {sender: carol, receiver: bob, data: {text: six}}
      - {sender: carol, receiver: alice, data: {text: seven}}
      - {sender: bob, receiver: carol, parentId: 6, data: {text: eight}}
      - {sender: alice, receiver: carol, parentId: 7, data: {text: nine}}
      - {sender: bob, receiver: carol, data: {}, deletedAt: 2024-04-01T00:00:00Z, deletedBy: bob}
      - {sender: alice, receiver: carol, data: {}, deletedAt: 2024-04-01T00:00:00Z, deletedBy: alice}
      - {sender: bob, receiver: evan, data: {text: twelve}}
      - {sender: alice, receiver: evan, data: {text: thirteen}}
      - {sender: carol, receiver: guests, receiverType: group, data: {text: fourteen}}
      - {sender: alice, receiver: carol, muid: mine, data: {text: fifteen}}
      - {sender: bob, receiver: carol, data: {text: sixteen}}
`

func subject() *vendortest.Subject {
	return &vendortest.Subject{
		Operations: cometchatapi.Operations(),
		Catalogue:  &cometchatapi.Catalogue,
		Open:       openSmallWorld,
		Examples: map[string][]any{
			"{uid}":            {"alice", "carol", "carol", "dan"},
			"{guid}":           {"team", "guests", "open", "bans"},
			"guid":             {"fresh"},
			"owner":            {"carol"},
			"icon":             {"https://example.com/i.png"},
			"admins":           {"evan"},
			"moderators":       {"fred"},
			"participants":     {"fred"},
			"usersToBan":       {"fred"},
			"{authToken}":      {"alice_other"},
			"{role}":           {"boss"},
			"{apiKey}":         {spareKey},
			"{id}":             {"1", "2", "5", "6", "7"}, // alice's, bob's, one for both to use, carol's
			"{reaction}":       {":wave"},
			"interactions":     {"button"},
			"uid":              {"newcomer", "carol"},
			"role":             {"boss", "new"},
			"avatar":           {"https://example.com/a.png"},
			"link":             {"https://example.com/a"},
			"settings":         {vendortest.Args{"listUsers": "all"}},
			"receiver":         {"carol"},
			"category":         {"message"},
			"files":            {vendortest.Args{"f1": vendortest.Args{"fileId": "f1", "name": "a.png", "size": 3, "mimeType": "image/png"}}},
			"categories":       {"message"},
			"count":            {false}, // else, with unread, the answer is another
			"data":             {vendortest.Args{"text": "hello"}},
			"blockedUids":      {"carol"},
			"accepted":         {"carol"},
			"friends":          {"carol"},
			"uidsToActivate":   {"gone"},
			"uidsToDeactivate": {"carol"},
			"memberId":         {importedID},
			"{permission}":     {"sendMessage"},
			"{scope}":          {"participant"},
			"permissions":      {vendortest.Args{"sendMessage": "deny"}},

			"featuresToRestrict": {"u.listUsers"},
			"featuresToAllow":    {"u.listUsers"},
			"sender":             {"carol"},
			"{conversationId}":   {"alice_user_bob"},
			"messageId":          {"1", "14", "7"},

			"{muid}":       {"mine"},
			"receiverType": {"user"},
			// Of one receiver alone, and nothing quoted: their own cases are flows.
			"multipleReceivers": {nil},
			"quotedMessageId":   {nil},
		},
		Codes:   codesIn,
		Answer:  answerWith,
		Refusal: refusalOf,
		Most:    func(*shape.Field) int { return 0 },
		Needs: func(f *shape.Field, _ vendortest.Slip) vendortest.Args {
			if f.Name == "category" && f.Enum != nil { // a custom message needs another data
				return vendortest.Args{"data": vendortest.Args{"text": "hello", "customData": vendortest.Args{"a": 1}}}
			}
			if f.Name == "type" && f.Words != nil { // any other is good in a custom message
				return vendortest.Args{"category": "custom", "data": vendortest.Args{"customData": vendortest.Args{"a": 1}}}
			}
			return nil
		},
		Fixed:  fixedQuotas,
		Shared: sharedCodes,
		Cases:  slices.Concat(codeCases, groupCases, conversationCases, sendCases),
	}
}

// fixedQuotas are those of the data import (page "Data Import") and of marking as unread (page "Rate Limits").
var fixedQuotas = map[string]int{"import": 60, "unread": 5}

// sharedCodes are those of the frame.
var sharedCodes = []string{
	"AUTH_ERR_EMPTY_APPID", "AUTH_ERR_INVALID_APPID", "AUTH_ERR_EMPTY_APIKEY", "AUTH_ERR_APIKEY_NOT_FOUND", "AUTH_ERR_NO_ACCESS",
	"AUTH_ERR_EMPTY_AUTH_TOKEN", "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", "ERR_TOO_MANY_REQUESTS", "ERR_OPERATION_FAILED",
}

// codeCases say how each code is caused that does not follow from what a member may be.
var codeCases = []vendortest.Case{
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"{uid}": "ghost", "{onBehalfOf}": "ghost"}},
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"blockedUids": "ghost", "receiver": "ghost"}},
	{Code: "ERR_CANNOT_BLOCK_SELF", In: vendortest.Args{"blockedUids": "alice"}},
	{Code: "ERR_UID_ALREADY_EXISTS", In: vendortest.Args{"uid": "bob"}},
	{Code: "ERR_CANNOT_FORM_SELF_RELATION", In: vendortest.Args{"accepted": "alice"}},
	{Code: "ERR_FAILED_TO_ADD_FRIEND", Before: fullOfFriends},
	{Code: "ERR_BAD_REQUEST", In: vendortest.Args{"{permission}": "sendNothing"}},
	{Code: "ERR_PERMISSION_DENIED", Before: allDenied},
	{Code: "ERR_PERMISSION_DENIED", Before: allDenied, In: vendortest.Args{"receiverType": "group", "receiver": "team"}},
	{Code: "ERR_AUTH_TOKEN_NOT_FOUND", In: vendortest.Args{"{authToken}": "nobody"}},
	{Code: "ERR_AUTHTOKEN_NOT_ACCESSIBLE", In: vendortest.Args{"{uid}": "carol", "{authToken}": "alice_token"}},
	{Code: "ERR_ROLE_ALREADY_EXISTS", In: vendortest.Args{"role": "boss"}},
	{Code: "ERR_ROLE_NOT_FOUND", In: vendortest.Args{"{role}": "ghost"}},
	{Code: "ERR_ROLE_DELETE_DENIED", In: vendortest.Args{"{role}": "default"}},
	{Code: "ERR_APIKEY_NOT_FOUND", In: vendortest.Args{"{apiKey}": strings.Repeat("e", 40)}},
	{Code: "ERR_APIKEY_NO_SELF_ACTION", In: vendortest.Args{"{apiKey}": fullKey}},
	{Code: "ERR_GUID_NOT_FOUND", In: vendortest.Args{"receiverType": "group", "{guid}": "ghost"}},
	{Code: "ERR_BLOCKED_RECEIVER", In: vendortest.Args{"receiver": "evan"}},
	{Code: "ERR_BLOCKED_SENDER", Before: refusedSenders},
	{Code: "ERR_BLOCKED_BY_WEBHOOK", Before: refusingWebhook},
	{Code: "ERR_PLAN_QUOTA_RESTRICTION", Before: fullPlan},
	{Code: "ERR_MESSAGE_NO_ACCESS", In: vendortest.Args{"{onBehalfOf}": "carol"}},
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"owner": "ghost", "groupOwnerDetails": nil, "ownerDetails": nil}},
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"uid": "ghost", "userDetails": nil}},
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"sender": "ghost", "senderUserDetails": nil}},
	{Code: "ERR_GUID_NOT_FOUND", In: vendortest.Args{"guid": "ghost", "groupDetails": nil}},
	{Code: "ERR_GUID_NOT_FOUND", In: vendortest.Args{"receiver": "ghost", "receiverType": "group", "receiverGroupDetails": nil}},
	{Code: "ERR_EMPTY_GROUP_PASS", In: vendortest.Args{"receiver": "fresh", "receiverType": "group", "type": "password", "category": "custom", "data": vendortest.Args{"customData": vendortest.Args{"a": 1}}, "password": nil}},
	{Code: "ERR_ALREADY_JOINED", In: vendortest.Args{"guid": "team", "uid": "bob"}},
	{Code: "ERR_BANNED_GROUPMEMBER", In: vendortest.Args{"guid": "team", "uid": "dan", "isBanned": false}},
	{Code: "ERR_ALREADY_BANNED", In: vendortest.Args{"guid": "team", "uid": "dan"}},
	{Code: "ERR_GROUP_NO_CLEARANCE", In: vendortest.Args{"owner": "carol", "uid": "carol"}},
	{Code: "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN", In: vendortest.Args{"owner": "carol", "uid": "carol", "scope": "participant", "isBanned": false}},
	{Code: "ERR_IMPORT_INVALID_JOINEDAT", In: vendortest.Args{"joinedAt": 1_500_000_000}},
	{Code: "ERR_IMPORT_MUID_ALREADY_EXISTS", In: vendortest.Args{"muid": "known"}},
	{Code: "ERR_MESSAGE_NO_ACCESS", In: vendortest.Args{"{id}": "4"}},
	{Code: "ERR_PINNED_MESSAGES_LIMIT_EXCEEDED", Before: fullOfMarks},
	{Code: "ERR_SAVED_MESSAGES_LIMIT_EXCEEDED", Before: fullOfMarks},
	{Code: "ERR_BAD_REQUEST", In: vendortest.Args{"{onBehalfOf}": ""}},
	{Code: "ERR_BAD_REQUEST", In: vendortest.Args{"{reaction}": "%20"}},
	{Code: "ERR_MESSAGE_NOT_A_SENDER", In: vendortest.Args{"{id}": "1"}},
	{Code: "ERR_MESSAGE_NOT_A_SENDER", In: vendortest.Args{"{id}": "2"}},
	{Code: "ERR_MESSAGE_ACTION_NOT_ALLOWED", In: vendortest.Args{"{id}": "3"}},
	{Code: "ERR_MESSAGE_ACTION_NOT_ALLOWED", In: vendortest.Args{"{id}": "10"}},
	{Code: "ERR_MESSAGE_ACTION_NOT_ALLOWED", In: vendortest.Args{"{id}": "11"}},
	{Code: "ERR_WRONG_MESSAGE_THREAD", In: vendortest.Args{"{id}": "1"}},
	{Code: "ERR_WRONG_MESSAGE_THREAD_CATEGORY", In: vendortest.Args{"{id}": "3"}},
	{Code: "ERR_MESSAGE_THREAD_NESTING", In: vendortest.Args{"{id}": "8"}},
	{Code: "ERR_MESSAGE_THREAD_NESTING", In: vendortest.Args{"{id}": "9"}},
	{Code: "ERR_BLOCKED_RECEIVER", In: vendortest.Args{"receiver": "evan", "{id}": "12"}},
	{Code: "ERR_BLOCKED_RECEIVER", In: vendortest.Args{"receiver": "evan", "{id}": "13"}},
	{Code: "ERR_MESSAGE_ID_NOT_FOUND", In: vendortest.Args{"{id}": "999", "messageId": "999"}},
}

// ownCodes are those of a member of another type, by its reader.
var ownCodes = map[string]string{
	"receiverType": "ERR_INVALID_RECEIVER_TYPE", "category": "ERR_INVALID_MESSAGE_CATEGORY", "type": "ERR_INVALID_MESSAGE_TYPE",
	"data": "ERR_INVALID_MESSAGE_DATA",
}

// sendCases are those of messages that are sent.
var sendCases = []vendortest.Case{
	{Code: "ERR_BOT_NOT_FOUND", In: vendortest.Args{"{uid}": "ghost"}},
	{Code: "ERR_MESSAGE_ID_NOT_FOUND", In: vendortest.Args{"quotedMessageId": 999, "{muid}": "ghost"}},
	{Code: "ERR_MESSAGE_NO_ACCESS", In: vendortest.Args{"quotedMessageId": "4"}},
	{Code: "ERR_EMPTY_RECEIVER", In: vendortest.Args{"multipleReceivers": vendortest.Args{"uids": []any{}}}},
	{Code: "ERR_INVALID_RECEIVER_TYPE", In: vendortest.Args{"receiver": "carol", "receiverType": "room"}},
	{Code: "ERR_EMPTY_MESSAGE_CATEGORY", In: vendortest.Args{"receiver": "carol", "category": " "}},
	{Code: "ERR_INVALID_MESSAGE_CATEGORY", In: vendortest.Args{"receiver": "carol", "category": "letter"}},
	{Code: "ERR_EMPTY_MESSAGE_TYPE", In: vendortest.Args{"receiver": "carol", "type": " "}},
	{Code: "ERR_INVALID_MESSAGE_TYPE", In: vendortest.Args{"receiver": "carol", "type": "poem"}},
	{Code: "ERR_INVALID_MESSAGE_DATA", In: vendortest.Args{"receiver": "carol", "category": "interactive", "type": "form"}},
	{Code: "ERR_EMPTY_MESSAGE_TEXT", In: vendortest.Args{"receiver": "carol", "data": vendortest.Args{"text": " "}}},
	{Code: "ERR_INVALID_MESSAGE_TEXT", In: vendortest.Args{"receiver": "carol", "data": vendortest.Args{"text": 5}}},
	{Code: "ERR_EMPTY_MESSAGE_FILE", In: vendortest.Args{"receiver": "carol", "type": "image"}},
	{Code: "ERR_INVALID_MEDIA_MESSAGE", In: vendortest.Args{"receiver": "carol", "type": "file", "data": vendortest.Args{"attachments": "x"}}},
	{Code: "ERR_EMPTY_CUSTOM_DATA", In: vendortest.Args{"receiver": "carol", "category": "custom"}},
	{Code: "ERR_INVALID_CUSTOM_DATA", In: vendortest.Args{"receiver": "carol", "category": "custom", "data": vendortest.Args{"customData": "x"}}},
	{Code: "ERR_INVALID_METADATA", In: vendortest.Args{"receiver": "carol", "data": vendortest.Args{"text": "x", "metadata": 5}}},
}

// groupCases are those of groups, in each of which bob acts, or, as an end user, alice.
var groupCases = []vendortest.Case{
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"participants": "ghost", "owner": "ghost"}},
	{Code: "ERR_GUID_ALREADY_EXISTS", In: vendortest.Args{"guid": "team"}},
	{Code: "ERR_EMPTY_GROUP_PASS", In: vendortest.Args{"type": "password", "password": nil}},
	{Code: "ERR_EMPTY_GROUP_PASS", In: vendortest.Args{"{guid}": "locked", "password": " "}},
	{Code: "ERR_WRONG_GROUP_PASS", In: vendortest.Args{"{guid}": "locked"}},
	{Code: "ERR_GROUP_JOIN_NOT_ALLOWED", In: vendortest.Args{"{guid}": "far"}},
	{Code: "ERR_GROUP_NOT_JOINED", In: vendortest.Args{"{guid}": "far", "{uid}": "carol"}},
	{Code: "ERR_GROUP_NOT_JOINED", In: vendortest.Args{"receiver": "far", "receiverType": "group"}},
	{Code: "ERR_BANNED_GROUPMEMBER", In: vendortest.Args{"receiver": "shut", "receiverType": "group"}},
	{Code: "ERR_BANNED_GROUPMEMBER", In: vendortest.Args{"{guid}": "shut", "{uid}": "carol"}},
	{Code: "ERR_GROUP_NO_ADMIN_SCOPE", In: vendortest.Args{"{guid}": "low"}},
	{Code: "ERR_GROUP_NO_MODERATOR_SCOPE", In: vendortest.Args{"{guid}": "low", "{uid}": "carol"}},
	{Code: "ERR_GROUP_NO_CLEARANCE", In: vendortest.Args{"{guid}": "low", "{uid}": "fred"}},
	{Code: "ERR_GROUP_NO_CLEARANCE", In: vendortest.Args{"{guid}": "guests", "usersToBan": "bob"}},
	{Code: "ERR_GROUP_NO_CLEARANCE", In: vendortest.Args{"{guid}": "team", "usersToBan": "alice"}},
	{Code: "ERR_GROUP_NO_SCOPE_CLEARANCE", In: vendortest.Args{"{guid}": "low", "{uid}": "carol", "scope": "admin"}},
	{Code: "ERR_GROUP_NO_SCOPE_CLEARANCE", In: vendortest.Args{"{guid}": "guests", "participants": "gina"}},
	{Code: "ERR_GROUP_NO_SCOPE_CLEARANCE", In: vendortest.Args{"{guid}": "team", "participants": "gina"}},
	{Code: "ERR_SAME_SCOPE", In: vendortest.Args{"{guid}": "guests", "{uid}": "carol", "scope": "participant", "participants": "carol"}},
	{Code: "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN", In: vendortest.Args{"{guid}": "low", "{uid}": "fred", "scope": "participant"}},
	{Code: "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN", In: vendortest.Args{"{guid}": "guests", "participants": "bob"}},
	{Code: "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN", In: vendortest.Args{"{guid}": "team", "participants": "alice"}},
	{Code: "ERR_GROUP_NO_CLEARANCE", In: vendortest.Args{"{onBehalfOf}": "", "usersToBan": "carol"}},
	{Code: "ERR_SAME_SCOPE", In: vendortest.Args{"admins": "alice", "moderators": "gina"}},
	{Code: "ERR_GROUP_NO_SELF_ACTION", In: vendortest.Args{"{guid}": "low", "{uid}": "bob"}},
	{Code: "ERR_GROUP_NO_SELF_ACTION", In: vendortest.Args{"{guid}": "low", "{uid}": "alice"}},
	{Code: "ERR_GROUP_NO_SELF_ACTION", In: vendortest.Args{"{guid}": "team", "usersToBan": "bob"}},
	{Code: "ERR_GROUP_NO_SELF_ACTION", In: vendortest.Args{"{guid}": "guests", "usersToBan": "alice"}},
	{Code: "ERR_NOT_A_MEMBER", In: vendortest.Args{"{guid}": "guests", "{uid}": "evan"}},
	{Code: "ERR_NOT_A_MEMBER", In: vendortest.Args{"{guid}": "team", "{onBehalfOf}": "", "owner": "evan"}},
	{Code: "ERR_ALREADY_BANNED", In: vendortest.Args{"{guid}": "guests", "{uid}": "dan", "usersToBan": "dan"}},
	{Code: "ERR_NOT_A_BANNED_USER", In: vendortest.Args{"{guid}": "guests", "{uid}": "carol"}},
	{Code: "ERR_ALREADY_JOINED", In: vendortest.Args{"{guid}": "guests"}},
	{Code: "ERR_OWNER_EXIT_FORBIDDEN", In: vendortest.Args{"{guid}": "team"}},
}

func openSmallWorld(t testing.TB, quotas map[string]int) vendortest.World {
	t.Helper()
	var limits []string
	for name, n := range quotas {
		if fixedQuotas[name] > 0 {
			continue
		}
		limits = append(limits, fmt.Sprintf("%s: %d", name, n))
	}
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("small.yaml", fmt.Sprintf(smallWorld, strings.Join(limits, ","))),
		chatdouble.WithLimits(quotas != nil), chatdouble.WithFrozenTime(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)))
	return vendortest.World{Server: srv, App: srv.App(t, "cometchat:app"), Ask: requestOf}
}

// requestOf asks an operation: what is in braces stands in the path, or in the header that says who acts.
func requestOf(op *gateway.Op, in vendortest.Args) vendortest.Request {
	q := vendortest.Request{Method: op.Method, Header: map[string]string{"Content-Type": "application/json", "Onbehalfof": "bob"}}
	q.Header[map[string]string{"apikey": "Apikey", "authToken": "Authtoken"}[op.Credential]] = map[string]string{"apikey": fullKey, "authToken": "alice_token"}[op.Credential]
	path, members, query := cometchatapi.Catalogue.Called(op), vendortest.Args{}, url.Values{}
	for name, value := range in {
		if name[0] == '{' {
			path = strings.ReplaceAll(path, name, fmt.Sprint(value))
			continue
		}
		members[name] = value
		items, list := value.([]any)
		if !list {
			items = []any{value}
		}
		for _, item := range items {
			query.Add(name, fmt.Sprint(item))
		}
	}
	if who, ok := in["{onBehalfOf}"]; ok {
		q.Header["Onbehalfof"] = who.(string)
	}
	if q.Target = path; op.Method == http.MethodGet {
		q.Target += "?" + query.Encode()
		return q
	}
	byID(members)
	body, _ := json.Marshal(members)
	q.Body = string(body)
	return q
}

// refusedSenders has carol block who acts, in an app that lets such messages not pass.
func refusedSenders(t testing.TB, w vendortest.World) {
	t.Helper()
	w.App.MergeState("variants: {blockedSender: refuse}")
	w.App.Block("carol", "alice")
	w.App.Block("carol", "bob")
}

// fullPlan makes 25 users of those who are there.
func fullPlan(t testing.TB, w vendortest.World) {
	t.Helper()
	w.App.MergeState("variants: {freePlanUsers: 25}")
	for i := range 25 {
		w.App.AddUsers(chatdouble.User{ID: fmt.Sprint("p", i)})
	}
}

// fullOfFriends gives alice all the friends that she can have.
func fullOfFriends(t testing.TB, w vendortest.World) {
	t.Helper()
	var friends []string
	for i := range 1000 {
		w.App.AddUsers(chatdouble.User{ID: fmt.Sprint("p", i)})
		friends = append(friends, fmt.Sprintf("%q", fmt.Sprint("p", i)))
	}
	for ; len(friends) > 0; friends = friends[25:] {
		r := send(w.Server, request{
			method: "POST", target: "/v3/users/alice/friends", key: fullKey, body: `{"accepted":[` + strings.Join(friends[:25], ",") + `]}`,
		})
		if r.Status != http.StatusOK {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
	}
}

// fullOfMarks lets the conversation of alice and bob have all the pinned messages that it can have, and both have saved
// all that they can.
func fullOfMarks(t testing.TB, w vendortest.World) {
	t.Helper()
	var all []string
	for range 100 {
		all = append(all, `{"sender":"alice","receiver":"bob","data":{"text":"x"},"pinnedBy":"app_system","savedBy":["alice","bob"]}`)
	}
	w.App.MergeState(`{"messages":[` + strings.Join(all, ",") + "]}")
}

// codesIn are the code of a refusal, or those of the entries that failed.
func codesIn(_ *gateway.Op, body string) []string {
	var whole struct {
		Error struct{ Code string }
		Data  json.RawMessage
	}
	if json.Unmarshal([]byte(body), &whole) != nil {
		return []string{"no JSON"}
	}
	return append([]string{whole.Error.Code}, entriesFailed(whole.Data)...)
}

func entriesFailed(data json.RawMessage) (codes []string) {
	var entries map[string]json.RawMessage
	if json.Unmarshal(data, &entries) != nil {
		return nil
	}
	for name, entry := range entries {
		var failed struct {
			Success *bool
			Error   struct{ Code string }
		}
		_ = json.Unmarshal(entry, &failed)
		switch {
		case failed.Success != nil && failed.Error.Code != "":
			codes = append(codes, failed.Error.Code)
		case slices.Contains([]string{"accepted", "admins", "moderators", "participants", "usersToBan", "members"}, name):
			codes = append(codes, entriesFailed(entry)...)
		}
	}
	return codes
}

func answerWith(op *gateway.Op, codes []string) *shape.Struct {
	if codes[0] != "" {
		return cometchatapi.Catalogue.Refusal
	}
	return op.Out
}

// refusalOf is the code of anything that is wrong; an import refuses each person alone. What has no effect is not
// looked at.
func refusalOf(path []*shape.Field, slip vendortest.Slip) string {
	for _, f := range path {
		if f.NoEffect || f.NotEmulated || slip == vendortest.OutOfRange && f.Tag.Get("check") == "time" { // 0 is no time
			return ""
		}
	}
	if format := wrapperCodes[path[0].Name]; path[0].Tag.Get("check") == "entries" && len(path) == 1 && slip != vendortest.TooMany {
		return format
	}
	if path[0].Name == "multipleReceivers" && len(path) > 1 { // who is not sent
		return ""
	}
	if code := ownCodes[path[0].Tag.Get("check")]; code != "" && slip == vendortest.WrongType {
		return code
	}
	return "ERR_BAD_REQUEST"
}
