package zegoapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

const manyGroups = `
zim:
  - appId: 77
    serverSecret: secret
    users: [{userId: ann}, {userId: ben}, {userId: cem}, {userId: dan}]
    groups:
      - groupId: first
        groupName: First
        notice: read this
        avatar: a.png
        owner: ben
        createdAt: 2024-05-01T12:00:00Z
        dataSeq: 3
        joinMode: 2
        inviteMode: 1
        beInvitedMode: 1
        memberCountLimit: 9
        mute: {roles: [3, 200], until: 2030-01-01T00:00:00Z}
        attributes: [{key: b, value: "1"}, {key: a}]
        members:
          - ann
          - {userId: ben}
          - {userId: cem, role: 200, nickname: C, joinedAt: 2024-06-01T00:00:00Z, mutedUntil: 2029-01-01T00:00:00Z}
          - {userId: dan, muted: true, joinedAfter: 4, countedBefore: 3}
      - {groupId: second, owner: ann, mute: {all: true}}
    usedGroupIds: [gone]
    generate: {users: 5, groups: {count: 3, members: 4}}
`

// Groups are in the state whole; put back, or merged into what is there, it is the same.
func TestStateWithGroups(t *testing.T) {
	t.Parallel()
	f := openFixture(t, manyGroups, "77", "secret", chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
	// dan joins the second group before ann joins one that was made before it, at the same moment: only seq tells that.
	f.do(t, "InviteUsersIntoGroup", `{"FromUserId":"ann","GroupId":"second","UserIds":["dan"]}`).want(t, 0)
	f.do(t, "InviteUsersIntoGroup", `{"FromUserId":"ann","GroupId":"group-0001","UserIds":["dan"]}`).want(t, 0)
	f.fetch(t, "DismissGroup", "FromUserId=ann&GroupId=group-0002").want(t, 0)
	state, groups := f.State(), f.groupsOf(t, "dan")
	for _, part := range []string{
		"mute: {roles: [\"3\", \"200\"], until: 2030-01-01T00:00:00Z}", "mute: {all: true}", "usedGroupIds: [gone, group-0002]", "joinedAfter: 4",
		"seq:", "groupId: group-0003", "memberCountLimit: 9", "dataSeq: 3", "muted: true", "mutedUntil: 2029-01-01T00:00:00Z",
	} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	if strings.Contains(state, "group-0002,") || strings.Contains(state, "groupId: group-0002") {
		t.Errorf("the state has a group that was disbanded:\n%s", state)
	}
	f.MergeState(state)
	if merged := f.State(); merged != state {
		t.Errorf("merged into itself it is\n%s\nwas\n%s", merged, state)
	}
	f.SetState(state)
	if again := f.State(); again != state {
		t.Errorf("put back it is\n%s\nwas\n%s", again, state)
	}
	if again := f.groupsOf(t, "dan"); again != groups {
		t.Errorf("dan is in %s, was in %s", again, groups)
	}
	f.MergeState(`{"groups": [{"groupId": "first", "groupName": "1st", "owner": "ann", "mute": {}, "members": [{"userId": "cem", "nickname": "Cem"}, "user-0001"]}, {"groupId": "gone", "owner": "cem"}]}`)
	for _, want := range []string{`"ann","UserName":"","UserNickName":"","Role":1`, `"ben","UserName":"","UserNickName":"","Role":3`, `"UserNickName":"Cem","Role":200`, `"UserId":"user-0001"`, `"TotalCount":5`} {
		if r := f.do(t, "QueryGroupMemberList", `{"GroupId":"first"}`); !strings.Contains(r.Body, want) {
			t.Errorf("after the merge the members of first are %s, without %s", r.Body, want)
		}
	}
	if r := f.do(t, "QueryGroupInfo", `{"FromUserId":"ann","GroupId":"first"}`); !strings.Contains(r.Body, `"GroupName":"1st","GroupNotice":"read this","GroupDataSeq":3`) || !strings.Contains(r.Body, `"IsAllForbid":false`) {
		t.Errorf("after the merge first is %s", r.Body)
	}
	if changed := f.State(); strings.Contains(changed, "usedGroupIds: [gone") || !strings.Contains(changed, "groupId: gone") {
		t.Errorf("a group that was gone is not back:\n%s", changed)
	}
}

// groupsOf are the groups of a user, read one by one.
func (f *front) groupsOf(t testing.TB, user string) (list string) {
	t.Helper()
	for next := ""; next != "0"; {
		r := f.do(t, "QueryGroupsInfoOfUser", fmt.Sprintf(`{"FromUserId":%q,"Limit":1,"Next":%q}`, user, next))
		if r.want(t, 0); t.Failed() {
			return list
		}
		_, rest, _ := strings.Cut(r.Body, `"NextRsp":"`)
		next, _, _ = strings.Cut(rest, `"`)
		if id := groupIDIn(r.Body); id != "" {
			list += id + " "
		}
	}
	return list
}

// The same seed gives the same groups: as many members each as was said, all different, the owner first.
func TestGeneratedGroups(t *testing.T) {
	t.Parallel()
	const yaml = `
seed: 7
zim:
  - {appId: 77, serverSecret: secret, users: [{userId: ann}], groups: [{groupId: group-0002, owner: ann}], generate: {users: %d, groups: {count: 3%s}}}
`
	f := openFixture(t, fmt.Sprintf(yaml, 40, ", members: 30"), "77", "secret")
	state := f.State()
	for _, id := range []string{"group-0001", "group-0003", "group-0004"} {
		if r := f.do(t, "QueryGroupMemberList", fmt.Sprintf(`{"GroupId":%q}`, id)); !strings.Contains(r.Body, `"TotalCount":30,"Next":0,"MemberList":[{"UserId":"`) || strings.Count(r.Body, `"Role":3`) != 29 {
			t.Errorf("%s is %s", id, r.Body)
		}
	}
	if again := openFixture(t, fmt.Sprintf(yaml, 40, ", members: 30"), "77", "secret").State(); again != state {
		t.Errorf("the same seed gives\n%s\nand\n%s", state, again)
	}
	for people, members := range map[int]string{3: `"TotalCount":4`, 40: `"TotalCount":10`} {
		few := openFixture(t, fmt.Sprintf(yaml, people, ""), "77", "secret")
		if r := few.do(t, "QueryGroupMemberList", `{"GroupId":"group-0001"}`); !strings.Contains(r.Body, members) {
			t.Errorf("of %d people a group has %s, want %s", people+1, r.Body, members)
		}
	}
	f.MergeState(`{"generate": {"groups": {"count": 1, "members": 2}}}`)
	if r := f.do(t, "QueryGroupMemberList", `{"GroupId":"group-0005"}`); !strings.Contains(r.Body, `"TotalCount":2`) {
		t.Errorf("one more group is %s", r.Body)
	}
}
