package store

import (
	"iter"
	"time"
)

// FriendInfo is what a person notes about a friend.
type FriendInfo struct {
	Alias      string
	Wording    string
	Attributes []Attribute
}

// Attribute is a named text.
type Attribute struct{ Key, Value string }

var (
	friends     = keep(newOneWay)
	friendInfos = keep(newFacts[FriendInfo])
)

// Befriend makes two people friends since at. It reports false when they were friends already.
// Errors: [ErrUnknownUser], [ErrSelf], nothing changed.
func (tx *Tx) Befriend(a, b string, at time.Time) (bool, error) {
	from, to, err := tx.pair(a, b)
	if err != nil || !tx.addFriend(from, to, at) {
		return false, err
	}
	return tx.addFriend(to, from, at), nil
}

// Unfriend ends a friendship and reports false when there was none.
func (tx *Tx) Unfriend(a, b string) bool { return tx.RemoveFriend(a, b) && tx.RemoveFriend(b, a) }

// AreFriends reports whether two people are friends, deactivated or not.
func (tx *Tx) AreFriends(a, b string) bool { return tx.HasFriend(a, b) }

// AddFriend puts to on from's list of friends since at, and leaves to's list alone. It reports false,
// and changes nothing, when to stood there already. Errors: [ErrUnknownUser], [ErrSelf].
func (tx *Tx) AddFriend(from, to string, at time.Time) (bool, error) {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return false, err
	}
	return tx.addFriend(a, b, at), nil
}

func (tx *Tx) addFriend(from, to *end, at time.Time) bool {
	if friends.of(tx.state).find(from, to) != nil {
		return false
	}
	friends.in(tx).add(ends.of(tx.state), from, to, at)
	return true
}

// RemoveFriend takes to off from's list of friends, with what from noted, and leaves to's list
// alone. It reports false when to did not stand there.
func (tx *Tx) RemoveFriend(from, to string) bool {
	t := tx.friend(from, to)
	if t == nil {
		return false
	}
	friends.in(tx).delete(ends.of(tx.state), t)
	friendInfos.in(tx).drop(endsKey(t.from, t.to))
	return true
}

// friend is the tie by which to stands on from's list of friends, nil when it does not.
func (tx *Tx) friend(from, to string) *tie {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return nil
	}
	return friends.of(tx.state).find(a, b)
}

// HasFriend reports whether to stands on from's list of friends.
func (tx *Tx) HasFriend(from, to string) bool { return tx.friend(from, to) != nil }

// FriendSince is since when to stands on from's list of friends, zero when that is not so.
func (tx *Tx) FriendSince(from, to string) time.Time {
	if t := tx.friend(from, to); t != nil {
		return timeOfTie(t.at).time()
	}
	return time.Time{}
}

// FriendInfo is what from has noted about to.
func (tx *Tx) FriendInfo(from, to string) FriendInfo {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return FriendInfo{}
	}
	if info, ok := friendInfos.of(tx.state).get(endsKey(a, b)); ok {
		return info.what
	}
	return FriendInfo{}
}

// SetFriendInfo replaces what from has noted about to. Nothing happens when to is not on from's list.
func (tx *Tx) SetFriendInfo(from, to string, info FriendInfo) {
	if t := tx.friend(from, to); t != nil {
		friendInfos.in(tx).put(&fact[FriendInfo]{t.from, t.to, info})
	}
}

// FriendRows is a person's friends, oldest friendship first, then by id. The rows' BlockedByMeAt
// is the time of the friendship.
func (tx *Tx) FriendRows(id string) Rows { return tx.rows(friends, tx.endOf(id), BlockedByMe) }

// Friends lists a person's friends with the time since when, oldest first, then by id.
func (tx *Tx) Friends(id string) iter.Seq2[*User, time.Time] {
	return func(yield func(*User, time.Time) bool) {
		for row := range tx.FriendRows(id).From(0) {
			if !yield(row.User, row.BlockedByMeAt()) {
				return
			}
		}
	}
}
