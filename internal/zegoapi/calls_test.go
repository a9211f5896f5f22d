package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

const noonUnix = 1714564800 // where the clock of [told] stands

// invite makes a call of alice and returns its id.
func invite(t testing.TB, f *front, timeout int, to ...string) string {
	t.Helper()
	r := f.do(t, "CallInvite", toJSON(t, body{"FromUserId": "alice", "UserIds": to, "Timeout": timeout, "ExtendedData": "hi"}))
	if r.want(t, 0); !anyCallID.MatchString(r.Body) {
		t.Errorf("no CallId in %s", r.Body)
	}
	return r.CallID
}

var anyCallID = regexp.MustCompile(`"CallId":"1[0-9]{19}"`)

// hears fails when the next events are others; each is the name, a space and the members behind call_id.
func hears(t testing.TB, events chan event, call string, want ...string) {
	t.Helper()
	for _, want := range want {
		name, members, _ := strings.Cut(want, " ")
		if got := (<-events).check(t.(*testing.T), name, callbackSecret); got != fmt.Sprintf(`"call_id":%q,%s`, call, members) {
			t.Errorf("event\n got %s\nwant %s", got, want)
		}
	}
}

// The pages of the callbacks of calls: each in full, as the samples have them.
func TestCallCallbacks(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	id := invite(t, f, 0, "bob", "carol", "dave")
	hears(t, events, id, fmt.Sprintf(`call_create "user_ids":["bob","carol","dave"],"create_time":%d,"payload":"hi","caller":"alice","timeout":90`, noonUnix))
	f.fetch(t, "CallAccept", query("FromUserId", "bob", "CallId", id, "ExtendedData", "yes")).want(t, 0)
	f.fetch(t, "CallReject", query("FromUserId", "carol", "CallId", id)).want(t, 0)
	hears(t, events, id, `call_accept "user_id":"bob","extend_data":"yes"`, `call_reject "user_id":"carol","extend_data":""`)
	for user, code := range map[string]int{"bob": 660900005, "carol": 660900005, "alice": 660900008} {
		f.fetch(t, "CallAccept", query("FromUserId", user, "CallId", id)).refused(t, code)
	}
	f.Clock().Advance(90*time.Second - time.Millisecond)
	if strings.Contains(f.State(), "endedAt") {
		t.Error("the call has ended before its time")
	}
	f.Clock().Advance(time.Millisecond)
	hears(t, events, id, `call_timeout "user_ids":["dave"]`)
	f.fetch(t, "CallAccept", query("FromUserId", "dave", "CallId", id)).refused(t, 660900006)
	f.fetch(t, "CallAccept", query("FromUserId", "dave", "CallId", "12")).refused(t, 660900004)

	id = invite(t, f, 5, "bob")
	f.Clock().Advance(time.Hour)
	hears(t, events, id, fmt.Sprintf(`call_create "user_ids":["bob"],"create_time":%d,"payload":"hi","caller":"alice","timeout":5`, noonUnix+90),
		`call_cancel "user_ids":["bob"],"reason":"timeout_cancel","payload":"hi"`)
	f.fetch(t, "CallReject", query("FromUserId", "bob", "CallId", id)).refused(t, 660900006)
	f.noMore(t, events)
}

// Who is logged out is not told of a call, and a caller who is offline does not cancel it at the timeout.
func TestCallsOfThoseWhoAreAway(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	for _, user := range []string{"bob", "alice"} {
		f.As(user).GoOnline()
		f.As(user).LogOut()
		<-events
		<-events
	}
	id := invite(t, f, 10, "bob", "carol")
	f.Clock().Advance(10 * time.Second)
	hears(t, events, id, fmt.Sprintf(`call_create "user_ids":["carol"],"create_time":%d,"payload":"hi","caller":"alice","timeout":10`, noonUnix),
		`call_timeout "user_ids":["bob","carol"]`)
	invite(t, f, 10, "bob") // nobody is told
	f.As("alice").GoOnline()
	(<-events).check(t, "user_action", callbackSecret)
	f.As("alice").GoOffline() // and with that the call is over
	(<-events).check(t, "user_action", callbackSecret)
	if e := string((<-events).body); !strings.Contains(e, `"event":"call_cancel"`) || !strings.Contains(e, `"user_ids":["bob"],"reason":"caller_cancel","payload":""`) {
		t.Errorf("told is %s", e)
	}
	f.noMore(t, events)
}

