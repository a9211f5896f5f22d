package zegoapi_test

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

const callbackSecret = "only-for-callbacks"

// told is an app with a callback and people, whose clock stands at noon on 1 May 2024; and what its
// callback has got.
func told(t *testing.T, statuses ...int) (*front, chan event) {
	t.Helper()
	address, events := backend(t, statuses...)
	f := openSample(t, fmt.Sprintf(`callback: {url: %q, secret: %s}, users: [
		{userId: alice, userName: Alice}, {userId: bob}, {userId: carol, blacklist: [alice]}, {userId: dave, blacklist: [alice]},
	]`, address, callbackSecret), chatdouble.WithLimits(false))
	f.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 123_000_000, time.UTC))
	return f, events
}

// backend is the address of a callback, and what it has got. It answers with the statuses, the
// last one again and again.
func backend(t *testing.T, statuses ...int) (address string, events chan event) {
	t.Helper()
	events = make(chan event, 200)
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(statuses[0])
		if len(statuses) > 1 {
			statuses = statuses[1:]
		}
		events <- event{r.Method, r.Header.Get("Content-Type"), body}
	}))
	t.Cleanup(backend.Close)
	return backend.URL, events
}

// noMore closes the server, and fails when something has been told that nobody has looked at.
func (f *front) noMore(t *testing.T, events chan event) {
	t.Helper()
	f.server.Close()
	if len(events) > 0 {
		t.Errorf("one event too many: %s", (<-events).body)
	}
}

type event struct {
	method, contentType string
	body                []byte
}

// check checks what all events have in common, the signature by the page's own rule, and returns
// the other members in their order.
func (e event) check(t *testing.T, name, secret string) string {
	t.Helper()
	timestamp := e.signed(t, name, secret)
	head, rest, _ := strings.Cut(string(e.body), fmt.Sprintf(`"timestamp":%d,`, timestamp))
	if got, _, err := vendortest.Members([]byte(head + `"timestamp":0}`)); err != nil || !slices.Equal(got, []string{"appid", "event", "nonce", "signature", "timestamp"}) {
		t.Errorf("common members %v, %v", got, err)
	}
	return strings.TrimSuffix(rest, "}")
}

