package zegoapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// roomPeople are the people of the pages' samples, of whom some are in rooms.
const roomPeople = `users: [{userId: User1}, {userId: fromUserId}, {userId: c}, {userId: aaa, userName: UserA}, {userId: bbb, userName: UserB},
	{userId: a, userName: UserNamea, userAvatar: "https://www.xxx.com/avatarA.png", extra: Extraa},
	{userId: b, userName: UserNameb, userAvatar: "https://www.xxx.com/avatarB.png", extra: Extrab}, {userId: bare}],
	rooms: [{roomId: pair, users: [aaa, bbb]}, {roomId: letters, users: [a, b, bare]}, {roomId: bare},
	  {roomId: room123, attributeSeq: 2},
	  {roomId: ten, attributes: [{key: "1", value: attr1, seq: 9}, {key: "2", value: attr1}]}]`

// The pages' samples of all actions on rooms, and what else their answers can look like.
func TestGoldenRooms(t *testing.T) {
	t.Parallel()
	f := openSample(t, roomPeople, chatdouble.WithLimits(false))
	f.goldens(t, []sampled{
		{"CreateRoom/sample", `{"FromUserId":"User1","RoomId":"Room1","RoomName":"RoomName1","DestroyDelayTime":3600,"Attributes":[{"Key":"k1","Value":"v1","AutoDelete":0},{"Key":"k2","Value":"v2","AutoDelete":1}]}`},
		{"CreateRoom/exists", `{"FromUserId":"User1","RoomId":"Room1"}`},
		{"QueryRoomUserList/sample", "RoomId=pair"},
		{"QueryRoomUserList/first", "RoomId=pair&Limit=1"},
		{"QueryRoomUserList/newest-first", "RoomId=pair&Limit=1&Mode=1&NextFlag=1"},
		{"QueryRoomUserList/behind-the-end", "RoomId=pair&NextFlag=7"},
		{"QueryRoomUserList/empty", "RoomId=bare"},
		{"QueryRoomMembers/sample", "UserId[]=a&UserId[]=b&UserId[]=c&UserId[]=d&RoomId=letters"},
		{"QueryRoomMembers/all-failed", "UserId[]=c&UserId[]=d&RoomId=letters"},
		{"QueryRoomMembers/nulls", "UserId[]=bare&RoomId=letters"},
		{"QueryRoomAttribute/sample", `{"FromUserId":"fromUserId","RoomId":"ten"}`},
		{"QueryRoomAttribute/none", `{"FromUserId":"fromUserId","RoomId":"pair"}`},
		{"ModifyRoomAttribute/sample", `{"RoomId":"room123","FromUserId":"fromUserId","Attributes":[{"Action":0,"Key":"attribute1","Value":"value1","AutoDelete":1},{"Action":1,"Key":"attribute2","Value":"","AutoDelete":0}]}`},
		{"ModifyRoomAttribute/success", `{"RoomId":"room123","FromUserId":"fromUserId","Attributes":[{"Action":0,"Key":"attribute2"},{"Action":1,"Key":"attribute1"}]}`},
		{"ModifyRoomAttribute/all-failed", `{"RoomId":"room123","FromUserId":"fromUserId","Attributes":[{"Action":1,"Key":"attribute1"}]}`},
		{"KickoutRoomUser/sample", "RoomId=pair&UserId[]=aaa&UserId[]=bbb"},
		{"KickoutRoomUser/outside", "RoomId=letters&UserId[]=aaa"},
		{"DestroyRoom/sample", "RoomId=letters"},
		{"DestroyRoom/gone", "RoomId=letters"},
	})
}

