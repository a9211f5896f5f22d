package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// An end user's app reads; the other side sees it.
func TestActorReads(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	app := w.srv.App(t, "cometchat:app")
	id := w.post("alice", "bob", "hello")
	w.must("POST", "/v3/groups", `{"guid":"g","name":"G","members":{"participants":["bob"]}}`, "onBehalfOf", "alice")
	w.must("POST", "/v3/messages", `{"receiver":"g","receiverType":"group","data":{"text":"x"}}`, "onBehalfOf", "alice")
	app.As("bob").Read("alice")
	app.As("bob").ReadGroup("g")
	if got := w.must("GET", "/v3/messages/"+id, ""); !strings.Contains(got, `"readAt":`) {
		t.Errorf("it is not read: %s", got)
	}
	if unread, _ := column(t, w.must("GET", "/v3/conversations", "", "onBehalfOf", "bob"), "unreadMessageCount"); fmt.Sprint(unread) != "[0 0]" {
		t.Errorf("unread are %s", unread)
	}
	for _, refused := range []struct{ act, why string }{
		{`{"act":"read","user":"bob"}`, "name either with, a user, or group"},
		{`{"act":"read","user":"bob","with":"ghost"}`, "ERR_UID_NOT_FOUND"},
		{`{"act":"read","user":"dora","group":"g"}`, "ERR_GROUP_NOT_JOINED"},
	} {
		r := send(w.srv, request{method: "POST", target: "/__admin/apps/cometchat:app/acts", body: refused.act, header: map[string]string{"Content-Type": "application/json"}})
		if r.Status == 200 || !strings.Contains(r.Body, refused.why) {
			t.Errorf("%s: %d %s, want %s", refused.act, r.Status, r.Body, refused.why)
		}
	}
}

// Page "Rate Limits": a user may mark messages as unread five times a minute, whoever else does.
func TestLimitOfUnread(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair+"      - {uid: carl}\n    messages: [{sender: alice, receiver: bob, data: {text: x}}, {sender: alice, receiver: carl, data: {text: x}}]\n", ""))
	clock := clockOf(t, srv)
	clock.Freeze(noon)
	mark := func(uid, id string) reply {
		return send(srv, request{
			method: "DELETE", target: "/v3/users/alice/conversation/read", key: fullKey, body: `{"messageId":` + id + `}`,
			header: map[string]string{"onBehalfOf": uid, "Content-Type": "application/json"},
		})
	}
	for range 5 {
		if r := mark("bob", "1"); r.Status != 200 {
			t.Fatalf("%d %s", r.Status, r.Body)
		}
	}
	if r := mark("BOB", "1"); r.Status != 429 || r.Header.Get("Retry-After") != "60" || r.Header.Get("X-RateLimit-Limit") != "5" {
		t.Errorf("the sixth: %d %s, %v", r.Status, r.Body, r.Header)
	}
	if r := mark("carl", "2"); r.Status != 200 {
		t.Errorf("another user: %d %s", r.Status, r.Body)
	}
	clock.Advance(time.Minute)
	if r := mark("bob", "1"); r.Status != 200 {
		t.Errorf("a minute later: %d %s", r.Status, r.Body)
	}
}
