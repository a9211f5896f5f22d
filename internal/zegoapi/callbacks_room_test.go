package zegoapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// heard are events as lines: the name and the members behind the common ones.
type heard struct {
	f      *front
	events chan event
}

// want takes as many events as are wanted.
func (h heard) want(t *testing.T, lines ...string) {
	t.Helper()
	for _, want := range lines {
		name, members, _ := strings.Cut(want, " ")
		e := <-h.events
		if !strings.Contains(string(e.body), fmt.Sprintf(`"event":%q`, name)) {
			t.Fatalf("told is %s, want %s", e.body, want)
		}
		if got := e.checkMembers(t, name); got != members {
			t.Errorf("event %s\n got %s\nwant %s", name, got, members)
		}
	}
}

// checkMembers are the members of an event behind its name, without the common ones, wherever they stand.
func (e event) checkMembers(t *testing.T, name string) string {
	t.Helper()
	names, values, err := vendortest.Members(e.body)
	if err != nil {
		t.Fatal(err)
	}
	var rest, common []string
	for i, n := range names {
		if slices.Contains([]string{"appid", "event", "nonce", "signature", "timestamp"}, n) {
			common = append(common, n)
			continue
		}
		rest = append(rest, fmt.Sprintf("%q:%s", n, values[i]))
	}
	if len(common) != 5 {
		t.Errorf("%s has the common members %v", name, common)
	}
	return strings.Join(rest, ",")
}

func hear(t *testing.T, members string) (*front, heard) {
	t.Helper()
	address, events := backend(t, 200)
	f := openSample(t, fmt.Sprintf("callback: {url: %q, secret: %s}, %s", address, callbackSecret, members), chatdouble.WithLimits(false))
	f.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	return f, heard{f, events}
}

// Pages "Callback on room created", "room entered", "room left" and "room destroyed": each change by a client or by a
// call is told with the members of the page.
func TestRoomCallbacks(t *testing.T) {
	t.Parallel()
	f, h := hear(t, "users: [{userId: ann}, {userId: ben}, {userId: cem}]")
	f.do(t, "CreateRoom", `{"FromUserId":"ann","RoomId":"r","RoomName":"R","DestroyDelayTime":60,"Attributes":[{"Key":"k","Value":"v"},{"Key":"l","Value":"w","AutoDelete":1}]}`).is(t, 0, "")
	h.want(t, `room_create "room_id":"r","operator_account":"ann","room_name":"R","attributes":[{"key":"k","value":"v","auto_delete":0},{"key":"l","value":"w","auto_delete":1}]`)
	f.As("ben").EnterRoom("r")
	f.As("ben").EnterRoom("r") // nothing happens
	f.As("ann").EnterRoom("r")
	f.As("cem").EnterRoom("new")
	h.want(t, `room_enter "room_id":"r","operator_account":"ben"`, `room_enter "room_id":"r","operator_account":"ann"`,
		`room_create "room_id":"new","operator_account":"cem","room_name":"","attributes":[]`, `room_enter "room_id":"new","operator_account":"cem"`)
	f.As("cem").LeaveRoom("new")
	h.want(t, `room_exit "room_id":"new","exit_type":"Quit","operator_account":"cem","exit_user_ids":["cem"]`,
		`room_destroy "room_id":"new","user_ids":[],"operator_account":"cem"`)
	f.As("cem").EnterRoom("r")
	f.fetch(t, "KickoutRoomUser", "RoomId=r&UserId=cem&UserId=ghost&UserId=ann&UserId=cem&CustomReason=why&FromUserId=ben").is(t, 0, "")
	f.fetch(t, "KickoutRoomUser", "RoomId=r&UserId=ben").is(t, 0, "")
	h.want(t, `room_enter "room_id":"r","operator_account":"cem"`,
		`room_exit "room_id":"r","exit_type":"Kickout","operator_account":"ben","exit_user_ids":["cem","ann"]`,
		`room_exit "room_id":"r","exit_type":"Kickout","operator_account":"","exit_user_ids":["ben"]`)
	f.Clock().Advance(time.Minute)
	h.want(t, `room_destroy "room_id":"r","user_ids":[],"operator_account":""`)
	f.As("ben").EnterRoom("s")
	f.As("ann").EnterRoom("s")
	f.fetch(t, "DestroyRoom", "RoomId=s&FromUserId=cem").is(t, 0, "")
	h.want(t, `room_create "room_id":"s","operator_account":"ben","room_name":"","attributes":[]`,
		`room_enter "room_id":"s","operator_account":"ben"`, `room_enter "room_id":"s","operator_account":"ann"`,
		`room_destroy "room_id":"s","user_ids":["ben","ann"],"operator_account":"cem"`)
	f.do(t, "CreateRoom", `{"FromUserId":"ann","RoomId":"s"}`).is(t, 0, "")
	f.As("ann").EnterRoom("s")
	f.fetch(t, "KickoutRoomUser", "RoomId=s&UserId=ann").is(t, 0, "")
	h.want(t, `room_create "room_id":"s","operator_account":"ann","room_name":"","attributes":[]`, `room_enter "room_id":"s","operator_account":"ann"`,
		`room_exit "room_id":"s","exit_type":"Kickout","operator_account":"","exit_user_ids":["ann"]`, `room_destroy "room_id":"s","user_ids":[],"operator_account":""`)
	f.noMore(t, h.events)
}

