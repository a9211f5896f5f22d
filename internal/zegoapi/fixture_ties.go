package zegoapi

import (
	"fmt"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// removedIn lets those that are to be removed be blocked, and ends that.
func (a *FixtureApp) removedIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Users {
		u := &a.Users[i]
		for _, to := range u.RemovedFromBlacklist {
			if !tx.HasBlocked(u.UserID, to) {
				if _, err := tx.Block(u.UserID, to, p.Epoch()); err != nil {
					return fmt.Errorf("filling app %d: removals of %q: %w", a.AppID, u.UserID, err)
				}
			}
			tx.Unblock(u.UserID, to)
		}
	}
	return nil
}

func (a *FixtureApp) blocksIn(tx *store.Tx, p *fixture.Plan) error {
	blocks := make([]fixture.Bond, 0, p.BlockCount())
	for _, b := range fixture.InOrder(slices.AppendSeq(blocks, p.AllBlocks)) {
		err := b.Make(func() time.Time { return tx.Between(b.From, b.To).BlockedByMeAt() }, func(at time.Time) error {
			_, err := tx.Block(b.From, b.To, at)
			return err
		}, func() { tx.Unblock(b.From, b.To) })
		if err != nil {
			return fmt.Errorf("filling app %d: blacklist of %q: %w", a.AppID, b.From, err)
		}
	}
	return nil
}

func (a *FixtureApp) friendsIn(tx *store.Tx, p *fixture.Plan) error {
	for _, b := range fixture.InOrder(slices.Collect(p.ListedFriends)) {
		err := b.Make(func() time.Time { return tx.FriendSince(b.From, b.To) }, func(at time.Time) error {
			return befriendAt(tx, b.From, b.To, at)
		}, func() {})
		if err != nil {
			return fmt.Errorf("filling app %d: friends of %q: %w", a.AppID, b.From, err)
		}
	}
	for i := range a.Users {
		u := &a.Users[i]
		for j := range u.Friends {
			f := &u.Friends[j]
			sum := fixtureFriend(tx.FriendInfo(u.UserID, f.UserID))
			sum.UserID = f.UserID
			fixture.Replace(&sum, f)
			sum.note(tx, u.UserID)
		}
	}
	return nil
}

// befriendAt puts somebody on a list of friends since a time, with what was noted before.
func befriendAt(tx *store.Tx, from, to string, at time.Time) error {
	info := tx.FriendInfo(from, to)
	had := tx.RemoveFriend(from, to)
	_, err := tx.AddFriend(from, to, at)
	if had {
		tx.SetFriendInfo(from, to, info)
	}
	return err
}

// note stores what a user notes about a friend, if that is anything.
func (f *FixtureFriend) note(tx *store.Tx, userID string) {
	if f.FriendAlias == "" && f.Wording == "" && len(f.Attributes) == 0 {
		return
	}
	tx.SetFriendInfo(userID, f.UserID, store.FriendInfo{Alias: f.FriendAlias, Wording: f.Wording, Attributes: f.attributes()})
}

func (f *FixtureFriend) attributes() []store.Attribute {
	var list []store.Attribute
	for i := range f.Attributes {
		list = append(list, store.Attribute{Key: f.Attributes[i].Key, Value: f.Attributes[i].Value})
	}
	return list
}

func (a *FixtureApp) blocksOut(tx *store.Tx) {
	var order seqs
	for i := range a.Users {
		u := &a.Users[i]
		for t := range tx.AllBlocks(u.UserID) {
			u.Blacklist = append(u.Blacklist, FixtureBlock{UserID: t.To.ID, At: t.At})
			order.add(t)
		}
	}
	places := order.places()
	for i := range a.Users {
		list := a.Users[i].Blacklist
		for j := range list {
			list[j].Seq, places = places.next()
		}
	}
}

func (a *FixtureApp) friendsOut(tx *store.Tx) {
	var order seqs
	for i := range a.Users {
		u := &a.Users[i]
		for t := range tx.AllFriends(u.UserID) {
			f := fixtureFriend(tx.FriendInfo(u.UserID, t.To.ID))
			f.UserID, f.At = t.To.ID, t.At
			u.Friends = append(u.Friends, f)
			order.add(t)
		}
	}
	places := order.places()
	for i := range a.Users {
		list := a.Users[i].Friends
		for j := range list {
			list[j].Seq, places = places.next()
		}
	}
}

// fixtureFriend is what a user notes about a friend.
func fixtureFriend(info store.FriendInfo) FixtureFriend {
	f := FixtureFriend{FriendAlias: info.Alias, Wording: info.Wording}
	for _, attribute := range info.Attributes {
		f.Attributes = append(f.Attributes, FixtureAttribute{Key: attribute.Key, Value: attribute.Value})
	}
	return f
}

func (a *FixtureApp) removedOut(tx *store.Tx) {
	removed := map[string][]string{}
	for from, to := range tx.EndedBlocks() {
		removed[from.ID] = append(removed[from.ID], to.ID)
	}
	for i := range a.Users {
		u := &a.Users[i]
		u.RemovedFromBlacklist = removed[u.UserID]
		slices.Sort(u.RemovedFromBlacklist)
	}
}
