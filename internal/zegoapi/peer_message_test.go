package zegoapi_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// message is a good request, which a test may spoil.
func message(from string, to ...string) map[string]any {
	return map[string]any{
		"FromUserId": from, "ToUserId": to, "MessageType": 1, "Priority": 2,
		"MessageBody": map[string]any{"Message": "hello"},
	}
}

// with changes members of a request; those of MessageBody have a dot in front. nil takes one away.
func with(request map[string]any, pairs ...any) map[string]any {
	for i := 0; i < len(pairs); i += 2 {
		m, name := request, pairs[i].(string)
		if rest, ok := strings.CutPrefix(name, "."); ok {
			m, name = request["MessageBody"].(map[string]any), rest
		}
		if m[name] = pairs[i+1]; m[name] == nil {
			delete(m, name)
		}
	}
	return request
}

// talkers is an app with people in it: carol has blocked alice, and alice has blocked dave.
func talkers(t testing.TB, opts ...chatdouble.Option) *front {
	t.Helper()
	f := unlimited(t, opts...)
	for _, id := range []string{"alice", "bob", "carol", "dave", "eve"} {
		f.AddUsers(chatdouble.User{ID: id})
	}
	f.Block("carol", "alice")
	f.Block("alice", "dave")
	return f
}

// Guide "Blacklist management": whom the receiver has blocked cannot write to the receiver; whom
// the sender has blocked still gets what the sender writes.
func TestSendPeerMessage(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	long := strings.Repeat("x", 33)
	for _, tt := range []struct {
		name     string
		from     string
		to       []string
		code     int
		got      string
		failures string
	}{
		{"one", "alice", []string{"bob"}, 0, "bob", ""},
		{"order", "bob", []string{"eve", "alice", "dave"}, 0, "eve alice dave", ""},
		{"blocked by the receiver", "alice", []string{"carol"}, 660800045, "", "carol:660800045"},
		{"the receiver is blocked", "alice", []string{"dave"}, 0, "dave", ""},
		{"the other way round", "carol", []string{"alice"}, 0, "alice", ""},
		{"from one who is blocked", "dave", []string{"alice"}, 660800045, "", "alice:660800045"},
		{"some fail", "alice", []string{"carol", "bob", "ghost", "eve", "a/b", "", long}, 0, "bob eve", "carol:660800045 ghost:660700015 a/b:660000002 :660000002 " + long + ":660000002"},
		{"all fail", "alice", []string{"ghost", "carol"}, 660700015, "", "ghost:660700015 carol:660800045"},
		{"all fail, other order", "alice", []string{"carol", "ghost"}, 660800045, "", "carol:660800045 ghost:660700015"},
		{"twice", "alice", []string{"bob", "bob", "carol", "carol"}, 0, "bob", "carol:660800045"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do(t, "SendPeerMessage", toJSON(t, message(tt.from, tt.to...)))
			r.is(t, tt.code, tt.failures)
			if r.receivers() != tt.got {
				t.Errorf("receivers %q, want %q", r.receivers(), tt.got)
			}
		})
	}
	f.Unblock("carol", "alice")
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "carol"))).is(t, 0, "")
	f.Block("carol", "alice")
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "carol"))).is(t, 660800045, "carol:660800045", "1 with 660800045")
}

// Pages "Send a one-to-one message" and "MessageBody introduction": what a request may hold.
func TestGoodMessages(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	big := strings.Repeat("é", 1024) // 2 KB
	for name, request := range map[string]map[string]any{
		"text":                with(message("alice", "bob"), "MessageType", 1),
		"signaling":           with(message("alice", "bob"), "MessageType", 2),
		"multi-item":          with(message("alice", "bob"), "MessageType", 10, ".Message", `{"MultiMsg":[{"MsgType":1,"Msg":"1"}]}`),
		"image":               with(message("alice", "bob"), "MessageType", 11),
		"file":                with(message("alice", "bob"), "MessageType", 12),
		"audio":               with(message("alice", "bob"), "MessageType", 13),
		"video":               with(message("alice", "bob"), "MessageType", 14),
		"custom":              with(message("alice", "bob"), "MessageType", 200, "SubMsgType", 200, "SearchedContent", strings.Repeat("x", 64)),
		"custom, sub type 0":  with(message("alice", "bob"), "MessageType", 200, "SubMsgType", 0),
		"numbers in texts":    with(message("alice", "bob"), "MessageType", "200", "Priority", "3", "SubMsgType", "7", "SenderUnaware", "1"),
		"all options":         with(message("alice", "bob"), "SenderUnaware", 1, "SendMsgOptions", map[string]any{"NoUnread": true}, ".HasReceipt", 1),
		"2 KB":                with(message("alice", "bob"), ".Message", big),
		"2 KB, signaling":     with(message("alice", "bob"), "MessageType", 2, ".Message", big),
		"5 KB of many items":  with(message("alice", "bob"), "MessageType", 10, ".Message", strings.Repeat("x", 5<<10)),
		"extended data":       with(message("alice", "bob"), ".ExtendedData", strings.Repeat("x", 1024)),
		"base64":              with(message("alice", "bob"), "MessageType", 2, ".Message", "aGVsbG8=", ".IsBase64", 1),
		"2 KB in base64":      with(message("alice", "bob"), "MessageType", 2, ".IsBase64", 1, ".Message", base64.StdEncoding.EncodeToString(make([]byte, 2048))),
		"IsBase64 0":          with(message("alice", "bob"), "MessageType", 2, ".IsBase64", 0, ".Message", "no base64"),
		"IsBase64 of a text":  with(message("alice", "bob"), "MessageType", 1, ".IsBase64", 1, ".Message", "no base64"),
		"searched, no custom": with(message("alice", "bob"), "SearchedContent", strings.Repeat("x", 65)),
		"sub type, no custom": with(message("alice", "bob"), "SubMsgType", 201),
		"push":                with(message("alice", "bob"), ".OfflinePush", map[string]any{"Enable": 1, "Title": "T", "Content": "C", "Payload": "P", "BadgeIncrement": 5}),
		"nulls":               with(message("alice", "bob"), "SendMsgOptions", json.RawMessage("null"), ".OfflinePush", json.RawMessage("null"), ".ExtendedData", json.RawMessage("null")),
		"unknown members":     with(message("alice", "bob"), "Foo", []int{1}, ".Bar", map[string]any{}),
		"100 receivers":       message("alice", strings.Split(strings.Repeat("bob ", 99)+"bob", " ")...),
	} {
		r := f.do(t, "SendPeerMessage", toJSON(t, request))
		if r.is(t, 0, ""); r.receivers() != "bob" {
			t.Errorf("%s: receivers %q (%s)", name, r.receivers(), r.Reason())
		}
	}
	f.do(t, "SendPeerMessage", `{"fromuserid":"alice","TOUSERID":["bob"],"messageType":1,"priority":1,"messageBody":{"message":"x","extendeddata":"y","offlinePUSH":{"enable":"0"}}}`).is(t, 0, "")
}

