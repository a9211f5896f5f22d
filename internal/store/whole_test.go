package store

import (
	"slices"
	"testing"
	"time"
)

func TestWholeStateShowsWhatListsHide(t *testing.T) {
	t.Parallel()
	st := New(ByInsertion)
	now := time.Unix(1700000000, 0)
	_ = st.Update(now, func(tx *Tx) error {
		for _, id := range []string{"a", "b", "c"} {
			tx.PutUser(User{ID: id, CreatedAt: now})
		}
		for _, pair := range [][2]string{{"a", "b"}, {"a", "c"}, {"b", "a"}, {"b", "c"}} {
			_, _ = tx.Block(pair[0], pair[1], now)
			_, _ = tx.AddFriend(pair[0], pair[1], now)
		}
		tx.Unblock("b", "a")
		tx.Unblock("b", "c")
		_, _ = tx.Block("b", "c", now) // again: nothing to remember
		tx.PutUser(User{ID: "b", CreatedAt: now, DeactivatedAt: now})
		return nil
	})
	_ = st.View(now, func(tx *Tx) error {
		var blocked, friends, ended []string
		for tie := range tx.AllBlocks("a") {
			blocked = append(blocked, tie.To.ID)
		}
		for tie := range tx.AllFriends("a") {
			friends = append(friends, tie.To.ID)
			if !tie.At.Equal(now) {
				t.Errorf("a friend since %v, want %v", tie.At, now)
			}
		}
		for from, to := range tx.EndedBlocks() {
			ended = append(ended, from.ID+to.ID)
		}
		if want := []string{"c", "b"}; !slices.Equal(blocked, want) || !slices.Equal(friends, want) {
			t.Errorf("all blocks %v and friends %v, want %v", blocked, friends, want)
		}
		if !slices.Equal(ended, []string{"ba"}) {
			t.Errorf("ended blocks %v, want ba alone", ended)
		}
		for range tx.AllBlocks("nobody") {
			t.Error("nobody blocks somebody")
		}
		return nil
	})
}

func TestSkipMessages(t *testing.T) {
	t.Parallel()
	st := New(ByTime)
	_ = st.Update(time.Unix(0, 0), func(tx *Tx) error {
		tx.SkipMessages(5)
		tx.SkipMessages(3) // never back
		if m := tx.AddMessage(Message{Sender: "a", Receiver: "b"}); m.ID != 6 || tx.LastMessage() != 6 {
			t.Errorf("the next message has the number %d, the last %d; want 6", m.ID, tx.LastMessage())
		}
		return nil
	})
}
