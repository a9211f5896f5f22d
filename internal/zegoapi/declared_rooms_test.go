package zegoapi_test

import "github.com/chatdouble/mockserver/internal/vendortest"

// What the walk needs of rooms: what is there, members of a good request, and how codes are caused.
const roomWorld = `
    rooms:
      - {roomId: lobby, roomName: Lobby, users: [alice, bob], attributes: [{key: k0, value: v0}]}
      - {roomId: empty}
`

var (
	roomExamples = map[string][]any{"RoomId": {"lobby", "fresh"}, "NextFlag": {""}}
	roomCases    = []vendortest.Case{
		{Code: "660200001", In: vendortest.Args{"UserId": "ghost"}},
		{Code: "660300001", In: vendortest.Args{"RoomId": "nowhere"}},
		{Code: "660300002", In: vendortest.Args{"UserId": "dave"}},
		{Code: "660300008", In: vendortest.Args{"RoomId": "empty"}},
		{Code: "660300012", In: vendortest.Args{"UserId": "dave"}},
		{Code: "660300014", In: vendortest.Args{"RoomId": "lobby"}},
		{Code: "660300015", In: vendortest.Args{"RoomId": "fresh"}, Quotas: map[string]int{"rooms": 1}},
	}
)

// roomsAlone are the actions on rooms of [wholeAlone].
var roomsAlone = []string{"CreateRoom", "QueryRoomMembers", "KickoutRoomUser", "ModifyRoomAttribute"}