// What only the app of an end user does with a call.
func TestCallActs(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	id := invite(t, f, 30, "bob", "carol")
	<-events
	f.Clock().Advance(20 * time.Second)
	f.As("bob").AcceptCall(id, "ok")
	f.As("carol").RejectCall(id, "no") // all have answered: the call goes on as long as bob is in it
	if got := f.As("bob").InviteToCall(id, "carol", "dave", "bob", "ghost", "alice"); strings.Join(got, " ") != "carol dave" {
		t.Errorf("invited are %v", got)
	}
	hears(t, events, id, `call_accept "user_id":"bob","extend_data":"ok"`, `call_reject "user_id":"carol","extend_data":"no"`,
		fmt.Sprintf(`call_invite "user_ids":["carol","dave"],"inviter":"bob","invite_time":%d`, (noonUnix+20)*1000+123))
	f.Clock().Advance(20 * time.Second)
	f.As("dave").AcceptCall(id, "")
	hears(t, events, id, `call_accept "user_id":"dave","extend_data":""`)
	f.Clock().Advance(10 * time.Second)
	hears(t, events, id, `call_timeout "user_ids":["carol"]`)

	id = invite(t, f, 30, "bob", "carol")
	<-events
	f.As("bob").RejectCall(id, "")
	f.As("alice").CancelCall(id, "bye")
	hears(t, events, id, `call_reject "user_id":"bob","extend_data":""`, `call_cancel "user_ids":["bob","carol"],"reason":"caller_cancel","payload":"bye"`)
	f.Clock().Advance(time.Hour) // nothing is left to time out
	f.noMore(t, events)
}

// What the user's app would be refused is refused with the code.
func TestCallActsRefused(t *testing.T) {
	t.Parallel()
	f, _ := told(t, 200)
	taken, over := invite(t, f, 30, "bob", "carol"), invite(t, f, 30, "bob")
	f.As("bob").AcceptCall(taken, "")
	f.As("alice").CancelCall(over, "")
	for _, tt := range []struct{ act, code string }{
		{`{"act":"answerCall","user":"alice","call":"` + taken + `","answer":"accept"}`, "660900008"},
		{`{"act":"answerCall","user":"bob","call":"` + over + `","answer":"reject"}`, "660900005"},
		{`{"act":"answerCall","user":"bob","call":"7","answer":"reject"}`, "660900004"},
		{`{"act":"cancelCall","user":"bob","call":"` + taken + `"}`, "660900008"},
		{`{"act":"cancelCall","user":"alice","call":"` + taken + `"}`, "660900005"},
		{`{"act":"cancelCall","user":"alice","call":"` + over + `"}`, "660900005"},
		{`{"act":"cancelCall","user":"alice","call":"7"}`, "660900004"},
		{`{"act":"inviteToCall","user":"carol","call":"` + taken + `","users":["dave"]}`, "660900008"},
		{`{"act":"inviteToCall","user":"alice","call":"` + over + `","users":["dave"]}`, "660900005"},
		{`{"act":"inviteToCall","user":"alice","call":"7","users":["dave"]}`, "660900004"},
		{`{"act":"inviteToCall","user":"alice","call":"` + taken + `","users":["bob","ghost"]}`, "660900003"},
	} {
		if status, answer := f.act(t, tt.act); status != 409 || !strings.Contains(answer, `"code":"`+tt.code+`"`) && !strings.Contains(answer, `"code": "`+tt.code+`"`) {
			t.Errorf("%s is answered %d %s, want %s", tt.act, status, answer, tt.code)
		}
	}
	var many []string
	for i := range 8 {
		many = append(many, fmt.Sprint("m", i))
		f.AddUsers(chatdouble.User{ID: many[i]})
	}
	users, _ := json.Marshal(many)
	if status, answer := f.act(t, `{"act":"inviteToCall","user":"alice","call":"`+taken+`","users":`+string(users)+`}`); status != 409 || !strings.Contains(answer, "660900007") {
		t.Errorf("ten callees: %d %s", status, answer)
	}
}

