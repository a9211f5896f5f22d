package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/golden"
)

const (
	friendsPath = "/v3/users/alice/friends"

	createdText     = `{"success":true,"message":"Created relationship with status accepted."}`
	updatedText     = `{"success":true,"message":"Updated relationship with status accepted."}`
	selfFriendText  = `{"success":false,"error":{"message":"Self friend relationship cannot be formed.","devMessage":"Self friend relationship cannot be formed.","source":"chat-api","code":"ERR_CANNOT_FORM_SELF_RELATION"}}`
	tooManyFriends  = `{"success":false,"error":{"message":"A user can have at most 1000 friends.","devMessage":"A user can have at most 1000 friends.","source":"chat-api","code":"ERR_FAILED_TO_ADD_FRIEND"}}`
	acceptedOutside = `{"data":{"accepted":`
)

// accepted makes the answer out of uids and texts in turn.
func accepted(pairs ...string) string {
	inner := strings.TrimPrefix(entriesOf(pairs...), `{"data":`)
	return acceptedOutside + inner + "}"
}

// friendsOf are the uids of a list of friends.
func (w *world) friendsOf(uid, query string) string {
	w.t.Helper()
	body := w.must("GET", "/v3/users/"+uid+"/friends?"+query, "")
	var p blockedPage
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		w.t.Fatal(err)
	}
	if _, err := codeOf(200, []byte(body)); err != nil {
		w.t.Errorf("%v: %s", err, body)
	}
	return p.uids()
}

// Pages "Friends" and "Remove Friends": the samples.
func TestDocumentedFriends(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "      - {uid: uid1}\n      - {uid: uid2}\n      - {uid: uid3}\n")
	golden.Bytes(t, "AddFriends/created.json", []byte(w.must("POST", "/v3/users/uid1/friends", uids("accepted", "uid2", "uid3"))))
	if one, two := w.friendsOf("uid1", ""), w.friendsOf("uid3", ""); one != "uid2 uid3" || two != "uid1" {
		t.Errorf("friends of uid1: %s; of uid3: %s", one, two)
	}
	golden.Bytes(t, "RemoveFriends/removed.json", []byte(w.must("DELETE", "/v3/users/uid1/friends", uids("friends", "uid2"))))
	if one, two := w.friendsOf("uid1", ""), w.friendsOf("uid2", ""); one != "uid3" || two != "" {
		t.Errorf("friends of uid1: %s; of uid2: %s", one, two)
	}
}

// Page "Friends": who is new. Assumed: the other entries.
func TestFriendEntries(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.must("POST", "/v3/users/bob/friends", uids("accepted", "alice"))
	w.must("DELETE", "/v3/users/dora", "")
	w.clock.Advance(time.Hour)
	got := w.must("POST", friendsPath, uids("accepted", "carl", "Nobody", "BOB", "alice", "dora", "CARL"))
	want := accepted("carl", createdText, "Nobody", unknownText, "bob", updatedText, "alice", selfFriendText, "dora", unknownText)
	if got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	if got := w.friendsOf("alice", ""); got != "bob carl" {
		t.Errorf("friends %q", got)
	}
	got = w.must("DELETE", friendsPath, uids("friends", "CARL", "nobody", "dora", "alice"))
	golden.Bytes(t, "RemoveFriends/removed.json", []byte(got))
	if got := w.friendsOf("alice", "") + "," + w.friendsOf("carl", ""); got != "bob," {
		t.Errorf("friends %q", got)
	}
}

// Page "Friends": at most 25 at once. Assumed: the texts.
func TestFriendRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	list := make([]string, 26)
	for i := range list {
		list[i] = fmt.Sprintf("x%d", i)
	}
	list[0] = "bob"
	w.must("POST", friendsPath, uids("accepted", list[1:]...))
	for _, tt := range []struct{ method, path, body, want string }{
		{"POST", friendsPath, uids("accepted", list...), `"accepted":["The accepted may not have more than 25 items."]`},
		{"POST", friendsPath, "", `"accepted":["The accepted field is required."]`},
		{"POST", friendsPath, `{"accepted":[]}`, `"accepted":["The accepted field is required."]`},
		{"POST", friendsPath, `{"accepted":"bob"}`, `"accepted":["The accepted must be an array."]`},
		{"POST", friendsPath, `{"accepted":["bob"," "]}`, `"accepted.1":["The accepted.1 field is required."]`},
		{"DELETE", friendsPath, uids("accepted", "bob"), `"friends":["The friends field is required."]`},
		{"DELETE", friendsPath, `{"friends":["carl",false]}`, `"friends.1":["The friends.1 must be a string."]`},
		{"GET", friendsPath + "?perPage=1001&page=0", "", `"perPage":["The per page may not be greater than 1000."],"page":["The page must be at least 1."]`},
	} {
		status, got := w.ask(tt.method, tt.path, tt.body)
		if status != 400 || got != badRequest(tt.want) {
			t.Errorf("%s %.60s: status %d\n got: %s\nwant: %s", tt.method, tt.body, status, got, badRequest(tt.want))
		}
	}
	for _, method := range []string{"POST", "DELETE", "GET"} {
		status, body := w.ask(method, "/v3/users/nobody/friends", "nonsense")
		if code, err := codeOf(status, []byte(body)); status != 404 || code != "ERR_UID_NOT_FOUND" || err != nil {
			t.Errorf("%s: %d %s %v", method, status, code, err)
		}
	}
	if got := w.friendsOf("alice", ""); got != "" {
		t.Errorf("friends %q", got)
	}
}

