package chatdouble_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// What internal/sidebyside asks of a group and of a conversation is answered, and the pages are full: a refusal would be
// measured as if it were one.
func TestPagesOfTalks(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t, chatdouble.WithFixtureYAML("talks.json", load.Talks(150)))
	var got struct {
		Code, MsgSeq, Next int64
		List, MemberList   []json.RawMessage
	}
	ask := func(page load.Page) {
		t.Helper()
		page.Vendor, page.People = load.ZIM, 100
		w := httptest.NewRecorder()
		server.ServeHTTP(w, received(t, page))
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK || got.Code != 0 {
			t.Fatalf("%+v: HTTP %d, %.300s, error %v", page, w.Code, w.Body, err)
		}
	}
	if ask(load.Page{Of: load.Members}); len(got.MemberList) != 100 {
		t.Errorf("%d members", len(got.MemberList))
	}
	if ask(load.Page{Of: load.History}); len(got.List) != 100 {
		t.Errorf("%d messages on the first page", len(got.List))
	}
	if ask(load.Page{Of: load.History, Next: got.Next}); len(got.List) != 50 {
		t.Errorf("%d messages on the second page of 150", len(got.List))
	}
	if ask(load.Page{Of: load.Sent}); got.MsgSeq != 1 {
		t.Errorf("the message to the group is its number %d", got.MsgSeq)
	}
}
