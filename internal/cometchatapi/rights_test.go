package cometchatapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// allDenied keeps the roles and the scopes of the small world from all that there is.
func allDenied(t testing.TB, w vendortest.World) {
	t.Helper()
	call := func(method, target, body string) string {
		r := send(w.Server, request{method: method, target: target, key: fullKey, body: body, header: map[string]string{"Content-Type": "application/json"}})
		if r.Status != http.StatusOK {
			t.Fatalf("%s %s: %d %s", method, target, r.Status, r.Body)
		}
		return r.Body
	}
	targets := []string{"/v3/roles/default"}
	for _, group := range []string{"team", "guests", "open", "bans", "low"} {
		for _, scope := range []string{"admin", "moderator", "participant"} {
			targets = append(targets, "/v3/groups/"+group+"/scopes/"+scope)
		}
	}
	for _, target := range targets {
		var known struct{ Data []struct{ ID string } }
		if err := json.Unmarshal([]byte(call("GET", target+"/permissions", "")), &known); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, p := range known.Data {
			if !strings.Contains(p.ID, ".") {
				all = append(all, `"`+p.ID+`":"deny"`)
			}
		}
		call("PUT", target+"/permissions", `{"permissions":{`+strings.Join(all, ",")+`}}`)
	}
	keys := []string{"ban", "changeScope", "patchOwner", "listSettings", "getMyDetails", "updateAuthToken", "logout", "getConversation"}
	call("POST", "/v3/roles/default/restrictedfeatures", `{"featuresToRestrict":["`+strings.Join(keys, `","`)+`"]}`)
}

// What roles and scopes may do stands in the state, and makes it again. What is merged sets what it names.
func TestRightsComeBack(t *testing.T) {
	t.Parallel()
	const state = "/__admin/apps/cometchat:app/state"
	w := newWorld(t, `
      - {uid: ann}
      - {uid: ben}
    roles: [{role: mod, restrictedFeatures: [u.listUsers, {key: createGroup, at: 2024-02-01T00:00:00Z}], permissions: {sendMessage.mode: friends, listUsers: deny}}]
    groups: [{guid: team, owner: ann, scopes: {admin: {unban: deny, ban: deny}, participant: {sendMessage: deny}}}]
`)
	w.must("POST", "/v3/roles/default/restrictedfeatures", `{"featuresToRestrict":["joinGroup","leaveGroup"]}`)
	w.must("PUT", "/v3/roles/default/permissions", `{"permissions":{"sendMessage.mimeTypes":["a/b"],"sendMessage":"deny"}}`)
	was := w.must("GET", state, "")
	for _, want := range []string{`{"ban": "deny", "unban": "deny"}`, `{"sendMessage": "deny", "sendMessage.mimeTypes": ["a/b"]}`, `{"key": "u.createGroup", "at": "2024-02-01T00:00:00Z"}`} {
		if !strings.Contains(was, want) {
			t.Errorf("no %s in %s", want, was)
		}
	}
	put := newWorld(t, "\n")
	put.must("PUT", state, was)
	if again := put.must("GET", state, ""); again != was {
		t.Errorf("the state came back as\n%s\nwas\n%s", again, was)
	}
	put.must("PATCH", state, `{"roles":[{"role":"mod","permissions":{"listUsers":"allow"}}]}`)
	if again := put.must("GET", state, ""); again != strings.Replace(was, `"listUsers": "deny"`, `"listUsers": "allow"`, 1) {
		t.Errorf("merged: %s", again)
	}
	for _, wrong := range []string{
		`{"roles":[{"role":"mod","restrictedFeatures":["nonsense"]}]}`, `{"roles":[{"role":"mod","permissions":{"nonsense":"deny"}}]}`,
		`{"roles":[{"role":"mod","permissions":{"sendMessage":"perhaps"}}]}`, `{"roles":[{"role":"mod","permissions":"all"}]}`,
		`{"groups":[{"guid":"team","scopes":{"admin":{"listUsers":"deny"}}}]}`,
	} {
		if status, body := put.ask("PATCH", state, wrong); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", wrong, status, body)
		}
	}
	if err := w.srv.Reset("cometchat:app"); err != nil {
		t.Fatal(err)
	}
	if now := w.must("GET", "/v3/roles/default/restrictedfeatures", ""); !strings.Contains(now, `"data":[]`) {
		t.Errorf("after a reset: %s", now)
	}
}

// An act of an end user is refused as the call is.
func TestActsNeedTheirRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
      - {uid: ann}
      - {uid: ben}
    groups: [{guid: team, owner: ann, members: [ben]}, {guid: open, owner: ann}]
`)
	w.must("POST", "/v3/roles/default/restrictedfeatures", `{"featuresToRestrict":["joinGroup","leaveGroup"]}`)
	w.must("PUT", "/v3/groups/team/scopes/participant/permissions", `{"permissions":{"sendMessage":"deny","editMessage":"deny"}}`)
	w.must("PUT", "/v3/roles/default/permissions", `{"permissions":{"addReaction":"deny","deleteMessage":"deny"}}`)
	w.must("POST", "/v3/messages", `{"receiver":"team","receiverType":"group","data":{"text":"x"}}`)
	for _, act := range []string{
		`{"act":"joinGroup","user":"ben","group":"open"}`, `{"act":"leaveGroup","user":"ben","group":"team"}`,
		`{"act":"sendMessage","user":"ben","toGroup":"team","text":"x"}`, `{"act":"editMessage","user":"ben","message":"1","text":"x"}`,
		`{"act":"deleteMessage","user":"ben","message":"1"}`, `{"act":"addReaction","user":"ben","message":"1","reaction":"x"}`,
	} {
		if status, body := w.ask("POST", "/__admin/apps/cometchat:app/acts", act); status == http.StatusOK || !strings.Contains(body, "ERR_PERMISSION_DENIED") {
			t.Errorf("%s: %d %s", act, status, body)
		}
	}
}
