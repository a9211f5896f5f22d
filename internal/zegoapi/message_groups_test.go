package zegoapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/golden"
)

const hikers = `    groups: [{groupId: r1, owner: alice, members: [bob]}]
    rooms: [{roomId: room1, users: [alice]}]
`

// toGroup is a good request, with further members.
func toGroup(from string, more ...string) string {
	return fmt.Sprintf(`{"FromUserId":%q,"GroupId":"r1","MessageType":1,"Priority":1,"MessageBody":{"Message":"hello world","ExtendedData":"d"}%s}`, from, strings.Join(append([]string{""}, more...), ","))
}

// The pages' samples, byte for byte without their white space, and their variants.
func TestGoldenGroupMessages(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, hikers)
	for _, tt := range []struct{ variants, name, body string }{
		{``, "SendGroupMessage/sample", toGroup("alice")},
		{`"groupMessageId":"string"`, "SendGroupMessage/string", toGroup("alice")},
		{``, "SendGroupMessage/signaling", toGroup("alice", `"MessageType":2`)},
		{``, "ImportGroupMsg/sample", toGroup("bob", `"SendMessageTime":123`)},
		{``, "QueryGroupMsg/sample", `{"GroupId":"r1","Limit":2,"Next":0}`},
		{``, "EditGroupMsgBody/sample", `{"FromUserId":"bob","ConvId":"r1","MsgType":1,"ConvMsgSeq":1,"EditType":1,"MessageBody":{"Message":"new"}}`},
		{``, "RevokeGroupMessage/sample", `{"FromUserId":"alice","GroupId":"r1","MsgSeq":1,"Payload":"p"}`},
		{``, "ClearMemberGroupMessage/sample", `{"FromUserId":"alice","GroupId":"r1"}`},
	} {
		f.MergeState(`{"variants":{"groupMessageId":"number","roomMessageIds":"absent"}}`)
		f.MergeState(`{"variants":{` + tt.variants + `}}`)
		action, _, _ := strings.Cut(tt.name, "/")
		r := f.do(t, action, tt.body)
		body := anyNumberID.ReplaceAll(anyMsgID.ReplaceAll(r.steadyBody(), []byte(`"MsgId":"857639062792568832"`)), []byte(`"MsgId":857639062792568832`))
		golden.Bytes(t, tt.name+".json", editedAt.ReplaceAll(nextAbove0.ReplaceAll(body, []byte(`"Next":1000`)), []byte(`"LatestEditTime":173436478`)))
	}
}

// Page "Callback on message sent": of a group and of a room. Types 2 and 20 are not told of.
func TestGroupAndRoomCallbacks(t *testing.T) {
	t.Parallel()
	f, events, _ := listening(t, hikers)
	f.MergeState(`{"variants":{"roomMessageIds":"present"}}`)
	expect := func(convType int, conv, body string, id any) {
		t.Helper()
		want := fmt.Sprintf(`"from_user_id":"alice","conv_type":%d,"conv_id":"%s","msg_type":1,"msg_body":"%s","msg_id":"%v","msg_seq":1,"payload":"d","msg_time":1714564800123,"send_result":0,"sub_msg_type":0,"source":1`, convType, conv, body, id)
		if got := (<-events).check(t, "send_msg", callbackSecret); got != want {
			t.Errorf("event\n got %s\nwant %s", got, want)
		}
	}
	sent := func(action, body string) string {
		t.Helper()
		r := f.do(t, action, body)
		_, id, _ := strings.Cut(r.Body, `"MsgId":`)
		return id[:18]
	}
	id := sent("SendGroupMessage", toGroup("alice"))
	expect(2, "r1", "hello world", id)
	f.do(t, "SendGroupMessage", toGroup("alice", `"MessageType":2`)).is(t, 0, "")
	f.do(t, "SendRoomMessage", toRoom("alice", `"MessageType":2`)).is(t, 0, "")
	f.do(t, "SendRoomMessage", toRoom("alice", `"MessageType":20`)).is(t, 0, "")
	f.do(t, "ImportGroupMsg", toGroup("alice")).is(t, 0, "")
	expect(1, "room1", "hello world", sent("SendRoomMessage", toRoom("alice")))
	f.do(t, "EditGroupMsgBody", `{"FromUserId":"bob","ConvId":"r1","MsgType":1,"ConvMsgSeq":1,"EditType":1,"MessageBody":{"Message":"new"}}`).is(t, 0, "")
	expect(2, "r1", "new", id)
	f.server.Close()
	if len(events) > 0 {
		t.Errorf("one event too many: %s", (<-events).body)
	}
}

