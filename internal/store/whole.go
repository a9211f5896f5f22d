package store

import (
	"iter"
	"time"
)

// What stands here is read and written only by those who carry a whole state elsewhere: no vendor
// shows it.

// Tie is one tie to a person.
type Tie struct {
	To  *User
	At  time.Time
	Seq uint32 // grows with every tie of its kind made in the store
}

// AllBlocks lists whom a person blocks, deactivated people too, these last.
func (tx *Tx) AllBlocks(id string) iter.Seq[Tie] { return tx.allTies(blocks, tx.endOf(id)) }

// AllFriends lists who stands on a person's list of friends, deactivated people too, these last.
func (tx *Tx) AllFriends(id string) iter.Seq[Tie] { return tx.allTies(friends, tx.endOf(id)) }

func (tx *Tx) allTies(kind kept[*relation], self *end) iter.Seq[Tie] {
	return func(yield func(Tie) bool) {
		if self == nil {
			return
		}
		p := users.of(tx.state)
		l := kind.of(tx.state).inOrder(ends.of(tx.state))
		for _, list := range [2]tree[tie]{l.out, l.hidden} {
			for t := range outOf(list, self) {
				if !yield(Tie{p.at(t.to), time.UnixMilli(t.at).UTC(), t.seq}) {
					return
				}
			}
		}
	}
}

// EndedBlocks lists the pairs for which [Tx.HadBlocked] holds.
func (tx *Tx) EndedBlocks() iter.Seq2[*User, *User] {
	return func(yield func(from, to *User) bool) {
		p := users.of(tx.state)
		for ended := range endedBlocks.of(tx.state).all() {
			if !yield(p.at(ended.from), p.at(ended.to)) {
				return
			}
		}
	}
}
