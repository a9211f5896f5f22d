package zegoapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/golden"
)

const aRoom = `    rooms: [{roomId: room1, users: [alice]}]
`

func toRoom(from string, more ...string) string {
	return fmt.Sprintf(`{"FromUserId":%q,"RoomId":"room1","MessageType":1,"Priority":3,"MessageBody":{"Message":"hello world","ExtendedData":"d"}%s}`, from, strings.Join(append([]string{""}, more...), ","))
}

// The pages' samples, byte for byte without their white space, and the variants of the first.
func TestGoldenRoomMessages(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, aRoom)
	for _, tt := range []struct{ variant, name, body string }{
		{"absent", "SendRoomMessage/sample", toRoom("alice")},
		{"present", "SendRoomMessage/present", toRoom("alice")},
		{"present", "SendRoomMessage/barrage", toRoom("alice", `"MessageType":20`)},
		{"absent", "RevokeRoomMessage/sample", `{"FromUserId":"alice","RoomId":"room1","MsgSeq":1,"Payload":"p"}`},
	} {
		f.MergeState(`{"variants":{"roomMessageIds":"` + tt.variant + `"}}`)
		action, _, _ := strings.Cut(tt.name, "/")
		r := f.do(t, action, tt.body)
		golden.Bytes(t, tt.name+".json", anyNumberID.ReplaceAll(r.steadyBody(), []byte(`"MsgId":857639062792568832`)))
	}
}

// Page "Callback on message sent": of a room. Types 2 and 20 are not told of.
func TestRoomCallback(t *testing.T) {
	t.Parallel()
	f, events, _ := listening(t, aRoom+"    variants: {roomMessageIds: present}\n")
	f.do(t, "SendRoomMessage", toRoom("alice", `"MessageType":2`)).is(t, 0, "")
	f.do(t, "SendRoomMessage", toRoom("alice", `"MessageType":20`)).is(t, 0, "")
	r := f.do(t, "SendRoomMessage", toRoom("alice"))
	_, id, _ := strings.Cut(r.Body, `"MsgId":`)
	want := fmt.Sprintf(`"from_user_id":"alice","conv_type":1,"conv_id":"room1","msg_type":1,"msg_body":"hello world","msg_id":"%s","msg_seq":1,"payload":"d","msg_time":1714564800123,"send_result":0,"sub_msg_type":0,"source":1`, id[:18])
	if got := (<-events).check(t, "send_msg", callbackSecret); got != want {
		t.Errorf("event\n got %s\nwant %s", got, want)
	}
	f.server.Close()
	if len(events) > 0 {
		t.Errorf("one event too many: %s", (<-events).body)
	}
}

// Page "Send room messages": a room keeps its newest 2000 messages, whose numbers go on.
func TestRoomKeepsTheNewest(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, aRoom)
	var old []string
	for i := range 1999 {
		old = append(old, fmt.Sprintf(`{"from":"alice","toRoom":"room1","text":"m%d","sentAt":"2024-05-01T11:59:00Z"}`, i+1))
	}
	f.MergeState(`{"messages":[` + strings.Join(old, ",") + `],"callback":{"url":""}}`)
	recall := func(seq, code int) {
		t.Helper()
		if r := f.do(t, "RevokeRoomMessage", fmt.Sprintf(`{"FromUserId":"alice","RoomId":"room1","MsgSeq":%d}`, seq)); r.Code != code {
			t.Errorf("recall of %d: Code %d (%s)", seq, r.Code, r.Reason())
		}
	}
	f.do(t, "SendRoomMessage", toRoom("bob")).is(t, 0, "") // who is not in the room
	recall(1, 0)
	f.do(t, "SendRoomMessage", toRoom("alice")).is(t, 0, "")
	recall(1, 660000022)
	recall(2, 0)
	recall(2, 660000023)
	recall(2000, 660000026)
	recall(2001, 0)
	recall(2002, 660000022)
	state := f.State()
	if !strings.Contains(state, "msgSeq: 2,") {
		t.Errorf("the first message that is left has not its number in the state:\n%.2000s", state)
	}
	if f.SetState(state); f.State() != state {
		t.Error("put back, the state is another one")
	}
	f.do(t, "RevokeRoomMessage", `{"FromUserId":"bob","RoomId":"room1","MsgSeq":2000}`).refused(t, 660300002, "bob")
	f.Clock().Advance(time.Hour)
	recall(1999, 0) // the page has no window
}

// A body that is a form, as two public programs send it, is no message; an id with an emoji is none; numbers may stand in
// strings; the bounds are in bytes.
func TestOddRoomMessages(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, aRoom)
	form := url.Values{"FromUserId": {"alice"}, "RoomId": {"room1"}, "MessageType": {"1"}, "Priority": {"3"}, "MessageBody": {`{"Message":"x"}`}}.Encode()
	f.do(t, "SendRoomMessage", form).refused(t, 660000002, "JSON")
	instead := func(old, text string) string { return strings.Replace(toRoom("alice"), old, text, 1) }
	for body, code := range map[string]int{
		instead(`"alice"`, `"ali😀ce"`):                          660000002,
		instead(`"room1"`, `"r😀1"`):                             660000002,
		instead("hello world", strings.Repeat("é", 1024)):       0,
		instead("hello world", strings.Repeat("é", 1024)+"x"):   660400001,
		instead("hello world", strings.Repeat("x", 32<<10)):     660400001,
		instead("hello world", `\ud83d`):                        0,
		instead(`"MessageType":1`, `"MessageType":"20"`):        0,
		instead(`"Message":"hello world"`, `"Message":{"a":1}`): 660000002,
		instead(`"Priority":3`, `"Priority":4`):                 660000002,
	} {
		if r := f.do(t, "SendRoomMessage", body); r.Code != code {
			t.Errorf("%.120s: Code %d (%s), want %d", body, r.Code, r.Reason(), code)
		}
	}
}
