package e2e

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Every trigger that this server has reaches a receiver that others could have written, as the pages' samples have it:
// with basic authentication, and its members in their order.
func TestCometChatWebhooks(t *testing.T) {
	t.Parallel()
	needed(t.Context(), t, []string{"python3", "--version"})
	b := &chatBackend{t: t, srv: chatdouble.Start(t, chatdouble.WithFixtureYAML("clients.yaml", cometsFixture), chatdouble.WithFrozenTime(shopTime))}
	_, l := listens(t, b.srv, "python3", "cometchat-webhooks/receiver.py")

	app := b.srv.App(t, "cometchat:"+cometApp)
	app.MergeState("webhooks: [{id: hook, url: '" + l.url + "', username: hook, password: wrong}]")
	b.call("POST", "/users/eve/blockedusers", "", `{"blockedUids":["ben"]}`)
	if got := l.next(t); got != "not ok user_blocked: its password is wrong" {
		t.Fatalf("of another password the receiver says %q", got)
	}
	app.MergeState("webhooks: [{id: hook, url: '" + l.url + "', username: hook, password: " + hookPassword + "}]")
	b.doAll(app)

	want := make(map[string]int) // every trigger once, but for what many calls raise
	for trigger := range b.triggers() {
		want["ok "+trigger] = 1
	}
	for trigger, n := range map[string]int{"message_sent": 3, "group_created": 2, "message_read_receipt": 2} {
		want["ok "+trigger] = n
	}
	all := 0
	for _, n := range want {
		all += n
	}
	got := make(map[string]int)
	for range all {
		got[l.next(t)]++
	}
	if !maps.Equal(got, want) {
		t.Errorf("the receiver says\n%v, want\n%v", lines(got), lines(want))
	}
	if n := len(app.Deliveries()); n != all+1 {
		t.Errorf("%d events were sent, want %d", n, all+1)
	}
}

func lines(counted map[string]int) string {
	var b strings.Builder
	for _, line := range slices.Sorted(maps.Keys(counted)) {
		b.WriteString(strings.Repeat(line+"\n", counted[line]))
	}
	return b.String()
}

// chatBackend does what leads to webhooks.
type chatBackend struct {
	t   *testing.T
	srv *chatdouble.Server
}

// triggers are those of cometchat-webhooks/triggers.json, which the receiver goes by.
func (b *chatBackend) triggers() map[string]string {
	text, err := os.ReadFile("cometchat-webhooks/triggers.json")
	if err != nil {
		b.t.Fatal(err)
	}
	var triggers map[string]string
	if err := json.Unmarshal(text, &triggers); err != nil || len(triggers) != 23 {
		b.t.Fatalf("triggers.json has %d triggers, %v", len(triggers), err)
	}
	return triggers
}

// doAll leads to each trigger, by what a backend does and by what a user's app does.
func (b *chatBackend) doAll(app *chatdouble.App) {
	b.call("POST", "/users/anna/blockedusers", "", `{"blockedUids":["eve"]}`)
	b.call("DELETE", "/users/anna/blockedusers", "", `{"blockedUids":["eve"]}`)

	b.call("POST", "/groups", "teacher", `{"guid":"course","name":"Course","type":"public"}`)
	b.call("PUT", "/groups/course", "teacher", `{"description":"all about it"}`)
	b.call("POST", "/groups/course/members", "teacher", `{"participants":["anna","ben","helper"]}`)
	b.call("PUT", "/groups/course/members/anna", "teacher", `{"scope":"admin"}`)
	b.call("DELETE", "/groups/course/members/helper", "teacher", "")
	b.call("POST", "/groups/course/bannedusers/ben", "teacher", "")
	b.call("DELETE", "/groups/course/bannedusers/ben", "teacher", "")
	app.As("eve").JoinGroup("course")
	app.As("eve").LeaveGroup("course")
	b.call("PUT", "/groups/course", "", `{"owner":"anna"}`)

	b.call("POST", "/groups", "teacher", `{"guid":"pair","name":"Pair","type":"private"}`)
	b.call("POST", "/messages", "anna", `{"receiver":"ben","receiverType":"user","data":{"text":"Hi <@uid:ben>"}}`)
	message := b.call("POST", "/messages", "anna", `{"receiver":"course","receiverType":"group","data":{"text":"one"}}`)
	mine := b.call("POST", "/messages", "anna", `{"receiver":"ben","receiverType":"user","data":{"text":"two"}}`)
	b.call("POST", "/messages/"+message+"/reactions/x", "teacher", "")
	b.call("DELETE", "/messages/"+message+"/reactions/x", "teacher", "")
	b.call("PUT", "/messages/"+mine, "anna", `{"data":{"text":"three"}}`)
	b.call("POST", "/users/anna/conversation/delivered", "ben", "")
	b.call("POST", "/users/anna/conversation/read", "ben", "")
	b.call("POST", "/groups/course/conversation/read", "teacher", "") // the only other one who is in it
	b.call("DELETE", "/messages/"+mine, "anna", "")
	b.call("DELETE", "/groups/course", "", "")
}

// call is one of the server API that goes well. It returns the id of what was made, if that has one.
func (b *chatBackend) call(method, path, onBehalfOf, body string) (id string) {
	b.t.Helper()
	request, err := http.NewRequest(method, b.srv.URL+"/v3"+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range map[string]string{"apiKey": cometKey, "appId": cometApp, "onBehalfOf": onBehalfOf, "Content-Type": "application/json"} {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.t.Fatalf("%s %s %s: %d %s, %v", method, path, body, response.StatusCode, text, err)
	}
	var answer struct {
		Data struct{ ID string }
	}
	_ = json.Unmarshal(text, &answer) // some have no object in data
	return answer.Data.ID
}
