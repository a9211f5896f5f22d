package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// refusal is the code of a call that is refused before it is looked whether there is such a room.
func (m *rooms) refusal(from, room string, optional bool) int {
	switch {
	case room == "" || room == "a/b" || from == "a/b" || from == "" && !optional:
		return 660000002
	case from == "ghost":
		return 660500002
	}
	return 0
}

// on is refusal with the room, which must be there.
func (m *rooms) on(from, room string, optional bool) int {
	if code := m.refusal(from, room, optional); code != 0 {
		return code
	}
	if m.rooms[room] == nil {
		return 660300001
	}
	return 0
}

func moveCreate(t testing.TB, m *rooms, chance *rand.Rand) string {
	from, room, delay := m.anyUser(chance), m.anyRoom(chance), chance.IntN(3)*20
	made := &modelRoom{delay: time.Duration(delay) * time.Second}
	list := []body{}
	for range chance.IntN(3) {
		key, auto := fmt.Sprint("k", chance.IntN(3)), chance.IntN(2)
		list = append(list, body{"Key": key, "Value": "v", "AutoDelete": auto})
		made.set(modelAttribute{Key: key, Value: "v", AutoDelete: auto, owner: from})
	}
	asked := toJSON(t, body{"FromUserId": from, "RoomId": room, "DestroyDelayTime": delay, "Attributes": list})
	code := m.refusal(from, room, false)
	switch {
	case code != 0:
	case m.rooms[room] != nil:
		code = 660300014
	case len(m.rooms) == modelRoomLimit:
		code = 660300015
	default:
		m.rooms[room] = made
	}
	m.want(t, "CreateRoom", m.f.do(t, "CreateRoom", asked), code)
	return "CreateRoom " + asked
}

func moveDestroy(t testing.TB, m *rooms, chance *rand.Rand) string {
	if chance.IntN(3) > 0 {
		return "nothing" // else there are too few rooms
	}
	from, room := m.anyUser(chance), m.anyRoom(chance)
	asked := query("FromUserId", from, "RoomId", room)
	code := m.on(from, room, true)
	if code == 0 {
		m.end(room)
	}
	m.want(t, "DestroyRoom", m.f.fetch(t, "DestroyRoom", asked), code)
	return "DestroyRoom " + asked
}

func moveKickout(t testing.TB, m *rooms, chance *rand.Rand) string {
	from, room := m.anyUser(chance), m.anyRoom(chance)
	asked, bad := query("FromUserId", from, "RoomId", room), false
	var inside []string
	for range chance.IntN(4) {
		id := m.anyUser(chance)
		asked += "&UserId[]=" + id
		bad = bad || id == "a/b" || id == ""
		if r := m.rooms[room]; r != nil && slices.Contains(r.users, id) && !slices.Contains(inside, id) {
			inside = append(inside, id)
		}
	}
	code := m.on(from, room, true)
	switch {
	case bad, !strings.Contains(asked, "UserId[]"):
		code = 660000002
	case code != 0:
	case inside == nil:
		code = 660300002
	default:
		m.out(room, inside...)
	}
	m.want(t, "KickoutRoomUser", m.f.fetch(t, "KickoutRoomUser", asked), code)
	return "KickoutRoomUser " + asked
}

func moveModify(t testing.TB, m *rooms, chance *rand.Rand) string {
	from, room := m.anyUser(chance), m.anyRoom(chance)
	var list []body
	for range chance.IntN(5) {
		list = append(list, body{"Action": chance.IntN(2), "Key": fmt.Sprint("k", chance.IntN(4)), "Value": fmt.Sprint("v", chance.IntN(3)), "AutoDelete": chance.IntN(2), "StopOnError": chance.IntN(9) / 8})
	}
	asked := toJSON(t, body{"FromUserId": from, "RoomId": room, "Attributes": list})
	code := m.on(from, room, false)
	var failures, done []string
	if list == nil {
		code = 660000002
	} else if code == 0 {
		done, failures = m.rooms[room].modify(list, from)
		if done == nil {
			code = 660000002
		}
	}
	r := m.f.do(t, "ModifyRoomAttribute", asked)
	m.want(t, "ModifyRoomAttribute", r, code, failures...)
	var answer struct {
		AttributeSeq int
		SuccKeyList  []struct {
			Key string
			Seq int
		}
	}
	_ = json.Unmarshal([]byte(r.Body), &answer)
	var got []string
	for _, d := range answer.SuccKeyList {
		got = append(got, fmt.Sprint(d.Key, ":", d.Seq))
	}
	if !slices.Equal(got, done) || code == 0 && answer.AttributeSeq != m.rooms[room].seq {
		t.Errorf("changed are %v at %d, want %v", got, answer.AttributeSeq, done)
	}
	return "ModifyRoomAttribute " + asked
}