// What is for some of a group alone, what a member has cleared, and what a group as such has.
func TestGroupViews(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, hikers)
	for _, to := range []string{
		`{"Inclusive":true,"ReceiverUserIds":["bob"]}`, `{"ReceiverUserIds":["bob"]}`, `{"Inclusive":true,"ReceiverUserIds":[]}`, `{"Inclusive":false,"ReceiverUserIds":[]}`,
	} {
		f.do(t, "SendGroupMessage", toGroup("alice", `"SendMsgOptions":{"TargetOption":`+to+`}`)).is(t, 0, "")
	}
	sees := func(who, want string) {
		t.Helper()
		got := said(f.history(t, "QueryMessagesByMsgSeq", fmt.Sprintf(`{"FromUserId":%q,"ConvId":"r1","ConvType":2,"MsgSeqList":[1,2,3,4]}`, who)))
		if got = strings.ReplaceAll(got, "hello world", "hello"); got != want {
			t.Errorf("%s sees %s, want %s", who, got, want)
		}
	}
	sees("alice", "1:hello 2:hello 3:hello 4:hello")
	sees("bob", "1:hello 2:!1 3:!1 4:hello")
	sees("@RBT#one", "1:!1 2:hello 3:!1 4:hello") // any user may ask
	f.do(t, "SendGroupMessage", toGroup("alice", `"SendMsgOptions":{"TargetOption":{"ReceiverUserIds":["bob","alice"]}}`)).refused(t, 660000002, "alice")
	edit := `{"FromUserId":%q,"ConvId":"r1","MsgType":1,"ConvMsgSeq":%d,"EditType":1,"MessageBody":{"Message":"new"}}`
	f.do(t, "EditGroupMsgBody", fmt.Sprintf(edit, "alice", 1)).refused(t, 661000005)
	f.do(t, "EditGroupMsgBody", fmt.Sprintf(edit, "bob", 2)).refused(t, 660000022)
	f.do(t, "EditGroupMsgBody", fmt.Sprintf(edit, "@RBT#one", 4)).refused(t, 660600024, "member")
	f.do(t, "ClearMemberGroupMessage", `{"FromUserId":"bob","GroupId":"r1"}`).is(t, 0, "")
	f.do(t, "ClearMemberGroupMessage", `{"FromUserId":"@RBT#one","GroupId":"r1"}`).is(t, 0, "") // who has no conversation
	sees("bob", "1:!1 2:!1 3:!1 4:!1")
	sees("alice", "1:hello 2:hello 3:hello 4:hello")
	sees("@RBT#one", "1:!1 2:hello 3:!1 4:hello")
	if got := f.history(t, "QueryGroupMsg", `{"GroupId":"r1"}`); len(got) != 4 {
		t.Errorf("the group has %v", got)
	}
	f.do(t, "RevokeGroupMessage", `{"FromUserId":"bob","GroupId":"r1","MsgSeq":4}`).refused(t, 660000022, "deleted")
	f.do(t, "RevokeGroupMessage", `{"FromUserId":"alice","GroupId":"r1","MsgSeq":4}`).is(t, 0, "")
	if got := said(f.history(t, "QueryGroupMsg", `{"GroupId":"r1","WithEmptyMsg":1,"Limit":1}`)); got != "4:!2" {
		t.Errorf("the group has %s", got)
	}
}

