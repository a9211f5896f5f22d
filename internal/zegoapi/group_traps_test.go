package zegoapi_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// clubFront is an app with alice's group g, in which bob and carol are.
func clubFront(t testing.TB) *front {
	t.Helper()
	return openFixture(t, `
zim:
  - {appId: 77, serverSecret: s, users: [{userId: alice}, {userId: bob}, {userId: carol}, {userId: "42"}], groups: [{groupId: g, owner: alice, members: [bob, carol]}]}
`, "77", "s", chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
}

// What the pages leave open, or say in a way that clients stumble over.
func TestGroupTraps(t *testing.T) {
	t.Parallel()
	f := clubFront(t)
	for _, tt := range []struct{ action, asked, has string }{
		// A GroupId is the server's own when there is none, and begins with # then only; the public PHP client sends ids that are digits.
		{"CreateGroup", `{"GroupOwner":"42","GroupName":"n"}`, `"GroupId":"#`},
		{"CreateGroup", `{"GroupOwner":"42","GroupId":"#1"}`, `"Code":660000002`},
		{"CreateGroup", `{"GroupOwner":42,"GroupId":"1"}`, `"Code":660000002`},
		{"CreateGroup", `{"GroupOwner":"42","GroupId":"k","Attributes":[{"Key":"","Value":"v"}]}`, `"Code":660600020`},
		{"CreateGroup", `{"GroupOwner":"42","GroupId":"t","CreateGroupTime":4102444800000}`, `"Code":660000002`},
		// The list that does not count may be too long, or of anything.
		{"InviteUsersIntoGroup", `{"FromUserId":"bob","GroupId":"g","GroupMemberInfos":[{"UserId":"alice"}],"UserIds":["a"` + strings.Repeat(`,"a"`, 100) + `]}`, `"Code":0,`},
		{"InviteUsersIntoGroup", `{"FromUserId":"bob","GroupId":"g","GroupMemberInfos":[],"UserIds":["a"` + strings.Repeat(`,"a"`, 100) + `]}`, `"Code":660000011`},
		{"InviteUsersIntoGroup", `{"FromUserId":"bob","GroupId":"g","UserIds":["alice"],"GroupMemberInfos":[{"UserId":"a"}` + strings.Repeat(`,{"UserId":"a"}`, 100) + `]}`, `"Code":660000011`},
		// The names have characters, the notice bytes.
		{"UpdateGroupData", `{"FromUserId":"bob","GroupId":"g","GroupName":"` + strings.Repeat("王", 50) + `"}`, `"Code":0`},
		{"UpdateGroupData", `{"FromUserId":"bob","GroupId":"g","GroupNotice":"` + strings.Repeat("王", 101) + `"}`, `"Code":660000002`},
		{"UpdateGroupData", `{"FromUserId":"bob","GroupId":"g"}`, `"Code":660000002`},
		// The body's Action is not the query's.
		{"ModifyGroupAttribute", `{"FromUserId":"bob","GroupId":"g","Attributes":[{"Key":"k","Value":"v"}]}`, `"Code":660000002`},
		{"ModifyGroupAttribute", `{"FromUserId":"bob","GroupId":"g","Action":1,"Attributes":[{"Key":"k","Value":"` + strings.Repeat("v", 2000) + `"}]}`, `"Code":0,`},
		// A parameter without a value becomes 0, one that is missing stays.
		{"ModifyGroupLimit", "FromUserId=bob&GroupId=g&JoinMode=2&MemberCountLimit=9", `"Code":0`},
		{"ModifyGroupLimit", "FromUserId=bob&GroupId=g&JoinMode=", `"Code":0`},
		{"QueryGroupInfo", `{"FromUserId":"bob","GroupId":"g"}`, `"LimitInfo":{"MemberCountLimit":9,"JoinMode":0,`},
		// Booleans of a query, and the forms of its lists.
		{"MuteGroup", "FromUserId=bob&GroupId=g&IsAllMuted=true&Duration=60", `"Code":660600032`},
		{"MuteGroup", "FromUserId=42&GroupId=g&IsAllMuted=1&Duration=60&MuteRoleList[]=3", `"Code":0`},
		{"QueryGroupInfo", `{"FromUserId":"bob","GroupId":"g"}`, `"IsAllForbid":true,"LimitInfo"`},
		{"MuteGroup", "FromUserId=42&GroupId=g&IsAllMuted=0&Duration=60&MuteRoleList=3&MuteRoleList=200", `"Code":0`},
		{"QueryGroupInfo", `{"FromUserId":"bob","GroupId":"g"}`, `"ForbidList":[3,200],"LimitInfo"`},
		{"MuteGroup", "FromUserId=42&GroupId=g&IsAllMuted=yes&Duration=60", `"Code":660000002`},
		{"MuteGroup", "FromUserId=42&GroupId=g&Duration=60&MuteRoleList[0]=0", `"Code":660000002`},
		{"MuteGroupMembers", "FromUserId=42&GroupId=g&UserIds[0]=bob&UserIds[1]=carol&Duration=-1", `"ErrorUsers":[]`},
		{"MuteGroupMembers", `{"FromUserId":"42","GroupId":"g","UserIds":["alice"],"Duration":"30"}`, `"ErrorUsers":[]`},
		{"FetchForbidGroupList", `{"FromUserId":"bob","StartFlag":0}`, `[{"GroupId":"g","ForbidType":6}]`},
		// Pages by number, with a Limit that stays the same.
		{"QueryGroupMemberList", `{"GroupId":"g","Limit":2}`, `"TotalCount":3,"Next":1,`},
		{"QueryGroupMemberList", `{"GroupId":"g","Limit":3}`, `"TotalCount":3,"Next":0,`},
		{"QueryGroupMemberList", `{"GroupId":"g","Limit":-1}`, `"Code":660000002`},
		{"QueryAppGroupList", `{"Limit":1}`, `"TotalCount":2,"Next":1,"GroupIdList":[{"GroupId":"g","GroupName":"王`},
		// The first page of a list whose Next is a text.
		{"QueryGroupsInfoOfUser", `{"FromUserId":"bob","Limit":1}`, `"NextRsp":"0","HasJoinGroupNum":1`},
		{"QueryGroupsInfoOfUser", `{"FromUserId":"bob","Limit":1,"Next":"0"}`, `"GroupId":"g"`},
		{"QueryGroupsInfoOfUser", `{"FromUserId":"bob","Limit":1,"Next":0}`, `"GroupId":"g"`},
		{"QueryGroupsInfoOfUser", `{"FromUserId":"bob","Limit":1,"Next":"x"}`, `"Code":660000002`},
	} {
		method, raw, in := "GET", tt.asked, ""
		if tt.asked[0] == '{' {
			method, raw, in = "POST", "", tt.asked
		}
		if r := f.call(t, method, tt.action, raw, in); !strings.Contains(r.Body, tt.has) {
			t.Errorf("%s %.200s: %s (%s), want %s", tt.action, tt.asked, r.Body, r.Reason(), tt.has)
		}
	}
	if id := groupIDIn(f.do(t, "CreateGroup", `{"GroupOwner":"42"}`).Body); !regexp.MustCompile(`^#\d{10}$`).MatchString(id) {
		t.Errorf("a group that the server has named is %q", id)
	}
}

// A mute ends on the app's clock; a group of which all mutes have ended is in the list no longer.
func TestMutesEnd(t *testing.T) {
	t.Parallel()
	f := clubFront(t)
	f.fetch(t, "MuteGroup", "FromUserId=alice&GroupId=g&IsAllMuted=true&Duration=60").want(t, 0)
	f.fetch(t, "MuteGroupMembers", "FromUserId=alice&GroupId=g&UserIds[]=bob&Duration=90").want(t, 0)
	for _, want := range []string{`"ForbidType":5`, `"ForbidType":4`, `"GroupList":[]`} {
		if r := f.do(t, "FetchForbidGroupList", `{"FromUserId":"bob","StartFlag":0}`); !strings.Contains(r.Body, want) {
			t.Errorf("%s, want %s", r.Body, want)
		}
		f.Clock().Advance(60 * time.Second)
	}
	if r := f.do(t, "QueryGroupInfo", `{"FromUserId":"bob","GroupId":"g"}`); !strings.Contains(r.Body, `"IsAllForbid":false`) || !strings.Contains(r.Body, `"ForbidExpireTime":0`) {
		t.Errorf("the mute has ended: %s", r.Body)
	}
}

// A user reads the own groups while they change: none that stays comes twice or never, whatever ends on the way.
func TestGroupsOfAUserWhileTheyChange(t *testing.T) {
	t.Parallel()
	f := clubFront(t)
	for i := range 10 { // at two moments, as they may be made by hundreds
		f.do(t, "CreateGroup", fmt.Sprintf(`{"GroupOwner":"42","GroupId":"n%d","CreateGroupTime":%d}`, i, 1000+i/5)).want(t, 0)
	}
	var seen []string
	for next := ""; next != "0"; {
		r := f.do(t, "QueryGroupsInfoOfUser", fmt.Sprintf(`{"FromUserId":"42","Limit":2,"Next":%q}`, next))
		for _, m := range regexp.MustCompile(`"GroupId":"(\w+)"`).FindAllStringSubmatch(r.Body, -1) {
			seen = append(seen, m[1])
		}
		next = regexp.MustCompile(`"NextRsp":"(\d+)"`).FindStringSubmatch(r.Body)[1]
		f.fetch(t, "DismissGroup", query("FromUserId", "42", "GroupId", seen[len(seen)-1])) // the one that the next page goes on behind
	}
	if got := strings.Join(seen, " "); got != "n0 n1 n2 n3 n4 n5 n6 n7 n8 n9" {
		t.Errorf("seen were %s", got)
	}
}

// FetchForbidGroupList has 10,000 groups a page.
func TestMutedGroupsByPages(t *testing.T) {
	t.Parallel()
	var groups strings.Builder
	for i := range 10_001 {
		fmt.Fprintf(&groups, "      - {groupId: g%d, owner: a, mute: {all: true}}\n", i)
	}
	f := openFixture(t, "zim:\n  - appId: 77\n    serverSecret: s\n    users: [{userId: a}]\n    groups:\n"+groups.String(), "77", "s", chatdouble.WithLimits(false))
	for _, tt := range []struct {
		start int
		want  string
	}{{0, `"FetchEnd":0,"NextFlag":10000,"GroupList":[{"GroupId":"g0",`}, {10_000, `"FetchEnd":1,"NextFlag":0,"GroupList":[{"GroupId":"g10000","ForbidType":1}]`}} {
		if r := f.do(t, "FetchForbidGroupList", fmt.Sprintf(`{"FromUserId":"a","StartFlag":%d}`, tt.start)); !strings.Contains(r.Body, tt.want) {
			t.Errorf("from %d: %.200s, want %s", tt.start, r.Body, tt.want)
		}
	}
}

// Of items that fail the reason names the rule and the length, each, also when others went well.
func TestReasonsOfItems(t *testing.T) {
	t.Parallel()
	f := clubFront(t)
	in := `{"FromUserId":"alice","GroupId":"g","GroupMemberInfos":[{"UserId":"` + strings.Repeat("x", 33) + `"},{"UserId":"b\ud83d\ude00"},{"UserId":"42"}]}`
	r := f.do(t, "InviteUsersIntoGroup", in)
	if want := `2 items failed; "` + strings.Repeat("x", 33) + `" has 33 bytes; at most 32 bytes are allowed; `; r.Code != 0 || !strings.HasPrefix(r.Reason(), want) || !strings.Contains(r.Reason(), `'\U0001f600' at byte 2, which user ids may not have`) {
		t.Errorf("Code %d, reason %q, want %q and the character", r.Code, r.Reason(), want)
	}
}
