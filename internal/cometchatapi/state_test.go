package cometchatapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A refused request leaves the whole state as it was, and so does one that is answered: the list
// changes nothing.
func TestRefusedRequestsChangeNothing(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(`
      - {uid: alice, blocks: [bob, carl], friends: [bob], metadata: {a: 1}}
      - {uid: bob, blocks: [alice]}
      - {uid: carl}
`, ""), chatdouble.WithMaxBody(100))
	clockOf(t, srv)
	state := srv.App(t, "cometchat:app").State
	before := state()
	if !strings.Contains(before, "carl") {
		t.Fatalf("the export shows nobody: %s", before)
	}
	all := []request{
		{target: aliceList, key: fullKey},
		{target: aliceList + "?direction=both", key: fullKey},
		{target: aliceList + "?direction=hasBlockedMe&searchKey=b", key: fullKey},
		{target: aliceList + "?perPage=x&page=-1&direction=x", key: fullKey},
		{target: "/v3/users/NEW/blockedusers", key: fullKey},
		{method: "PATCH", target: aliceList, key: fullKey, body: `{"blockedUids":["carl"]}`},
		{method: "PATCH", target: "/v3/users/alice", key: authKey, body: `{"name":`},
		{target: aliceList, key: fullKey, body: strings.Repeat("[", 101)},
		{target: aliceList, key: fullKey, host: "app.api-eu.localhost"},
	}
	for _, refused := range refusals {
		all = append(all, refused.request)
	}
	for _, q := range all {
		r := send(srv, q)
		if _, err := codeOf(r.Status, []byte(r.Body)); err != nil {
			t.Errorf("%s %s: %v", q.method, q.target, err)
		}
		if after := state(); after != before {
			t.Fatalf("%s %s changed the state to\n%s\nfrom\n%s", q.method, q.target, after, before)
		}
	}
}
