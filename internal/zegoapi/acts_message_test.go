package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// sendWorld is a group that alice and bob are in, and a room that alice is in.
const sendWorld = `
    groups: [{groupId: hikers, owner: bob, members: [{userId: alice}], createdAt: 2024-01-01T00:00:00Z}]
    rooms: [{roomId: hall, users: [{userId: alice}]}]
`

// sendAs sends a message of an app user, and returns the ids and what was refused.
func (f *front) sendAs(t *testing.T, user, members string) (sent chatdouble.SentMessage, refused string) {
	t.Helper()
	status, body := f.act(t, fmt.Sprintf(`{"act":"sendMessage","user":%q,%s}`, user, members))
	if status != http.StatusOK {
		return sent, body
	}
	if err := json.Unmarshal([]byte(body), &sent); err != nil {
		t.Fatal(err)
	}
	return sent, ""
}

// Page "Callback on message sent": messages of app users have no source, conv_id says to whom, and one to a user has an
// empty user_list; a bot's address is told in the same words.
func TestSendAsUser(t *testing.T) {
	t.Parallel()
	f, all, bots := listening(t, sendWorld)
	const body = `"from_user_id":"alice","conv_type":%d,"conv_id":"%s","msg_type":%d,"msg_body":"%s","msg_id":"%s","msg_seq":1,` +
		`"payload":"%s","msg_time":1714564800123,"send_result":0,"sub_msg_type":%d%s`
	for _, tt := range []struct {
		members  string
		convType int
		convID   string
		kind     int
		body     string
		payload  string
		sub      int
		more     string
	}{
		{`"to":"bob","text":"hi","extendedData":"e"`, 0, "bob", 1, "hi", "e", 0, `,"user_list":[]`},
		{`"toGroup":"hikers","text":"a","type":"200","subType":7`, 2, "hikers", 200, "a", "", 7, ""},
		{`"toRoom":"hall","text":"{\"Title\":\"t u\"}","type":"100"`, 1, "hall", 100, "%7B%22Title%22%3A%22t%20u%22%7D", "", 0, ""},
		{`"to":"@RBT#one","text":"{\"Url\":\"u\",\"FileName\":\"f\"}","type":"12"`, 0, "@RBT#one", 12, "%7B%22md5%22%3A%22%22%2C%22file_name%22%3A%22f%22%2C%22file_size%22%3A%22%22%2C%22download_url%22%3A%22u%22%2C%22media_duration%22%3A%22%22%7D", "", 0, `,"user_list":[]`},
	} {
		sent, refused := f.sendAs(t, "alice", tt.members)
		want := fmt.Sprintf(body, tt.convType, tt.convID, tt.kind, tt.body, sent.MsgID, tt.payload, tt.sub, tt.more)
		if got := (<-all).check(t, "send_msg", callbackSecret); got != want || refused != "" || sent.MsgSeq != 1 {
			t.Errorf("%s: %+v %s\n got %s\nwant %s", tt.members, sent, refused, got, want)
		}
		if strings.HasPrefix(tt.convID, "@RBT#") {
			if got := (<-bots).check(t, "bot_msg", callbackSecret); got != want {
				t.Errorf("the bot\n got %s\nwant %s", got, want)
			}
		}
	}
	for _, members := range []string{`"to":"bob","text":"x","type":"2"`, `"toRoom":"hall","text":"x","type":"20"`} { // kept by nobody, told to nobody
		if sent, refused := f.sendAs(t, "alice", members); refused != "" || sent.MsgSeq != 0 || len(sent.MsgID) != 18 {
			t.Errorf("%s: %+v %s", members, sent, refused)
		}
	}
	if got := said(f.history(t, "QueryPeerMsg", `{"FromUserId":"bob","ToUserId":"alice"}`)); got != "1:hi" {
		t.Errorf("bob sees %q", got)
	}
	f.noMore(t, all)
}