// The state of an app holds all that messages have; put back, or merged into itself, it is the same.
func TestStateOfMessages(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, hikers)
	f.do(t, "SendGroupMessage", toGroup("alice", `"MessageType":200`, `"SubMsgType":7`, `"SearchedContent":"é"`, `"SendMsgOptions":{"NoUnread":true,"TargetOption":{"ReceiverUserIds":["bob"]}}`)).is(t, 0, "")
	f.do(t, "SendGroupMessage", toGroup("alice", `"SendMsgOptions":{"TargetOption":{"Inclusive":true}}`)).is(t, 0, "")
	f.do(t, "SendPeerMessage", `{"FromUserId":"alice","ToUserId":["bob"],"MessageType":1,"Priority":1,"MessageBody":{"Message":"m","HasReceipt":1}}`).is(t, 0, "")
	f.do(t, "ImportPeerMsg", `{"FromUserId":"bob","ToUserId":"alice","MessageType":1,"Priority":1,"MessageBody":{"Message":"i"},"ImportedUserId":"bob"}`).is(t, 0, "")
	f.do(t, "SendRoomMessage", toRoom("alice")).is(t, 0, "")
	f.Clock().Advance(time.Second)
	f.do(t, "RevokePeerMessage", `{"FromUserId":"alice","ToUserId":"bob","MsgSeq":1,"Payload":"sorry"}`).is(t, 0, "")
	f.do(t, "EditC2cMsgBody", `{"FromUserId":"bob","SenderId":"bob","ConvId":"alice","MsgType":1,"ConvMsgSeq":2,"EditType":1,"MessageBody":{"Message":"edited"}}`).is(t, 0, "")
	state := f.State()
	for _, part := range []string{"toGroup: r1", "toRoom: room1", "subType: 7", `searchedContent: "é"`, "noUnread: true", "notTo:", "onlyTo:", "hasReceipt: true", "onlyFor: bob", "payload: sorry", "editedAt: 2024"} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	for name, put := range map[string]func(string){"put back": f.SetState, "merged": f.MergeState} {
		if put(state); f.State() != state {
			t.Errorf("%s, it is\n%s\nwas\n%s", name, f.State(), state)
		}
	}
	if got := said(f.history(t, "QueryPeerMsg", `{"FromUserId":"bob","ToUserId":"alice","WithEmptyMsg":1}`)); got != "2:edited 1:!2" {
		t.Errorf("bob sees %s", got)
	}
}

// Bodies that are no message: forms, as two public programs send them, and texts that are no JSON. Texts that are odd and
// good come back as they were.
func TestOddTexts(t *testing.T) {
	t.Parallel()
	f, _, _ := listening(t, hikers)
	form := url.Values{"FromUserId": {"alice"}, "RoomId": {"room1"}, "MessageType": {"1"}, "Priority": {"3"}, "MessageBody": {`{"Message":"x"}`}}.Encode()
	f.do(t, "SendRoomMessage", form).refused(t, 660000002, "JSON")
	for body, code := range map[string]int{
		`{"FromUserId":"alice"`: 660000002, `[]`: 660000002, `"x"`: 660000002,
		strings.Replace(toGroup("alice"), `"alice"`, `"ali😀ce"`, 1):                                 660000002,
		strings.Replace(toGroup("alice"), `"r1"`, `"r😀1"`, 1):                                       660000002,
		strings.Replace(toGroup("alice"), "hello world", strings.Repeat("é", 1024), 1):              0,
		strings.Replace(toGroup("alice"), "hello world", strings.Repeat("é", 1024)+"x", 1):          660400001,
		strings.Replace(toGroup("alice"), "hello world", strings.Repeat("x", 32<<10), 1):            660400001,
		strings.Replace(toGroup("alice"), `"MessageType":1`, `"MessageType":"1"`, 1):                0,
		strings.Replace(toGroup("alice"), `"MessageType":1`, `"MessageType":20`, 1):                 660000002,
		strings.Replace(toGroup("alice"), `"Message":"hello world"`, `"Message":{"a":1}`, 1):        660000002,
		strings.Replace(toGroup("alice"), `{"Message":"hello world","ExtendedData":"d"}`, `"m"`, 1): 660000002,
	} {
		if r := f.do(t, "SendGroupMessage", body); r.Code != code {
			t.Errorf("%.120s: Code %d (%s), want %d", body, r.Code, r.Reason(), code)
		}
	}
	for sent, want := range map[string]string{
		`\ud83d\ude00 \u2028`: "😀 \u2028", `\ud83d`: "\ufffd", `a\udc00b`: "a\ufffdb", `\u0000\t`: "\x00\t", `</script>`: "</script>",
	} {
		f.do(t, "SendGroupMessage", strings.Replace(toGroup("alice"), "hello world", sent, 1)).is(t, 0, "")
		if got := f.history(t, "QueryGroupMsg", `{"GroupId":"r1","Limit":1}`)[0].MsgBody; got != want {
			t.Errorf("%s comes back as %q, want %q", sent, got, want)
		}
	}
	state := f.State()
	if f.SetState(state); f.State() != state {
		t.Error("put back, the state is another one")
	}
}
