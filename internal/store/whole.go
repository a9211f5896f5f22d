package store

import (
	"iter"
	"time"
)

// What stands here is read and written only by those who carry a whole state elsewhere: no vendor
// shows it.

// Tie is one tie that starts at a person.
type Tie struct {
	To  *User
	At  time.Time
	Seq uint32 // grows with every tie of its kind made in the store
}

// AllBlocks lists whom a person blocks, deactivated people too, these last.
func (tx *Tx) AllBlocks(id string) iter.Seq[Tie] { return tx.blocks.ties(&tx.people.number, id) }

// AllFriends lists who stands on a person's list of friends, deactivated people too, these last.
func (tx *Tx) AllFriends(id string) iter.Seq[Tie] { return tx.friends.ties(&tx.people.number, id) }

func (r *relation) ties(numbers *dict[string, uint32], id string) iter.Seq[Tie] {
	return func(yield func(Tie) bool) {
		n, ok := numbers.get(id)
		if !ok || int(n) >= r.nodes.length || r.nodes.get(n).out == nil {
			return
		}
		for number := range r.nodes.get(n).out.all() {
			e := r.edges.get(number)
			if !yield(Tie{*r.people.users.get(e.to), time.UnixMilli(e.at).UTC(), e.seq}) {
				return
			}
		}
	}
}

// EndedBlocks lists the pairs for which [Tx.HadBlocked] holds, in no order.
func (tx *Tx) EndedBlocks() iter.Seq2[*User, *User] {
	return func(yield func(from, to *User) bool) {
		for pair := range tx.blocks.ended.all() {
			if tx.blocks.find(pair[0], pair[1]) != 0 {
				continue
			}
			if !yield(*tx.people.users.get(pair[0]), *tx.people.users.get(pair[1])) {
				return
			}
		}
	}
}

// LastMessage is the number of the last message that was ever added, 0 when there was none.
func (tx *Tx) LastMessage() uint64 { return tx.messages.last }

// SkipMessages lets the next message have a number above last.
func (tx *Tx) SkipMessages(last uint64) { tx.messages.last = max(tx.messages.last, last) }