// ids of rooms and of FromUserId may have commas and spaces, and QueryRoomMembers asks for rooms with long ones.
func TestRoomIDs(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: a b}, {userId: bob}], rooms: [{roomId: "`+strings.Repeat("r", 128)+`", users: [bob]}]`, chatdouble.WithLimits(false))
	create := func(room string) reply {
		return f.do(t, "CreateRoom", toJSON(t, body{"FromUserId": "a b", "RoomId": room}))
	}
	create("a, b,c").is(t, 0, "")
	f.fetch(t, "QueryRoomUserList", "RoomId=a,+b%2Cc").refused(t, 660300008, `"a, b,c"`)
	f.do(t, "QueryRoomAttribute", `{"FromUserId":"a b","RoomId":"a, b,c"}`).is(t, 0, "")
	f.do(t, "QueryRoomAttribute", `{"FromUserId":"a,b","RoomId":"a, b,c"}`).refused(t, 660500002, `"a,b"`)
	f.fetch(t, "DestroyRoom", "FromUserId=&RoomId=a,+b%2Cc").is(t, 0, "")
	create("a/b").refused(t, 660000002, `RoomId has the character '/' at byte 2`)
	create("ü").refused(t, 660000002, `RoomId has the character`)
	create("🚀").refused(t, 660000002, "RoomId has the character")
	create(strings.Repeat("r", 33)).refused(t, 660000002, "RoomId has 33 bytes; at most 32")
	f.fetch(t, "QueryRoomMembers", "UserId=bob&RoomId="+strings.Repeat("r", 128)).is(t, 0, "")
	f.fetch(t, "QueryRoomMembers", "UserId=bob&RoomId="+strings.Repeat("r", 129)).refused(t, 660000002, "129 bytes")
	f.fetch(t, "QueryRoomMembers", "UserId[]=bob&UserId[]=b/d&RoomId="+strings.Repeat("r", 128)).refused(t, 660000002, `"b/d"`)
	f.fetch(t, "QueryRoomMembers", "UserId=bob&RoomId=a,b").refused(t, 660300001, `no room "a,b"`)
}

// A public Flutter client destroys rooms by POST, with RoomId in the query and in the body.
func TestDestroyRoomByPost(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice}], rooms: [{roomId: lobby, users: [alice]}]`, chatdouble.WithLimits(false))
	f.call(t, "POST", "DestroyRoom", "RoomId=lobby", `{"RoomId":"lobby"}`).is(t, 0, "")
	f.fetch(t, "QueryRoomMembers", "UserId=alice&RoomId=lobby").refused(t, 660300001)
	f.do(t, "CreateRoom", `{"FromUserId":"alice","RoomId":"lobby"}`).is(t, 0, "") // the id is free, and nobody is in it
	f.fetch(t, "QueryRoomUserList", "RoomId=lobby").refused(t, 660300008)
}

// QueryRoomMembers is counted for each room by itself, calls without a room are not.
func TestRateOfARoom(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice}], rooms: [{roomId: lobby, users: [alice]}, {roomId: bar, users: [alice]}]`)
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	ask := func(room string) reply { return f.fetch(t, "QueryRoomMembers", "UserId=alice&RoomId="+room) }
	for range 5 {
		ask("lobby").is(t, 0, "")
	}
	ask("lobby").refused(t, 660300006, "5 calls in 1s")
	for range 5 {
		ask("bar").is(t, 0, "")
	}
	for range 7 {
		ask("").refused(t, 660000002)
	}
	f.Clock().Advance(time.Second)
	ask("lobby").is(t, 0, "")
	ask("bar").is(t, 0, "")
}

// Limits of attributes hold for the call and for the room.
func TestRoomAttributeLimits(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice}], rooms: [{roomId: lobby}, {roomId: bar}]`, chatdouble.WithLimits(false))
	set := func(count, size int, names string) []body {
		list := make([]body, count)
		for i := range list {
			list[i] = body{"Action": 0, "Key": fmt.Sprint(names, i), "Value": strings.Repeat("v", size)}
		}
		return list
	}
	modify := func(list []body) reply {
		return f.do(t, "ModifyRoomAttribute", toJSON(t, body{"FromUserId": "alice", "RoomId": "lobby", "Attributes": list}))
	}
	modify(set(21, 1, "k")).refused(t, 660000002, "21 items")
	modify(set(6, 1000, "k")).refused(t, 660000002, "6012 bytes; at most 5120")
	modify(set(5, 1022, "k")).is(t, 0, "") // 5 * 1024
	modify(set(1, 1, "l")).is(t, 660000002, "l0:660000002", "5123 bytes; at most 5120")
	modify(set(5, 1022, "k")).is(t, 0, "") // in the place of those that are there
	modify(append([]body{{"Action": 1, "Key": "k0"}}, set(15, 1, "l")...)).is(t, 0, "")
	modify(set(3, 0, "m")).is(t, 0, "m1:660000002 m2:660000002") // of 20
	modify([]body{{"Action": 0, "Key": "m2"}, {"Action": 1, "Key": "m0"}, {"Action": 0, "Key": "m2", "StopOnError": 1}}).is(t, 660000002, "m2:660000002", "20 attributes")
	modify([]body{{"Action": 0, "Key": "m2"}, {"Action": 1, "Key": "m0"}, {"Action": 0, "Key": "m2"}}).is(t, 0, "m2:660000002")
	modify([]body{{"Action": 0, "Key": ""}}).refused(t, 660000002, "item 1 of Attributes: Key is empty")
	create := func(list []body) reply {
		return f.do(t, "CreateRoom", toJSON(t, body{"FromUserId": "alice", "RoomId": "new", "Attributes": list}))
	}
	create(set(6, 1000, "k")).refused(t, 660000002, "6012 bytes")
	create([]body{{"Key": "", "Value": ""}}).refused(t, 660000002, "Key is empty")
	create([]body{{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}}).is(t, 0, "")
	if r := f.do(t, "QueryRoomAttribute", `{"FromUserId":"alice","RoomId":"new"}`); !strings.Contains(r.Body, `"AttributeSeq":2,"Attributes":[{"Key":"k","Value":"2","Seq":2,"AutoDelete":0}]`) {
		t.Errorf("of equal keys the last counts: %s", r.Body)
	}
}

