package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// correspondents is an app in which alice and bob have written to each other, at noon on 1 May 2024.
func correspondents(t testing.TB) (f *front, send func(from, text string) int) {
	t.Helper()
	f = talkers(t)
	f.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	return f, func(from, text string) int {
		t.Helper()
		to := map[string]string{"alice": "bob", "bob": "alice"}[from]
		r := f.do(t, "SendPeerMessage", toJSON(t, with(message(from, to), ".Message", text)))
		if r.is(t, 0, ""); len(r.SuccList) != 1 {
			t.Fatalf("answered %s", r.Body)
		}
		return r.SuccList[0].MsgSeq
	}
}

// both is what the two see, with what is gone.
func both(t testing.TB, f *front) string {
	t.Helper()
	const between = `{"FromUserId":%q,"ToUserId":%q,"WithEmptyMsg":1,"Limit":100}`
	return said(f.history(t, "QueryPeerMsg", fmt.Sprintf(between, "alice", "bob"))) + " | " +
		said(f.history(t, "QueryPeerMsg", fmt.Sprintf(between, "bob", "alice")))
}

var editedAt = regexp.MustCompile(`"LatestEditTime":[0-9]+`)

// The pages' samples, byte for byte without their white space. Numbers that are different in every answer are those of
// the samples.
func TestGoldenMessageChanges(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	for _, id := range []string{"u1", "u2", "editer", "sender", "conv_id_007", "user_a"} {
		f.AddUsers(chatdouble.User{ID: id})
	}
	f.do(t, "SendPeerMessage", `{"FromUserId":"sender","ToUserId":["editer"],"MessageType":200,"Priority":1,"MessageBody":{"Message":"m"}}`).is(t, 0, "")
	for _, tt := range []struct{ name, body string }{
		{"ImportPeerMsg/sample", `{"FromUserId":"u1","ToUserId":"u2","MessageType":200,"Priority":1,"MessageBody":{"Message":"hello world","ExtendedData":"s"},"SubMsgType":110,"SearchedContent":"ex","SendMessageTime":123,"ImportedUserId":"u1"}`},
		{"EditC2cMsgBody/sample", `{"FromUserId":"editer","SenderId":"sender","ConvId":"sender","MsgType":200,"ConvMsgSeq":1,"EditType":31,"MessageBody":{"Message":"edit msg","ExtendedData":"extend data"},"AtListInfo":{"AtList":["userA","userB"]},"IsAtAll":false,"SubMsgType":101}`},
		{"QueryMessagesByMsgSeq/edited", `{"FromUserId":"editer","ConvId":"sender","ConvType":0,"MsgSeqList":[1,2]}`},
		{"RevokePeerMessage/sample", `{"FromUserId":"sender","ToUserId":"editer","MsgSeq":1,"Payload":"payload","OfflinePush":{"Enable":1,"Title":"title","Content":"content","Payload":"payload"}}`},
		{"QueryMessagesByMsgSeq/recalled", `{"FromUserId":"editer","ConvId":"sender","ConvType":0,"MsgSeqList":[1]}`},
		{"ClearPeerMessage/sample", `{"FromUserId":"user_a","ToUserId":"user_b"}`},
		{"ClearPeerMessage/nobody", `{"FromUserId":"user_b","ToUserId":"user_a"}`},
	} {
		r := f.do(t, regexp.MustCompile(`^\w+`).FindString(tt.name), tt.body)
		body := anyMsgID.ReplaceAll(r.steadyBody(), []byte(`"MsgId":"6654861479614"`))
		body = anyNumberID.ReplaceAll(editedAt.ReplaceAll(body, []byte(`"LatestEditTime":173436478`)), []byte(`"MsgId":857639062792568832`))
		body = regexp.MustCompile(`"MsgTime":[1-9][0-9]*`).ReplaceAll(body, []byte(`"MsgTime":1705895412000`))
		body = regexp.MustCompile(`revoke_time%22%3A[0-9]*`).ReplaceAll(body, []byte(`revoke_time%22%3A1705895412000`))
		golden.Bytes(t, tt.name+".json", body)
	}
}