// With serverCallbacks off the actions are silent; what clients do, and the clock, is told of.
func TestCallsOfASilentServer(t *testing.T) {
	t.Parallel()
	address, events := backend(t, 200)
	f := openSample(t, fmt.Sprintf(`callback: {url: %q, secret: %s}, variants: {serverCallbacks: off}, users: [{userId: alice}, {userId: bob}, {userId: carol}]`,
		address, callbackSecret), chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
	id := invite(t, f, 30, "bob", "carol")
	f.fetch(t, "CallReject", query("FromUserId", "bob", "CallId", id)).want(t, 0)
	f.Clock().Advance(30 * time.Second)
	hears(t, events, id, `call_timeout "user_ids":["carol"]`)
	f.noMore(t, events)
}

// A call is forgotten a day after its end, when another is made.
func TestOldCalls(t *testing.T) {
	t.Parallel()
	f, _ := told(t, 200)
	id := invite(t, f, 60, "bob")
	f.Clock().Advance(24*time.Hour + time.Minute)
	invite(t, f, 60, "bob")
	f.fetch(t, "CallAccept", query("FromUserId", "bob", "CallId", id)).refused(t, 660900006)
	f.Clock().Advance(time.Millisecond)
	invite(t, f, 60, "bob")
	f.fetch(t, "CallAccept", query("FromUserId", "bob", "CallId", id)).refused(t, 660900004)
}

// The sample of page "Send call invitation", byte for byte but for the id.
func TestGoldenCalls(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "caller_user", "callee1")
	f.Clock().Freeze(time.UnixMilli(1713249504000))
	const push = `"OfflinePush":{"Enable":1,"Title":"title","Content":"content","Payload":"payload"}`
	f.goldens(t, []sampled{
		{"CallInvite/sample", `{"FromUserId":"caller_user","UserIds":["callee1","uid2"],"Timeout":90,"ExtendedData":"Extended data",` + push + `}`},
		{"CallInvite/all-failed", `{"FromUserId":"caller_user","UserIds":["uid2"],` + push + `}`},
	})
}

const callFixture = `users: [{userId: ann}, {userId: ben}, {userId: cem}], calls: [
	{callId: "12261423186766631832", caller: ann, callees: [ben, cem], createdAt: 2024-05-01T12:00:00Z, timeout: 30, extendedData: x},
	{callId: "7", caller: ben, callees: [{userId: ann, state: accepted, at: 2024-05-01T11:00:01Z}, {userId: cem, state: rejected}], createdAt: 2024-05-01T11:00:00Z}]`

// Calls in a fixture go on; exported and put back, or merged into themselves, they are the same.
func TestCallsInFixtures(t *testing.T) {
	t.Parallel()
	f := openSample(t, callFixture, chatdouble.WithLimits(false), chatdouble.WithFrozenTime(time.Date(2024, 5, 1, 12, 0, 10, 0, time.UTC)))
	state := f.State()
	for _, part := range []string{`callId: "12261423186766631832"`, "timeout: 30", "state: accepted", "endedAt: 2024-05-01T11:00:01Z"} {
		if !strings.Contains(state, part) {
			t.Errorf("the state lacks %s:\n%s", part, state)
		}
	}
	f.SetState(state)
	f.MergeState(state)
	if again := f.State(); again != state {
		t.Errorf("put back it is\n%s\nwas\n%s", again, state)
	}
	f.fetch(t, "CallAccept", query("FromUserId", "cem", "CallId", "12261423186766631832")).want(t, 0)
	f.Clock().Advance(20 * time.Second)
	f.fetch(t, "CallAccept", query("FromUserId", "ben", "CallId", "12261423186766631832")).refused(t, 660900006)
	f.fetch(t, "CallReject", query("FromUserId", "ann", "CallId", "7")).refused(t, 660900005)
}

func TestBadCallsInFixtures(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "ann", "ben")
	for bad, why := range map[string]string{
		`{callId: "1", caller: ann, callees: [ben]}, {callId: "1", caller: ann, callees: [ben]}`: "listed twice",
		`{callId: "1", caller: ann, callees: [ben, ben]}`:                                        "invited twice",
		`{callId: "1", caller: ann, callees: [ben], endedAt: 2024-05-01T11:00:00Z}`:              "still inviting",
		`{callId: "1", caller: ann, callees: [bem]}`:                                             `bem`,
		`{callId: "1", caller: anne, callees: [ben]}`:                                            `anne`,
		`{callId: "1", caller: ann, callees: [{userId: ben, state: gone}]}`:                      "state",
		`{callId: "a/b", caller: ann, callees: [ben]}`:                                           "callId",
	} {
		if status, answer := f.patch(t, "users: [{userId: ann}, {userId: ben}]\ncalls: ["+bad+"]"); status != 422 && status != 400 || !strings.Contains(answer, why) {
			t.Errorf("%s: %d %s, want %q", bad, status, answer, why)
		}
	}
}