// Read literally, the pages speak of what a client does: an app may choose to be told of nothing else.
func TestRoomCallbacksOfClientsAlone(t *testing.T) {
	t.Parallel()
	f, h := hear(t, "users: [{userId: ann}], variants: {serverCallbacks: off}")
	f.do(t, "CreateRoom", `{"FromUserId":"ann","RoomId":"r"}`).is(t, 0, "")
	f.fetch(t, "DestroyRoom", "RoomId=r").is(t, 0, "")
	f.As("ann").EnterRoom("r")
	h.want(t, `room_create "room_id":"r","operator_account":"ann","room_name":"","attributes":[]`, `room_enter "room_id":"r","operator_account":"ann"`)
	f.noMore(t, h.events)
}

// Guide "Basic concepts": a user whose connection is lost for 30 s leaves the rooms; who logs out leaves at once.
func TestLostConnectionLeavesRooms(t *testing.T) {
	t.Parallel()
	f, h := hear(t, "users: [{userId: ann}, {userId: ben}], rooms: [{roomId: r, users: [ann, ben]}, {roomId: s, users: [ann], destroyDelay: 5}]")
	in := func(room string, want ...string) {
		t.Helper()
		if r := f.fetch(t, "QueryRoomUserList", "RoomId="+room); !slices.Equal(r.roomUsers(), want) {
			t.Errorf("in %s are %v, want %v", room, r.roomUsers(), want)
		}
	}
	f.As("ann").GoOnline()
	f.As("ann").GoOffline()
	f.Clock().Advance(29 * time.Second)
	f.As("ann").GoOffline() // it is lost still
	in("r", "ann", "ben")
	f.As("ann").GoOnline()
	f.Clock().Advance(time.Hour)
	in("r", "ann", "ben")
	f.As("ann").GoOffline()
	f.Clock().Advance(30 * time.Second)
	in("r", "ben")
	f.fetch(t, "QueryRoomUserList", "RoomId=s").refused(t, 660300008)
	f.Clock().Advance(5 * time.Second)
	f.fetch(t, "QueryRoomUserList", "RoomId=s").refused(t, 660300001)
	f.As("ben").GoOnline()
	f.As("ben").LogOut()
	f.fetch(t, "QueryRoomUserList", "RoomId=r").refused(t, 660300001)
	for range 5 {
		<-h.events // ann comes and goes
	}
	h.want(t, `room_exit "room_id":"r","exit_type":"Quit","operator_account":"ann","exit_user_ids":["ann"]`,
		`room_exit "room_id":"s","exit_type":"Quit","operator_account":"ann","exit_user_ids":["ann"]`,
		`room_destroy "room_id":"s","user_ids":[],"operator_account":""`)
	<-h.events // ben comes
	<-h.events // and goes
	h.want(t, `room_exit "room_id":"r","exit_type":"Quit","operator_account":"ben","exit_user_ids":["ben"]`,
		`room_destroy "room_id":"r","user_ids":[],"operator_account":"ben"`)
	f.noMore(t, h.events)
}

