package store

import (
	"reflect"
	"testing"
	"time"
)

func TestOneWayFriends(t *testing.T) {
	t.Parallel()
	s := New(ByInsertion)
	_ = s.Update(epoch, func(tx *Tx) error {
		for _, id := range []string{"a", "b", "c"} {
			tx.PutUser(User{ID: id})
		}
		note := FriendInfo{Alias: "Bee", Attributes: []Attribute{{"k0", "v"}}}
		tx.SetFriendInfo("a", "b", note) // not a friend yet
		if added, err := tx.AddFriend("a", "b", epoch.Add(time.Hour)); !added || err != nil {
			t.Errorf("AddFriend = %v, %v", added, err)
		}
		if got := tx.FriendInfo("a", "b"); !reflect.DeepEqual(got, FriendInfo{}) {
			t.Errorf("a note about somebody who was no friend was kept: %+v", got)
		}
		tx.SetFriendInfo("a", "b", note)
		if added, _ := tx.AddFriend("a", "b", epoch); added {
			t.Error("a friend was added twice")
		}
		_, _ = tx.AddFriend("a", "c", epoch) // older, but made later
		if !tx.HasFriend("a", "b") || tx.HasFriend("b", "a") {
			t.Error("the friendship is not one-way")
		}
		if at := tx.FriendSince("a", "b"); !at.Equal(epoch.Add(time.Hour)) || !tx.FriendSince("b", "a").IsZero() {
			t.Errorf("a friend since %v, want an hour after the epoch, one way", at)
		}
		var ids []string
		for row := range tx.FriendRows("a").From(0) {
			ids = append(ids, row.User.ID)
		}
		if !reflect.DeepEqual(ids, []string{"b", "c"}) {
			t.Errorf("friends = %v, want those of a store ByInsertion as they were made", ids)
		}
		if got := tx.FriendInfo("a", "b"); !reflect.DeepEqual(got, note) {
			t.Errorf("FriendInfo = %+v, want %+v", got, note)
		}
		if !tx.RemoveFriend("a", "b") || tx.RemoveFriend("a", "b") {
			t.Error("RemoveFriend does not say whether there was one")
		}
		_, _ = tx.AddFriend("a", "b", epoch)
		if got := tx.FriendInfo("a", "b"); !reflect.DeepEqual(got, FriendInfo{}) {
			t.Errorf("a note outlived its friendship: %+v", got)
		}
		if tx.HadBlocked("a", "b") {
			t.Error("the end of a friendship is remembered as that of a block")
		}
		return nil
	})
}