// Page "Recall a one-to-one message": its sender alone, within two minutes; then it is gone for both. What remains to be
// seen of it is assumed.
func TestRecall(t *testing.T) {
	t.Parallel()
	f, send := correspondents(t)
	recall := func(from, to string, seq int) reply {
		return f.do(t, "RevokePeerMessage", fmt.Sprintf(`{"FromUserId":%q,"ToUserId":%q,"MsgSeq":%d,"Payload":"sorry"}`, from, to, seq))
	}
	send("alice", "one")
	f.Clock().Advance(time.Second)
	send("bob", "two")
	send("alice", "three")
	recall("bob", "alice", 1).refused(t, 660000026, `"alice"`)
	recall("alice", "bob", 4).refused(t, 660000022, "no message 4")
	recall("alice", "dave", 1).refused(t, 660000022)
	recall("alice", "ghost", 1).refused(t, 660000022)
	recall("ghost", "alice", 1).refused(t, 660500002)
	f.Clock().Advance(2 * time.Minute) // after which the first one is too old, and the others are not
	recall("alice", "bob", 1).refused(t, 660000024, "2m1s")
	recall("alice", "bob", 3).is(t, 0, "")
	recall("alice", "bob", 3).refused(t, 660000023)
	if got := both(t, f); got != "3:!2 2:two 1:one | 3:!2 2:two 1:one" {
		t.Errorf("they see %s", got)
	}
	row := f.history(t, "QueryPeerMsg", `{"FromUserId":"bob","ToUserId":"alice","WithEmptyMsg":1,"Limit":1}`)[0]
	if row.Sender != "alice" || row.MsgType != 1 || row.MsgTime != 1714564801000 || row.MsgID == "0" || row.Payload != "" {
		t.Errorf("the recalled one is %+v", row)
	}
	row = f.history(t, "QueryMessagesByMsgSeq", `{"FromUserId":"bob","ConvId":"alice","ConvType":0,"MsgSeqList":[3]}`)[0]
	var body map[string]any
	text, _ := url.PathUnescape(row.MsgBody)
	if err := json.Unmarshal([]byte(text), &body); err != nil || row.MsgType != 31 || row.IsEmpty != 2 || row.Sender != "alice" {
		t.Errorf("by its number it is %+v, %v", row, err)
	}
	want := map[string]any{"user_id": "alice", "revoke_time": 1714564921000.0, "msg_type": 1.0, "payload": "sorry", "msg_status": 12.0}
	for name, v := range want {
		if body[name] != v {
			t.Errorf("%s is %v, want %v", name, body[name], v)
		}
	}
	if seq := send("alice", "four"); seq != 4 {
		t.Errorf("the next number is %d", seq)
	}
}