// What is refused leaves nothing; that somebody is blocked is told.
func TestSendAsUserIsRefused(t *testing.T) {
	t.Parallel()
	f, all, _ := listening(t, sendWorld)
	f.Block("alice", "bob")
	for _, tt := range []struct{ members, want string }{
		{`"to":"alice","text":"x"`, `"code": "6000284"`},
		{`"to":"bob","text":"x"`, "send to themselves"},
		{`"to":"nobody","text":"x"`, `"code": "660700015"`},
		{`"toGroup":"none","text":"x"`, `"code": "660600001"`},
		{`"toRoom":"none","text":"x"`, `"code": "660300001"`},
		{`"toRoom":"hall","text":"x"`, `"code": "660300002"`},
		{`"text":"x"`, "this has 0 of them"},
		{`"to":"alice","toRoom":"hall","text":"x"`, "this has 2 of them"},
		{`"to":"alice","text":"x","type":"20"`, "rooms only"},
		{`"to":"alice","text":"x","type":"31"`, "31"},
		{`"to":"alice","text":"` + strings.Repeat("x", 2049) + `"`, `"code": "660400001"`},
	} {
		if _, refused := f.sendAs(t, "bob", tt.members); !strings.Contains(refused, tt.want) {
			t.Errorf("%.60s: %s, want %s", tt.members, refused, tt.want)
		}
	}
	if _, refused := f.sendAs(t, "alice", `"toRoom":"hall","text":"x","hasReceipt":true`); !strings.Contains(refused, "660300013") {
		t.Errorf("a receipt in a room: %s", refused)
	}
	if _, refused := f.sendAs(t, "@RBT#one", `"toGroup":"hikers","text":"x"`); !strings.Contains(refused, "660600024") {
		t.Errorf("not a member: %s", refused)
	}
	f.fetch(t, "MuteGroup", query("FromUserId", "bob", "GroupId", "hikers", "IsAllMuted", "true", "Duration", "60")).is(t, 0, "")
	if _, refused := f.sendAs(t, "alice", `"toGroup":"hikers","text":"x"`); !strings.Contains(refused, "660600032") {
		t.Errorf("a mute: %s", refused)
	}
	f.Clock().Advance(time.Minute)
	if _, refused := f.sendAs(t, "alice", `"toGroup":"hikers","text":"x"`); refused != "" {
		t.Errorf("behind a mute: %s", refused)
	}
	if got := (<-all).check(t, "send_msg", callbackSecret); !strings.Contains(got, `"conv_id":"alice"`) || !strings.Contains(got, `"send_result":660800045`) || strings.Contains(got, "msg_seq") {
		t.Errorf("the block: %s", got)
	}
	<-all // of the one that was sent
	f.noMore(t, all)
}

// judged is an app whose backend is asked before messages of app users are sent, and answers as answer says.
func judged(t *testing.T, answer http.HandlerFunc) (f *front, asked, all chan event) {
	t.Helper()
	asked = make(chan event, 20)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked <- event{r.Method, r.Header.Get("Content-Type"), body}
		answer(w, r)
	}))
	t.Cleanup(srv.Close)
	url, all := backend(t, 200)
	f = openFixture(t, fmt.Sprintf(`
zim:
  - appId: 12345
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    callback: {url: %q, botUrl: %[1]q, beforeUrl: %q, secret: %s}
    users: [{userId: alice}, {userId: bob}, {userId: "@RBT#one"}, {userId: zoe, blacklist: [alice]}]
%s`, url, srv.URL, callbackSecret, sendWorld), "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithLimits(false))
	f.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 123_000_000, time.UTC))
	return f, asked, all
}

// Page "Callback before message sent": its members in their order, and what each answer makes of a message.
func TestBeforeSend(t *testing.T) {
	t.Parallel()
	var answer atomic.Value
	f, asked, all := judged(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer.Load().(string)) })
	for _, tt := range []struct {
		answer, result, text, bob, alice, refused string
	}{
		{`{"result":0}`, "0", "1", "1:1", "1:1", ""},
		{`{"result":1,"new_msg_body":"ONE","new_payload":""}`, "0", "ONE", "2:ONE", "2:ONE", ""},
		{`{"result":2}`, "660500009", "1", "", "3:1", ""},
		{`{"result":3,"reason":"rude"}`, "660500010", "1", "", "", "111101"},
		{`{"result":9}`, "0", "1", "4:1", "4:1", ""},
		{`thanks`, "0", "1", "5:1", "5:1", ""},
	} {
		answer.Store(tt.answer)
		before := [2]string{f.newest(t, "bob", "alice"), f.newest(t, "alice", "bob")}
		sent, refused := f.sendAs(t, "alice", `"to":"bob","text":"1","extendedData":"p"`)
		var q struct {
			RequestID string `json:"request_id"`
			MsgID     string `json:"msg_id"`
			Nonce     string
			Signature string
		}
		e := <-asked
		if err := json.Unmarshal(e.body, &q); err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf(`{"appid":"12345","event":"before_send_msg","from_user_id":"alice","conv_id":"bob","request_id":"%s","msg_id":"%s","conv_type":0,`+
			`"timestamp":1714564800,"msg_body":"1","msg_type":1,"signature":"%s","nonce":"%s","sub_msg_type":0,"payload":"p"}`, q.RequestID, q.MsgID, q.Signature, q.Nonce); string(e.body) != want || q.RequestID == "" {
			t.Errorf("asked\n     %s\nwant %s", e.body, want)
		}
		e.signed(t, "before_send_msg", callbackSecret)
		told := (<-all).check(t, "send_msg", callbackSecret)
		if !strings.Contains(told, fmt.Sprintf(`"send_result":%s,`, tt.result)) || !strings.Contains(told, fmt.Sprintf(`"msg_body":"%s","msg_id":"%s"`, tt.text, q.MsgID)) {
			t.Errorf("%s: told %s", tt.answer, told)
		}
		if refused == "" && sent.MsgID != q.MsgID || !strings.Contains(refused, tt.refused) || refused != "" && !strings.Contains(refused, "rude") {
			t.Errorf("%s: %+v %s", tt.answer, sent, refused)
		}
		for i, want := range []string{tt.bob, tt.alice} {
			got := f.newest(t, []string{"bob", "alice"}[i], []string{"alice", "bob"}[i])
			if want == "" {
				want = before[i]
			}
			if got != want {
				t.Errorf("%s: %q is the newest, want %q", tt.answer, got, want)
			}
		}
	}
	f.noMore(t, all)
}