// Page "Properties and Constraints": at most 1000 friends.
func TestThousandFriends(t *testing.T) {
	t.Parallel()
	var people strings.Builder
	for i := range 1002 {
		fmt.Fprintf(&people, "      - {uid: f%04d}\n", i)
	}
	w := newWorld(t, people.String()+"      - {uid: alice}\n")
	for i := 0; i < 1000; i += 25 {
		list := make([]string, 25)
		for j := range list {
			list[j] = fmt.Sprintf("f%04d", i+j)
		}
		w.must("POST", friendsPath, uids("accepted", list...))
	}
	if got, want := w.must("POST", friendsPath, uids("accepted", "f1000", "f0999")), accepted("f1000", tooManyFriends, "f0999", updatedText); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	if got, want := w.must("POST", "/v3/users/f1000/friends", uids("accepted", "alice")), accepted("alice", tooManyFriends); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	w.must("DELETE", friendsPath, uids("friends", "f0000"))
	if got, want := w.must("POST", friendsPath, uids("accepted", "f1000", "f1001")), accepted("f1000", createdText, "f1001", tooManyFriends); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
}

// Page "Friends": block members and conversationId, total 0, the cursor; who is blocked stays. Assumed:
// the page heuristic of the block list.
func TestFriendList(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
      - {uid: alice, createdAt: 2024-01-01T00:00:00Z}
      - {uid: bob, name: Robert, createdAt: 2024-01-02T00:00:00Z}
      - {uid: carl, createdAt: 2024-01-03T00:00:00Z}
      - {uid: dora, name: Bo, createdAt: 2024-01-04T00:00:00Z}
`)
	w.must("POST", friendsPath, uids("accepted", "dora"))
	w.clock.Advance(time.Second)
	w.must("POST", "/v3/users/carl/friends", uids("accepted", "alice"))
	w.must("POST", friendsPath, uids("accepted", "bob"))
	w.must("POST", blockPath, uids("blockedUids", "bob"))
	w.must("POST", "/v3/users/carl/blockedusers", uids("blockedUids", "alice"))
	golden.Bytes(t, "ListFriends/all.json", []byte(w.must("GET", friendsPath, "")))
	golden.Bytes(t, "ListFriends/full-page.json", []byte(w.must("GET", friendsPath+"?perPage=2", "")))
	golden.Bytes(t, "ListFriends/last-page.json", []byte(w.must("GET", friendsPath+"?perPage=2&page=2", "")))
	golden.Bytes(t, "ListFriends/empty.json", []byte(w.must("GET", friendsPath+"?perPage=3&page=2", "")))
	for query, want := range map[string]string{
		"":                               "dora bob carl",
		"searchKey=BO":                   "dora bob",
		"searchKey=bo&perPage=1&page=2":  "bob",
		"searchKey=rob":                  "bob",
		"searchKey=ob":                   "",
		"per_page=1&page=3":              "carl",
		"perPage=1&per_page=2&direction": "dora",
	} {
		if got := w.friendsOf("alice", query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	w.must("DELETE", "/v3/users/bob", "")
	if got := w.friendsOf("alice", ""); got != "dora carl" {
		t.Errorf("with one deactivated: %q", got)
	}
	w.must("DELETE", "/v3/users/dora", `{"permanent":true}`)
	w.must("PUT", "/v3/users", uids("uidsToActivate", "bob"))
	if got := w.friendsOf("alice", ""); got != "bob carl" {
		t.Errorf("with one back and one deleted: %q", got)
	}
}