// Page "Edit a message": what EditType names is changed, within 24 hours, for both. The callback is that of the message,
// with its new text.
func TestEdit(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	f.do(t, "SendPeerMessage", `{"FromUserId":"alice","ToUserId":["bob"],"MessageType":200,"SubMsgType":7,"Priority":1,"MessageBody":{"Message":"old","ExtendedData":"data"}}`).is(t, 0, "")
	(<-events).check(t, "send_msg", callbackSecret)
	edit := func(members string) reply {
		t.Helper()
		return f.do(t, "EditC2cMsgBody", `{"FromUserId":"alice","SenderId":"alice","ConvId":"bob","MsgType":200,"ConvMsgSeq":1,`+members+`}`)
	}
	rows := func() shownRow {
		t.Helper()
		return f.history(t, "QueryPeerMsg", `{"FromUserId":"bob","ToUserId":"alice"}`)[0]
	}
	for i, tt := range []struct{ members, body, payload, sub string }{
		{`"EditType":1,"MessageBody":{"Message":"new","ExtendedData":"not looked at"},"SubMsgType":9`, "new", "data", "7"},
		{`"EditType":2,"MessageBody":{"ExtendedData":"more"}`, "new", "more", "7"},
		{`"EditType":2,"MessageBody":{}`, "new", "", "7"},
		{`"EditType":12,"AtListInfo":{},"IsAtAll":true`, "new", "", "7"},
		{`"EditType":16,"SubMsgType":9`, "new", "", "9"},
		{`"EditType":19,"MessageBody":{"Message":"é","ExtendedData":"d"},"SubMsgType":0`, "é", "d", "0"},
	} {
		f.Clock().Advance(time.Second)
		r := edit(tt.members)
		if r.is(t, 0, ""); !strings.Contains(r.Body, fmt.Sprintf(`"StateMsgSeq":%d,"EditMsgSeq":%[1]d,"LatestEditTime":%d`, i+1, 1714564801+i)) {
			t.Errorf("%s: answered %s", tt.members, r.Body)
		}
		row := rows()
		if row.MsgBody != tt.body || row.Payload != tt.payload || fmt.Sprint(*row.SubMsgType) != tt.sub || row.MsgTime != 1714564800123 || row.MsgSeq != 1 {
			t.Errorf("%s: bob sees %+v", tt.members, row)
		}
		want := fmt.Sprintf(`"from_user_id":"alice","conv_type":0,"conv_id":"bob","msg_type":200,"msg_body":"%s","msg_id":"%s","msg_seq":1,"payload":"%s","msg_time":1714564800123,"send_result":0,"sub_msg_type":%s,"source":1`,
			tt.body, row.MsgID, tt.payload, tt.sub)
		if got := (<-events).check(t, "send_msg", callbackSecret); got != want {
			t.Errorf("event\n got %s\nwant %s", got, want)
		}
	}
	for _, tt := range []struct {
		members string
		code    int
		word    string
	}{
		{`"EditType":1,"SubMsgType":1`, 660000002, "MessageBody"},
		{`"EditType":1,"MessageBody":{"ExtendedData":"x"}`, 660000002, "Message"},
		{`"EditType":4,"IsAtAll":true`, 660000002, "AtListInfo"},
		{`"EditType":8,"AtListInfo":{}`, 660000002, "IsAtAll"},
		{`"EditType":16`, 660000002, "SubMsgType"},
		{`"EditType":16,"SubMsgType":1,"MsgType":10`, 660000002, "200"},
		{`"EditType":8,"IsAtAll":true,"MsgType":1`, 660000002, "type 200"},
		{`"EditType":8,"IsAtAll":true,"MsgType":11`, 660000002, "MsgType"},
		{`"EditType":1,"MessageBody":{"Message":"` + strings.Repeat("x", 2049) + `"}`, 660400001, "2049"},
		{`"EditType":8,"IsAtAll":true,"SenderId":"bob"`, 661000005, `"alice"`},
		{`"EditType":8,"IsAtAll":true,"ConvMsgSeq":2`, 660000022, "2"},
	} {
		edit(tt.members).refused(t, tt.code, tt.word)
	}
	f.do(t, "EditC2cMsgBody", `{"FromUserId":"bob","SenderId":"alice","ConvId":"alice","MsgType":200,"ConvMsgSeq":1,"EditType":1,"MessageBody":{"Message":"by bob"}}`).is(t, 0, "")
	(<-events).check(t, "send_msg", callbackSecret)
	f.Clock().Advance(24*time.Hour - 6*time.Second)
	edit(`"EditType":8,"IsAtAll":true`).is(t, 0, "")
	f.Clock().Advance(time.Millisecond)
	edit(`"EditType":8,"IsAtAll":true`).refused(t, 661000001, "24h0m0")
}

