package store

import "iter"

// Reaction is a word or an emoji with which somebody has reacted to a message.
type Reaction struct {
	Mark
	ID   uint64 // 1, 2, 3 and so on in the app
	Word string
}

var reactions = keep(func(Order) *markList[uint64, Reaction] {
	return newMarks(func(r *Reaction) uint64 { return r.ID }, func(r *Reaction) *Mark { return &r.Mark }, func(m Mark) *Reaction { return &Reaction{Mark: m} })
})

// Reactions lists those on a message, in the order in which they came.
func (tx *Tx) Reactions(message uint64) iter.Seq[*Reaction] {
	return reactions.of(tx.state).on(message)
}

// Reaction returns the one with that word of a user on a message.
func (tx *Tx) Reaction(message uint64, user, word string) (*Reaction, bool) {
	for r := range tx.Reactions(message) {
		if r.User == user && r.Word == word {
			return r, true
		}
	}
	return nil, false
}

// AddReaction stores a reaction under its number, or under the next one when it has none or that is taken, and returns it.
// There must be none with the same word of the same user.
func (tx *Tx) AddReaction(r Reaction) *Reaction {
	c := reactions.in(tx)
	if _, taken := c.get(r.ID); taken || r.ID == 0 {
		r.ID = c.next()
	}
	c.came, r.At = max(c.came, r.ID), cut(r.At)
	c.put(&r)
	return &r
}

// DeleteReaction removes a reaction. Its number is not given again.
func (tx *Tx) DeleteReaction(id uint64) { reactions.in(tx).drop(id) }

// LastReaction is the number of the last reaction that was ever added, 0 when there was none.
func (tx *Tx) LastReaction() uint64 { return reactions.of(tx.state).came }

// SkipReactions lets the next reaction have a number above last.
func (tx *Tx) SkipReactions(last uint64) {
	if c := reactions.in(tx); last > c.came {
		c.came = last
	}
}
