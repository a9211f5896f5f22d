package store

import "time"

// FriendInfo is what a person notes about a friend.
type FriendInfo struct {
	Alias      string
	Wording    string
	Attributes []Attribute
}

// Attribute is a named text.
type Attribute struct{ Key, Value string }

// friendInfos are the notes by pair of people, where there are any.
type friendInfos struct{ dict[[2]uint32, FriendInfo] }

func (f *friendInfos) forget(person uint32) {
	deleteOf(&f.dict, person)
}

// AddFriend puts to on from's list of friends since at, and leaves to's list alone. It reports false,
// and changes nothing, when to stood there already. Errors: [ErrUnknownUser], [ErrSelf].
func (tx *Tx) AddFriend(from, to string, at time.Time) (bool, error) {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return false, err
	}
	return tx.friends.add(a, b, at.UnixMilli()), nil
}

// RemoveFriend takes to off from's list of friends, with what from noted, and leaves to's list
// alone. It reports false when to did not stand there.
func (tx *Tx) RemoveFriend(from, to string) bool {
	a, b, err := tx.pair(from, to)
	if err != nil || !tx.friends.delete(a, b) {
		return false
	}
	tx.ties.delete([2]uint32{a, b})
	return true
}

// HasFriend reports whether to stands on from's list of friends.
func (tx *Tx) HasFriend(from, to string) bool {
	a, b, err := tx.pair(from, to)
	return err == nil && tx.friends.find(a, b) != 0
}

// FriendInfo is what from has noted about to.
func (tx *Tx) FriendInfo(from, to string) FriendInfo {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return FriendInfo{}
	}
	info, _ := tx.ties.get([2]uint32{a, b})
	return info
}

// SetFriendInfo replaces what from has noted about to. Nothing happens when to is not on from's list.
func (tx *Tx) SetFriendInfo(from, to string, info FriendInfo) {
	a, b, err := tx.pair(from, to)
	if err != nil || tx.friends.find(a, b) == 0 {
		return
	}
	tx.ties.put([2]uint32{a, b}, info)
}
