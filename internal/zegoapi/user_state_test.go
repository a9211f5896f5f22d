package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// Page "Query users online status": who is connected is Online, who was lost is Offline, all others
// are failures.
func TestQueryUserOnlineState(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "registered"})
	for _, step := range []struct{ user, state string }{
		{"on", "loggedIn"},
		{"back", "loggedIn"},
		{"back", "offline"},
		{"back", "online"},
		{"off", "loggedIn"},
		{"off", "offline"},
		{"out", "loggedIn"},
		{"out", "loggedOut"},
		{"lost", "online"},
		{"lost", "offline"},
		{"lost", "loggedOut"},
	} {
		f.SetOnlineState(step.user, step.state)
	}
	for _, tt := range []struct {
		name            string
		ids             []string
		code            int
		found, failures string
	}{
		{"online", []string{"on"}, 0, "on:Online", ""},
		{"offline", []string{"off"}, 0, "off:Offline", ""},
		{"back again", []string{"back"}, 0, "back:Online", ""},
		{"all kinds", []string{"lost", "on", "registered", "off", "out", "ghost", "off"}, 0, "on:Online off:Offline", "lost:660200001 registered:660200001 out:660200001 ghost:660200001"},
		{"logged out", []string{"out"}, 660200001, "", "out:660200001"},
		{"never logged in", []string{"registered"}, 660200001, "", "registered:660200001"},
		{"unknown", []string{"ghost", strings.Repeat("x", 64)}, 660200001, "", "ghost:660200001 " + strings.Repeat("x", 64) + ":660200001"},
		{"no ids", []string{"", "a/b", strings.Repeat("x", 65), "on"}, 0, "on:Online", ":660000002 a/b:660000002 " + strings.Repeat("x", 65) + ":660000002"},
		{"nothing but bad ids", []string{"a/b"}, 660000002, "", "a/b:660000002"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var pairs []string
			for _, id := range tt.ids {
				pairs = append(pairs, "UserId[]", id)
			}
			r := f.call(t, "GET", "QueryUserOnlineState", query(pairs...), "")
			r.is(t, tt.code, tt.failures)
			if got := r.results("Status"); got != tt.found {
				t.Errorf("found %q, want %q", got, tt.found)
			}
		})
	}
}

// SetOnlineState adds who logs in, keeps the profile, and refuses what makes no sense without
// changing anything.
func TestSetOnlineState(t *testing.T) {
	t.Parallel()
	st := store.New(store.ByInsertion)
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	at := func(minutes int, userID, state string) error {
		return st.Update(noon.Add(time.Duration(minutes)*time.Minute), func(tx *store.Tx) error {
			return zegoapi.SetOnlineState(tx, userID, state)
		})
	}
	user := func(id string) (u store.User) {
		_ = st.View(noon, func(tx *store.Tx) error {
			if found, ok := tx.User(id); ok {
				u = *found
			}
			return nil
		})
		return u
	}
	_ = st.Update(noon, func(tx *store.Tx) error {
		tx.PutUser(store.User{ID: "alice", Name: "Alice", Extra: "e", CreatedAt: noon})
		return nil
	})
	for i, step := range []struct{ id, state, status string }{
		{"alice", "online", "Online"},
		{"alice", "offline", "Offline"},
		{"alice", "loggedOut", ""},
		{"alice", "offline", "Offline"},
		{"new", "loggedIn", "Online"},
		{"new", "loggedOut", ""},
		{"newer", "online", "Online"},
	} {
		if err := at(i, step.id, step.state); err != nil {
			t.Fatalf("%s %s: %v", step.id, step.state, err)
		}
		if got := user(step.id).Status; got != step.status {
			t.Errorf("after %s %s the status is %q, want %q", step.id, step.state, got, step.status)
		}
	}
	if u := user("alice"); u.Name != "Alice" || u.Extra != "e" || !u.CreatedAt.Equal(noon) || !u.LastActiveAt.Equal(noon) {
		t.Errorf("alice = %+v, want her profile and her login at noon", u)
	}
	if u := user("new"); !u.CreatedAt.Equal(noon.Add(4*time.Minute)) || !u.LastActiveAt.Equal(noon.Add(4*time.Minute)) {
		t.Errorf("new = %+v, want both times four minutes past noon", u)
	}
	before := user("alice")
	for _, tt := range []struct{ id, state, word string }{
		{"alice", "Online", "loggedIn"},
		{"alice", "", "loggedIn"},
		{"ghost", "offline", "log in first"},
		{"ghost", "loggedOut", "log in first"},
		{"", "loggedIn", "empty"},
		{"a/b", "online", "character"},
		{strings.Repeat("x", 33), "online", "32 bytes"},
	} {
		if err := at(60, tt.id, tt.state); err == nil || !strings.Contains(err.Error(), tt.word) {
			t.Errorf("%q %q: %v, want an error with %q", tt.id, tt.state, err, tt.word)
		}
		if u := user(tt.id); tt.id != "alice" && u.ID != "" {
			t.Errorf("%q is there after a refusal", tt.id)
		}
	}
	if after := user("alice"); after.Status != before.Status || !after.LastActiveAt.Equal(before.LastActiveAt) {
		t.Errorf("a refusal changed alice: %+v", after)
	}
}
