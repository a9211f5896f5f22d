package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Rooms with everything: the state of an app has it, and put back or merged it is the same.
func TestStateOfRooms(t *testing.T) {
	t.Parallel()
	f := openSample(t, `generate: {users: 2}, users: [{userId: ann}, {userId: ben}], rooms: [
		{roomId: "a, b", roomName: A, createdAt: 2024-01-01T00:00:00Z, destroyDelay: 60, attributeSeq: 9, users: [user-0002, {userId: ann, enteredAt: 2023-01-01T00:00:00Z, leavesAt: 2050-01-01T00:00:00Z}],
		 attributes: [{key: k, value: v}, {key: l, seq: 7, autoDelete: true, owner: ann}, {key: m}]},
		{roomId: bare}, {roomId: waits, destroyDelay: 5, emptySince: 2049-01-01T00:00:00Z}]`,
		chatdouble.WithFrozenTime(time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)))
	state := f.State()
	for _, part := range []string{
		`"a, b"`, "roomName: A", "createdAt: 2024-01-01T00:00:00Z", "destroyDelay: 60", "attributeSeq: 9", "enteredAt: 2024-01-01T00:00:00Z",
		"leavesAt: 2050-01-01T00:00:00Z", "seq: 7, autoDelete: true, owner: ann", "emptySince: 2049-01-01T00:00:00Z", "{key: k, value: v}",
	} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	f.MergeState(state)
	if merged := f.State(); merged != state {
		t.Errorf("merged into itself it is\n%s\nwas\n%s", merged, state)
	}
	f.SetState(state)
	if again := f.State(); again != state {
		t.Errorf("put back it is\n%s\nwas\n%s", again, state)
	}
	f.MergeState(`{"rooms": [{"roomId": "a, b", "roomName": "B", "users": ["ben", "ann"]}, {"roomId": "waits", "users": ["ann"]}]}`)
	merged := f.State()
	for _, part := range []string{"roomName: B", "userId: ben, enteredAt: 2024-05-01T00:00:00Z", "enteredAt: 2023-01-01T00:00:00Z", "attributeSeq: 9", "key: m"} {
		if !strings.Contains(merged, part) {
			t.Errorf("after the merge the state lacks %s:\n%s", part, merged)
		}
	}
	if strings.Contains(merged, "emptySince") {
		t.Errorf("a room with users waits for its end:\n%s", merged)
	}
	f.Clock().Set(time.Date(2051, 1, 1, 0, 0, 0, 0, time.UTC))
	if late := f.State(); strings.Contains(late, "userId: ann, enteredAt") || strings.Contains(late, "roomId: waits") || !strings.Contains(late, "roomId: bare") {
		t.Errorf("later it is\n%s", late)
	}
}

// What a fixture must not say of rooms.
func TestBadRooms(t *testing.T) {
	t.Parallel()
	for rooms, want := range map[string]string{
		`{roomId: a}, {roomId: a}`:                                           "is listed twice, first at",
		`{roomId: a/b}`:                                                      "may have ASCII letters",
		`{roomId: a, users: [anm]}`:                                          `"anm" is neither listed nor generated; the nearest known userId is "ann"`,
		`{roomId: a, users: [ann, ann]}`:                                     "is in the room twice",
		`{roomId: a, users: [ann], emptySince: 2024-01-01T00:00:00Z}`:        "there are users in the room",
		`{roomId: a, attributes: [{key: k}, {key: k}]}`:                      "is given twice",
		`{roomId: a, attributes: [{key: k, seq: 2}, {key: l, seq: 2}]}`:      "2 is too small",
		`{roomId: a, destroyDelay: 10801}`:                                   "destroyDelay",
		`{roomId: a, attributes: [` + strings.Repeat(`{key: a},`, 21) + `]}`: "attributes",
		`{roomId: a, attributes: [` + longAttributes(6, 1000) + `]}`:         "at most 5120",
	} {
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("bad.yaml", "zim: [{appId: 1, serverSecret: secret, users: [{userId: ann}], rooms: ["+rooms+"]}]"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: %v, want %q", rooms, err, want)
		}
	}
}

func longAttributes(count, size int) string {
	var b strings.Builder
	for i := range count {
		b.WriteString("{key: k" + string(rune('a'+i)) + ", value: " + strings.Repeat("v", size) + "},")
	}
	return b.String()
}