// newest is the last message that a user sees of a dialog.
func (f *front) newest(t *testing.T, user, with string) string {
	t.Helper()
	return said(f.history(t, "QueryPeerMsg", fmt.Sprintf(`{"FromUserId":%q,"ToUserId":%q,"Limit":1}`, user, with)))
}

// A message that is sent silently is seen by its sender alone, wherever it goes, and comes back with an exported state.
func TestSendSilently(t *testing.T) {
	t.Parallel()
	f, asked, all := judged(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"result":2,"new_payload":"np"}`)
	})
	for i, members := range []string{`"toGroup":"hikers","text":"g"`, `"toRoom":"hall","text":"r"`, `"to":"@RBT#one","text":"b"`} {
		sent, refused := f.sendAs(t, "alice", members)
		if refused != "" || (sent.MsgSeq == 0) != (i == 1) {
			t.Errorf("%s: %+v %s", members, sent, refused)
		}
		<-asked
		if told := (<-all).check(t, "send_msg", callbackSecret); !strings.Contains(told, `"payload":"np"`) || !strings.Contains(told, `"send_result":660500009`) {
			t.Errorf("told %s", told)
		}
	}
	state := f.State()
	if !strings.Contains(state, "toGroup: hikers, text: g, extendedData: np") || !strings.Contains(state, "onlyTo: [alice]") || !strings.Contains(state, "onlyFor: alice") || strings.Contains(state, "toRoom") {
		t.Errorf("the state is\n%s", state)
	}
	f.SetState(state)
	if again := f.State(); again != state {
		t.Errorf("put back it is\n%s\nnot\n%s", again, state)
	}
	f.noMore(t, all)
}

// Who does not answer is asked twice, at once; then the message is not sent. Each try stands in the journal.
func TestBeforeSendWithoutAnswer(t *testing.T) {
	t.Parallel()
	over := make(chan struct{})
	var slow, fails atomic.Int64
	f, asked, all := judged(t, func(w http.ResponseWriter, _ *http.Request) {
		if slow.Load() > 0 {
			slow.Add(-1)
			<-over
		}
		if fails.Add(-1) >= 0 {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = io.WriteString(w, `{"result":1}`)
	})
	t.Cleanup(func() { close(over) })
	for _, tt := range []struct {
		slow, fails int64
		asked       int
		refused     string
	}{
		{0, 1, 2, ""},
		{0, 2, 2, "111101"},
		{1, 0, 2, ""},
		{2, 0, 2, "no answer within 2.5s"},
	} {
		slow.Store(tt.slow)
		fails.Store(tt.fails)
		_, refused := f.sendAs(t, "alice", `"to":"bob","text":"x"`)
		if (refused == "") != (tt.refused == "") || !strings.Contains(refused, tt.refused) || len(asked) != tt.asked {
			t.Errorf("%d slow, %d fail: asked %d times, %s", tt.slow, tt.fails, len(asked), refused)
		}
		for len(asked) > 0 {
			<-asked
		}
		told := (<-all).check(t, "send_msg", callbackSecret)
		if strings.Contains(told, "660500010") != (tt.refused != "") {
			t.Errorf("told %s", told)
		}
	}
	if n := f.Requests(chatdouble.Operation("before_send_msg")); len(n) != 8 {
		t.Errorf("the journal has %d tries", len(n))
	}
	f.noMore(t, all)
}

// The backend is asked about what is kept, and about nothing that is refused anyhow.
func TestBeforeSendIsNotAsked(t *testing.T) {
	t.Parallel()
	f, asked, _ := judged(t, func(http.ResponseWriter, *http.Request) {})
	for _, members := range []string{
		`"to":"bob","text":"x","type":"2"`, `"toRoom":"hall","text":"x","type":"20"`, `"to":"zoe","text":"x"`, `"to":"nobody","text":"x"`,
	} {
		f.sendAs(t, "alice", members)
	}
	f.sendAs(t, "nobody", `"to":"bob","text":"x"`)
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "bob"))).is(t, 0, "")
	if len(asked) > 0 {
		t.Errorf("asked %s", (<-asked).body)
	}
}
