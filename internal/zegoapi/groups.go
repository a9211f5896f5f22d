package zegoapi

// groupActions are those on groups and their members.
var groupActions = []operation{
	{Name: "CreateGroup", Page: "Group/create-a-group"},
	{Name: "DismissGroup", Page: "Group/disband-a-group-chat", Method: get},
	{Name: "QueryGroupMemberList", Page: "Group/query-group-member-list"},
	{Name: "InviteUsersIntoGroup", Page: "Group/add-group-members"},
	{Name: "KickoutGroupUser", Page: "Group/remove-group-member"},
	{Name: "QueryGroupInfo", Page: "Group/query-group-info"},
	{Name: "UpdateGroupData", Page: "Group/update-group-data"},
	{Name: "ModifyGroupAttribute", Page: "Group/modify-group-attributes"},
	{Name: "ModifyGroupLimit", Page: "Group/modify-group-specification-limits", Method: get},
	{Name: "TransferGroupOwner", Page: "Group/transfer-the-group-ownership", Method: get},
	{Name: "SetGroupMemberRole", Page: "Group/set-group-member-roles", Method: get},
	{Name: "SetGroupMembersNickname", Page: "Group/set-nicknames-of-group-members"},
	{Name: "MuteGroup", Page: "Group/mute-a-group", Method: get},
	{Name: "MuteGroupMembers", Page: "Group/mute-group-members", Method: get},
	{Name: "FetchForbidGroupList", Page: "Group/fetch-forbid-group-list"},
	{Name: "QueryAppGroupList", Page: "Group/query-group-list-in-the-app", Method: get},
	{Name: "QueryGroupsInfoOfUser", Page: "User/query-group-information-of-user-joined"},
}
