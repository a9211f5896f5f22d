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

// Pages "Send a one-to-one message" and "MessageBody introduction": what a request may hold.
func TestGoodMessages(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	big := strings.Repeat("é", 1024) // 2 KB
	for name, request := range map[string]map[string]any{
		"multi-item":          with(message("alice", "bob"), "MessageType", 10, ".Message", `{"MultiMsg":[{"MsgType":1,"Msg":"1"}]}`),
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
	for name, request := range map[string]map[string]any{
		"2 KB and a byte":           with(message("alice", "bob"), ".Message", big+"x"),
		"5 KB and a byte":           with(message("alice", "bob"), "MessageType", 10, ".Message", strings.Repeat("x", 5121)),
		"2 KB and a byte in base64": with(message("alice", "bob"), "MessageType", 2, ".IsBase64", 1, ".Message", base64.StdEncoding.EncodeToString(make([]byte, 2049))),
	} {
		if r := f.do(t, "SendPeerMessage", toJSON(t, request)); r.Code != 660400001 {
			t.Errorf("%s: Code %d (%s), want 660400001", name, r.Code, r.Reason())
		}
	}
	f.do(t, "SendPeerMessage", `{"fromuserid":"alice","TOUSERID":["bob"],"messageType":1,"priority":1,"messageBody":{"message":"x","extendeddata":"y","offlinePUSH":{"enable":"0"}}}`).is(t, 0, "")
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
