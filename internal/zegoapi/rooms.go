package zegoapi

// roomActions are those on rooms.
var roomActions = []operation{
	{Name: "CreateRoom", Page: "Room/create-a-room"},
	{Name: "DestroyRoom", Page: "Room/destroy-the-room", Method: get},
	{Name: "QueryRoomUserList", Page: "Room/obtain-information-about-users-in-a-room", Method: get},
	{Name: "QueryRoomMembers", Page: "Room/query-whether-a-user-is-in-a-room", Method: get},
	{Name: "KickoutRoomUser", Page: "Room/remove-user-from-the-room", Method: get},
	{Name: "QueryRoomAttribute", Page: "Room/query-room-attributes"},
	{Name: "ModifyRoomAttribute", Page: "Room/update-room-attributes"},
}
