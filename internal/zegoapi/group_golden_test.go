package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The samples of the pages of groups: the requests, with ids that are there, and the answers without their white space.
// Where a sample has a code that is in no table of its page, or members that exclude each other, the tables are followed.
func TestGoldenGroups(t *testing.T) {
	t.Parallel()
	f := openFixture(t, `
zim:
  - appId: 12345
    serverSecret: secret
    users:
      - {userId: owner, userName: owner}
      - {userId: user1, userName: user1}
      - {userId: u1, userName: userName1}
      - {userId: u2, userName: userName2}
      - {userId: userId}
      - {userId: UserId123}
      - {userId: user}
      - {userId: fromUserId}
      - {userId: zego_user}
    groups:
      - groupId: GroupId
        groupName: GroupName
        notice: GroupNotice
        avatar: "https://xxx.com/xxx.png"
        owner: owner
        createdAt: 1970-01-01T00:00:10Z
        dataSeq: 1
        joinMode: 1
        inviteMode: 1
        beInvitedMode: 1
        memberCountLimit: 100
        mute: {all: true, until: 2024-05-01T12:00:00Z}
        attributes: [{key: "1", value: "1"}, {key: "2", value: "2"}]
      - {groupId: roles, owner: owner, mute: {roles: [2, 3]}, members: [{userId: u1, muted: true}]}
      - {groupId: groupA, groupName: groupNameA, owner: u1, members: [{userId: u1, nickname: userNickName1}, u2, {userId: user1, role: 150}]}
      - {groupId: groupId1, groupName: groupName1, avatar: GroupAvatar1, owner: UserId123}
`, "12345", "secret", chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
	f.goldens(t, []sampled{
		{"QueryGroupInfo/sample", `{"FromUserId":"userId","GroupId":"GroupId"}`},
		{"QueryGroupInfo/roles", `{"FromUserId":"userId","GroupId":"roles"}`},
		{"QueryGroupInfo/no-group", `{"FromUserId":"userId","GroupId":"nowhere"}`},
		{"FetchForbidGroupList/sample", `{"FromUserId":"userId","StartFlag":0}`},
		{"FetchForbidGroupList/behind", `{"FromUserId":"userId","StartFlag":2}`},
		{"QueryGroupMemberList/sample", `{"GroupId":"groupA","Limit":2,"Next":0}`},
		{"QueryGroupMemberList/last", `{"GroupId":"groupA","Limit":2,"Next":1}`},
		{"QueryGroupMemberList/behind", `{"GroupId":"groupA","Limit":2,"Next":7}`},
		{"QueryAppGroupList/sample", "Limit=2&Next=1"},
		{"QueryGroupsInfoOfUser/sample", `{"FromUserId":"UserId123","Limit":2,"Next":""}`},
		{"QueryGroupsInfoOfUser/bad-next", `{"FromUserId":"UserId123","Limit":2,"Next":"7"}`},
		{"CreateGroup/sample", `{"GroupId":"group","GroupName":"group_name","GroupNotice":"group_notice","GroupAvatar":"https://www.baidu.com/","GroupOwner":"owner","UserId":["user1","user2"],"Attributes":[{"Key":"key1","Value":"value1"},{"Key":"key2","Value":"value2"}],"CreateGroupTime":0}`},
		{"CreateGroup/taken", `{"GroupId":"group","GroupOwner":"owner"}`},
		{"InviteUsersIntoGroup/sample", `{"FromUserId":"zego_user","GroupId":"groupA","GroupMemberInfos":[{"UserId":"user/a","EnterGroupTime":123},{"UserId":"user","EnterGroupTime":0}]}`},
		{"InviteUsersIntoGroup/all-failed", `{"FromUserId":"zego_user","GroupId":"groupA","UserIds":["ghost"]}`},
		{"KickoutGroupUser/sample", `{"FromUserId":"zego_user","GroupId":"group","UserId":["user1","u2"],"CustomReason":"reason"}`},
		{"UpdateGroupData/sample", `{"FromUserId":"user","GroupId":"groupA","GroupAvatar":"https://xxx.com/xxx.png","GroupName":"newName","GroupNotice":"newNotice"}`},
		{"ModifyGroupAttribute/set", `{"GroupId":"groupA","FromUserId":"fromUserId","Action":0,"Attributes":[{"Key":"attribute1","Value":"value1"},{"Key":"attribute2","Value":""}]}`},
		{"ModifyGroupAttribute/sample", `{"GroupId":"groupA","FromUserId":"fromUserId","Action":1,"Attributes":[{"Key":"attr1"},{"Key":"attribute1"}]}`},
		{"ModifyGroupAttribute/refused", `{"GroupId":"groupA","FromUserId":"fromUserId","Action":2,"Attributes":[{"Key":"attr1"}]}`},
		{"SetGroupMembersNickname/sample", `{"FromUserId":"zego_user","GroupId":"groupA","UserIds":[{"UserId":"u1","Nickname":"nicknamea"},{"UserId":"ghost","Nickname":"nicknameb"}]}`},
		{"MuteGroupMembers/sample", "FromUserId=zego_user&GroupId=groupA&UserIds[]=u1&UserIds[]=ghost&Duration=-1"},
		{"MuteGroupMembers/all-failed", "FromUserId=zego_user&GroupId=groupA&UserIds[]=ghost&Duration=-1"},
		{"MuteGroup/sample", "FromUserId=zego_user&GroupId=groupA&MuteRoleList[]=2&MuteRoleList[]=3&Duration=60"},
		{"ModifyGroupLimit/sample", "FromUserId=zego_user&GroupId=groupA&JoinMode=1&MemberCountLimit=100"},
		{"SetGroupMemberRole/sample", "FromUserId=zego_user&GroupId=groupA&ToUserId=u2&Role=2"},
		{"TransferGroupOwner/sample", "FromUserId=zego_user&GroupId=groupA&NewOwner=u2"},
		{"QueryGroupInfo/changed", `{"FromUserId":"userId","GroupId":"groupA"}`},
		{"QueryGroupMemberList/changed", `{"GroupId":"groupA"}`},
		{"DismissGroup/sample", "FromUserId=zego_user&GroupId=groupA"},
	})
}
