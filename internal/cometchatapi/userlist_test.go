package cometchatapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// household is people who differ in all that a list asks about. gone1 and gone2 are deactivated
// by makeHousehold.
var household = fmt.Sprintf(`
      - {uid: me, name: Me, createdAt: %s, blocks: [{uid: bob, at: %s}, {uid: gone1, at: %s}], friends: [carl, bob, gone1]}
      - {uid: alice, name: Zora, createdAt: %s, tags: [red, "50%%"]}
      - {uid: bob, name: alfred, createdAt: %s, status: available, role: mod}
      - {uid: carl, name: Bert, createdAt: %s, updatedAt: %s, tags: [blue, red], blocks: [{uid: me, at: %s}]}
      - {uid: dora, name: "50%% off", createdAt: %s, role: vip, status: available}
      - {uid: emil, name: ALfons, createdAt: %s, tags: [green]}
      - {uid: gone1, name: albert, createdAt: %s, tags: [red]}
      - {uid: gone2, name: gone2, createdAt: %s, role: mod}
    roles: [{role: mod}, {role: vip}]
`, at(1700000000), at(1700000008), at(1700000009), at(1700000001), at(1700000002), at(1700000003), at(1700000500), at(1700000010), at(1700000004), at(1700000005), at(1700000006), at(1700000006))

func makeHousehold(t *testing.T) *chatdouble.Server {
	t.Helper()
	srv := chatdouble.Start(t, app(household, ""))
	clockOf(t, srv)
	wantBody(t, act(srv, "DELETE /v3/users", `{"uidsToDeactivate":["gone1","gone2"]}`), `{"data":{"deactivatedUids":["gone1","gone2"]}}`)
	return srv
}

