package zegoapi_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// Page "Register bots": the sample; a bot that exists; one whose id is none of a bot.
func TestRobotRegister(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	for _, tt := range []struct{ name, body, failures string }{
		{"sample", `{"UserInfo":[{"UserId":"@RBT#R1","UserName":"userNameA","UserAvatar":"https"},{"UserId":"@RBT#R2","UserName":"userNameB","UserAvatar":"https"}]}`, ""},
		{"exists", `{"UserInfo":[{"UserId":"@RBT#R1"}]}`, "@RBT#R1:660700002"},
		{"some", `{"UserInfo":[{"UserId":"@RBT#R1"},{"UserId":"@RBT#R3"},{"UserId":"alice"},{"UserId":"@rbt#R4"},{"UserId":"@RBT#"},{"UserId":"@RBT#R3"}]}`, "@RBT#R1:660700002 alice:660000002 @rbt#R4:660000002 @RBT#R3:660700002"},
	} {
		r := f.do(t, "RobotRegister", tt.body)
		if r.is(t, r.Code, tt.failures); (tt.name == "exists") != (r.Code == 660700002) {
			t.Errorf("%s: Code %d", tt.name, r.Code)
		}
		golden.Bytes(t, "RobotRegister/"+tt.name+".json", r.steadyBody())
	}
	if got := f.do(t, "QueryUserInfos", `{"UserIds":["@RBT#R1","@RBT#R3"]}`).results("UserName"); got != "@RBT#R1:userNameA @RBT#R3:" {
		t.Errorf("the bots are %s", got)
	}
	f.fetch(t, "QueryUserOnlineState", "UserId[]=@RBT%23R1").is(t, 660200001, "@RBT#R1:660200001")
}

// listening is an app with a callback for messages and one for those to bots, whose clock stands at noon on 1 May 2024.
func listening(t *testing.T, more string) (f *front, all, bots chan event) {
	t.Helper()
	url, all := backend(t, 200)
	botURL, bots := backend(t, 200)
	f = openFixture(t, fmt.Sprintf(`
zim:
  - appId: 12345
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    callback: {url: %q, botUrl: %q, secret: %s}
    users: [{userId: alice}, {userId: bob}, {userId: "@RBT#one"}, {userId: "@RBT#two", blacklist: [bob]}]
%s`, url, botURL, callbackSecret, more), "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithLimits(false))
	f.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 123_000_000, time.UTC))
	return f, all, bots
}

// Page "Callback on message to a bot": a message to a bot is told by send_msg and, at an address of its own, by bot_msg,
// which has no source.
func TestBotCallback(t *testing.T) {
	t.Parallel()
	f, all, bots := listening(t, "")
	r := sendTo(t, f, 1, "@RBT#one", "bob", "@RBT#two")
	if len(r.SuccList) != 3 {
		t.Fatalf("answered %s", r.Body)
	}
	const body = `"from_user_id":"alice","conv_type":0,"conv_id":"","msg_type":1,"msg_body":"{\"Url\":\"https:xxx\"} é","msg_id":"%s","msg_seq":1,` +
		`"payload":"extended","msg_time":1714564800123,"send_result":0,"sub_msg_type":0,"user_list":[{"UserId":"%s","MsgId":"%[1]s","MsgSeq":1}]`
	for _, s := range []int{0, 2} {
		got := r.SuccList[s]
		if e := (<-bots).check(t, "bot_msg", callbackSecret); e != fmt.Sprintf(body, got.MsgID, got.UserID) {
			t.Errorf("event\n got %s\nwant %s", e, fmt.Sprintf(body, got.MsgID, got.UserID))
		}
	}
	(<-all).check(t, "send_msg", callbackSecret)

	sendTo(t, f, 2, "@RBT#one").is(t, 0, "") // signaling messages are told to nobody
	f.do(t, "SendPeerMessage", toJSON(t, message("bob", "@RBT#two"))).is(t, 660800045, "@RBT#two:660800045")
	sendTo(t, f, 1, "bob").is(t, 0, "")
	for range 2 { // the failure, and the message to bob
		(<-all).check(t, "send_msg", callbackSecret)
	}
	f.Wait(5, time.Minute, chatdouble.DeliveryState("delivered"))
	f.server.Close()
	if len(bots) > 0 || len(all) > 0 {
		t.Errorf("%d and %d events too many", len(bots), len(all))
	}
}

// The vendor's AI quick start: register a bot, find what somebody wrote to it, and answer.
func TestBotAnswers(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	for range 2 { // it registers the bot at each start
		r := f.do(t, "RobotRegister", `{"UserInfo":[{"UserId":"@RBT#ai"}]}`)
		if r.Code != 0 && (len(r.ErrorList) != 1 || r.ErrorList[0].SubCode != 660700002) {
			t.Fatalf("answered %s", r.Body)
		}
	}
	f.do(t, "SendPeerMessage", toJSON(t, with(message("alice", "@RBT#ai"), ".Message", "what is a test double?"))).is(t, 0, "")
	asked := f.history(t, "QueryPeerMsg", `{"FromUserId":"@RBT#ai","ToUserId":"alice","Limit":20,"Next":0}`)
	if len(asked) != 1 || asked[0].Sender != "alice" || asked[0].MsgBody != "what is a test double?" {
		t.Fatalf("the bot sees %+v", asked)
	}
	f.do(t, "SendPeerMessage", toJSON(t, with(message("@RBT#ai", "alice"), ".Message", "this"))).is(t, 0, "")
	if got := said(f.history(t, "QueryPeerMsg", `{"FromUserId":"alice","ToUserId":"@RBT#ai"}`)); got != "2:this 1:what is a test double?" {
		t.Errorf("alice sees %q", got)
	}
}