// act does an act, which must be refused with the status, or 200.
func (m *rooms) act(t testing.TB, act, user, room string, status int) string {
	t.Helper()
	asked := toJSON(t, map[string]string{"act": act, "user": user, "room": room})
	r := vendortest.Ask(m.f.server, vendortest.Request{Method: "POST", Target: "/__admin/apps/zim:" + m.f.appID + "/acts", Body: asked})
	if r.Status != status {
		t.Errorf("%s: %d %s, want %d", asked, r.Status, r.Body, status)
	}
	return asked
}

// userOrRoom is the status of an act that is no good as such, 200 when it is.
func userOrRoom(user, room string) int {
	switch {
	case room == "" || room == "a/b" || user == "":
		return 400
	case user == "ghost" || user == "a/b":
		return 404
	}
	return 200
}

func moveEnter(t testing.TB, m *rooms, chance *rand.Rand) string {
	user, room := m.anyUser(chance), m.anyRoom(chance)
	status, in := userOrRoom(user, room), 0
	for _, r := range m.rooms {
		if slices.Contains(r.users, user) {
			in++
		}
	}
	r := m.rooms[room]
	switch {
	case status != 200, r != nil && slices.Contains(r.users, user):
	case in == 5:
		status = 400
	case r == nil && len(m.rooms) == modelRoomLimit:
		status = 409
	case r == nil:
		m.rooms[room] = &modelRoom{users: []string{user}}
	default:
		r.users = append(r.users, user)
		m.forget("room " + room)
	}
	return m.act(t, "enterRoom", user, room, status)
}

func moveLeave(t testing.TB, m *rooms, chance *rand.Rand) string {
	user, room := m.anyUser(chance), m.anyRoom(chance)
	status := userOrRoom(user, room)
	r := m.rooms[room]
	switch {
	case status != 200:
	case r == nil || !slices.Contains(r.users, user):
		status = 409
	default:
		m.out(room, user)
	}
	return m.act(t, "leaveRoom", user, room, status)
}

func moveConnect(t testing.TB, m *rooms, chance *rand.Rand) string {
	user := m.ids[chance.IntN(len(m.ids))]
	state := dice{chance, nil}.pick("online", "offline", "offline", "loggedOut")
	inside := slices.ContainsFunc(slices.Collect(maps.Values(m.rooms)), func(r *modelRoom) bool { return slices.Contains(r.users, user) })
	lost := "user " + user
	waits := slices.ContainsFunc(m.due, func(d modelDue) bool { return d.what == lost })
	switch {
	case state == "online":
		m.forget(lost)
	case state == "loggedOut":
		m.forget(lost)
		m.leaveAll(user)
	case inside && !waits:
		m.due = append(m.due, modelDue{lost, m.now.Add(30 * time.Second)})
	}
	m.f.SetOnlineState(user, state)
	if m.status[user] != "" || state == "online" {
		m.status[user] = state
	}
	return state + " " + user
}

// moveClock lets some seconds pass, and all happen that has its moment in them.
func moveClock(_ testing.TB, m *rooms, chance *rand.Rand) string {
	until := m.now.Add(time.Duration(chance.IntN(45)) * time.Second)
	m.f.Clock().Advance(until.Sub(m.now))
	for len(m.due) > 0 {
		first := slices.MinFunc(m.due, func(a, b modelDue) int { return a.at.Compare(b.at) })
		if first.at.After(until) {
			break
		}
		m.now = first.at
		m.forget(first.what)
		if room, ok := strings.CutPrefix(first.what, "room "); ok {
			m.end(room)
		} else {
			m.leaveAll(strings.TrimPrefix(first.what, "user "))
		}
	}
	m.now = until
	return "the clock to " + until.String()
}