// Page "Users" and JavaScript SDK 4.2.0: the query parameters. "plain" is the list that nobody looks
// at, "mine" the one that "me" sees, with onBehalfOf and on the end-user surface alike: never with "me"
// in it, in the order of status, name, uid.
func TestListFilters(t *testing.T) {
	t.Parallel()
	srv := makeHousehold(t)
	token := makeToken(t, srv, "me")
	for query, want := range map[string]struct{ plain, mine string }{
		"":                               {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"count=1&withTags=1":             {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"searchKey=al":                   {"emil bob alice", "bob emil alice"},
		"searchKey=AL":                   {"emil bob alice", "bob emil alice"},
		"searchKey=alice":                {"alice", "alice"},
		"searchKey=fred":                 {"", ""}, // no middle of a name
		"searchKey=m":                    {"me", ""},
		"searchKey=50%25":                {"dora", "dora"}, // a percent sign stands for itself
		"searchKey=%25":                  {"", ""},
		"searchKey=_":                    {"", ""},
		"searchKey=+b+":                  {"carl bob", "bob carl"},
		"searchKey=gone":                 {"", ""},
		"searchKey=":                     {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"searchKey=al&searchIn=name":     {"emil bob", "bob emil"},
		"searchKey=al&searchIn=uid":      {"alice", "alice"},
		"searchKey=al&searchIn=uid,name": {"emil bob alice", "bob emil alice"},
		"searchKey=al&searchIn[]=uid&searchIn[]=name": {"emil bob alice", "bob emil alice"},
		"searchIn=name":                  {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"status=available":               {"dora bob", "dora bob"},
		"status=offline":                 {"emil carl alice me", "emil carl alice"},
		"role=mod":                       {"bob", "bob"},
		"roles=mod,vip":                  {"dora bob", "dora bob"},
		"role=mod&roles=vip":             {"dora bob", "dora bob"},
		"role=default":                   {"emil carl alice me", "emil carl alice"},
		"role=nobody":                    {"", ""},
		"tags=red":                       {"carl alice", "carl alice"},
		"tags=red,green":                 {"emil carl alice", "emil carl alice"},
		"tags[]=blue&tags[]=green":       {"emil carl", "emil carl"},
		"tags=50%25":                     {"alice", "alice"},
		"tags=re":                        {"", ""},
		"withDeactivated=true":           {"gone2 gone1 emil dora carl bob alice me", "dora bob gone1 emil carl gone2 alice"},
		"withDeactivated=1&searchKey=al": {"gone1 emil bob alice", "bob gone1 emil alice"},
		"onlyDeactivated=1":              {"gone2 gone1", "gone1 gone2"},
		"onlyDeactivated=1&withDeactivated=1&tags=red":      {"gone1", "gone1"},
		"onlyDeactivated=false&withDeactivated=0":           {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"uids=CARL,alice,nobody,gone1,me":                   {"carl alice me", "carl alice"},
		"uids=gone1,bob&withDeactivated=1":                  {"gone1 bob", "bob gone1"},
		"uids=,":                                            {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"sortBy=name":                                       {"dora emil bob carl me alice", "dora emil bob carl alice"},
		"sortBy=name&sortOrder=desc":                        {"alice me carl bob emil dora", "alice carl bob emil dora"},
		"sortBy=status":                                     {"dora bob emil carl alice me", "dora bob emil carl alice"},
		"sortBy=status&sortOrder=desc":                      {"emil carl alice me dora bob", "emil carl alice dora bob"},
		"sortOrder=desc":                                    {"emil dora carl bob alice me", "dora bob emil carl alice"},
		"hideBlockedUsers=1":                                {"emil dora carl bob alice me", "dora emil carl alice"},
		"hideBlockedUsers=true&withDeactivated=1":           {"gone2 gone1 emil dora carl bob alice me", "dora emil carl gone2 alice"},
		"friendsOnly=1":                                     {"emil dora carl bob alice me", "bob carl"},
		"friendsOnly=1&hideBlockedUsers=1":                  {"emil dora carl bob alice me", "carl"},
		"friendsOnly=1&withDeactivated=1":                   {"gone2 gone1 emil dora carl bob alice me", "bob gone1 carl"},
		"friendsOnly=1&searchKey=b&status=offline&tags=red": {"carl", "carl"},
	} {
		page := readPage(t, get(srv, "/v3/users?"+query).Body)
		count := len(strings.Fields(want.plain))
		if m := page.Meta.Pagination; page.uids() != want.plain || m.Total != count || m.Count != count || m.TotalPages != 1 {
			t.Errorf("%s: %q, meta %+v, want %q", query, page.uids(), m, want.plain)
		}
		mine := send(srv, request{target: "/v3/users?" + query, key: fullKey, header: map[string]string{"onBehalfOf": "Me"}}).Body
		count = len(strings.Fields(want.mine))
		if page := readPage(t, mine); page.uids() != want.mine || page.Meta.Pagination.Total != 0 || page.Meta.Pagination.Count != count {
			t.Errorf("%s on behalf of me: %q, meta %+v, want %q", query, page.uids(), page.Meta.Pagination, want.mine)
		}
		if r := actAs(srv, token, "GET /v3.0/users?"+query, ""); r.Body != mine {
			t.Errorf("%s as me: %d\n got: %s\nwant: %s", query, r.Status, r.Body, mine)
		}
	}
}

// Assumed: all of these refusals.
func TestListParametersRefused(t *testing.T) {
	t.Parallel()
	srv := makeHousehold(t)
	token := makeToken(t, srv, "me")
	for query, want := range map[string]string{
		"perPage=0":                        `"perPage":["The per page must be at least 1."]`,
		"per_page=0":                       `"per_page":["The per page must be at least 1."]`,
		"perPage=1001":                     `"perPage":["The per page may not be greater than 1000."]`,
		"page=x":                           `"page":["The page must be an integer."]`,
		"status=online":                    `"status":["The selected status is invalid."]`,
		"searchIn=uid,email":               `"searchIn":["The selected search in is invalid."]`,
		"sortBy=createdAt":                 `"sortBy":["The selected sort by is invalid."]`,
		"sortOrder=up":                     `"sortOrder":["The selected sort order is invalid."]`,
		"uids=" + strings.Repeat("u,", 26): `"uids":["The uids may not have more than 25 items."]`,
		"page=0&status=x&sortBy=y":         `"page":["The page must be at least 1."],"status":["The selected status is invalid."],"sortBy":["The selected sort by is invalid."]`,
	} {
		for _, r := range []reply{get(srv, "/v3/users?"+query), actAs(srv, token, "GET /v3.0/users?"+query, "")} {
			if r.Status != 400 || r.Body != badRequest(want) {
				t.Errorf("%s: status %d\n got: %s\nwant: %s", query, r.Status, r.Body, badRequest(want))
			}
		}
	}
	wantCode(t, get(srv, "/v3/users?uids="+strings.Repeat("u,", 25)), 200, "")
	// Assumed: who is unknown comes before what is wrong.
	for _, me := range []string{"nobody", "gone1"} {
		r := send(srv, request{target: "/v3/users?page=0", key: fullKey, header: map[string]string{"onBehalfOf": me}})
		wantCode(t, r, 404, "ERR_UID_NOT_FOUND")
	}
}

// Page "Users", its sample: with onBehalfOf each item gains conversationId and block members, total is
// 0. Assumed: the place of deactivatedAt.
func TestListItems(t *testing.T) {
	t.Parallel()
	srv := makeHousehold(t)
	token := makeToken(t, srv, "me")
	for name, r := range map[string]reply{
		"plain":     get(srv, "/v3/users?withDeactivated=1"),
		"tags":      get(srv, "/v3/users?withTags=true&tags=red&withDeactivated=1"),
		"as-me":     actAs(srv, token, "GET /v3.0/users?per_page=5&withTags=1", ""),
		"as-me-2":   actAs(srv, token, "GET /v3.0/users?per_page=5&page=2", ""),
		"my-search": actAs(srv, token, "GET /v3.0/users?per_page=2&searchKey=al", ""),
	} {
		golden.Bytes(t, "ListUsers/"+name+".json", []byte(r.Body))
	}
	// What the vendor's SDK sends, in its order.
	sdk := "per_page=30&searchKey=" + url.QueryEscape("b") + "&status=available&hideBlockedUsers=0&roles=mod,vip&withTags=1&uids=bob,carl&sortBy=name&sortOrder=asc&searchIn=uid,name&page=1"
	if page := readPage(t, actAs(srv, token, "GET /v3.0/users?"+sdk, "").Body); page.uids() != "bob" {
		t.Errorf("%s: %q", sdk, page.uids())
	}
}

// The end-user surface answers as the server's does with onBehalfOf.
func TestGetUserAsMe(t *testing.T) {
	t.Parallel()
	srv := makeHousehold(t)
	token := makeToken(t, srv, "me")
	for _, uid := range []string{"bob", "CARL", "dora", "me"} {
		want := send(srv, request{target: "/v3/users/" + uid, key: fullKey, header: map[string]string{"onBehalfOf": "me"}}).Body
		wantBody(t, actAs(srv, token, "GET /v3.0/users/"+uid, ""), want)
	}
	if r := actAs(srv, token, "GET /v3.0/users/carl", ""); r.Body != `{"data":{"uid":"carl","name":"Bert","status":"offline","role":"default","hasBlockedMe":true,"hasBlockedMeAt":1700000010,`+
		`"blockedAt":1700000010,"createdAt":1700000003,"updatedAt":1700000500,"conversationId":"carl_user_me","tags":["blue","red"]}}` {
		t.Error(r.Body)
	}
	for _, uid := range []string{"nobody", "gone1", "%20"} {
		wantCode(t, actAs(srv, token, "GET /v3.0/users/"+uid, ""), 404, "ERR_UID_NOT_FOUND")
	}
	wantCode(t, actAs(srv, "", "GET /v3.0/users/bob", ""), 401, "AUTH_ERR_EMPTY_APIKEY")
	wantCode(t, actAs(srv, "wrong", "GET /v3.0/users/bob", ""), 401, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
}
