package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// modelRoomLimit is how many rooms the app may have that the model plays with: one less than there are ids.
const modelRoomLimit = 6

// rooms is what the rooms of an app must be: the pages once more, in maps.
type rooms struct {
	f      *front
	seen   map[string]bool // "action code" of what has been answered
	ids    []string        // of those who may be in rooms
	status map[string]string
	rooms  map[string]*modelRoom
	now    time.Time
	due    []modelDue // in the order in which they were set
}

// modelRoom is a room: who is in it, who entered first first, and its attributes, the one that was changed first first.
type modelRoom struct {
	users      []string
	attributes []modelAttribute
	seq        int
	delay      time.Duration
}

type modelAttribute struct {
	Key, Value string
	Seq        int
	AutoDelete int
	owner      string
}

// modelDue is what happens at a moment: the end of a room, or of waiting for a user.
type modelDue struct {
	what string
	at   time.Time
}

// Random calls of every action on rooms, acts of users, and a clock that moves: each answer, and all that can be read
// after it, is what the model says.
func TestRoomsAgainstTheModel(t *testing.T) {
	t.Parallel()
	model := vendortest.Model[*rooms]{
		Open: openRooms, Compare: compareRooms,
		Moves: []vendortest.Move[*rooms]{moveCreate, moveDestroy, moveKickout, moveModify, moveModify, moveEnter, moveEnter, moveEnter, moveLeave, moveConnect, moveClock},
	}
	ends := model.Run(t, 3, 300)
	never := "660300005 660300006 660000011" // limits and long lists
	for _, action := range []string{"CreateRoom", "DestroyRoom", "KickoutRoomUser", "ModifyRoomAttribute", "QueryRoomUserList", "QueryRoomMembers", "QueryRoomAttribute"} {
		codes := []string{"0"}
		for _, c := range known[action].Codes {
			if !c.RuleOnly && !strings.Contains(never, c.Code) {
				codes = append(codes, c.Code)
			}
		}
		if action == "ModifyRoomAttribute" {
			never += " 660000002 660500002" // what is read is asked for well
		}
		for _, code := range codes {
			if !slices.ContainsFunc(ends, func(r *rooms) bool { return r.seen[action+" "+code] }) {
				t.Errorf("no random %s was answered with %s", action, code)
			}
		}
	}
}

func openRooms(t testing.TB, callers int) (all []*rooms) {
	t.Helper()
	var yaml strings.Builder
	for i := range callers {
		fmt.Fprintf(&yaml, "  - {appId: %d, serverSecret: %s, limits: {rooms: %d}, users: [{userId: u0}, {userId: u1}, {userId: u2}, {userId: u3}]}\n", i+1, sampleSecret, modelRoomLimit)
	}
	server := chatdouble.Start(t, chatdouble.WithLimits(false), chatdouble.WithFixtureYAML("rooms.yaml", "zim:\n"+yaml.String()))
	for i := range callers {
		id := fmt.Sprint(i + 1)
		m := &rooms{
			f: &front{server.App(t, "zim:"+id), server, id, sampleSecret}, seen: map[string]bool{}, ids: []string{"u0", "u1", "u2", "u3"},
			status: map[string]string{}, rooms: map[string]*modelRoom{}, now: time.UnixMilli(modelNow),
		}
		m.f.Clock().Freeze(m.now)
		all = append(all, m)
	}
	return all
}

// want looks at an answer.
func (m *rooms) want(t testing.TB, action string, r reply, code int, failures ...string) {
	t.Helper()
	r.want(t, code, failures...)
	m.seen[fmt.Sprint(action, " ", r.Code)] = true
	for _, f := range r.failures() {
		m.seen[fmt.Sprint(action, " ", f.SubCode)] = true
	}
}

// anyRoom is mostly an id that a room has or can have.
func (m *rooms) anyRoom(chance *rand.Rand) string {
	if chance.IntN(12) == 0 {
		return dice{chance, nil}.pick("nowhere", "a/b", "")
	}
	return fmt.Sprint("r", chance.IntN(modelRoomLimit+1))
}

func (m *rooms) anyUser(chance *rand.Rand) string {
	if chance.IntN(12) == 0 {
		return dice{chance, nil}.pick("ghost", "a/b", "")
	}
	return m.ids[chance.IntN(len(m.ids))]
}

