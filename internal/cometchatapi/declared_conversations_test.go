package cometchatapi_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// conversationCases are those of conversations.
var conversationCases = []vendortest.Case{
	{Code: "ERR_BAD_REQUEST", In: vendortest.Args{"{onBehalfOf}": ""}},
	{Code: "ERR_CONVERSATION_NOT_ACCESSIBLE", In: vendortest.Args{"{uid}": "dan", "{guid}": "bans", "{conversationId}": "bob_user_dan"}},
	{Code: "ERR_CONVERSATION_NOT_FOUND", In: vendortest.Args{"{conversationId}": "bob_user_ghost"}},
	{Code: "ERR_MESSAGE_NO_ACCESS", In: vendortest.Args{"messageId": "3"}},
	{Code: "ERR_MESSAGE_NO_ACCESS", In: vendortest.Args{"messageId": "4"}},
	{Code: "ERR_UID_NOT_FOUND", In: vendortest.Args{"pinnedConversations": pins("uid", "ghost")}},
	{Code: "ERR_GUID_NOT_FOUND", In: vendortest.Args{"pinnedConversations": pins("guid", "ghost")}},
	{Code: "ERR_SYSTEM_PINNED_CONVERSATIONS_LIMIT_EXCEEDED", In: vendortest.Args{"pinnedConversations": pins("guid", "team", "guests", "bans", "open", "low", "far")}},
	{Code: "ERR_SYSTEM_PINNED_CONVERSATION", Before: pinnedByApp},
	{Code: "ERR_PINNED_CONVERSATIONS_LIMIT_EXCEEDED", Before: pinnedByAll},
}

// pins are entries of what the app pins.
func pins(name string, ids ...string) (list []any) {
	for _, id := range ids {
		list = append(list, vendortest.Args{name: id})
	}
	return list
}

func pinnedByApp(t testing.TB, w vendortest.World) {
	t.Helper()
	body, _ := json.Marshal(vendortest.Args{"pinnedConversations": append(pins("uid", "alice", "carol"), pins("guid", "guests", "team")...)})
	goesWell(t, w, request{method: "PUT", target: "/v3/conversations/pinned", key: fullKey, body: string(body)})
}

// pinnedByAll lets alice and bob have pinned five conversations each, without those of the examples.
func pinnedByAll(t testing.TB, w vendortest.World) {
	t.Helper()
	for _, me := range []string{"alice", "bob"} {
		header := map[string]string{"onBehalfOf": me}
		for _, uid := range []string{"dan", "fred", "gina", "extra", "more"} {
			w.App.AddUsers(chatdouble.User{ID: uid})
			goesWell(t, w, request{
				method: "POST", target: "/v3/messages", key: fullKey, header: header,
				body: `{"receiver":"` + uid + `","receiverType":"user","data":{"text":"x"}}`,
			})
			goesWell(t, w, request{method: "POST", target: "/v3/users/" + uid + "/conversation/pin", key: fullKey, header: header})
		}
	}
}

func goesWell(t testing.TB, w vendortest.World, q request) {
	t.Helper()
	if r := send(w.Server, q); r.Status != http.StatusOK {
		t.Fatalf("%s %s: %d %s", q.method, q.target, r.Status, r.Body)
	}
}
