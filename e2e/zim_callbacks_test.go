package e2e

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

const callbackSecret = "told-in-secret"

// receivers are backends that check what they are told by what the vendor's pages say, and by none of our code.
func receivers(t *testing.T) map[string][]string {
	return map[string][]string{
		"Node": {"node", "zim-callbacks/receiver.mjs"},
		"Go":   {buildProgram(t, "./zim-callbacks/receiver.go")},
	}
}

// All 18 callbacks reach a receiver that others could have written, signed and with the members of their pages.
func TestZIMCallbacks(t *testing.T) {
	t.Parallel()
	for name, run := range receivers(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "Node" {
				needed(t.Context(), t, []string{"node", "--version"})
			}
			b := &backend{t: t, srv: chatdouble.Start(t, chatdouble.WithFixtureYAML("clients.yaml", clientsFixture))}
			_, l := listens(t, b.srv, run...)
			b.mayBeForged(l)
			b.tell("PATCH", "/state", map[string]any{"callback": map[string]any{
				"url": l.url + "/told", "botUrl": l.url + "/bot", "beforeUrl": l.url + "/before", "secret": callbackSecret,
			}})
			b.doAll()

			want := make(map[string]int) // every event once, but for the call that is cancelled
			for _, event := range everyEvent(t) {
				want["ok "+event] = 1
			}
			want["ok call_create"] = 2
			got := make(map[string]int)
			for range len(want) + 1 {
				got[l.next(t)]++
			}
			if !maps.Equal(got, want) {
				t.Errorf("the receiver says\n%v, want\n%v", got, want)
			}
			if n := len(b.srv.App(t, "zim:"+clientsApp).Deliveries()); n != len(want)+1 {
				t.Errorf("%d events were sent, want %d", n, len(want)+1)
			}
		})
	}
}

// everyEvent are the events of zim-callbacks/events.json, which the receivers go by.
func everyEvent(t *testing.T) []string {
	text, err := os.ReadFile("zim-callbacks/events.json")
	if err != nil {
		t.Fatal(err)
	}
	var events map[string]any
	if err := json.Unmarshal(text, &events); err != nil || len(events) != 18 {
		t.Fatalf("events.json has %d events, %v", len(events), err)
	}
	return slices.Collect(maps.Keys(events))
}

// backend does what leads to callbacks.
type backend struct {
	t   *testing.T
	srv *chatdouble.Server
}

// mayBeForged sees that the receiver takes no other's word.
func (b *backend) mayBeForged(l *listener) {
	const body = `{"appid":"1","event":"room_enter","nonce":"123412","signature":"5bd59fd62953a8059fb7eaba95720f66d19e4517","timestamp":1470820198,"room_id":"1","operator_account":"userA"}`
	b.send(http.MethodPost, l.url, body, http.StatusUnauthorized)
	if got := l.next(b.t); got != "not ok room_enter: its signature is wrong" {
		b.t.Fatalf("of a forged event the receiver says %q", got)
	}
}

// doAll leads to each callback, by what a backend does and by what an app's user does.
func (b *backend) doAll() {
	b.act("goOnline", "1", nil)

	b.call("CreateRoom", `{"FromUserId":"1","RoomId":"stage","RoomName":"Stage","DestroyDelayTime":60}`)
	b.act("enterRoom", "2", map[string]any{"room": "stage"})
	b.call("KickoutRoomUser", `{"FromUserId":"1","RoomId":"stage","UserId":["2"]}`)
	b.call("DestroyRoom&FromUserId=1&RoomId=stage", "")

	b.call("CreateGroup", `{"GroupId":"team","GroupOwner":"1","UserId":["2"]}`)
	b.act("joinGroup", "3", map[string]any{"group": "team"})
	b.call("KickoutGroupUser", `{"FromUserId":"1","GroupId":"team","UserId":["2"]}`)
	b.call("DismissGroup&FromUserId=1&GroupId=team", "")

	call := b.call("CallInvite", `{"FromUserId":"1","UserIds":["2","3"],"Timeout":30,"ExtendedData":"hi"}`)
	b.call("CallAccept&FromUserId=2&CallId="+call, "")
	b.act("answerCall", "3", map[string]any{"call": call, "answer": "reject"})
	b.act("inviteToCall", "2", map[string]any{"call": call, "users": []string{"5"}})
	b.tell("POST", "/clock/advance", map[string]any{"by": "30s"}) // 5 has not answered

	call = b.call("CallInvite", `{"FromUserId":"3","UserIds":["4"]}`)
	b.act("cancelCall", "3", map[string]any{"call": call})

	b.call("RobotRegister", `{"UserInfo":[{"UserId":"@RBT#helper"}]}`)
	b.writes("1", "@RBT#helper", "hello")
}

// call is one of the server API. It returns the CallId, if there is one.
func (b *backend) call(action, body string) (callID string) {
	b.t.Helper()
	method, now := http.MethodPost, strconv.FormatInt(time.Now().Unix(), 10)
	if body == "" {
		method = http.MethodGet
	}
	url := b.srv.URL + "/?Action=" + action + "&AppId=" + clientsApp + "&SignatureNonce=4fd24687296dd9f3&SignatureVersion=2.0&Timestamp=" + now +
		"&Signature=" + sigverify.Sign(clientsApp, "4fd24687296dd9f3", clientsSecret, now)
	text := b.send(method, url, body, http.StatusOK)
	var answer struct {
		Code   int
		CallID string `json:"CallId"`
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.Code != 0 {
		b.t.Fatalf("%s is answered %s, %v", action, text, err)
	}
	return answer.CallID
}

// act is what only a user's own app does.
func (b *backend) act(name, user string, members map[string]any) {
	b.t.Helper()
	body := map[string]any{"act": name, "user": user}
	maps.Copy(body, members)
	b.tell(http.MethodPost, "/acts", body)
}

// writes is the act of a user who sends a text to another.
func (b *backend) writes(user, to, text string) {
	b.t.Helper()
	b.act("sendMessage", user, map[string]any{"to": to, "text": text})
}

// tell is a call of the admin API, on the app.
func (b *backend) tell(method, path string, body map[string]any) {
	b.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.send(method, b.srv.URL+"/__admin/apps/zim:"+clientsApp+path, string(text), http.StatusOK)
}

func (b *backend) send(method, url, body string, status int) string {
	b.t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		b.t.Fatalf("%s %s %s: %d %s, %v; want %d", method, url, body, response.StatusCode, text, err, status)
	}
	return string(text)
}