// Page "Import one-to-one messages": a message for one side, at its own time; the other sees nothing of it.
func TestImport(t *testing.T) {
	t.Parallel()
	f, send := correspondents(t)
	put := func(from, to, forWhom, text string, at int64) reply {
		t.Helper()
		return f.do(t, "ImportPeerMsg", fmt.Sprintf(`{"FromUserId":%q,"ToUserId":%q,"ImportedUserId":%q,"MessageType":1,"Priority":1,"SendMessageTime":%d,"MessageBody":{"Message":%q}}`, from, to, forWhom, at, text))
	}
	const noon = 1714564800000
	put("alice", "bob", "bob", "b", noon-1000).is(t, 0, "")
	if got := both(t, f); got != " | 1:b" {
		t.Errorf("they see %s", got)
	}
	send("bob", "now")
	put("bob", "alice", "alice", "a", noon-2000).is(t, 0, "")
	put("alice", "bob", "alice", "c", 0).is(t, 0, "")
	put("carol", "alice", "alice", "d", noon).is(t, 0, "") // blacklists do not matter
	if got := both(t, f); got != "4:c 2:now 3:a | 2:now 1:b" {
		t.Errorf("they see %s", got)
	}
	put("alice", "bob", "carol", "x", 0).refused(t, 660000002, `"carol"`)
	put("alice", "alice", "alice", "x", 0).refused(t, 660000002)
	put("alice", "bob", "bob", "x", noon+1).refused(t, 660000002, "future")
	put("alice", "ghost", "alice", "x", 0).refused(t, 660700015)
	put("ghost", "alice", "alice", "x", 0).refused(t, 660500002)
	f.do(t, "RevokePeerMessage", `{"FromUserId":"alice","ToUserId":"bob","MsgSeq":1}`).refused(t, 660000022, "not for")
	f.do(t, "RevokePeerMessage", `{"FromUserId":"alice","ToUserId":"bob","MsgSeq":4}`).is(t, 0, "")
	if got := both(t, f); got != "4:!2 2:now 3:a | 2:now 1:b" {
		t.Errorf("they see %s", got)
	}
}

// Page "Delete all messages from a one-to-one conversation": for one side, up to now.
func TestClear(t *testing.T) {
	t.Parallel()
	f, send := correspondents(t)
	send("alice", "one")
	send("bob", "two")
	f.do(t, "ClearPeerMessage", `{"FromUserId":"alice","ToUserId":"bob"}`).is(t, 0, "")
	send("bob", "three")
	if got := both(t, f); got != "3:three 2:!1 1:!1 | 3:three 2:two 1:one" {
		t.Errorf("they see %s", got)
	}
	if got := said(f.history(t, "QueryPeerMsg", `{"FromUserId":"alice","ToUserId":"bob"}`)); got != "3:three" {
		t.Errorf("alice sees %s", got)
	}
	if got := said(f.history(t, "QueryMessagesByMsgSeq", `{"FromUserId":"alice","ConvId":"bob","ConvType":0,"MsgSeqList":[3,1,9,3]}`)); got != "3:three 1:!1 9:!1 3:three" {
		t.Errorf("alice sees %s by numbers", got)
	}
	f.do(t, "RevokePeerMessage", `{"FromUserId":"alice","ToUserId":"bob","MsgSeq":1}`).refused(t, 660000022, "deleted")
	f.do(t, "ClearPeerMessage", `{"FromUserId":"alice","ToUserId":"ghost"}`).is(t, 0, "")
}

// Page "Query messages": 20 messages a second, whatever the calls.
func TestRateOfMessages(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	f.Clock().Freeze(noonOfSample)
	ask := func(count int) reply {
		return f.do(t, "QueryMessagesByMsgSeq", fmt.Sprintf(`{"FromUserId":"alice","ConvId":"bob","ConvType":0,"MsgSeqList":[%s]}`, strings.TrimSuffix(strings.Repeat("1,", count), ",")))
	}
	ask(12).is(t, 0, "")
	ask(9).refused(t, 660300005)
	ask(8).is(t, 0, "")
	ask(1).refused(t, 660300005)
	f.Clock().Advance(time.Second)
	ask(20).is(t, 0, "")
	f.Clock().Advance(time.Second)
	ask(21).refused(t, 660300005) // more than any second has
}

// Assumed: a reset begins the numbers of conversations again; no MsgId comes twice in the life of a server.
func TestMessageNumbersAfterReset(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	ids := make(map[string]bool)
	for range 3 {
		for seq := range 5 {
			sent := f.do(t, "SendPeerMessage", toJSON(t, message("alice", "bob", "carol"))).SuccList
			for _, s := range sent {
				if s.MsgSeq != seq+1 || ids[s.MsgID] {
					t.Errorf("message %d to %s: MsgSeq %d, MsgId %s (given before: %v)", seq+1, s.UserID, s.MsgSeq, s.MsgID, ids[s.MsgID])
				}
				ids[s.MsgID] = true
			}
		}
		f.Reset()
	}
	if len(ids) != 30 {
		t.Errorf("%d ids of 30 messages", len(ids))
	}
}