// signed checks what they have in common wherever it stands, and returns the time.
func (e event) signed(t *testing.T, name, secret string) (timestamp int64) {
	t.Helper()
	var common struct {
		AppID     string `json:"appid"`
		Event     string `json:"event"`
		Nonce     string `json:"nonce"`
		Signature string `json:"signature"`
		Timestamp int64  `json:"timestamp"`
	}
	if err := json.Unmarshal(e.body, &common); err != nil {
		t.Fatalf("%v in %s", err, e.body)
	}
	parts := []string{secret, strconv.FormatInt(common.Timestamp, 10), common.Nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	if want := hex.EncodeToString(sum[:]); common.Signature != want {
		t.Errorf("signature = %s, want %s", common.Signature, want)
	}
	if _, err := strconv.ParseUint(common.Nonce, 10, 32); err != nil || len(common.Nonce) != 6 {
		t.Errorf("nonce = %q, want six digits", common.Nonce)
	}
	if common.AppID != "12345" || common.Event != name || e.method != "POST" || e.contentType != "application/json" {
		t.Errorf("%s %s: %s; want %s of 12345", e.method, e.contentType, e.body, name)
	}
	return common.Timestamp
}

func sendTo(t *testing.T, f *front, kind int, to ...string) reply {
	t.Helper()
	return f.do(t, "SendPeerMessage", toJSON(t, map[string]any{
		"FromUserId": "alice", "ToUserId": to, "MessageType": kind, "Priority": 1, "SubMsgType": 7,
		"MessageBody": map[string]any{"Message": `{"Url":"https:xxx"} é`, "ExtendedData": "extended"},
	}))
}

// Page "Callback on message sent": the members; one event for each result. msg_id and msg_seq are filled when the
// call has one receiver and empty in a batch.
func TestSendMsgCallback(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	const head = `"from_user_id":"alice","conv_type":0,"conv_id":"","msg_type":%d,"msg_body":"{\"Url\":\"https:xxx\"} é","msg_id":%s,` +
		`"payload":"extended","msg_time":1714564800123,"send_result":%d,"sub_msg_type":%d,"source":1,"user_list":[%s]`
	expect := func(want ...string) {
		t.Helper()
		for _, want := range want {
			if got := (<-events).check(t, "send_msg", callbackSecret); got != want {
				t.Errorf("event\n got %s\nwant %s", got, want)
			}
		}
	}
	// alone are msg_id and msg_seq of the only message that a call has sent.
	alone := func(id string, seq int) string { return fmt.Sprintf(`"%s","msg_seq":%d`, id, seq) }
	user := func(name, id string, seq int) string {
		return fmt.Sprintf(`{"UserId":"%s","MsgId":"%s","MsgSeq":%d}`, name, id, seq)
	}

	r := sendTo(t, f, 1, "bob")
	id := r.SuccList[0].MsgID
	expect(fmt.Sprintf(head, 1, alone(id, 1), 0, 0, user("bob", id, 1)))

	r = sendTo(t, f, 200, "carol", "bob", "ghost", "dave")
	expect(
		fmt.Sprintf(head, 200, `""`, 0, 7, user("bob", r.SuccList[0].MsgID, 2)),
		fmt.Sprintf(head, 200, `""`, 660800045, 7, `{"UserId":"carol","MsgId":""},{"UserId":"dave","MsgId":""}`),
		fmt.Sprintf(head, 200, `""`, 660700015, 7, `{"UserId":"ghost","MsgId":""}`),
	)
	sendTo(t, f, 11, "carol").is(t, 660800045, "carol:660800045")
	expect(fmt.Sprintf(head, 11, `""`, 660800045, 0, `{"UserId":"carol","MsgId":""}`))

	sendTo(t, f, 2, "bob", "carol").is(t, 0, "carol:660800045") // signaling messages are left out
	sendTo(t, f, 99, "bob").is(t, 660000002, "")                // a request that is refused
	f.do(t, "UserRegister", `{"UserInfo":[{"UserId":"new"}]}`).is(t, 0, "")
	r = sendTo(t, f, 12, "bob", "bob") // the next event, so that none of these was one
	id = r.SuccList[0].MsgID
	expect(fmt.Sprintf(head, 12, alone(id, 3), 0, 0, user("bob", id, 3)))

	deliveries := f.Wait(6, time.Minute, chatdouble.DeliveryState("delivered"))
	f.noMore(t, events)
	nonces := make(map[string]bool)
	for _, d := range deliveries {
		if d.Operation != "send_msg" || d.Status != 200 || d.Delivery != 1 || d.Vendor != "zim" || strings.Contains(fmt.Sprint(d), callbackSecret) {
			t.Errorf("delivery %+v", d)
		}
		nonces[d.Body[strings.Index(d.Body, `"nonce":`):strings.Index(d.Body, `,"signature"`)]] = true
	}
	if len(nonces) != 6 {
		t.Errorf("%d nonces of 6 events: %v", len(nonces), nonces)
	}
}

// deliveriesOf is each try to deliver an event of an app.
func deliveriesOf(app *chatdouble.App) []chatdouble.Request {
	return slices.DeleteFunc(app.Requests(), func(r chatdouble.Request) bool { return r.Delivery == 0 })
}

// Section "Callback retry strategy": 2, 4, 8, 16 and 32 seconds after the try before, on the app's
// clock, always with the same body; then the event is lost.
func TestCallbackIsTriedSixTimes(t *testing.T) {
	t.Parallel()
	f, events := told(t, 500)
	sendTo(t, f, 1, "bob").is(t, 0, "")
	first := <-events
	for i, seconds := range []int{2, 4, 8, 16, 32} {
		f.Wait(i+1, time.Minute, chatdouble.DeliveryState("failed")) // a moment after the receiver has it
		f.Clock().Advance(time.Duration(seconds) * time.Second)
		if e := <-events; string(e.body) != string(first.body) {
			t.Errorf("try %d: %s, first %s", i+2, e.body, first.body)
		}
	}
	tries := f.Wait(6, time.Minute, chatdouble.DeliveryState("failed"))
	f.Clock().Advance(time.Hour)
	f.noMore(t, events)
	at := 0.0
	if all := deliveriesOf(f.App); len(all) != 6 {
		t.Errorf("the journal has %d tries: %v", len(all), all)
	}
	for i, try := range tries {
		at += []float64{0, 2, 4, 8, 16, 32}[i]
		if got := try.Time.Sub(tries[0].Time).Seconds(); got != at || try.Delivery != i+1 || try.Status != 500 || try.Reason == "" {
			t.Errorf("try %d: number %d, status %d, reason %q, after %v s; want 500 after %v s", i+1, try.Delivery, try.Status, try.Reason, got, at)
		}
	}
}

// Page "Login and logout callback".
func TestUserActionCallback(t *testing.T) {
	t.Parallel()
	f, events := told(t, 200)
	session := ""
	next := func(want string) {
		t.Helper()
		got := (<-events).check(t, "user_action", callbackSecret)
		var e struct {
			SessionID string `json:"session_id"`
		}
		if err := json.Unmarshal([]byte("{"+got+"}"), &e); err != nil || len(e.SessionID) != 18 {
			t.Fatalf("session %q, %v in %s", e.SessionID, err, got)
		}
		if strings.Contains(want, "NEW") {
			if e.SessionID == session {
				t.Errorf("a new login has the session of the one before: %s", got)
			}
			session = e.SessionID
		}
		if want = strings.NewReplacer("NEW", session, "SAME", session).Replace(want); got != want {
			t.Errorf("event\n got %s\nwant %s", got, want)
		}
	}
	const noon = 1714564800
	person := func(id, name string, action int, id2 string, login int, relogin string) string {
		return fmt.Sprintf(`"user_id":%q,"user_name":%q,"os":"PC","action":%d,"session_id":"%s","login_time":%d,"relogin":"%s"`, id, name, action, id2, login, relogin)
	}
	f.SetOnlineState("alice", "loggedIn")
	next(person("alice", "Alice", 0, "NEW", noon, "0"))
	f.Clock().Advance(10 * time.Second)
	f.SetOnlineState("alice", "offline")
	next(person("alice", "Alice", 2, "SAME", noon, "1") + fmt.Sprintf(`,"offline_time":%d`, noon+10))
	f.Clock().Advance(10 * time.Second)
	f.SetOnlineState("alice", "online")
	next(person("alice", "Alice", 0, "NEW", noon+20, "1"))
	f.Clock().Advance(10 * time.Second)
	f.SetOnlineState("alice", "loggedOut")
	next(person("alice", "Alice", 1, "SAME", noon+20, "1") + fmt.Sprintf(`,"logout_time":%d,"logout_reason":"logout"`, noon+30))
	f.SetOnlineState("stranger", "loggedIn")
	next(person("stranger", "", 0, "NEW", noon+30, "0"))
	f.SetOnlineState("bob", "loggedIn") // at the same moment
	next(person("bob", "", 0, "NEW", noon+30, "0"))

	f.noMore(t, events)
}

// Without a callback secret the server secret signs.
func TestCallbackSignedWithTheServerSecret(t *testing.T) {
	t.Parallel()
	address, events := backend(t, 200)
	f := openSample(t, fmt.Sprintf("callback: {url: %q}, users: [{userId: alice}, {userId: bob}]", address))
	sendTo(t, f, 1, "bob").is(t, 0, "")
	(<-events).check(t, "send_msg", sampleSecret)
}

// Hosts that nobody named are not called.
func TestCallbackElsewhere(t *testing.T) {
	t.Parallel()
	f := openSample(t, `callback: {url: "http://example.com/zim"}, users: [{userId: alice}, {userId: bob}]`)
	sendTo(t, f, 1, "bob").is(t, 0, "")
	tries := f.Wait(1, time.Minute, chatdouble.DeliveryState("failed"))
	if tries[0].Status != 0 || !strings.Contains(tries[0].Reason, "--callback-hosts") {
		t.Errorf("delivery %+v, want a refusal that says what to do", tries[0])
	}
}
