package cometchatapi_test

import (
	"encoding/json"
	"strings"
	"testing"

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