// The fixture says how many rooms an app may have.
func TestRoomLimit(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice}], limits: {rooms: 2}, rooms: [{roomId: lobby}]`, chatdouble.WithLimits(false))
	create := func(room string) reply {
		return f.do(t, "CreateRoom", toJSON(t, body{"FromUserId": "alice", "RoomId": room}))
	}
	create("second").is(t, 0, "")
	create("third").refused(t, 660300015, "limits.rooms")
	create("second").refused(t, 660300014)
	f.fetch(t, "DestroyRoom", "RoomId=lobby").is(t, 0, "")
	create("third").is(t, 0, "")
}

// UserId may stand in a query in any of four forms, or in a body.
func TestRoomUserForms(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: ann}, {userId: ben}, {userId: cem}]`, chatdouble.WithLimits(false))
	for _, form := range []string{"UserId[]=ann&UserId[]=ben", "UserId%5B%5D=ann&UserId%5B%5D=ben", "UserId=ann&UserId=ben", "UserId[0]=ann&UserId[1]=ben", `{"RoomId":"r","UserId":["ann","ben"]}`} {
		for _, id := range []string{"ann", "ben", "cem"} {
			f.As(id).EnterRoom("r")
		}
		method, raw, text := "GET", "RoomId=r&"+form, ""
		if form[0] == '{' {
			method, raw, text = "POST", "", form
		}
		if r := f.call(t, method, "QueryRoomMembers", raw, text); !strings.Contains(r.Body, `"user_id":"ann"`) || !strings.Contains(r.Body, `"user_id":"ben"`) {
			t.Errorf("%s: %s", form, r.Body)
		}
		f.call(t, method, "KickoutRoomUser", raw, text).is(t, 0, "")
		if r := f.fetch(t, "QueryRoomUserList", "RoomId=r"); strings.Join(r.roomUsers(), " ") != "cem" {
			t.Errorf("after %s are in the room %v, want cem alone", form, r.roomUsers())
		}
	}
	f.do(t, "CreateRoom", `{"FromUserId":"ann","RoomId":"s","RoomName":"\ud800 🚀","DestroyDelayTime":"60","Attributes":[{"Key":"🚀","Value":"\udc00","AutoDelete":"1"}]}`).is(t, 0, "")
	if r := f.do(t, "QueryRoomAttribute", `{"FromUserId":"ann","RoomId":"s"}`); !strings.Contains(r.Body, `{"Key":"🚀","Value":"�","Seq":1,"AutoDelete":1}`) {
		t.Errorf("attributes are %s", r.Body)
	}
	if state := f.State(); !strings.Contains(state, "destroyDelay: 60") {
		t.Errorf("DestroyDelayTime in a string is not read:\n%s", state)
	}
	f.call(t, "POST", "CreateRoom", "", "FromUserId=ann&RoomId=t").refused(t, 660000002, "JSON")
}

// Lists without an entry are as the app has chosen; those of ModifyRoomAttribute are left out whatever it has.
func TestEmptyListsOfRooms(t *testing.T) {
	t.Parallel()
	for variant, want := range map[string]string{"array": `:[]`, "null": `:null`, "omit": ""} {
		f := openSample(t, `variants: {emptyList: `+variant+`}, users: [{userId: ann}], rooms: [{roomId: r, users: [ann]}]`, chatdouble.WithLimits(false))
		for list, asked := range map[string][2]string{
			`,"UserList"`:    {"QueryRoomUserList", `{"RoomId":"r","NextFlag":"1"}`},
			`,"ErrorList"`:   {"QueryRoomMembers", `{"RoomId":"r","UserId":["ann"]}`},
			`,"Attributes"`:  {"QueryRoomAttribute", `{"FromUserId":"ann","RoomId":"r"}`},
			`,"SuccKeyList"`: {"ModifyRoomAttribute", `{"FromUserId":"ann","RoomId":"r","Attributes":[{"Action":1,"Key":"k"}]}`},
		} {
			r := vendortest.Ask(f.server, vendortest.Request{Method: "POST", Target: "/?" + f.signedFor(asked[0]), Body: asked[1]})
			left := want == "" || strings.Contains(list, "KeyList")
			if has := strings.Contains(r.Body, list); has == left || !left && !strings.Contains(r.Body, list+want) {
				t.Errorf("%s: %s is %s", variant, list, r.Body)
			}
		}
	}
}
