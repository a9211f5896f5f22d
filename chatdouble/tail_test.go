package chatdouble_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

func TestFailedTestLogsItsLastRequests(t *testing.T) {
	t.Parallel()
	s := &spy{name: "TestThatFails", failed: true}
	srv := chatdouble.Start(s)
	chat, zim := srv.CometChat(s), srv.ZIM(s)
	chat.AddUsers(chatdouble.User{ID: "alice"})
	for i := range 25 {
		if _, err := (chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}).blocked("alice", fmt.Sprintf("perPage=%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := (zimClient{zim.BaseURL, zim.AppID, "another secret"}).queryBlacklist("bob", 0, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := do(request(t, "GET", srv.URL+"/favicon.ico", nil)); err != nil {
		t.Fatal(err)
	}
	s.end()

	log := s.log()
	for _, want := range []string{
		"the last 20 of 25 requests to app cometchat:" + chat.AppID,
		"GET /v3/users/alice/blockedusers?perPage=5 200",
		"GET /v3/users/alice/blockedusers?perPage=24 200",
		fmt.Sprintf("the last 1 of 1 requests to app zim:%d", zim.AppID),
		"Action=QueryBlacklist",
		"200 100000005 (Signature does not match",
		"GET /favicon.ico 404 (no such path",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log of the failed test lacks %q:\n%s", want, log)
		}
	}
	if strings.Contains(log, "perPage=4 ") {
		t.Errorf("the log has more than the last 20 requests:\n%s", log)
	}
	if i, k := strings.Index(log, "perPage=5 "), strings.Index(log, "perPage=24 "); i > k {
		t.Errorf("the oldest request does not come first:\n%s", log)
	}
}

func TestTailOfAFailedTestWithoutRequests(t *testing.T) {
	t.Parallel()
	s := &spy{name: "TestThatFails", failed: true}
	srv := chatdouble.Start(s)
	srv.ZIM(s)
	s.end()
	if log := s.log(); !strings.Contains(log, "the server got no requests") || !strings.Contains(log, "got no requests") {
		t.Errorf("log = %q, want it to say that nothing was asked", log)
	}

	// With requests to its apps the server has got some, whatever is left at the end of the test.
	s = &spy{name: "TestThatFails", failed: true}
	srv = chatdouble.Start(s)
	zim := srv.ZIM(s)
	if _, _, err := (zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}).queryBlacklist("bob", 0, 0); err != nil {
		t.Fatal(err)
	}
	s.end()
	if log := s.log(); strings.Contains(log, "the server got no requests") {
		t.Errorf("the server got a request, the log says:\n%s", log)
	}
}

func TestGoodTestLogsNothing(t *testing.T) {
	t.Parallel()
	s := &spy{name: "TestThatPasses"}
	srv := chatdouble.Start(s)
	chat := srv.CometChat(s)
	if _, err := (chatClient{BaseURL: chat.BaseURL, APIKey: "wrong"}).blocked("alice", ""); err != nil {
		t.Fatal(err)
	}
	s.end()
	if log := s.log(); log != "" {
		t.Errorf("log = %q", log)
	}
}