func (r *modelRoom) modify(list []body, from string) (done, failures []string) {
	stop := slices.ContainsFunc(list, func(b body) bool { return b["StopOnError"] == 1 })
	for _, b := range list {
		key := b["Key"].(string)
		switch {
		case b["Action"] == 0:
			r.set(modelAttribute{Key: key, Value: b["Value"].(string), AutoDelete: b["AutoDelete"].(int), owner: from})
		case !r.drop(func(a modelAttribute) bool { return a.Key == key }):
			failures = append(failures, key+":660000002")
			if stop {
				return done, failures
			}
			continue
		}
		done = append(done, fmt.Sprint(key, ":", r.seq))
	}
	return done, failures
}

func (r *modelRoom) set(a modelAttribute) {
	r.attributes = slices.DeleteFunc(r.attributes, func(b modelAttribute) bool { return b.Key == a.Key })
	r.seq++
	a.Seq = r.seq
	r.attributes = append(r.attributes, a)
}

// drop deletes attributes, each of which is a change.
func (r *modelRoom) drop(which func(modelAttribute) bool) bool {
	before := len(r.attributes)
	r.attributes = slices.DeleteFunc(r.attributes, which)
	r.seq += before - len(r.attributes)
	return len(r.attributes) < before
}

// end destroys a room.
func (m *rooms) end(room string) {
	delete(m.rooms, room)
	m.forget("room " + room)
}

// out takes users out of a room.
func (m *rooms) out(room string, users ...string) {
	r := m.rooms[room]
	r.users = slices.DeleteFunc(r.users, func(id string) bool { return slices.Contains(users, id) })
	r.drop(func(a modelAttribute) bool { return a.AutoDelete == 1 && slices.Contains(users, a.owner) })
	switch {
	case len(r.users) > 0:
	case r.delay == 0:
		m.end(room)
	default:
		m.due = append(m.due, modelDue{"room " + room, m.now.Add(r.delay)})
	}
}

func (m *rooms) forget(what string) {
	m.due = slices.DeleteFunc(m.due, func(d modelDue) bool { return d.what == what })
}

// leaveAll takes a user out of all rooms.
func (m *rooms) leaveAll(user string) {
	for id, r := range m.rooms {
		if slices.Contains(r.users, user) {
			m.out(id, user)
		}
	}
}

// compareRooms reads all rooms.
func compareRooms(t testing.TB, m *rooms) {
	t.Helper()
	for i := range modelRoomLimit + 1 {
		m.compare(t, fmt.Sprint("r", i))
	}
}

func (m *rooms) compare(t testing.TB, id string) {
	t.Helper()
	r := m.rooms[id]
	list := m.f.fetch(t, "QueryRoomUserList", "RoomId="+id)
	all := m.f.do(t, "QueryRoomAttribute", `{"FromUserId":"u0","RoomId":"`+id+`"}`)
	members := m.f.fetch(t, "QueryRoomMembers", "RoomId="+id+"&UserId="+strings.Join(append(m.ids, "ghost"), "&UserId="))
	if r == nil {
		m.want(t, "QueryRoomUserList", list, 660300001)
		m.want(t, "QueryRoomAttribute", all, 660300001)
		m.want(t, "QueryRoomMembers", members, 660300001)
		return
	}
	if len(r.users) == 0 {
		m.want(t, "QueryRoomUserList", list, 660300008)
	} else if m.want(t, "QueryRoomUserList", list, 0); !slices.Equal(list.roomUsers(), r.users) || list.Count != len(r.users) {
		t.Errorf("in %s are %v, want %v", id, list.roomUsers(), r.users)
	}
	m.want(t, "QueryRoomAttribute", all, 0)
	var got struct {
		AttributeSeq int
		Attributes   []modelAttribute
	}
	want := slices.Clone(r.attributes)
	for i := range want {
		want[i].owner = ""
	}
	if err := json.Unmarshal([]byte(all.Body), &got); err != nil || got.AttributeSeq != r.seq || !slices.Equal(got.Attributes, want) {
		t.Errorf("%s has %+v, want %d and %v", id, got, r.seq, want)
	}
	var outside []string
	for _, user := range append(m.ids, "ghost") {
		switch {
		case slices.Contains(r.users, user):
		case user == "ghost" || m.status[user] == "loggedOut":
			outside = append(outside, user+":660200001")
		default:
			outside = append(outside, user+":660300012")
		}
	}
	code := 0
	if len(outside) > len(m.ids) {
		_, _ = fmt.Sscan(strings.SplitAfter(outside[0], ":")[1], &code)
	}
	m.want(t, "QueryRoomMembers", members, code, outside...)
}