// What the declaration does not say of a message, or what it says in a form of its own, is refused as a whole too, with
// a reason that names it. 660000002 is assumed; the other codes are on the page.
func TestBadMessages(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	ok := func() map[string]any { return message("alice", "bob") }
	for _, tt := range []struct {
		name    string
		request map[string]any
		code    int
		word    string
	}{
		{"the sender among them", message("alice", "bob", "alice"), 660000002, "themselves"},
		{"10,000 receivers", message("alice", strings.Split(strings.Repeat("bob ", 9_999)+"bob", " ")...), 660000011, "10000"},
		{"a number in the list", with(ok(), "ToUserId", []any{"bob", 5}), 660000002, "ToUserId"},
		{"priority 1.5", with(ok(), "Priority", 1.5), 660000002, "Priority"},
		{"a list for a body", with(ok(), "MessageBody", []string{"hello"}), 660000002, "MessageBody"},
		{"empty Message", with(ok(), ".Message", ""), 660000002, "Message"},
		{"Enable 2", with(ok(), ".OfflinePush", map[string]any{"Enable": 2}), 660000002, "Enable"},
		{"2 KB and a byte", with(ok(), ".Message", strings.Repeat("é", 1024)+"x"), 660400001, "2049"},
		{"5 KB and a byte", with(ok(), "MessageType", 10, ".Message", strings.Repeat("x", 5121)), 660400001, "5121"},
		{"2 KB and a byte in base64", with(ok(), "MessageType", 2, ".IsBase64", 1, ".Message", base64.StdEncoding.EncodeToString(make([]byte, 2049))), 660400001, "2049"},
		{"no base64", with(ok(), "MessageType", 2, ".IsBase64", 1, ".Message", "hello"), 660000025, "base64"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f.do(t, "SendPeerMessage", toJSON(t, tt.request)).is(t, tt.code, "", tt.word)
		})
	}
	// None of them was sent.
	r := f.do(t, "SendPeerMessage", toJSON(t, ok()))
	if len(r.SuccList) != 1 || r.SuccList[0].MsgSeq != 1 {
		t.Errorf("the first message is %+v", r.SuccList)
	}
}

// The other place of parameters: all of them in the query.
func TestSendPeerMessageByTheQuery(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	all := query("FromUserId", "alice", "ToUserId[]", "bob", "ToUserId[]", "eve", "MessageType", "1", "Priority", "1",
		"MessageBody", `{"Message":"x"}`)
	for _, method := range []string{"GET", "POST"} {
		r := f.call(t, method, "SendPeerMessage", all, "")
		if r.is(t, 0, ""); r.receivers() != "bob eve" {
			t.Errorf("%s: receivers %q", method, r.receivers())
		}
	}
}

// The sender is the call's user, for the journal and the fault rules.
func TestSendPeerMessageUser(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	f.Fail(chatdouble.Fault{Operation: "SendPeerMessage", User: "alice", Code: "660500005", Times: 1})
	f.do(t, "SendPeerMessage", toJSON(t, message("bob", "eve"))).is(t, 0, "")
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "eve"))).is(t, 660500005, "")
	if got := f.Requests(chatdouble.ByUser("alice")); len(got) != 1 || got[0].Code != "660500005" {
		t.Errorf("alice's requests: %v", got)
	}
}