// What only a client refuses, and what the vendor does.
func TestRoomActsRefused(t *testing.T) {
	t.Parallel()
	f := openSample(t, "users: [{userId: ann}, {userId: ben}], limits: {rooms: 6}, rooms: [{roomId: other}]")
	for i := range 5 {
		f.As("ann").EnterRoom(fmt.Sprint("r", i))
	}
	for _, tt := range []struct {
		act    string
		status int
		want   string
	}{
		{`{"act":"enterRoom","user":"ann","room":"other"}`, 400, `in 5 rooms`},
		{`{"act":"enterRoom","user":"ben","room":"seventh"}`, 409, `"code":"660300015"`},
		{`{"act":"enterRoom","user":"ben","room":"a/b"}`, 400, `#/room`},
		{`{"act":"enterRoom","user":"ben"}`, 400, `#/room`},
		{`{"act":"enterRoom","user":"ghost","room":"r1"}`, 404, `no user`},
		{`{"act":"leaveRoom","user":"ben","room":"r1"}`, 409, `"code":"660300002"`},
		{`{"act":"leaveRoom","user":"ben","room":"nowhere"}`, 409, `"code":"660300001"`},
	} {
		r := vendortest.Ask(f.server, vendortest.Request{Method: "POST", Target: "/__admin/apps/zim:12345/acts", Body: tt.act})
		if r.Status != tt.status || !strings.Contains(strings.ReplaceAll(r.Body, ": ", ":"), tt.want) {
			t.Errorf("%s: %d %s, want %d with %s", tt.act, r.Status, r.Body, tt.status, tt.want)
		}
	}
}

// An attribute with AutoDelete goes when who has set it leaves, however that is; the others are there to the end.
func TestAutoDelete(t *testing.T) {
	t.Parallel()
	f := openSample(t, "users: [{userId: ann}, {userId: ben}]", chatdouble.WithLimits(false))
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	attributes := func(want string) {
		t.Helper()
		if r := f.do(t, "QueryRoomAttribute", `{"FromUserId":"ann","RoomId":"r"}`); !strings.HasSuffix(r.Body, want+"}") {
			t.Errorf("attributes are %s, want %s", r.Body, want)
		}
	}
	f.do(t, "CreateRoom", `{"FromUserId":"ann","RoomId":"r","DestroyDelayTime":10,"Attributes":[{"Key":"a","Value":"1","AutoDelete":1},{"Key":"b","Value":"2","AutoDelete":1},{"Key":"c","Value":"3"}]}`).is(t, 0, "")
	f.As("ben").EnterRoom("r")
	f.do(t, "ModifyRoomAttribute", `{"FromUserId":"ben","RoomId":"r","Attributes":[{"Action":0,"Key":"b","Value":"4","AutoDelete":1}]}`).is(t, 0, "")
	f.As("ann").EnterRoom("r")
	f.As("ann").LeaveRoom("r")
	attributes(`"AttributeSeq":5,"Attributes":[{"Key":"c","Value":"3","Seq":3,"AutoDelete":0},{"Key":"b","Value":"4","Seq":4,"AutoDelete":1}]`)
	f.fetch(t, "KickoutRoomUser", "RoomId=r&UserId=ben").is(t, 0, "")
	attributes(`"AttributeSeq":6,"Attributes":[{"Key":"c","Value":"3","Seq":3,"AutoDelete":0}]`)
	f.Clock().Advance(9 * time.Second)
	f.As("ann").EnterRoom("r")
	f.Clock().Advance(9 * time.Second)
	attributes(`"AttributeSeq":6,"Attributes":[{"Key":"c","Value":"3","Seq":3,"AutoDelete":0}]`)
}
