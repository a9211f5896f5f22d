package store

import (
	"iter"
	"time"
)

// Ban is a user whom a group does not let in.
type Ban struct {
	User *User
	At   time.Time
	Kept *Kept // the membership with which the user is still listed; nil: none
}

// Kept is what a membership was when a ban ended it. It never changes.
type Kept struct {
	JoinedAt time.Time
	Role     int64
}

// banned is what the store keeps of a ban beside its time.
type banned struct{ kept *Kept }

var bans = keep(newBonds[banned])

// Ban ends a membership, if there is one, and bans the user from the group. It reports false, and changes nothing,
// when the user is banned already, or when there is no such user or group. kept must not be changed afterwards.
func (tx *Tx) Ban(group, user string, at time.Time, kept *Kept) bool {
	if !bind(tx, bans, tx.endOfGroup(group), tx.endOf(user), at, banned{kept}) {
		return false
	}
	tx.Leave(group, user)
	return true
}

// Unban ends a ban, and reports false when there is none. The user is not a member afterwards.
func (tx *Tx) Unban(group, user string) bool {
	return unbind(tx, bans, tx.endOfGroup(group), tx.endOf(user))
}

// Banned returns the ban of a user from a group.
func (tx *Tx) Banned(group, user string) (Ban, bool) {
	b, ok := bans.of(tx.state).find(tx.endOfGroup(group), tx.endOf(user))
	if !ok {
		return Ban{}, false
	}
	return tx.ban(b), true
}

// Bans lists who is banned from a group, in the order of the times.
func (tx *Tx) Bans(group string) iter.Seq[Ban] {
	return each(bans.of(tx.state).listOf(byFrom, tx.endOfGroup(group)).from(0), tx.ban)
}

func (tx *Tx) ban(b *bond[banned]) Ban {
	return Ban{users.of(tx.state).numbered(b.to), b.since(), b.what.kept}
}
